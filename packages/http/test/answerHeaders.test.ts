import * as RateLimits from "@anthropic-models/core/RateLimits"
import { describe, expect, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as FastCheck from "effect/FastCheck"
import * as Option from "effect/Option"
import { firstValue, rateLimits, requestId, retryAfter, shouldRetry } from "../src/internal/answerHeaders.ts"

const now = Date.UTC(2026, 10, 21, 12, 0, 0)

const waitOf = (headers: Record<string, string>) =>
  Option.getOrUndefined(
    Option.map(
      retryAfter(headers, () => now),
      Duration.toMillis
    )
  )

describe("the first value of a header", () => {
  it.each<[string | undefined, string | undefined]>([
    ["a", "a"],
    [" a ", "a"],
    ["a, b", "a"],
    ["a , b", "a"],
    ["", ""],
    [", b", ""],
    [undefined, undefined],
    ["Sat, 21 Nov 2026 12:00:07 GMT", "Sat, 21 Nov 2026 12:00:07 GMT"],
    ["Sat, 21 Nov 2026 12:00:07 GMT, Sat, 21 Nov 2026 12:00:09 GMT", "Sat, 21 Nov 2026 12:00:07 GMT"],
    ["Saturday, 21-Nov-26 12:00:07 GMT, 5", "Saturday, 21-Nov-26 12:00:07 GMT"],
    ["Sat Nov 21 12:00:07 2026, 5", "Sat Nov 21 12:00:07 2026"],
    ["5, Sat, 21 Nov 2026 12:00:07 GMT", "5"],
    ["Sat, 21 Nov 2026 12:00:07 GMT or so", "Sat"]
  ])("of %j is %j", (value, expected) => {
    expect(firstValue({ a: value }, "a")).toBe(expected)
  })
})

describe("retry-after", () => {
  it.each<[string, Record<string, string>, number | undefined]>([
    ["seconds", { "retry-after": "3" }, 3000],
    ["a fraction of seconds", { "retry-after": "0.25" }, 250],
    ["a fraction without a leading zero", { "retry-after": ".5" }, 500],
    ["a value with blanks around it", { "retry-after": " 2 " }, 2000],
    ["a day", { "retry-after": "86400" }, 86_400_000],
    ["milliseconds", { "retry-after-ms": "1500" }, 1500],
    ["a fraction of milliseconds", { "retry-after-ms": "0.5" }, 0.5],
    ["milliseconds before seconds", { "retry-after-ms": "100", "retry-after": "9" }, 100],
    ["seconds after zero milliseconds", { "retry-after-ms": "0", "retry-after": "9" }, 9000],
    ["seconds after unreadable milliseconds", { "retry-after-ms": "soon", "retry-after": "9" }, 9000],
    ["the first of two values", { "retry-after": "5, 6" }, 5000],
    ["the first of two equal values", { "retry-after": "0.3, 0.3" }, 300],
    ["an HTTP date", { "retry-after": "Sat, 21 Nov 2026 12:00:07 GMT" }, 7000],
    ["an RFC 850 date", { "retry-after": "Saturday, 21-Nov-26 12:00:07 GMT" }, 7000],
    ["an asctime date, which is in GMT", { "retry-after": "Sat Nov 21 12:00:07 2026" }, 7000],
    ["an asctime date with a day of one digit", { "retry-after": "Tue Dec  1 12:00:00 2026" }, 10 * 86_400_000],
    ["the first of two dates", { "retry-after": "Sat, 21 Nov 2026 12:00:07 GMT, Sat, 21 Nov 2026 12:00:09 GMT" }, 7000],
    [
      "a date relative to the date of the answer",
      { "retry-after": "Sat, 21 Nov 2026 15:00:07 GMT", date: "Sat, 21 Nov 2026 15:00:00 GMT" },
      7000
    ],
    [
      "a date relative to the first date of the answer",
      {
        "retry-after": "Sat, 21 Nov 2026 15:00:07 GMT",
        date: "Sat, 21 Nov 2026 15:00:00 GMT, Sat, 21 Nov 2026 15:00:01 GMT"
      },
      7000
    ],
    [
      "a date relative to the clock if the date of the answer is unreadable",
      { "retry-after": "Sat, 21 Nov 2026 12:00:07 GMT", date: "today" },
      7000
    ],
    ["seconds without regard to the date of the answer", { "retry-after": "3", date: "today" }, 3000],
    ["no wait for the present", { "retry-after": "Sat, 21 Nov 2026 12:00:00 GMT" }, undefined],
    ["no wait for the past", { "retry-after": "Sat, 21 Nov 2026 11:59:00 GMT" }, undefined],
    [
      "no wait for the past by the date of the answer",
      { "retry-after": "Sat, 21 Nov 2026 12:00:07 GMT", date: "Sat, 21 Nov 2026 12:00:08 GMT" },
      undefined
    ],
    ["no wait without the header", {}, undefined],
    ["no wait for an empty value", { "retry-after": "" }, undefined],
    ["no wait for zero", { "retry-after": "0" }, undefined],
    ["no wait for a negative number", { "retry-after": "-5" }, undefined],
    ["no wait for a word", { "retry-after": "soon" }, undefined],
    ["no wait for an exponent", { "retry-after": "1e3" }, undefined],
    ["no wait for a hexadecimal number", { "retry-after": "0x10" }, undefined],
    ["no wait for NaN", { "retry-after": "NaN" }, undefined],
    ["no wait for Infinity", { "retry-after": "Infinity" }, undefined],
    ["no wait for a number too large for a double", { "retry-after": "9".repeat(400) }, undefined],
    ["no wait for words with a number", { "retry-after": "wait 45" }, undefined],
    ["no wait for words with a year", { "retry-after": "soon 2999" }, undefined],
    ["no wait for a date without its weekday", { "retry-after": "21 Nov 2026 12:00:07 GMT" }, undefined],
    ["no wait for a date in another zone", { "retry-after": "Sat, 21 Nov 2026 12:00:07 PST" }, undefined],
    ["no wait for a date with words after it", { "retry-after": "Sat, 21 Nov 2026 12:00:07 GMT or so" }, undefined],
    ["no wait for a month that does not exist", { "retry-after": "Sat, 21 Foo 2026 12:00:07 GMT" }, undefined],
    ["no wait for an ISO date", { "retry-after": "2026-11-21T12:00:07Z" }, undefined]
  ])("gives %s", (_, headers, expected) => {
    expect(waitOf(headers)).toBe(expected)
  })

  it.prop(
    "gives a positive and finite wait or none, for any text",
    [FastCheck.string(), FastCheck.string()],
    ([a, b]) => {
      const wait = waitOf({ "retry-after-ms": a, "retry-after": b })
      expect(wait === undefined || (wait > 0 && Number.isFinite(wait))).toBe(true)
    }
  )

  it.prop(
    "gives the same wait for a header sent once or twice",
    [FastCheck.integer({ min: 1, max: 1e9 })],
    ([seconds]) => {
      const date = new Date(now + seconds * 1000).toUTCString()
      for (const value of [String(seconds), date]) {
        expect(waitOf({ "retry-after": value })).toBe(seconds * 1000)
        expect(waitOf({ "retry-after": `${value}, ${value}` })).toBe(seconds * 1000)
      }
    }
  )
})

describe("x-should-retry", () => {
  it.each<[string | undefined, boolean | undefined]>([
    ["true", true],
    ["TRUE", true],
    ["false", false],
    ["false, true", false],
    ["maybe", undefined],
    ["", undefined],
    [undefined, undefined]
  ])("with %j says %j", (value, expected) => {
    expect(Option.getOrUndefined(shouldRetry({ "x-should-retry": value }))).toBe(expected)
  })
})

describe("the request id", () => {
  it.each<[Record<string, string>, string | undefined]>([
    [{ "request-id": "req_1" }, "req_1"],
    [{ "x-request-id": "req_2" }, "req_2"],
    [{ "request-id": "req_1", "x-request-id": "req_2" }, "req_1"],
    [{ "request-id": "req_1, req_1" }, "req_1"],
    [{ "request-id": "" }, undefined],
    [{}, undefined]
  ])("of %j is %j", (headers, expected) => {
    expect(Option.getOrUndefined(requestId(headers))).toBe(expected)
  })
})

const noon = DateTime.unsafeMake("2026-11-21T12:00:00Z")

describe("rate limits", () => {
  it("are read one by one, and part by part", () => {
    const { inputTokens, outputTokens, requests, tokens } = rateLimits({
      "anthropic-ratelimit-requests-limit": "50",
      "anthropic-ratelimit-requests-remaining": "0",
      "anthropic-ratelimit-requests-reset": "2026-11-21T12:00:00Z",
      "anthropic-ratelimit-tokens-remaining": "7",
      "anthropic-ratelimit-input-tokens-limit": "8, 9",
      "anthropic-ratelimit-output-tokens-reset": "2026-11-21T12:00:00Z"
    })
    const [limit, remaining, reset] = [Option.some(50), Option.some(0), Option.some(noon)]
    const none = Option.none()
    expect(requests).toEqual(Option.some(new RateLimits.RateLimit({ limit, remaining, reset })))
    expect(tokens).toEqual(
      Option.some(new RateLimits.RateLimit({ limit: none, remaining: Option.some(7), reset: none }))
    )
    expect(inputTokens).toEqual(
      Option.some(new RateLimits.RateLimit({ limit: Option.some(8), remaining: none, reset: none }))
    )
    expect(outputTokens).toEqual(Option.some(new RateLimits.RateLimit({ limit: none, remaining: none, reset })))
  })

  it.each(["2026-11-21T12:00:00Z", "2026-11-21t12:00:00.000z", "2026-11-21T14:00:00+02:00", "2026-11-21T12:00:00"])(
    "read the timestamp %s",
    (text) => {
      const { tokens } = rateLimits({ "anthropic-ratelimit-tokens-reset": text })
      expect(Option.flatMap(tokens, ({ reset }) => reset)).toEqual(Option.some(noon))
    }
  )

  it.each(["", "soon", "60", "2026-02-30T12:00:00Z", "Sat, 21 Nov 2026 12:00:00 GMT"])(
    "leave out %j, which is not a timestamp",
    (text) => {
      expect(rateLimits({ "anthropic-ratelimit-tokens-reset": text })).toEqual(RateLimits.none)
    }
  )

  it.each(["", "many", "-1", "1.5", "1e3", "1".repeat(16)])("leave out %j, which is not a count", (text) => {
    expect(rateLimits({ "anthropic-ratelimit-tokens-limit": text })).toEqual(RateLimits.none)
  })

  it("are none without their headers", () => {
    expect(rateLimits({ "content-type": "application/json" })).toBe(RateLimits.none)
  })
})
