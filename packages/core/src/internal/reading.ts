import type * as Either from "effect/Either"
import * as Equal from "effect/Equal"
import * as ParseResult from "effect/ParseResult"
import * as Schema from "effect/Schema"
import * as AST from "effect/SchemaAST"

/** `Schema.Class`, typed as encoded to the API's JSON. The class replaces its `ast` with `reading`. */
export const ReadClass =
  <Self, Encoded>(identifier: string) =>
  <Fields extends Schema.Struct.Fields>(
    fields: Fields
  ): Schema.Class<Self, Fields, Encoded, never, Schema.Struct.Constructor<Fields>, {}, {}> =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only the encoded type differs, and `ast` decides it
    Schema.Class<Self>(identifier)(fields, { equivalence: () => Equal.equals }) as never

/** The `ast` of a class that is read and written by functions, not by its fields. `json` describes the encoded form. */
export const reading = <Self, Encoded>(
  ast: AST.Transformation,
  options: {
    readonly json: Schema.Schema<Encoded>
    readonly read: (json: unknown, ast: AST.AST) => Either.Either<Self, ParseResult.ParseIssue>
    readonly write: (self: Self) => Encoded
  }
): AST.Transformation => {
  const from = Schema.Unknown.annotations({ [AST.SurrogateAnnotationId]: options.json.ast })
  const decode = (json: unknown) => options.read(json, ast)
  const encode = (self: Self) => ParseResult.succeed(options.write(self))
  return new AST.Transformation(from.ast, ast.to, new AST.FinalTransformation(decode, encode))
}
