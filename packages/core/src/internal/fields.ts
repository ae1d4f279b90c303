import { identity } from "effect/Function"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as AST from "effect/SchemaAST"

/** A field of the wire, made at once: `Schema.optional`, `Schema.NullOr` and annotations make a class each. */
const field = <Token extends Schema.PropertySignature.Token, A>(
  type: AST.AST,
  isOptional: boolean,
  description: string
): Schema.PropertySignature<Token, A, never, Token, A> =>
  Schema.makePropertySignature(
    new Schema.PropertySignatureDeclaration(
      type,
      isOptional,
      true,
      { [AST.DescriptionAnnotationId]: description },
      undefined
    )
  )

/** A field of the wire that must be there. */
export const required = <A>(schema: Schema.Schema<A>, description: string) =>
  field<":", A>(schema.ast, false, description)

/** A field of the wire that may be missing, `undefined` or `null`. */
export const nullable = <A>(schema: Schema.Schema<A>, description: string) =>
  field<"?:", A | null | undefined>(AST.Union.make([schema.ast, AST.null, AST.undefinedKeyword]), true, description)

/** A field in memory: an `Option`, none where a constructor is not given it. */
export const optionField = <A>(schema: Schema.Schema<A>) =>
  Schema.OptionFromSelf(schema).pipe(Schema.propertySignature, Schema.withConstructorDefault(Option.none<A>))

/** An `Option` as a field of the wire again: left out where it is none. */
export const encodeOption = <K extends string, A>(key: K, value: Option.Option<A>): { readonly [P in K]?: A } | {} =>
  Option.isSome(value) ? { [key]: value.value } : {}

/** An `Option` in memory, whose key is left out of the encoded form where it is none. */
export const optionalKey = <A, I>(schema: Schema.Schema<A, I>) =>
  Schema.optionalToRequired(schema, Schema.OptionFromSelf(Schema.typeSchema(schema)), {
    decode: identity,
    encode: identity
  })
    .annotations({ description: "left out if none" })
    .pipe(Schema.withConstructorDefault(Option.none<A>))

/** A field that constructors and encoded forms may leave out. */
export const withDefault = <A, I>(schema: Schema.Schema<A, I>, value: NoInfer<A>) =>
  Schema.optionalToRequired(schema, Schema.typeSchema(schema), {
    decode: Option.getOrElse(() => value),
    encode: Option.some
  }).pipe(Schema.withConstructorDefault(() => value))
