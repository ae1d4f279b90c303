import { expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { chaos } from "./chaos.ts"

const seeds = process.env["FULL"] === "1" ? 1000 : 30

it.live(
  `${seeds} seeds on each of 3 clients give the exact list`,
  () =>
    Effect.gen(function* () {
      const { failed, summary } = yield* chaos(seeds)
      expect(failed).toEqual([])
      expect(summary).toBe(`${3 * seeds}/${3 * seeds} exact`)
    }),
  process.env["FULL"] === "1" ? 1_800_000 : 180_000
)
