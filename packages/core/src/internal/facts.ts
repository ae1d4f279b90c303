import type * as Arbitrary from "effect/Arbitrary"
import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Timestamp from "./timestamp.ts"
import { leaf } from "./wire.ts"

/** A fact in its encoded form: it may be missing, `undefined` or `null`. */
export const stated = <A>(schema: Schema.Schema<A>, description: string) =>
  Schema.optional(Schema.NullOr(schema)).annotations({ description })

/** The same fact in memory: an `Option`, none where a constructor is not given it. */
export const fact = <A>(schema: Schema.Schema<A>) =>
  Schema.OptionFromSelf(schema).pipe(
    Schema.propertySignature,
    Schema.withConstructorDefault((): Option.Option<A> => Option.none())
  )

/** A fact in its encoded form again: what is not known is left out. */
export const given = <K extends string, A>(key: K, value: Option.Option<A>): { readonly [P in K]?: A } | {} =>
  Option.isSome(value) ? { [key]: value.value } : {}

/** A text of which some values are known, and which a server may extend. */
export const openUnion = <const Known extends readonly [string, ...ReadonlyArray<string>]>(
  identifier: string,
  known: Known
): Schema.Schema<Known[number] | (string & {})> =>
  Schema.String.annotations({ identifier, description: "a string", examples: known })

/** A text that is not empty. */
export const NonEmptyText = leaf((u): u is string => typeof u === "string" && u !== "", {
  description: "a non-empty string",
  jsonSchema: { type: "string", minLength: 1 },
  arbitrary: () => (fc) => fc.string({ minLength: 1 })
})

/** A number that JSON can write. */
export const Finite = leaf((u): u is number => Number.isFinite(u), {
  description: "a finite number",
  jsonSchema: { type: "number" },
  arbitrary: () => (fc) => fc.double({ noNaN: true, noDefaultInfinity: true })
})

const dates: Arbitrary.LazyArbitrary<Date> = (fc) =>
  fc.date({ min: new Date(Timestamp.earliest), max: new Date(Timestamp.latest), noInvalidDate: true })

/** An RFC 3339 timestamp in its encoded form. */
export const TimestampText = leaf((u): u is string => typeof u === "string" && Timestamp.isTimestamp(u), {
  description: "an RFC 3339 timestamp",
  jsonSchema: { type: "string", format: "date-time" },
  arbitrary: () => (fc) => dates(fc).map((date) => date.toISOString())
})

/** An instant that can be written as an RFC 3339 timestamp. */
export const Instant = Schema.DateTimeUtcFromSelf.pipe(
  Schema.filter(({ epochMillis }) => epochMillis >= Timestamp.earliest && epochMillis <= Timestamp.latest, {
    description: "an instant in the years 0000 to 9999",
    arbitrary: () => (fc) => dates(fc).map(DateTime.unsafeFromDate)
  })
)

/** An instant other than the epoch, by which the API says that it does not know. */
export const KnownInstant = Instant.pipe(Schema.filter(({ epochMillis }) => epochMillis !== 0))

export const instant = (text: string | null | undefined): Option.Option<DateTime.Utc> =>
  typeof text === "string" ? Option.some(DateTime.unsafeFromDate(new Date(Timestamp.toMillis(text)))) : Option.none()

export const knownInstant = (text: string | null | undefined): Option.Option<DateTime.Utc> => {
  const read = instant(text)
  return Option.isSome(read) && read.value.epochMillis === 0 ? Option.none() : read
}

/** A value that a constructor may leave out. */
export const defaulted = <A, I>(schema: Schema.Schema<A, I>, value: NoInfer<A>) =>
  schema.pipe(
    Schema.propertySignature,
    Schema.withConstructorDefault(() => value)
  )

/** A fact whose encoded form leaves it out where it is none. */
export const optional = <A, I>(schema: Schema.Schema<A, I>) =>
  Schema.optionalWith(schema, { as: "Option" }).pipe(
    Schema.withConstructorDefault((): Option.Option<A> => Option.none())
  )
