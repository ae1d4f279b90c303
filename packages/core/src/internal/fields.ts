import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { jsonEquals } from "./json.ts"

/** A JSON field that a server may leave out or send as `null`. */
export const nullable = <A, I>(schema: Schema.Schema<A, I>, description: string) =>
  Schema.optional(Schema.NullOr(schema)).annotations({ description })

/**
 * Any JSON, which is `{}` in a JSON Schema. `Schema.Unknown` would print the same `$id` at each of its places there, and
 * an `$id` must be unique.
 */
export const anyJson = Schema.Unknown.annotations({
  jsonSchema: { $id: undefined, title: undefined },
  equivalence: () => jsonEquals,
  arbitrary: () => (fc) => fc.jsonValue()
})

/** A JSON object with these fields, open to fields that this version does not know. */
export const open = <Fields extends Schema.Struct.Fields>(identifier: string, fields: Fields) =>
  Schema.Struct(fields, { key: Schema.String, value: anyJson }).annotations({ identifier })

/** A duration, in milliseconds when encoded. It is finite, because JSON has no infinite number. */
export const finiteDuration = Schema.DurationFromMillis.pipe(
  Schema.filter((duration) => Duration.isFinite(duration), {
    description: "a finite duration",
    arbitrary: () => (fc) => fc.nat().map(Duration.millis)
  })
)

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
