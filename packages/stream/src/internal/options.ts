import * as Models from "@anthropic-models/core/Models"
import { InvalidParameterError } from "@anthropic-models/core/ModelsError"
import * as Either from "effect/Either"

interface Limits {
  readonly prefetch?: number | undefined
  readonly maxPages?: number | undefined
}

/** Checks options from any source. */
export const check = <Options extends Limits>(options: Options): Either.Either<Options, InvalidParameterError> =>
  Models.checkList(options).pipe(
    Either.andThen(() => checkWhole("prefetch", options.prefetch, 0)),
    Either.andThen(() => checkWhole("maxPages", options.maxPages, 1)),
    Either.map(() => options)
  )

const checkWhole = (parameter: string, value: unknown, min: number): Either.Either<void, InvalidParameterError> => {
  if (value === undefined || (Number.isSafeInteger(value) && Number(value) >= min)) return Either.void
  const actual = typeof value === "number" ? `${value}` : `a value of type ${typeof value}`
  return Either.left(
    new InvalidParameterError({ parameter, detail: `must be a whole number of at least ${min}, not ${actual}` })
  )
}
