import { RateLimitError } from "@anthropic-models/core/ModelsError"
import { ModelStream } from "@anthropic-models/stream"
import { describe, expect, it } from "@effect/vitest"
import * as Clock from "effect/Clock"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as FastCheck from "effect/FastCheck"
import * as Fiber from "effect/Fiber"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/TestClock"
import { Api, catalogue, idsOf, page } from "./support/Api.ts"
import { runs } from "./support/runs.ts"

/** Gives other fibers time to run. Faster than the TestClock in properties. */
const turns = (count: number) => Effect.repeatN(Effect.yieldNow(), count)

describe.concurrent("prefetch: n", () => {
  it.effect.prop(
    "keeps at most n pages beyond the one being consumed",
    {
      prefetch: FastCheck.nat(8),
      limit: FastCheck.integer({ min: 1, max: 5 }),
      total: FastCheck.nat(40),
      latency: FastCheck.nat(10),
      work: FastCheck.nat(10)
    },
    ({ latency, limit, prefetch, total, work }) =>
      Effect.gen(function* () {
        const pages = Math.max(1, Math.ceil(total / limit))
        const honest = Api.of(catalogue(total))
        const api = new Api((options) => Effect.zipRight(turns(latency), honest.service.list(options)))
        const consumed: Array<string> = []
        let beyond = 0
        const look = () => {
          beyond = Math.max(beyond, api.requests.length - Math.ceil(consumed.length / limit))
        }
        yield* ModelStream.models({ limit, prefetch }).pipe(
          Stream.runForEach((model) => {
            const begins = consumed.push(model.id) % limit === 1 || limit === 1
            look()
            return begins ? Effect.map(turns(work), look) : Effect.void
          }),
          api.provide
        )
        expect(consumed).toEqual(idsOf(catalogue(total)))
        expect(api.requests).toHaveLength(pages)
        expect(beyond).toBeLessThanOrEqual(prefetch)
      }),
    runs(40, 200)
  )

  it.effect.prop(
    "requests n pages ahead of a slow consumer",
    { prefetch: FastCheck.nat(30), taken: FastCheck.integer({ min: 1, max: 12 }) },
    ({ prefetch, taken }) =>
      Effect.gen(function* () {
        const api = Api.of(catalogue(60))
        let consumed = 0
        const fiber = yield* ModelStream.models({ limit: 3, prefetch }).pipe(
          Stream.runForEach(() => (++consumed === taken ? Effect.never : Effect.void)),
          api.provide,
          Effect.fork
        )
        yield* turns(500)
        expect(api.requests).toHaveLength(Math.min(20, Math.ceil(taken / 3) + prefetch))
        yield* Fiber.interrupt(fiber)
      }),
    runs(25, 200)
  )

  it.effect.each([0, 1, 2, 5])("take(k) costs at most %i more requests", (prefetch) =>
    Effect.gen(function* () {
      for (let k = 0; k <= 12; k++) {
        const api = Api.of(catalogue(60))
        yield* ModelStream.models({ limit: 3, prefetch }).pipe(Stream.take(k), Stream.runDrain, api.provide)
        expect(api.requests.length).toBeGreaterThanOrEqual(Math.ceil(k / 3))
        expect(api.requests.length).toBeLessThanOrEqual(k === 0 ? 0 : Math.ceil(k / 3) + prefetch)
      }
    })
  )

  it.effect("stops with the consumer: a pending request is interrupted before the stream ends", () =>
    Effect.gen(function* () {
      const asked = yield* Deferred.make<void>()
      let interrupted = 0
      const api = new Api((_, index) =>
        index === 0
          ? Effect.succeed(page(["a"], { more: true }))
          : Effect.zipRight(Deferred.succeed(asked, undefined), Effect.never).pipe(
              Effect.onInterrupt(() => Effect.sync(() => interrupted++))
            )
      )
      yield* ModelStream.models({ prefetch: 3 }).pipe(
        Stream.tap(() => Deferred.await(asked)),
        Stream.take(1),
        Stream.runDrain,
        api.provide
      )
      expect(interrupted).toBe(1)
      yield* TestClock.adjust("1 minute")
      expect(api.requests).toHaveLength(2)
    })
  )

  it.effect("makes no extra request when a pull is interrupted, again and again", () => {
    const api = Api.of(catalogue(60)).delayed("50 millis")
    return Effect.gen(function* () {
      const pull = yield* Stream.toPull(ModelStream.models({ limit: 1, prefetch: 2 }))
      for (let at = 0; at < 10; at++) {
        const fiber = yield* Effect.fork(Effect.timeout(pull, "3 millis"))
        yield* TestClock.adjust("3 millis")
        yield* Fiber.await(fiber)
      }
      yield* TestClock.adjust("1 minute")
      expect(api.requests).toHaveLength(2)
    }).pipe(Effect.scoped, api.provide)
  })

  it.effect("emits every model before a failure, however early it happens", () =>
    Effect.gen(function* () {
      const api = new Api((_, index) =>
        index < 3
          ? Effect.succeed(page([`a${index}`, `b${index}`], { more: true }))
          : Effect.fail(new RateLimitError({ detail: "slow down" }))
      )
      const seen: Array<string> = []
      const failure = yield* ModelStream.models({ prefetch: 10 }).pipe(
        Stream.tap(() => Effect.yieldNow()),
        Stream.runForEach((model) => Effect.sync(() => seen.push(model.id))),
        Effect.flip,
        api.provide
      )
      expect(failure._tag).toBe("RateLimitError")
      expect(seen).toEqual(["a0", "b0", "a1", "b1", "a2", "b2"])
      expect(api.requests).toHaveLength(4)
    })
  )

  it.effect.each([
    { prefetch: 0, millis: 2000 },
    { prefetch: 1, millis: 1050 },
    { prefetch: 4, millis: 1050 }
  ])(
    "overlaps requests of 50 ms with 50 ms of work on each of 20 pages, with prefetch $prefetch: $millis ms",
    ({ millis, prefetch }) =>
      Effect.gen(function* () {
        const api = Api.of(catalogue(60)).delayed("50 millis")
        const began = yield* Clock.currentTimeMillis
        const fiber = yield* ModelStream.pages({ limit: 3, prefetch }).pipe(
          Stream.runForEach(() => Effect.sleep("50 millis")),
          Effect.zipRight(Clock.currentTimeMillis),
          api.provide,
          Effect.fork
        )
        yield* TestClock.adjust("1 minute")
        expect((yield* Fiber.join(fiber)) - began).toBe(millis)
      })
  )

  it.effect("emits the same list for every prefetch", () =>
    Effect.gen(function* () {
      const expected = idsOf(catalogue(50))
      for (const prefetch of [0, 1, 7, 100]) {
        const models = yield* Stream.runCollect(ModelStream.models({ limit: 3, prefetch }))
        expect(idsOf(models)).toEqual(expected)
      }
    }).pipe(Api.of(catalogue(50)).provide)
  )
})
