import type { Cursor } from "@anthropic-models/core/Cursor"
import { InvalidParameterError } from "@anthropic-models/core/ModelsError"
import * as Either from "effect/Either"
import * as Predicate from "effect/Predicate"

/** The value of a parameter, refused unless it is a whole number in the range. */
export const whole = (
  parameter: string,
  value: number,
  { max = Number.MAX_SAFE_INTEGER, min }: { readonly min: number; readonly max?: number }
): Either.Either<number, InvalidParameterError> => {
  if (Number.isInteger(value) && value >= min && value <= max) return Either.right(value)
  const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`
  return Either.left(
    new InvalidParameterError({ parameter, detail: `must be a whole number ${range}, not ${show(value)}` })
  )
}

/** What was given, so that a text of digits is told from a number. */
const show = (value: unknown): string => {
  if (typeof value === "string") return JSON.stringify(value)
  return typeof value === "object" && value !== null ? "an object" : String(value)
}

const isCursor = (u: unknown): boolean =>
  Predicate.hasProperty(u, "_tag") &&
  (u._tag === "After" || u._tag === "Before") &&
  Predicate.hasProperty(u, "id") &&
  Predicate.isString(u.id) &&
  u.id !== ""

/** Where a walk begins, refused unless it is a cursor: one that was stored may have become anything. */
export const start = (from: Cursor | undefined): Either.Either<void, InvalidParameterError> =>
  from === undefined || isCursor(from)
    ? Either.void
    : Either.left(
        new InvalidParameterError({
          parameter: "from",
          detail: "must be a Cursor with the id of a model, or undefined"
        })
      )
