import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { TimestampText } from "./leaves.ts"
import * as Timestamp from "./timestamp.ts"

const isInstant = (u: unknown): u is DateTime.Utc =>
  DateTime.isDateTime(u) &&
  DateTime.isUtc(u) &&
  u.epochMillis >= Timestamp.earliest &&
  u.epochMillis <= Timestamp.latest

const common = { equivalence: () => DateTime.Equivalence, pretty: () => DateTime.formatIso } as const

/** An instant that can be written as an RFC 3339 timestamp. */
export const Instant = Schema.declare(isInstant, {
  ...common,
  description: "an instant in the years 0000 to 9999",
  arbitrary: () => (fc) => Timestamp.dates(fc).map(DateTime.unsafeFromDate)
})

/** An instant other than the epoch, by which the API says that it does not know. */
export const KnownInstant = Schema.declare((u): u is DateTime.Utc => isInstant(u) && u.epochMillis !== 0, {
  ...common,
  description: "an instant other than the epoch",
  arbitrary: () => (fc) =>
    Timestamp.dates(fc)
      .filter((date) => date.getTime() !== 0)
      .map(DateTime.unsafeFromDate)
})

const fromText = (text: string): DateTime.Utc => DateTime.unsafeFromDate(new Date(Timestamp.toMillis(text)))

/** An instant, and its timestamp as the encoded form. */
export const InstantFromText = Schema.transform(TimestampText, Instant, {
  strict: true,
  decode: fromText,
  encode: DateTime.formatIso
})

/** The instant of a timestamp that has been judged. */
export const readInstant = (text: string | null | undefined): Option.Option<DateTime.Utc> =>
  typeof text === "string" ? Option.some(fromText(text)) : Option.none()

/** The same, where the epoch says nothing. */
export const readKnownInstant = (text: string | null | undefined): Option.Option<DateTime.Utc> => {
  const instant = readInstant(text)
  return Option.isSome(instant) && instant.value.epochMillis === 0 ? Option.none() : instant
}
