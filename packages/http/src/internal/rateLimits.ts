import { none, RateLimit, RateLimits } from "@anthropic-models/core/RateLimits"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { wholeNumber } from "./headerSyntax.ts"

type Headers = { readonly [name: string]: string | undefined }

const prefix = "anthropic-ratelimit-"

const instant = (reset: string | undefined): RateLimit["reset"] =>
  reset === undefined
    ? Option.none()
    : Option.flatMap(Schema.decodeUnknownOption(RateLimit)({ reset }), (limit) => limit.reset)

const limitOf = (headers: Headers, name: string): Option.Option<RateLimit> => {
  const limit = Option.fromNullable(wholeNumber(headers[`${prefix}${name}-limit`]))
  const remaining = Option.fromNullable(wholeNumber(headers[`${prefix}${name}-remaining`]))
  const reset = instant(headers[`${prefix}${name}-reset`])
  return Option.isSome(limit) || Option.isSome(remaining) || Option.isSome(reset)
    ? Option.some(new RateLimit({ limit, remaining, reset }))
    : Option.none()
}

/** What the `anthropic-ratelimit-*` headers say; what cannot be read is as if it were not there. */
export const rateLimits = (headers: Headers): RateLimits => {
  for (const name in headers) {
    if (name.startsWith(prefix)) {
      return new RateLimits({
        requests: limitOf(headers, "requests"),
        tokens: limitOf(headers, "tokens"),
        inputTokens: limitOf(headers, "input-tokens"),
        outputTokens: limitOf(headers, "output-tokens")
      })
    }
  }
  return none
}
