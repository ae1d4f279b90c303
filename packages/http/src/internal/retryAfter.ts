import * as Duration from "effect/Duration"
import * as Option from "effect/Option"

const decimal = /^(?:\d+(?:\.\d*)?|\.\d+)$/

/** The three forms of an HTTP date: of today, of RFC 850, and of asctime, which does not say that it is in GMT. */
const httpDate =
  /^[A-Z][a-z]+(?:, \d\d([ -])[A-Z][a-z]{2}\1(?:\d\d){1,2} [\d:]{8} GMT| [A-Z][a-z]{2} [ \d]\d [\d:]{8} \d{4})$/

const positive = (millis: number): Option.Option<Duration.Duration> =>
  Number.isFinite(millis) && millis > 0 ? Option.some(Duration.millis(millis)) : Option.none()

const number = (text = ""): number => (decimal.test(text) ? Number(text) : NaN)

const dateMillis = (text: string, now: () => number): number =>
  httpDate.test(text) ? Date.parse(text.endsWith("GMT") ? text : `${text} GMT`) - now() : NaN

/**
 * How long the server asks to wait: `retry-after-ms`, else `retry-after` as seconds or as an HTTP date. None where
 * that is missing, unreadable, or not in the future.
 */
export const retryAfter = (
  headers: { readonly [name: string]: string | undefined },
  now: () => number
): Option.Option<Duration.Duration> => {
  const after = headers["retry-after"]?.trim() ?? ""
  return Option.orElse(positive(number(headers["retry-after-ms"]?.trim())), () =>
    positive(decimal.test(after) ? number(after) * 1000 : dateMillis(after, now))
  )
}
