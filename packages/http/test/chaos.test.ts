import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { chaos } from "./chaos.ts"
import { names } from "./clients.ts"

/** `pnpm chaos 1000` takes more seeds. */
const seeds = 30

describe("a server that fails at most twice in a row", () => {
  it.live(
    "gives the exact list on every client, for 30 seeds",
    () =>
      Effect.gen(function* () {
        const reports = yield* chaos(seeds)
        expect(reports.map(({ client, failed, walks }) => ({ client, failed, walks }))).toEqual(
          names.map((client) => ({ client, failed: [], walks: seeds }))
        )
      }),
    180_000
  )
})
