import * as ConfigError from "effect/ConfigError"
import * as Duration from "effect/Duration"
import * as Either from "effect/Either"
import * as Option from "effect/Option"

/** A valid option, or the error that names it. No message shows a value, which may be a secret in the wrong place. */
export type Checked<A> = Either.Either<A, ConfigError.ConfigError>

export const refuse = (path: ReadonlyArray<string>, detail: string): Checked<never> =>
  Either.left(ConfigError.InvalidData([...path], detail))

export const refuseIf = (path: ReadonlyArray<string>, problem: string | undefined): Checked<void> =>
  problem === undefined ? Either.void : refuse(path, problem)

export const oneOf = (option: string, value: unknown, allowed: ReadonlyArray<string | boolean>): Checked<void> =>
  allowed.some((one) => one === value)
    ? Either.void
    : refuse([option], `must be ${allowed.map((one) => JSON.stringify(one)).join(" or ")}`)

export const duration = (option: string, input: unknown, isValid: (millis: number) => boolean, rule: string) =>
  Either.fromOption(decodeDuration(input), () => ConfigError.InvalidData([option], rule)).pipe(
    Either.filterOrLeft(
      (decoded) => isValid(Duration.toMillis(decoded)),
      () => ConfigError.InvalidData([option], rule)
    )
  )

export const positive = (option: string, input: unknown): Checked<Duration.Duration> =>
  duration(option, input, (millis) => millis > 0, 'must be a duration greater than zero, such as "30 seconds"')

/** `Duration.decode` reads negative values and NaN as zero. */
const isNonsense = (input: unknown): boolean => {
  if (typeof input === "number") return !(input >= 0)
  if (typeof input === "bigint") return input < 0n
  if (typeof input === "string") return input.startsWith("-")
  return Array.isArray(input) && input.some(isNonsense)
}

/** The duration, if the input from any source is one and is not negative. */
export const decodeDuration = (input: unknown): Option.Option<Duration.Duration> =>
  isNonsense(input) ? Option.none() : Duration.decodeUnknown(input)
