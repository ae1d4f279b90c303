import { identity } from "effect/Function"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

/** A field of the wire: it may be missing, `undefined` or `null`. */
export const nullable = <A>(schema: Schema.Schema<A>, description: string) =>
  Schema.optional(Schema.NullOr(schema)).annotations({ description })

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
