import { ModelStream } from "@anthropic-models/stream"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/TestClock"
import { Api, catalogue, idsOf, page } from "./support/Api.ts"

describe("the documented defaults", () => {
  it.effect("limit 1000, from the newest model toward older ones, nothing else sent", () =>
    Effect.gen(function* () {
      const api = Api.of(catalogue(1500))
      const models = yield* api.provide(Stream.runCollect(ModelStream.models()))
      expect(idsOf(models)).toEqual(idsOf(catalogue(1500)))
      expect(api.requests).toEqual([{ limit: 1000 }, { limit: 1000, cursor: { _tag: "After", id: "m1000" } }])
    })
  )

  it.effect("prefetch 0", () =>
    Effect.gen(function* () {
      const api = Api.of(catalogue(9))
      const hold = ModelStream.models({ limit: 3 }).pipe(Stream.runForEach(() => Effect.never))
      const fiber = yield* Effect.fork(api.provide(hold))
      yield* TestClock.adjust("1 hour")
      expect(api.requests).toHaveLength(1)
      yield* Fiber.interrupt(fiber)
    })
  )

  it.effect("maxPages without a limit", () =>
    Effect.gen(function* () {
      expect(yield* Stream.runCount(ModelStream.models({ limit: 1 }))).toBe(500)
    }).pipe(Api.of(catalogue(500)).provide)
  )

  it.effect("at most 100 empty pages in a row", () =>
    Effect.gen(function* () {
      const api = new Api((_, index) => Effect.succeed(page([], { more: true, last: `t${index}` })))
      const error = yield* Effect.flip(api.provide(Stream.runDrain(ModelStream.models())))
      expect(error).toMatchObject({ _tag: "PaginationError", reason: "TooManyPages", page: 101 })
      expect(api.requests).toHaveLength(100)
    })
  )
})
