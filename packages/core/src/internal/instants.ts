import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Timestamp from "./timestamp.ts"

/** An instant that can be written as an RFC 3339 timestamp. */
export const Instant = Schema.DateTimeUtcFromSelf.pipe(
  Schema.filter(({ epochMillis }) => epochMillis >= Timestamp.earliest && epochMillis <= Timestamp.latest, {
    description: "an instant in the years 0000 to 9999",
    arbitrary: () => (fc) => Timestamp.dates(fc).map(DateTime.unsafeFromDate)
  })
)

/** An instant other than the epoch, by which the API says that it does not know. */
export const KnownInstant = Instant.pipe(
  Schema.filter(({ epochMillis }) => epochMillis !== 0, { description: "an instant other than the epoch" })
)

/** The instant of a timestamp that has been judged. */
export const readInstant = (text: string | null | undefined): Option.Option<DateTime.Utc> =>
  typeof text === "string" ? Option.some(DateTime.unsafeFromDate(new Date(Timestamp.toMillis(text)))) : Option.none()

/** The same, where the epoch says nothing. */
export const readKnownInstant = (text: string | null | undefined): Option.Option<DateTime.Utc> => {
  const instant = readInstant(text)
  return Option.isSome(instant) && instant.value.epochMillis === 0 ? Option.none() : instant
}
