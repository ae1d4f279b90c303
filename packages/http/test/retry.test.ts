/** Which failures are retried, and how long a call waits before each retry. */
import type { ModelsError } from "@anthropic-models/core/ModelsError"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import * as TestClock from "effect/TestClock"
import * as RetryPolicy from "../src/RetryPolicy.ts"
import { answer, chance, failure, make, models, page, run, type Reply } from "./scripted.ts"

const advice = (shouldRetry: string) => ({ "x-should-retry": shouldRetry })

describe.concurrent("a call", () => {
  it.effect.each<[name: string, reply: Reply]>([
    ...[408, 409, 429, 500, 501, 502, 503, 504, 520, 529, 599].map((status): [string, Reply] => [
      `a ${status}`,
      answer(status)
    ]),
    ["a 400 that says x-should-retry", answer(400, advice("true"))],
    ["a 404 that says x-should-retry", answer(404, advice("TRUE"))],
    ["a 500 with an unreadable x-should-retry", answer(500, advice("maybe"))],
    ["a refused connection", "refused"],
    ["a timeout", "silence"],
    ["a cut object", { body: '{"data":[' }],
    ["a cut array", { body: "[1," }],
    ["a body that is shorter than its length", { body: "{}", headers: { "content-length": "20", date: "today" } }],
    ["a rate_limit_error under a 200", { body: failure("rate_limit_error") }],
    ["an overloaded_error under a 200", { body: failure("overloaded_error") }]
  ])("retries %s twice, and fails with the last error", ([, reply]) =>
    Effect.gen(function* () {
      const { requests, result } = yield* run([reply])
      expect(requests.length).toBe(3)
      expect(result).toMatchObject({ left: { attempts: 3, isRetryable: true } })
      expect(Either.isLeft(result) && result.left.message).toContain("after 3 attempts")
    })
  )

  it.effect.each<[name: string, reply: Reply]>([
    ...[400, 401, 402, 403, 404, 405, 410, 413, 418, 422, 451].map((status): [string, Reply] => [
      `a ${status}`,
      answer(status)
    ]),
    ...[300, 304, 399].map((status): [string, Reply] => [
      `a ${status}`,
      { status, body: status === 304 ? "" : "moved" }
    ]),
    ["a 429 that says not to", answer(429, advice("false"))],
    ["a 500 that says not to", answer(500, advice("false"))],
    ["a 529 that says not to", answer(529, advice("false, true"))],
    ["a redirect", { status: 302, headers: { location: "https://elsewhere.example" } }],
    ["a redirect that says x-should-retry", { status: 302, headers: { location: "/", ...advice("true") } }],
    ["an HTML page", { body: "<html>hello" }],
    ["text", { body: "hello" }],
    ["an empty body", { body: "" }],
    ["a 204", { status: 204 }],
    ["null", { body: "null" }],
    ["another shape", { body: { data: 7 } }],
    ["another shape that says x-should-retry", { body: { data: 7 }, headers: advice("true") }],
    ["a body that is too large", { body: " ".repeat(9_000_000), headers: advice("true") }],
    ["a not_found_error under a 200", { body: failure("not_found_error") }],
    [
      "a not_found_error under a 200 that says x-should-retry",
      { body: failure("not_found_error"), headers: advice("true") }
    ]
  ])("does not retry %s", ([, reply]) =>
    Effect.gen(function* () {
      const { requests, result } = yield* run([reply])
      expect(requests.length).toBe(1)
      expect(result).toMatchObject({ left: { attempts: 1, isRetryable: false } })
      expect(Either.isLeft(result) && result.left.message).not.toContain("attempts")
    })
  )

  it.effect("returns the page of a later attempt", () =>
    Effect.gen(function* () {
      const { requests, result } = yield* run([answer(529), "refused", { body: page("a") }])
      expect(requests.length).toBe(3)
      expect(Either.map(result, ({ data }) => data.map(({ id }) => id))).toEqual(Either.right(["a"]))
    })
  )
})

describe.concurrent("the wait before a retry", () => {
  it.effect.each<[name: string, random: number, times: ReadonlyArray<number>]>([
    ["without jitter", 0, [0, 500, 1500, 3500, 7500, 15_500, 23_500]],
    ["with half the jitter", 0.5, [0, 438, 1313, 3063, 6563, 13_563, 20_563]],
    ["with all the jitter", 1, [0, 375, 1125, 2625, 5625, 11_625, 17_625]]
  ])("doubles from half a second to eight seconds, %s", ([, random, expected]) =>
    Effect.gen(function* () {
      const { times } = yield* run([answer(500)], { retry: RetryPolicy.make({ maxRetries: 6 }) })
      expect(times).toEqual(expected)
    }).pipe(chance(random))
  )

  it.effect.each<[name: string, headers: Record<string, string>, wait: number]>([
    ["seconds", { "retry-after": "3" }, 3000],
    ["fractions of seconds", { "retry-after": "1.25" }, 1250],
    ["less than the wait of the policy", { "retry-after": "0.1" }, 100],
    ["milliseconds before seconds", { "retry-after-ms": "40", "retry-after": "3" }, 40],
    ["the longest wait that is allowed", { "retry-after": "60" }, 60_000],
    ["a date", { "retry-after": "Thu, 01 Jan 1970 00:00:09 GMT" }, 9000],
    [
      "a date by the clock of the server",
      { "retry-after": "Sat, 21 Nov 2026 12:00:07 GMT", date: "Sat, 21 Nov 2026 12:00:00 GMT" },
      7000
    ],
    ["the first of two values", { "retry-after": "0.3, 0.3" }, 300]
  ])("is exactly the one that the server asks for: %s", ([, headers, wait]) =>
    Effect.gen(function* () {
      const { result, times } = yield* run([answer(429, headers), { body: page() }])
      expect(times).toEqual([0, wait])
      expect(Either.isRight(result)).toBe(true)
    }).pipe(chance(1))
  )

  it.effect.each<[name: string, headers: Record<string, string>]>([
    ["zero", { "retry-after": "0" }],
    ["a negative number", { "retry-after": "-1" }],
    ["the past", { "retry-after": "Wed, 31 Dec 1969 23:59:59 GMT" }],
    ["words", { "retry-after": "a while" }]
  ])("is that of the policy if the server asks for %s", ([, headers]) =>
    Effect.gen(function* () {
      const { times } = yield* run([answer(429, headers), { body: page() }])
      expect(times).toEqual([0, 500])
    }).pipe(chance(0))
  )

  it.effect.each<[name: string, headers: Record<string, string>]>([
    ["60.001 seconds", { "retry-after": "60.001" }],
    ["a day", { "retry-after": "86400" }],
    ["a date tomorrow", { "retry-after": "Fri, 02 Jan 1970 00:00:00 GMT" }]
  ])("is not begun if the server asks for more than maxRetryAfter: %s", ([, headers]) =>
    Effect.gen(function* () {
      const { result, times } = yield* run([answer(429, headers), { body: page() }])
      expect(times).toEqual([0])
      expect(result).toMatchObject({ left: { status: 429, attempts: 1 } })
      expect(Either.isLeft(result) && "retryAfter" in result.left && Option.isSome(result.left.retryAfter)).toBe(true)
    })
  )

  it.effect("is as long as the server asks for, to the millisecond", () =>
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

  it.effect("counts as a retry if the server asked for it", () =>
    Effect.gen(function* () {
      const { times } = yield* run([answer(429, { "retry-after": "1" })])
      expect(times).toEqual([0, 1000, 2000])
    })
  )

  it.effect("follows a schedule of one's own, which gets the errors", () =>
    Effect.gen(function* () {
      const seen: Array<string> = []
      const retry = RetryPolicy.fromSchedule(
        Schedule.spaced("2 seconds").pipe(
          Schedule.intersect(Schedule.recurs(3)),
          Schedule.tapInput((error: ModelsError) => Effect.sync(() => void seen.push(error._tag)))
        )
      )
      const { times } = yield* run([answer(500), "refused", answer(429), answer(500)], { retry })
      expect(times).toEqual([0, 2000, 4000, 6000])
      expect(seen).toEqual(["ApiError", "ConnectionError", "ApiError", "ApiError"])
    })
  )

  it.effect("is not begun by a policy that never retries", () =>
    Effect.gen(function* () {
      const { result, times } = yield* run([answer(500, { "retry-after": "1" })], { retry: RetryPolicy.none })
      expect(times).toEqual([0])
      expect(result).toMatchObject({ left: { _tag: "ApiError", attempts: 1 } })
    })
  )
})
