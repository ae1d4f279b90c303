import { RateLimit, RateLimits, none as noRateLimits } from "@anthropic-models/core/RateLimits"
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

/** The headers of an answer. */
export interface AnswerHeaders {
  readonly [name: string]: string | undefined
}

/** HTTP dates as of today, of RFC 850 and of asctime. The last one is in GMT without saying so. */
const httpDate =
  /^(?:[A-Z][a-z]+, \d\d([ -])[A-Z][a-z]{2}\1(?:\d\d){1,2} [\d:]{8} GMT|[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d [\d:]{8} \d{4})(?=\s*(?:,|$))/

/**
 * The value of a header. A header that was sent twice arrives as one list, except where the transport drops the second
 * value, so the first value counts: the text up to the first comma outside of an HTTP date.
 */
export const firstValue = (headers: AnswerHeaders, name: string): string | undefined => {
  const value = headers[name]?.trim()
  if (value === undefined) return undefined
  return httpDate.exec(value)?.[0] ?? value.split(",", 1)[0]?.trim()
}

const wholeNumber = (text: string | undefined): Option.Option<number> =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Option.some(Number(text)) : Option.none()

const decimal = (text: string | undefined): number =>
  text !== undefined && /^(?:\d+(?:\.\d*)?|\.\d+)$/.test(text) ? Number(text) : NaN

const date = (text: string | undefined): number =>
  text !== undefined && httpDate.test(text) ? Date.parse(text.endsWith("GMT") ? text : `${text} GMT`) : NaN

const positive = (millis: number): Option.Option<Duration.Duration> =>
  Number.isFinite(millis) && millis > 0 ? Option.some(Duration.millis(millis)) : Option.none()

/**
 * How long the server asks to wait: the first of `retry-after-ms` and `retry-after` that is readable and in the future.
 * A date counts from the answer's own `date` if there is one, so that the two clocks need not agree.
 */
export const retryAfter = (headers: AnswerHeaders, now: () => number): Option.Option<Duration.Duration> => {
  const value = firstValue(headers, "retry-after")
  const millis = positive(decimal(firstValue(headers, "retry-after-ms")))
  if (Option.isSome(millis) || value === undefined) return millis
  const seconds = decimal(value)
  if (!Number.isNaN(seconds)) return positive(seconds * 1000)
  const sent = date(firstValue(headers, "date"))
  return positive(date(value) - (Number.isNaN(sent) ? now() : sent))
}

/** The `x-should-retry` header. */
export const shouldRetry = (headers: AnswerHeaders): Option.Option<boolean> => {
  const value = firstValue(headers, "x-should-retry")?.toLowerCase()
  return value === "true" || value === "false" ? Option.some(value === "true") : Option.none()
}

/** The request id, under the API's name or the usual one. */
export const requestId = (headers: AnswerHeaders): Option.Option<string> =>
  Option.fromNullable(firstValue(headers, "request-id") ?? firstValue(headers, "x-request-id")).pipe(
    Option.filter((id) => id !== "")
  )

const decodeLimit = Schema.decodeUnknownOption(RateLimit)

const prefix = "anthropic-ratelimit-"

const rateLimit = (headers: AnswerHeaders, name: string): Option.Option<RateLimit> => {
  const value = (part: string) => firstValue(headers, `${prefix}${name}-${part}`)
  const limit = wholeNumber(value("limit"))
  const remaining = wholeNumber(value("remaining"))
  const reset = Option.flatMap(decodeLimit({ reset: value("reset") }), (decoded) => decoded.reset)
  return Option.isSome(limit) || Option.isSome(remaining) || Option.isSome(reset)
    ? Option.some(new RateLimit({ limit, remaining, reset }, { disableValidation: true }))
    : Option.none()
}

/** The rate limits in the `anthropic-ratelimit-*` headers. A value that cannot be read counts as absent. */
export const rateLimits = (headers: AnswerHeaders): RateLimits =>
  Object.keys(headers).some((name) => name.startsWith(prefix))
    ? new RateLimits(
        {
          requests: rateLimit(headers, "requests"),
          tokens: rateLimit(headers, "tokens"),
          inputTokens: rateLimit(headers, "input-tokens"),
          outputTokens: rateLimit(headers, "output-tokens")
        },
        { disableValidation: true }
      )
    : noRateLimits
