import * as Duration from "effect/Duration"
import * as Option from "effect/Option"

/** `Duration.decode` reads negative values and NaN as zero. */
const isNonsense = (input: unknown): boolean => {
  if (typeof input === "number") return !(input >= 0)
  if (typeof input === "bigint") return input < 0n
  if (typeof input === "string") return input.startsWith("-")
  return Array.isArray(input) && input.some(isNonsense)
}

/** The duration, if the input from any source is one and is not negative. */
export const decode = (input: unknown): Option.Option<Duration.Duration> =>
  isNonsense(input) ? Option.none() : Duration.decodeUnknown(input)
