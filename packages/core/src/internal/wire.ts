import type * as Arbitrary from "effect/Arbitrary"
import * as Either from "effect/Either"
import { identity } from "effect/Function"
import * as ParseResult from "effect/ParseResult"
import * as Schema from "effect/Schema"
import * as AST from "effect/SchemaAST"
import { accepts, declareTest } from "./compile.ts"
import { explain } from "./explain.ts"
import { jsonEquals } from "./jsonEquals.ts"
import { prettyJson } from "./prettyJson.ts"

/** The words for what is wrong with a value, in place of those that would show all of it. */
export const message = (issue: ParseResult.ParseIssue) => ({ message: explain(issue), override: true })

/** How values are compared and shown, which Effect could not know of a declaration. */
const ofJson = { equivalence: () => jsonEquals, pretty: () => prettyJson }

/** Any JSON. Its JSON Schema would carry an `$id` otherwise, which may not occur twice in a document. */
export const Json = Schema.Unknown.annotations({
  ...ofJson,
  arbitrary: () => (fc) => fc.jsonValue(),
  jsonSchema: { anyOf: [{}] }
})

/** The fields of an object of the wire by their names. */
type Fields = { readonly [name: string]: Schema.PropertySignature.All }

/** An object of the wire. The keys that its fields do not name are kept as they are, and not looked into. */
export type Open<F extends Fields> = Schema.Schema.Type<
  Schema.TypeLiteral<F, [{ readonly key: typeof Schema.String; readonly value: typeof Json }]>
>

const others = new AST.IndexSignature(AST.stringKeyword, Json.ast, true)

/** What `Schema.Struct` and its annotations would make in several steps, each of them a class. */
const struct = <A>(identifier: string, fields: Fields): Schema.Schema<A> => {
  const named = Object.entries(fields).map(([name, { ast }]) => {
    const { annotations, isOptional, type } = ast._tag === "PropertySignatureDeclaration" ? ast : ast.from
    return new AST.PropertySignature(name, type, isOptional, true, annotations)
  })
  return Schema.make(
    new AST.TypeLiteral(named, [others], {
      [AST.IdentifierAnnotationId]: identifier,
      [AST.MessageAnnotationId]: message
    })
  )
}

interface LeafAnnotations<A> extends Schema.Annotations.Schema<A> {
  /** What is expected, in an error's words. */
  readonly description: string
  readonly jsonSchema: object
  readonly arbitrary: () => Arbitrary.LazyArbitrary<A>
}

/**
 * A value of JSON that is judged by a predicate. A declaration rather than a filter, because a filter is dropped from
 * the encoded side of a schema, and because the predicate is its compiled test.
 */
export const leaf = <A>(is: (u: unknown) => u is A, annotations: LeafAnnotations<A>): Schema.Schema<A> => {
  const declaration: Schema.Schema<A> = Schema.declare(is, { ...ofJson, ...annotations })
  declareTest(declaration.ast, is)
  return declaration
}

/**
 * A schema of JSON as it comes, handed on uncopied: its compiled test is asked first, the schema itself where the
 * test is not sure or an error has to be explained. To everything else (JSON Schema, arbitrary values) it is the
 * schema. `refine` may answer in place of the test what it knows without it.
 */
export const wire = <F extends Fields>(
  identifier: string,
  fields: F,
  refine: (isValid: (u: unknown) => u is Open<F>) => (u: unknown) => u is Open<F> = identity
): Schema.Schema<Open<F>> => {
  const schema = struct<Open<F>>(identifier, fields)
  const isValid = refine(accepts(schema))
  let validate: ReturnType<typeof ParseResult.validateEither<Open<F>, Open<F>, never>> | undefined
  const judge = (u: unknown, options: AST.ParseOptions) => {
    if (isValid(u)) return Either.right(u)
    validate ??= ParseResult.validateEither(schema)
    return validate(u, options)
  }
  const declaration: Schema.Schema<Open<F>> = Schema.declare(
    [schema],
    { decode: () => judge, encode: () => judge },
    {
      ...ofJson,
      identifier,
      message,
      arbitrary: (self) => self,
      [AST.SurrogateAnnotationId]: schema.ast
    }
  )
  declareTest(declaration.ast, isValid)
  return declaration
}
