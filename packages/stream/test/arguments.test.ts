import { InvalidParameterError } from "@anthropic-models/core/ModelsError"
import { ModelStream } from "@anthropic-models/stream"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as FastCheck from "effect/FastCheck"
import * as Stream from "effect/Stream"
import { Api, page } from "./support/Api.ts"
import { runs } from "./support/runs.ts"

const value = FastCheck.oneof(
  FastCheck.jsonValue(),
  FastCheck.anything(),
  FastCheck.integer({ min: -2, max: 1002 }),
  FastCheck.record({ _tag: FastCheck.constantFrom("After", "Before", "after"), id: FastCheck.anything() }),
  FastCheck.record({ _tag: FastCheck.constantFrom("After", "Before"), id: FastCheck.fullUnicodeString() })
)

const name = FastCheck.constantFrom("cursor", "limit", "lifecycle", "betas", "workspaceId", "prefetch", "maxPages")

/** Options from storage: anything at all, or one option that is anything. */
const stored = FastCheck.oneof(
  { weight: 1, arbitrary: value },
  { weight: 4, arbitrary: FastCheck.tuple(name, value).map(([name, value]) => ({ [name]: value })) }
)

const firstOf = <A, E, R>(stream: Stream.Stream<A, E, R>): Effect.Effect<unknown, E, R> =>
  Stream.runDrain(Stream.take(stream, 1))

describe("options from storage", () => {
  it.effect.prop(
    "are refused before the first request or sent as they are, whatever they hold",
    [stored],
    ([given]) =>
      Effect.gen(function* () {
        const options = given as ModelStream.Options | undefined
        for (const first of [firstOf(ModelStream.models(options)), firstOf(ModelStream.pages(options))]) {
          const api = new Api(() => Effect.succeed(page(["m1"])))
          const result = yield* Effect.either(api.provide(first))
          if (Either.isLeft(result)) {
            expect(result.left).toBeInstanceOf(InvalidParameterError)
            expect(api.requests).toEqual([])
          } else {
            const { limit = 1000, maxPages: _maxPages, prefetch: _prefetch, ...query } = options ?? {}
            expect(api.requests).toEqual([{ ...query, limit }])
          }
        }
      }),
    runs(50, 2000)
  )
})
