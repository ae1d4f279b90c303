import * as Duration from "effect/Duration"
import * as Option from "effect/Option"

const decimal = /^(?:\d+(?:\.\d*)?|\.\d+)$/
const httpDate = /^[A-Za-z]{3,9},? [\w :-]+$/

const positive = (millis: number): Option.Option<Duration.Duration> =>
  Number.isFinite(millis) && millis > 0 ? Option.some(Duration.millis(millis)) : Option.none()

const number = (text: string): number => (decimal.test(text) ? Number(text) : NaN)

/** An HTTP date is always in GMT; of its three forms, asctime's does not say so. */
const dateMillis = (text: string): number =>
  httpDate.test(text) ? Date.parse(text.endsWith("GMT") ? text : `${text} GMT`) : NaN

/**
 * How long the server asks to wait: `retry-after-ms`, else `retry-after` as seconds or as an HTTP date. None where
 * that is missing, unreadable, or not in the future.
 */
export const retryAfter = (
  headers: { readonly [name: string]: string | undefined },
  now: () => number
): Option.Option<Duration.Duration> => {
  const millis = headers["retry-after-ms"]?.trim()
  const after = headers["retry-after"]?.trim()
  return Option.orElse(positive(millis === undefined ? NaN : number(millis)), () =>
    after === undefined
      ? Option.none()
      : positive(decimal.test(after) ? number(after) * 1000 : dateMillis(after) - now())
  )
}
