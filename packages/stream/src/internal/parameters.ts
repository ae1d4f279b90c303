import { InvalidParameterError } from "@anthropic-models/core/ModelsError"
import * as Either from "effect/Either"

/** The value of a parameter, refused unless it is a whole number in the range. */
export const whole = (
  parameter: string,
  value: number,
  { max = Number.MAX_SAFE_INTEGER, min }: { readonly min: number; readonly max?: number }
): Either.Either<number, InvalidParameterError> => {
  if (Number.isInteger(value) && value >= min && value <= max) return Either.right(value)
  const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`
  return Either.left(
    new InvalidParameterError({ parameter, detail: `must be a whole number ${range}, not ${String(value)}` })
  )
}
