import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { fuzz } from "./full/fuzz.ts"

/** `pnpm fuzz` takes more inputs, with any seed. */
const maxInputs = 40

describe("any answer", () => {
  it.live(
    "ends every call with a typed error or the exact page, on every client",
    () =>
      Effect.gen(function* () {
        const { failure, inputs, results } = yield* fuzz({ seed: 20_261_128, maxInputs, maxSeconds: Infinity })
        expect(failure).toBe(undefined)
        expect(inputs).toBe(maxInputs)
        expect(Object.keys(results).length).toBeGreaterThan(5)
      }),
    180_000
  )
})
