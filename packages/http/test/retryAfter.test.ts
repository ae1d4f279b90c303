import { describe, expect, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as FastCheck from "effect/FastCheck"
import * as Option from "effect/Option"
import { retryAfter } from "../src/internal/retryAfter.ts"

const now = Date.UTC(2026, 10, 21, 12, 0, 0)
const millis = (headers: Record<string, string>) =>
  Option.getOrUndefined(
    Option.map(
      retryAfter(headers, () => now),
      Duration.toMillis
    )
  )

describe("retryAfter", () => {
  it.each<[string, Record<string, string>, number | undefined]>([
    ["seconds", { "retry-after": "3" }, 3000],
    ["a fraction of seconds", { "retry-after": "0.25" }, 250],
    ["a fraction without a whole", { "retry-after": ".5" }, 500],
    ["blanks around it", { "retry-after": " 2 " }, 2000],
    ["a day", { "retry-after": "86400" }, 86_400_000],
    ["milliseconds", { "retry-after-ms": "1500" }, 1500],
    ["a fraction of milliseconds", { "retry-after-ms": "0.5" }, 0.5],
    ["milliseconds win over seconds", { "retry-after-ms": "100", "retry-after": "9" }, 100],
    ["seconds where milliseconds are zero", { "retry-after-ms": "0", "retry-after": "9" }, 9000],
    ["seconds where milliseconds are unreadable", { "retry-after-ms": "soon", "retry-after": "9" }, 9000],
    ["an HTTP date", { "retry-after": "Sat, 21 Nov 2026 12:00:07 GMT" }, 7000],
    ["a date as RFC 850 wrote it", { "retry-after": "Saturday, 21-Nov-26 12:00:07 GMT" }, 7000],
    ["a date as asctime writes it, in GMT", { "retry-after": "Sat Nov 21 12:00:07 2026" }, 7000],
    ["a date of now", { "retry-after": "Sat, 21 Nov 2026 12:00:00 GMT" }, undefined],
    ["a past date", { "retry-after": "Sat, 21 Nov 2026 11:59:00 GMT" }, undefined],
    ["nothing", {}, undefined],
    ["an empty value", { "retry-after": "" }, undefined],
    ["zero", { "retry-after": "0" }, undefined],
    ["negative", { "retry-after": "-5" }, undefined],
    ["a word", { "retry-after": "soon" }, undefined],
    ["an exponent", { "retry-after": "1e3" }, undefined],
    ["hexadecimal", { "retry-after": "0x10" }, undefined],
    ["not a number", { "retry-after": "NaN" }, undefined],
    ["infinity", { "retry-after": "Infinity" }, undefined],
    ["a number past all numbers", { "retry-after": "9".repeat(400) }, undefined],
    ["two values", { "retry-after": "5, 6" }, undefined],
    ["words with a number", { "retry-after": "wait 45" }, undefined],
    ["words with a year", { "retry-after": "soon 2999" }, undefined],
    ["a date without its day", { "retry-after": "21 Nov 2026 12:00:07 GMT" }, undefined],
    ["a date of another zone", { "retry-after": "Sat, 21 Nov 2026 12:00:07 PST" }, undefined],
    ["a date with words after it", { "retry-after": "Sat, 21 Nov 2026 12:00:07 GMT or so" }, undefined],
    ["a month that there is not", { "retry-after": "Sat, 21 Foo 2026 12:00:07 GMT" }, undefined],
    ["an asctime date of one digit", { "retry-after": "Tue Dec  1 12:00:00 2026" }, 10 * 86_400_000],
    ["an ISO date", { "retry-after": "2026-11-21T12:00:07Z" }, undefined]
  ])("reads %s", (_, headers, expected) => {
    expect(millis(headers)).toBe(expected)
  })

  it.prop("is positive and finite, or none, whatever the text", [FastCheck.string(), FastCheck.string()], ([a, b]) => {
    const read = millis({ "retry-after-ms": a, "retry-after": b })
    expect(read === undefined || (read > 0 && Number.isFinite(read))).toBe(true)
  })

  it.prop("reads every whole second", [FastCheck.integer({ min: 1, max: 1e9 })], ([seconds]) => {
    expect(millis({ "retry-after": String(seconds) })).toBe(seconds * 1000)
    expect(millis({ "retry-after": new Date(now + seconds * 1000).toUTCString() })).toBe(seconds * 1000)
  })
})
