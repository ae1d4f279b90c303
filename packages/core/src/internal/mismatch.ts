import * as ParseResult from "effect/ParseResult"
import type * as AST from "effect/SchemaAST"
import { isJsonObject, kindOf } from "./json.ts"

/** A value that breaks a rule, and the path to it. */
export interface Mismatch {
  readonly path: ReadonlyArray<string | number>
  readonly value: unknown
  readonly expected: string
}

/** Why JSON is not a model. */
export const notModel = (json: unknown): Mismatch =>
  isJsonObject(json)
    ? { path: ["id"], value: json["id"], expected: "a non-empty string" }
    : { path: [], value: json, expected: "an object with a non-empty string `id`" }

/** `expected a non-empty string, actual a number` */
export const describe = ({ expected, value }: Mismatch): string => `expected ${expected}, actual ${kindOf(value)}`

/** The mismatch as an issue of a schema. */
export const toIssue = (ast: AST.AST, json: unknown, mismatch: Mismatch): ParseResult.ParseIssue => {
  const issue = new ParseResult.Type(ast, mismatch.value, describe(mismatch))
  const [first, ...rest] = mismatch.path
  return first === undefined ? issue : new ParseResult.Pointer([first, ...rest], json, issue)
}
