import * as Option from "effect/Option"
import type * as ParseResult from "effect/ParseResult"
import * as Predicate from "effect/Predicate"
import * as AST from "effect/SchemaAST"

/** How many mistakes a message names, and how many characters of a value it shows. */
const maxMistakes = 5
const maxCharacters = 60

interface Mistake {
  readonly path: ReadonlyArray<PropertyKey>
  readonly text: string
}

/** A text that a message can hold, whatever its length. */
export const clip = (text: string, max: number = maxCharacters): string =>
  text.length <= max ? text : `${text.slice(0, max)}…`

/** A short rendering that never looks into a value, since what a server sends can be of any size and depth. */
const showValue = (u: unknown): string => {
  if (typeof u === "string") return JSON.stringify(clip(u))
  if (Array.isArray(u)) return `an array of ${u.length}`
  if (Predicate.isRecord(u)) return "an object"
  if (typeof u === "function") return "a function"
  return clip(String(u))
}

const showPath = (path: ReadonlyArray<PropertyKey>): string =>
  path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
    .join("")
    .replace(/^\./, "")

const expected = (ast: AST.AST): string => {
  const described = AST.getDescriptionAnnotation(ast)
  if (Option.isSome(described)) return described.value
  switch (ast._tag) {
    case "Literal":
      return JSON.stringify(ast.literal)
    case "Union":
      return ast.types
        .filter((type) => !AST.isUndefinedKeyword(type))
        .map(expected)
        .join(" or ")
    case "TypeLiteral":
      return "an object"
    case "Declaration":
      return Option.match(AST.getSurrogateAnnotation(ast), { onNone: () => String(ast), onSome: expected })
    case "TupleType":
      return "an array"
    default:
      return String(ast)
  }
}

/** Of the ways in which the members of a union refused a value, those that got furthest say most. */
const deepest = (mistakes: ReadonlyArray<Mistake>, path: ReadonlyArray<PropertyKey>): ReadonlyArray<Mistake> => {
  const depth = Math.max(...mistakes.map((mistake) => mistake.path.length))
  return depth > path.length ? mistakes.filter((mistake) => mistake.path.length === depth) : []
}

const mistakesOf = (issue: ParseResult.ParseIssue, path: ReadonlyArray<PropertyKey>): ReadonlyArray<Mistake> => {
  switch (issue._tag) {
    case "Pointer":
      return mistakesOf(issue.issue, path.concat(issue.path))
    case "Missing":
      return [{ path, text: "missing" }]
    case "Composite": {
      const issues = [issue.issues].flat()
      if (!AST.isUnion(issue.ast)) return issues.flatMap((one) => mistakesOf(one, path))
      const further = deepest(
        issues.flatMap((one) => mistakesOf(one, path)),
        path
      )
      return further.length > 0 ? further : [wrongType(issue.ast, issue.actual, path)]
    }
    case "Refinement":
      return issue.kind === "From" ? mistakesOf(issue.issue, path) : [wrongType(issue.ast, issue.actual, path)]
    case "Transformation":
      return mistakesOf(issue.issue, path)
    case "Type":
      return [
        issue.message === undefined
          ? wrongType(issue.ast, issue.actual, path)
          : { path, text: clip(issue.message, 200) }
      ]
    case "Unexpected":
      return [{ path, text: "not expected here" }]
    case "Forbidden":
      return [{ path, text: "unreadable" }]
  }
}

const wrongType = (ast: AST.AST, actual: unknown, path: ReadonlyArray<PropertyKey>): Mistake => ({
  path,
  text: `expected ${expected(ast)}, actual ${showValue(actual)}`
})

const say = ({ path, text }: Mistake): string => (path.length === 0 ? text : `${showPath(path)}: ${text}`)

/**
 * What is wrong, and where, in a message whose length does not depend on the input:
 * `data[3].max_tokens: expected a finite number or null, actual "many"`.
 */
export const explain = (issue: ParseResult.ParseIssue): string => {
  const mistakes = mistakesOf(issue, [])
  const named = mistakes.slice(0, maxMistakes).map(say)
  const more = mistakes.length - named.length
  return [...named, ...(more > 0 ? [`and ${more} more`] : [])].join("; ")
}
