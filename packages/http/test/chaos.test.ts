import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { chaos } from "./chaos.ts"

describe("chaos", () => {
  it.live(
    "100 seeds on 3 clients give the exact list",
    () =>
      Effect.gen(function* () {
        const { failed, summary } = yield* chaos(100)
        console.log(summary)
        expect(failed).toEqual([])
        expect(summary).toBe("300/300 exact")
      }),
    180_000
  )
})
