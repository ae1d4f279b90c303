import { RateLimit, RateLimits, none as noRateLimits } from "@anthropic-models/core/RateLimits"
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
const text = /^[\t\x20-\x7e\x80-\xff]*$/
const visible = /^[\x21-\x7e]+$/

/** Names that describe how bytes are framed on one connection. */
const transportName = /^(?:(?:proxy-)?connection|content-length|expect|host|keep-alive|transfer-encoding|upgrade)$/i

const secretName = /(?:^|[-_])(?:api[-_]?key|authorization|cookie|secret|token)$/i

/** Whether a value is an object of names and values. A `Map` or `Headers` has none that can be listed. */
export const isHeaders = (u: unknown): u is { readonly [name: string]: unknown } =>
  Predicate.isRecord(u) && !Predicate.isIterable(u)

/** Whether values under this name are secrets. */
export const isSecretName = (name: string): boolean => secretName.test(name)

/** The rule that the name of a header breaks, if any. */
export const nameProblem = (name: string): string | undefined => {
  if (!token.test(name)) return "must be a valid header name"
  return transportName.test(name) ? `must not be ${name.toLowerCase()}, which the transport sets` : undefined
}

/** The rule that the value of a header breaks, if any. */
export const valueProblem = (value: unknown): string | undefined => {
  if (typeof value !== "string") return "must be a string"
  return text.test(value) ? undefined : "must be one line of Latin-1 text"
}

/** The rule that a value breaks which must not be blank, if any. */
export const textProblem = (value: unknown): string | undefined =>
  typeof value === "string" && value.trim() === "" ? "must not be blank" : valueProblem(value)

/** The rule that the name of a beta breaks, if any. */
export const betaProblem = (beta: unknown): string | undefined =>
  typeof beta === "string" && visible.test(beta) && !beta.includes(",")
    ? undefined
    : "must be beta names, each of visible ASCII without a comma"

/** The value of a secret. Reading one that was wiped throws. */
export const reveal = (secret: Redacted.Redacted<unknown>): unknown => {
  try {
    return Redacted.value(secret)
  } catch {
    return undefined
  }
}

/** The rule that a key or token breaks, if any. The message never shows it. */
export const secretProblem = (secret: unknown): string | undefined => {
  if (typeof secret !== "string" || secret === "") return "must be a non-empty string"
  if (/^(["'`]).*\1$/.test(secret)) return "must not have quotes around it"
  return visible.test(secret) ? undefined : "must be visible ASCII without blanks"
}

/** The betas in an `anthropic-beta` header. */
export const parseBetas = (header: string | undefined): ReadonlyArray<string> =>
  (header ?? "").split(",").flatMap((beta) => beta.trim() || [])

/** The value of an `anthropic-beta` header, with each beta once. */
export const formatBetas = (betas: Iterable<string>): string => [...new Set(betas)].join(",")

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
