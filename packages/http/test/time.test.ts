/** The time limits of attempts and calls. */
import { describe, expect, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/TestClock"
import * as RetryPolicy from "../src/RetryPolicy.ts"
import { answer, chance, driven, key, make, models, page, run } from "./scripted.ts"

describe.concurrent("the timeout", () => {
  it.effect("ends an attempt", () =>
    Effect.gen(function* () {
      const { result, times } = yield* run(["silence"], { timeout: "5 seconds", retry: RetryPolicy.none })
      expect(times).toEqual([0])
      expect(result).toMatchObject({
        left: {
          _tag: "RequestTimeoutError",
          scope: "attempt",
          attempts: 1,
          timeout: Duration.seconds(5),
          message: "no complete answer within 5s"
        }
      })
    })
  )

  it.effect("leaves an answer alone that arrives a millisecond before", () =>
    Effect.gen(function* () {
      const { result } = yield* run([{ body: page("a"), after: "4999 millis" }], { timeout: "5 seconds" })
      expect(result._tag).toBe("Right")
    })
  )

  it.effect("includes the time to get the key", () =>
    Effect.gen(function* () {
      const { result, times } = yield* run([{}], { apiKey: Effect.never, timeout: "5 seconds" })
      expect(times).toEqual([])
      expect(result).toMatchObject({ left: { _tag: "RequestTimeoutError", scope: "attempt", attempts: 3 } })
    })
  )

  it.effect("can be switched off", () =>
    Effect.gen(function* () {
      const never = { timeout: Duration.infinity, deadline: Duration.infinity }
      const { result } = yield* run([{ body: page("a"), after: "3 hours" }], never)
      expect(result._tag).toBe("Right")
    })
  )
})

describe.concurrent("the deadline", () => {
  it.effect("cuts the last attempt", () =>
    Effect.gen(function* () {
      const scripted = make("silence")
      const { list } = yield* models(scripted, { timeout: "5 seconds", deadline: "12 seconds" })
      const fiber = yield* Effect.fork(Effect.flip(list()))
      yield* TestClock.adjust("11999 millis")
      expect(fiber.unsafePoll()).toBe(null)
      yield* TestClock.adjust("1 millis")
      expect(yield* Fiber.join(fiber)).toMatchObject({
        _tag: "RequestTimeoutError",
        scope: "deadline",
        timeout: Duration.seconds(12),
        attempts: 3,
        isRetryable: false
      })
      expect(scripted.requests.map(({ at }) => at)).toEqual([0, 5500, 11_500])
    }).pipe(chance(0))
  )

  it.effect("fails a call at once with its last error if the next wait would pass it", () =>
    Effect.gen(function* () {
      const scripted = make(answer(429, { "retry-after": "10" }))
      const { list } = yield* models(scripted, { deadline: "15 seconds" })
      const fiber = yield* Effect.fork(Effect.flip(list()))
      yield* TestClock.adjust("10 seconds")
      expect(yield* Fiber.join(fiber)).toMatchObject({ status: 429, attempts: 2 })
    })
  )

  it.effect("fails a call at once if the next wait would end with it", () =>
    Effect.gen(function* () {
      const { list } = yield* models(make(answer(429, { "retry-after": "10" })), { deadline: "10 seconds" })
      expect(yield* Effect.flip(list())).toMatchObject({ status: 429, attempts: 1 })
    })
  )

  it.effect("is checked again after a wait, because a clock may jump", () =>
    Effect.gen(function* () {
      const scripted = make(answer(503))
      const { list } = yield* models(scripted, { deadline: "1 second" })
      const clock = yield* Effect.clock
      let jump = 0n
      const jumping = {
        ...clock,
        unsafeCurrentTimeMillis: () => clock.unsafeCurrentTimeMillis(),
        unsafeCurrentTimeNanos: () => clock.unsafeCurrentTimeNanos() + jump,
        sleep: (duration: Duration.Duration) => Effect.tap(clock.sleep(duration), () => void (jump = 1_000_000_000n))
      }
      const error = yield* driven(Effect.flip(Effect.withClock(list(), jumping)))
      expect(error).toMatchObject({ status: 503, attempts: 1 })
      expect(scripted.requests.length).toBe(1)
    })
  )
})

const regions: ReadonlyArray<[name: string, region: <A, E>(call: Effect.Effect<A, E>) => Effect.Effect<A, E>]> = [
  ["an uninterruptible region", Effect.uninterruptible],
  ["an acquisition", (call) => Effect.scoped(Effect.acquireRelease(call, () => Effect.void))],
  [
    "a finalizer",
    <A, E>(call: Effect.Effect<A, E>) =>
      Effect.gen(function* () {
        const deferred = yield* Deferred.make<A, E>()
        yield* Effect.ensuring(Effect.void, Deferred.complete(deferred, call))
        return yield* Deferred.await(deferred)
      })
  ]
]

describe.concurrent.each(regions)("in %s", (_, region) => {
  it.effect("the limits of time hold", () =>
    Effect.gen(function* () {
      const scripted = make("silence")
      const { list } = yield* models(scripted, { timeout: "5 seconds", deadline: "12 seconds" })
      const error = yield* driven(Effect.flip(region(list())))
      expect(error).toMatchObject({ scope: "deadline", timeout: Duration.seconds(12) })
      expect(scripted.requests.length).toBe(3)
    })
  )

  it.effect("an interruption from outside does not cut the call", () =>
    Effect.gen(function* () {
      const { list } = yield* models(make(answer(503), { body: page("a"), after: "2 seconds" }))
      let seen: unknown
      const fiber = yield* Effect.fork(region(Effect.tap(list(), ({ data }) => void (seen = data.length))))
      yield* TestClock.adjust("1 second")
      yield* driven(Fiber.interrupt(fiber))
      expect(seen).toBe(1)
    })
  )
})

describe.concurrent("a key that is slow", () => {
  it.effect("does not hold up the deadline", () =>
    Effect.gen(function* () {
      const apiKey = Effect.uninterruptible(Effect.delay(Effect.succeed(Redacted.make(key)), "700 millis"))
      const { list } = yield* models(make({}), { apiKey, deadline: "100 millis" })
      const fiber = yield* Effect.fork(Effect.flip(list()))
      yield* TestClock.adjust("100 millis")
      expect(yield* Fiber.join(fiber)).toMatchObject({ _tag: "RequestTimeoutError", scope: "deadline" })
    })
  )
})
