import * as Either from "effect/Either"
import * as Predicate from "effect/Predicate"
import { InvalidParameterError } from "../ModelsError.ts"
import { show } from "./json.ts"

/** The rule for one parameter, and the words for it. */
interface Rule {
  readonly accepts: (u: unknown) => boolean
  readonly requirement: string
}

/** A lone surrogate is half a character: `encodeURIComponent` throws on it, and `URLSearchParams` replaces it. */
const isText = (u: unknown): u is string => typeof u === "string" && u !== "" && !/\p{Cs}/u.test(u)

/** A value that fits into a list in a header. */
const isBeta = (u: unknown): boolean => typeof u === "string" && /^[\x21-\x2b\x2d-\x7e]+$/.test(u)

const isHeaderValue = (u: unknown): boolean => typeof u === "string" && /^[\x21-\x7e]+$/.test(u)

const isArrayOf =
  (accepts: (u: unknown) => boolean) =>
  (u: unknown): boolean =>
    // `every` skips the holes of an array, `Array.from` does not.
    Array.isArray(u) && Array.from<unknown>(u).every((item) => accepts(item))

const isCursor = (u: unknown): boolean =>
  Predicate.hasProperty(u, "_tag") &&
  (u._tag === "After" || u._tag === "Before") &&
  Predicate.hasProperty(u, "id") &&
  isText(u.id)

/** `.` and `..` in a path, in plain text or percent-encoded, would address another resource. */
const isDots = (id: string): boolean => /^(?:\.|%2e){1,2}$/i.test(id)

export const id: Rule = {
  accepts: (u) => isText(u) && !isDots(u),
  requirement: "must be the id of a model: a non-empty string other than . and .."
}

export const getRules: { readonly [name: string]: Rule } = {
  betas: {
    accepts: isArrayOf(isBeta),
    requirement: "must be an array of beta names, each of visible ASCII without a comma"
  },
  workspaceId: { accepts: isHeaderValue, requirement: "must be a workspace id: visible ASCII without blanks" }
}

export const listRules: { readonly [name: string]: Rule } = {
  ...getRules,
  cursor: { accepts: isCursor, requirement: "must be Cursor.after(id) or Cursor.before(id), with a non-empty id" },
  limit: {
    accepts: (u) => typeof u === "number" && Number.isInteger(u) && u >= 1 && u <= 1000,
    requirement: "must be a whole number from 1 to 1000"
  },
  lifecycle: { accepts: isArrayOf(isText), requirement: 'must be an array of stages, such as ["active", "retired"]' }
}

/** Checks one parameter. */
export const checkRule = (parameter: string, rule: Rule, value: unknown): Either.Either<void, InvalidParameterError> =>
  rule.accepts(value)
    ? Either.void
    : Either.left(new InvalidParameterError({ parameter, detail: `${rule.requirement}, not ${show(value)}` }))

/** Checks options that come from anywhere. An option that is `undefined` is absent. */
export const checkOptions = (
  options: unknown,
  rules: { readonly [name: string]: Rule }
): Either.Either<void, InvalidParameterError> => {
  if (options === undefined) return Either.void
  if (!Predicate.isRecord(options)) {
    return Either.left(
      new InvalidParameterError({ parameter: "options", detail: `must be an object, not ${show(options)}` })
    )
  }
  for (const [name, rule] of Object.entries(rules)) {
    const value = options[name]
    if (value === undefined) continue
    const checked = checkRule(name, rule, value)
    if (Either.isLeft(checked)) return checked
  }
  return Either.void
}
