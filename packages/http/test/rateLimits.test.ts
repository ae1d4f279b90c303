import * as RateLimits from "@anthropic-models/core/RateLimits"
import { describe, expect, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"
import { rateLimits } from "../src/internal/rateLimits.ts"

const noon = DateTime.unsafeMake("2026-11-21T12:00:00Z")

describe("rateLimits", () => {
  it("reads each limit, and each part of it", () => {
    const { inputTokens, outputTokens, requests, tokens } = rateLimits({
      "anthropic-ratelimit-requests-limit": "50",
      "anthropic-ratelimit-requests-remaining": "0",
      "anthropic-ratelimit-requests-reset": "2026-11-21T12:00:00Z",
      "anthropic-ratelimit-tokens-remaining": "7",
      "anthropic-ratelimit-input-tokens-limit": "8",
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

  it.each(["2026-11-21T12:00:00Z", "2026-11-21t12:00:00.000z", "2026-11-21T14:00:00+02:00", "2026-11-21 12:00:00Z"])(
    "reads any timestamp of RFC 3339: %s",
    (text) => {
      const { tokens } = rateLimits({ "anthropic-ratelimit-tokens-reset": text })
      expect(Option.flatMap(tokens, ({ reset }) => reset)).toEqual(Option.some(noon))
    }
  )

  it.each([
    "",
    "soon",
    "60",
    "2026-11-21",
    "2026-11-21T12:00:00",
    "2026-02-30T12:00:00Z",
    "Sat, 21 Nov 2026 12:00:00 GMT"
  ])("leaves out what is no timestamp: %j", (text) => {
    expect(rateLimits({ "anthropic-ratelimit-tokens-reset": text })).toEqual(RateLimits.none)
  })

  it.each(["", "many", "-1", "1.5", "1e3", " 1", "1".repeat(16)])("leaves out what is no count: %j", (text) => {
    expect(rateLimits({ "anthropic-ratelimit-tokens-limit": text })).toEqual(RateLimits.none)
  })

  it("knows of none where no header tells of one", () => {
    expect(rateLimits({ "content-type": "application/json" })).toBe(RateLimits.none)
  })
})
