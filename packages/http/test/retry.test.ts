import type { ModelsError } from "@anthropic-models/core/ModelsError"
import { describe, expect, it } from "@effect/vitest"
import * as Clock from "effect/Clock"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Random from "effect/Random"
import * as Redacted from "effect/Redacted"
import * as Schedule from "effect/Schedule"
import * as TestClock from "effect/TestClock"
import * as RetryPolicy from "../src/RetryPolicy.ts"
import { failure, make, models, page, type Reply } from "./scripted.ts"

const answer = (status: number, headers: Record<string, string> = {}): Reply => ({
  status,
  headers,
  body: failure("api_error", `status ${status}`)
})

/** Runs a call until it has ended, however long it waits, and tells when each request was sent. */
const timesOf = (replies: ReadonlyArray<Reply>, options: Parameters<typeof models>[1] = {}) =>
  Effect.gen(function* () {
    const scripted = make(...replies)
    const { list } = yield* models(scripted, options)
    const fiber = yield* Effect.fork(Effect.either(list()))
    yield* TestClock.adjust("1 day")
    const result = yield* Fiber.join(fiber)
    return { result, times: scripted.requests.map(({ at }) => at), requests: scripted.requests }
  })

/** Lets time pass until a fiber has ended, in steps: the clock does not wait for fibers of the fiber. */
const ended = (fiber: Fiber.RuntimeFiber<unknown, unknown>, within: Duration.DurationInput) =>
  Effect.gen(function* () {
    const end = (yield* Clock.currentTimeMillis) + Duration.toMillis(within)
    while (fiber.unsafePoll() === null && (yield* Clock.currentTimeMillis) < end) yield* TestClock.adjust("20 millis")
    expect(fiber.unsafePoll()).not.toBe(null)
  })

/** `Random.next` is always this. */
const chance = (value: number) => Effect.withRandom({ ...Random.make("seed"), next: Effect.succeed(value) })

describe("what is retried", () => {
  const word = (shouldRetry: string) => ({ "x-should-retry": shouldRetry })
  it.effect.each<[string, Reply, number]>([
    ...[408, 409, 429, 500, 501, 502, 503, 504, 520, 529, 599].map((status): [string, Reply, number] => [
      `${status}`,
      answer(status),
      3
    ]),
    ...[400, 401, 402, 403, 404, 405, 410, 413, 418, 422, 451, 300, 304, 399].map((status): [string, Reply, number] => [
      `${status}`,
      answer(status),
      1
    ]),
    ["400 that should be", answer(400, word("true")), 3],
    ["404 that should be", answer(404, word("TRUE")), 3],
    ["429 that should not be", answer(429, word("false")), 1],
    ["500 that should not be", answer(500, word("false")), 1],
    ["529 that should not be", answer(529, word("false")), 1],
    ["500 of which nobody knows", answer(500, word("maybe")), 3],
    ["a refused connection", "refused", 3],
    ["silence", "silence", 3],
    ["a cut body", { body: '{"data":[' }, 3],
    ["a cut array", { body: "[1," }, 3],
    ["corrupt gzip", { body: new Uint8Array([0x1f, 0x8b, 8, 0, 1, 2, 3]) }, 3],
    ["a short body", { body: "{}", headers: { "content-length": "20", date: "today" } }, 3],
    ["no content, whatever its length", { status: 304, headers: { "content-length": "20", date: "today" } }, 1],
    ["a redirect", { status: 302, headers: { location: "https://elsewhere.example" } }, 1],
    ["HTML", { body: "<html>hello" }, 1],
    ["text", { body: "hello" }, 1],
    ["an empty body", { body: "" }, 1],
    ["no content", { status: 204 }, 1],
    ["null", { body: "null" }, 1],
    ["an OpenAI-shaped list", { body: { object: "list", data: [] } }, 1],
    ["another shape", { body: { data: 7 } }, 1],
    ["rate_limit_error under a 200", { body: failure("rate_limit_error") }, 3],
    ["overloaded_error under a 200", { body: failure("overloaded_error") }, 3],
    ["not_found_error under a 200", { body: failure("not_found_error") }, 1]
  ])("%s", ([, reply, requests]) =>
    Effect.gen(function* () {
      const { result, times } = yield* timesOf([reply])
      expect(times.length).toBe(requests)
      expect(result._tag).toBe("Left")
      if (result._tag === "Left" && "attempts" in result.left) expect(result.left.attempts).toBe(requests)
    })
  )

  it.effect("gives the page that a later attempt brings", () =>
    Effect.gen(function* () {
      const { result, times } = yield* timesOf([answer(529), "refused", { body: page("a") }])
      expect(times.length).toBe(3)
      expect(Option.map(Effect.runSync(Effect.option(result)), ({ data }) => data.map(({ id }) => id))).toEqual(
        Option.some(["a"])
      )
    })
  )
})

describe("how long it waits", () => {
  it.effect.each<[string, number, ReadonlyArray<number>]>([
    ["without jitter", 0, [0, 500, 1500, 3500, 7500, 15_500, 23_500]],
    ["with half of the jitter", 0.5, [0, 437.5, 1312.5, 3062.5, 6562.5, 13_562.5, 20_562.5]],
    ["with all of it", 1, [0, 375, 1125, 2625, 5625, 11_625, 17_625]]
  ])("doubles from 0.5 to 8 seconds, %s", ([, value, expected]) =>
    Effect.gen(function* () {
      const { times } = yield* timesOf([answer(500)], { retry: RetryPolicy.make({ maxRetries: 6 }) })
      expect(times).toEqual(expected)
    }).pipe(chance(value))
  )

  it.effect("stays within the bounds of the jitter, by chance", () =>
    Effect.gen(function* () {
      const seen = new Set<number>()
      for (let run = 0; run < 50; run++) {
        const { times } = yield* timesOf([answer(500), { body: page() }])
        const delay = (times[1] ?? NaN) - (times[0] ?? NaN)
        expect(delay).toBeGreaterThanOrEqual(375)
        expect(delay).toBeLessThanOrEqual(500)
        seen.add(delay)
      }
      expect(seen.size).toBeGreaterThan(25)
    })
  )

  it.effect.each<[string, Record<string, string>, number | undefined]>([
    ["seconds", { "retry-after": "3" }, 3000],
    ["fractions", { "retry-after": "1.25" }, 1250],
    ["less than the own delay", { "retry-after": "0.1" }, 100],
    ["milliseconds over seconds", { "retry-after-ms": "40", "retry-after": "3" }, 40],
    ["the longest", { "retry-after": "60" }, 60_000],
    ["a date", { "retry-after": "Thu, 01 Jan 1970 00:00:09 GMT" }, 9000],
    ["zero: the own delay", { "retry-after": "0" }, 500],
    ["negative: the own delay", { "retry-after": "-1" }, 500],
    ["past: the own delay", { "retry-after": "Wed, 31 Dec 1969 23:59:59 GMT" }, 500],
    ["unreadable: the own delay", { "retry-after": "a while" }, 500],
    ["too long: not at all", { "retry-after": "60.001" }, undefined],
    ["a day: not at all", { "retry-after": "86400" }, undefined],
    ["a late date: not at all", { "retry-after": "Fri, 02 Jan 1970 00:00:00 GMT" }, undefined]
  ])("does as the server says: %s", ([, headers, delay]) =>
    Effect.gen(function* () {
      const { result, times } = yield* timesOf([answer(429, headers), { body: page() }])
      expect(times).toEqual(delay === undefined ? [0] : [0, delay])
      if (delay === undefined) {
        expect(result).toMatchObject({ _tag: "Left", left: { status: 429, attempts: 1 } })
        expect(result._tag === "Left" && "retryAfter" in result.left && Option.isSome(result.left.retryAfter)).toBe(
          true
        )
      } else expect(result._tag).toBe("Right")
    }).pipe(chance(0))
  )

  it.effect("waits as long as the server says, and not less", () =>
    Effect.gen(function* () {
      const scripted = make(answer(429, { "retry-after": "3" }), {})
      const { list } = yield* models(scripted)
      const fiber = yield* Effect.fork(list())
      yield* TestClock.adjust("2999 millis")
      expect(scripted.requests.length).toBe(1)
      yield* TestClock.adjust("1 millis")
      expect(scripted.requests.length).toBe(2)
      yield* Fiber.join(fiber)
    })
  )

  it.effect("counts the server's waits as retries too", () =>
    Effect.gen(function* () {
      const { times } = yield* timesOf([answer(429, { "retry-after": "1" })])
      expect(times).toEqual([0, 1000, 2000])
    })
  )
})

describe("RetryPolicy", () => {
  it.effect("none: one request", () =>
    Effect.gen(function* () {
      const { result, times } = yield* timesOf([answer(500)], { retry: RetryPolicy.none })
      expect(times).toEqual([0])
      expect(result).toMatchObject({ left: { _tag: "ApiError", attempts: 1 } })
    })
  )

  it.effect("make: as said", () =>
    Effect.gen(function* () {
      const retry = RetryPolicy.make({ maxRetries: 4, baseDelay: "1 second", maxDelay: "3 seconds", jitter: 0 })
      const { times } = yield* timesOf([answer(500)], { retry })
      expect(times).toEqual([0, 1000, 3000, 6000, 9000])
    })
  )

  it.effect.each<[string, RetryPolicy.Options, number]>([
    ["fewer retries than none", { maxRetries: -1 }, 1],
    ["more jitter than all", { maxRetries: 1, jitter: 7 }, 2],
    ["negative jitter", { maxRetries: 1, jitter: -7 }, 2],
    ["jitter that is no number", { maxRetries: 1, jitter: NaN }, 2],
    ["a number of retries that is none", { maxRetries: NaN }, 1],
    ["no delay", { maxRetries: 2, baseDelay: 0 }, 3]
  ])("make: takes %s", ([, options, requests]) =>
    Effect.gen(function* () {
      const { times } = yield* timesOf([answer(500)], { retry: RetryPolicy.make(options) })
      expect(times.length).toBe(requests)
    })
  )

  it.effect("make: jitter that is no number takes nothing away", () =>
    Effect.gen(function* () {
      const { times } = yield* timesOf([answer(500)], { retry: RetryPolicy.make({ jitter: NaN }) })
      expect(times).toEqual([0, 500, 1500])
    })
  )

  it.effect("fromSchedule: a schedule of one's own, which sees the errors", () =>
    Effect.gen(function* () {
      const seen: Array<string> = []
      const retry = RetryPolicy.fromSchedule(
        Schedule.spaced("2 seconds").pipe(
          Schedule.intersect(Schedule.recurs(3)),
          Schedule.tapInput((error: ModelsError) => Effect.sync(() => void seen.push(error._tag)))
        )
      )
      const { times } = yield* timesOf([answer(500), "refused", answer(429), answer(500)], { retry })
      expect(times).toEqual([0, 2000, 4000, 6000])
      expect(seen).toEqual(["ApiError", "ConnectionError", "ApiError", "ApiError"])
    })
  )
})

describe("time", () => {
  it.effect("an attempt ends when its time is over", () =>
    Effect.gen(function* () {
      const { result, times } = yield* timesOf(["silence"], { timeout: "5 seconds", retry: RetryPolicy.none })
      expect(times).toEqual([0])
      expect(result).toMatchObject({
        left: { _tag: "RequestTimeoutError", scope: "attempt", attempts: 1, timeout: Duration.seconds(5) }
      })
    })
  )

  it.effect("the time of an attempt includes the time to get the key", () =>
    Effect.gen(function* () {
      const { result, times } = yield* timesOf([{}], { apiKey: Effect.never, timeout: "5 seconds" })
      expect(times).toEqual([])
      expect(result).toMatchObject({ left: { _tag: "RequestTimeoutError", attempts: 3 } })
    })
  )

  it.effect("the deadline cuts the time of the last attempt", () =>
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

  it.effect("no wait is begun that would pass the deadline", () =>
    Effect.gen(function* () {
      const scripted = make(answer(429, { "retry-after": "10" }))
      const { list } = yield* models(scripted, { deadline: "15 seconds" })
      const fiber = yield* Effect.fork(Effect.flip(list()))
      yield* TestClock.adjust("10 seconds")
      expect(yield* Fiber.join(fiber)).toMatchObject({ status: 429, attempts: 2 })
    })
  )

  it.effect("a wait that would end with the deadline is not begun either", () =>
    Effect.gen(function* () {
      const scripted = make(answer(429, { "retry-after": "10" }))
      const { list } = yield* models(scripted, { deadline: "10 seconds" })
      expect(yield* Effect.flip(list())).toMatchObject({ status: 429, attempts: 1 })
    })
  )

  it.effect("a call that wakes after its deadline sends nothing, and fails with what it was to repeat", () =>
    Effect.gen(function* () {
      const scripted = make(answer(503))
      const { list } = yield* models(scripted, { deadline: "1 second" })
      const clock = yield* Effect.clock
      let late = 0n
      const busy = {
        ...clock,
        unsafeCurrentTimeMillis: () => clock.unsafeCurrentTimeMillis(),
        unsafeCurrentTimeNanos: () => clock.unsafeCurrentTimeNanos() + late,
        sleep: (duration: Duration.Duration) => Effect.tap(clock.sleep(duration), () => void (late = 1_000_000_000n))
      }
      const fiber = yield* Effect.fork(Effect.flip(Effect.withClock(list(), busy)))
      yield* TestClock.adjust("1 minute")
      expect(yield* Fiber.join(fiber)).toMatchObject({ status: 503, attempts: 1 })
      expect(scripted.requests.length).toBe(1)
    })
  )

  const regions: ReadonlyArray<[string, <A, E>(call: Effect.Effect<A, E>) => Effect.Effect<A, E>]> = [
    ["an uninterruptible region", Effect.uninterruptible],
    ["an acquisition", (call) => Effect.scoped(Effect.acquireRelease(call, () => Effect.void))],
    [
      "a finalizer",
      (call) =>
        Effect.gen(function* () {
          const deferred = yield* Deferred.make<Effect.Effect.Success<typeof call>, Effect.Effect.Error<typeof call>>()
          yield* Effect.ensuring(Effect.void, Deferred.complete(deferred, call))
          return yield* Deferred.await(deferred)
        })
    ]
  ]
  describe.each(regions)("in %s", (_, region) => {
    it.effect("an attempt and a call end when their time is over", () =>
      Effect.gen(function* () {
        const scripted = make("silence")
        const { list } = yield* models(scripted, { timeout: "5 seconds", deadline: "12 seconds" })
        const fiber = yield* Effect.fork(Effect.flip(region(list())))
        yield* ended(fiber, "20 seconds")
        expect(yield* Fiber.join(fiber)).toMatchObject({ scope: "deadline", timeout: Duration.seconds(12) })
        expect(scripted.requests.length).toBeGreaterThan(1)
      })
    )

    it.effect("an interruption from outside does not cut the call", () =>
      Effect.gen(function* () {
        const scripted = make({ body: page("a"), after: "2 seconds" })
        const { list } = yield* models(scripted)
        let seen: unknown
        const fiber = yield* Effect.fork(region(Effect.tap(list(), ({ data }) => void (seen = data.length))))
        yield* TestClock.adjust("1 second")
        const interrupting = yield* Effect.fork(Fiber.interrupt(fiber))
        yield* ended(interrupting, "10 seconds")
        yield* Fiber.join(interrupting)
        expect(seen).toBe(1)
      })
    )
  })

  it.effect("a key that cannot be interrupted does not hold up the deadline", () =>
    Effect.gen(function* () {
      const apiKey = Effect.uninterruptible(Effect.delay(Effect.succeed(Redacted.make("k")), "700 millis"))
      const { list } = yield* models(make({}), { apiKey, deadline: "100 millis" })
      const fiber = yield* Effect.fork(Effect.flip(list()))
      yield* ended(fiber, "600 millis")
      expect(yield* Fiber.join(fiber)).toMatchObject({ _tag: "RequestTimeoutError", scope: "deadline" })
    })
  )

  it.effect("interruption ends a wait, and nothing is sent after it", () =>
    Effect.gen(function* () {
      const scripted = make(answer(500))
      const { list } = yield* models(scripted)
      const fiber = yield* Effect.fork(list())
      yield* TestClock.adjust("100 millis")
      yield* Fiber.interrupt(fiber)
      yield* TestClock.adjust("1 day")
      expect(scripted.requests.length).toBe(1)
    })
  )

  it.effect("a rotating key is asked for at each attempt", () =>
    Effect.gen(function* () {
      let count = 0
      const apiKey = Effect.sync(() => Redacted.make(`key-${++count}`))
      const { requests } = yield* timesOf([answer(500)], { apiKey })
      expect(requests.map(({ headers }) => headers["x-api-key"])).toEqual(["key-1", "key-2", "key-3"])
    })
  )
})

describe("the budget of retries", () => {
  const outage = (calls: number, retry: RetryPolicy.RetryPolicy, reply: Reply = answer(503)) =>
    Effect.gen(function* () {
      const scripted = make(reply)
      const { list } = yield* models(scripted, { retry })
      const all = Effect.all(
        Array.from({ length: calls }, () => Effect.exit(list())),
        { concurrency: "unbounded" }
      )
      const counts: Array<number> = []
      for (let round = 0; round < 2; round++) {
        const before = scripted.requests.length
        const fiber = yield* Effect.fork(all)
        yield* TestClock.adjust("1 hour")
        yield* Fiber.join(fiber)
        counts.push(scripted.requests.length - before)
      }
      return counts
    })

  it.effect("200 calls at once under an outage: 100 retries, and then none", () =>
    Effect.gen(function* () {
      expect(yield* outage(200, RetryPolicy.standard)).toEqual([300, 200])
    })
  )

  it.effect("a retry after a timeout takes twice as much", () =>
    Effect.gen(function* () {
      expect(yield* outage(200, RetryPolicy.standard, "silence")).toEqual([250, 200])
    })
  )

  it.effect("without a budget, every call is tried three times", () =>
    Effect.gen(function* () {
      expect(yield* outage(200, RetryPolicy.make({ budget: false }))).toEqual([600, 600])
    })
  )

  it.effect("an empty budget fails at once with the last error", () =>
    Effect.gen(function* () {
      const retry = RetryPolicy.make({ budget: { capacity: 4, retryCost: 5, timeoutCost: 10, refund: 1 } })
      const { list } = yield* models(make(answer(503)), { retry })
      expect(yield* Effect.flip(list())).toMatchObject({ status: 503, attempts: 1 })
    })
  )

  it.effect("a retry that is not sent gives its tokens back", () =>
    Effect.gen(function* () {
      const budget = { capacity: 5, retryCost: 5, timeoutCost: 10, refund: 1 }
      const scripted = make(answer(503))
      const { list } = yield* models(scripted, { retry: RetryPolicy.make({ maxRetries: 1, budget }) })
      for (let call = 0; call < 3; call++) {
        const fiber = yield* Effect.fork(list())
        yield* TestClock.adjust("10 millis")
        yield* Fiber.interrupt(fiber)
      }
      expect(scripted.requests.length).toBe(3)
      const last = yield* Effect.fork(Effect.flip(list()))
      yield* TestClock.adjust("1 minute")
      const error = yield* Fiber.join(last)
      expect("attempts" in error && error.attempts).toBe(2)
    })
  )

  it.effect.each(["capacity", "retryCost", "refund"] as const)(
    "a %s that is no number does not make it endless",
    (size) =>
      Effect.gen(function* () {
        const budget = { capacity: 10, retryCost: 5, timeoutCost: 10, refund: 1, [size]: NaN }
        const [requests = NaN] = yield* outage(20, RetryPolicy.make({ budget }))
        expect(requests).toBeLessThanOrEqual(22)
      })
  )

  it.effect("successes give tokens back", () =>
    Effect.gen(function* () {
      const budget = { capacity: 5, retryCost: 5, timeoutCost: 10, refund: 1 }
      const ok: Reply = {}
      const bad = answer(503)
      // A retry that fails keeps its tokens; five successes at the first try bring them back; a retry that
      // succeeds gives back what it took.
      const scripted = make(bad, bad, ok, ok, ok, ok, bad, ok, bad, ok, bad, ok)
      const { list } = yield* models(scripted, { retry: RetryPolicy.make({ maxRetries: 1, budget }) })
      const outcomes: Array<string> = []
      for (let call = 0; call < 9; call++) {
        const fiber = yield* Effect.fork(Effect.either(list()))
        yield* TestClock.adjust("1 minute")
        outcomes.push((yield* Fiber.join(fiber))._tag)
      }
      expect(outcomes).toEqual(["Left", "Right", "Right", "Right", "Right", "Left", "Right", "Right", "Right"])
    })
  )
})
