import type { GetOptions, ListOptions } from "@anthropic-models/core/Models"
import { InvalidParameterError } from "@anthropic-models/core/ModelsError"
import * as Either from "effect/Either"
import { refuseBeta } from "./headerSyntax.ts"

type Refusing<A> = Either.Either<A, InvalidParameterError>

const refuse = (parameter: string, detail: string): Either.Either<never, InvalidParameterError> =>
  Either.left(new InvalidParameterError({ parameter, detail }))

/** A text as a part of a URL. Half of a surrogate pair, which has no UTF-8, is written as U+FFFD. */
const encode = (text: string): string => encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, "\ufffd"))

const dots = /^(?:\.|%2e){1,2}$/i

/** The path of a model. `.` and `..` would climb out of it, however they are written. */
export const modelPath = (id: string): Refusing<string> => {
  if (id === "") return refuse("id", "must not be empty")
  if (dots.test(id)) return refuse("id", "must not be a step in a path")
  return Either.right(`/v1/models/${encode(id)}`)
}

/** The path of a page, with its query. */
export const listPath = ({ cursor, lifecycle, limit }: ListOptions): Refusing<string> => {
  const query: Array<string> = []
  if (limit !== undefined) {
    if (!Number.isInteger(limit) || limit < 1 || limit > 1000) {
      return refuse("limit", "must be a whole number from 1 to 1000")
    }
    query.push(`limit=${limit}`)
  }
  if (cursor !== undefined) {
    if (cursor.id === "") return refuse("cursor", "must have an id that is not empty")
    query.push(`${cursor._tag === "After" ? "after_id" : "before_id"}=${encode(cursor.id)}`)
  }
  for (const value of lifecycle ?? []) {
    if (value === "") return refuse("lifecycle", "must not hold an empty text")
    query.push(`lifecycle[]=${encode(value)}`)
  }
  return Either.right(query.length === 0 ? "/v1/models" : `/v1/models?${query.join("&")}`)
}

/** The betas of a call. */
export const callBetas = ({ betas = [] }: GetOptions): Refusing<ReadonlyArray<string>> => {
  for (const beta of betas) {
    const what = refuseBeta(beta)
    if (what !== undefined) return refuse("betas", what)
  }
  return Either.right(betas)
}
