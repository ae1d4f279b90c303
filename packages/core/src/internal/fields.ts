import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

/** A JSON field that a server may leave out or send as `null`. */
export const nullable = <A, I>(schema: Schema.Schema<A, I>, description: string) =>
  Schema.optional(Schema.NullOr(schema)).annotations({ description })

/** Any JSON. `Schema.Unknown` gives each of its occurrences in a JSON Schema the same `$id`, which validators refuse. */
const anyJson = Schema.Unknown.annotations({ jsonSchema: {}, arbitrary: () => (fc) => fc.jsonValue() })

/** A JSON object with these fields, open to fields that this version does not know. */
export const open = <Fields extends Schema.Struct.Fields>(identifier: string, fields: Fields) =>
  Schema.Struct(fields, { key: Schema.String, value: anyJson }).annotations({ identifier })

/** A fact that may be unknown: an `Option`, none unless the constructor gets a value. */
export const fact = <A>(schema: Schema.Schema<A>) =>
  Schema.OptionFromSelf(schema).pipe(
    Schema.propertySignature,
    Schema.withConstructorDefault(() => Option.none<A>())
  )

/** An `Option` in memory, an optional key when encoded. */
export const optional = <A, I>(schema: Schema.Schema<A, I>) =>
  Schema.optionalWith(schema, { as: "Option" }).pipe(Schema.withConstructorDefault(() => Option.none<A>()))

/** A string of which some values are known, and which the server may extend. */
export const openLiteral = <const Known extends ReadonlyArray<string>>(
  ...known: Known
): Schema.Schema<Known[number] | (string & {})> =>
  Schema.String.annotations({ examples: [known[0] ?? "", ...known.slice(1)] })
