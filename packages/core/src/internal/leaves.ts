import * as Schema from "effect/Schema"
import * as Timestamp from "./timestamp.ts"
import { leaf } from "./wire.ts"

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

/** A number of things. */
export const Count = leaf((u): u is number => Number.isSafeInteger(u) && Number(u) >= 0, {
  description: "a whole number from 0",
  jsonSchema: { type: "integer", minimum: 0 },
  arbitrary: () => (fc) => fc.nat()
})

/** An RFC 3339 timestamp. */
export const TimestampText = leaf((u): u is string => typeof u === "string" && Timestamp.isTimestamp(u), {
  description: "an RFC 3339 timestamp",
  jsonSchema: { type: "string", format: "date-time" },
  arbitrary: () => (fc) => Timestamp.dates(fc).map((date) => date.toISOString())
})

/** A text of which some values are known, and which a server may extend. */
export const openUnion = <const Known extends readonly [string, ...ReadonlyArray<string>]>(
  known: Known
): Schema.Schema<Known[number] | (string & {})> =>
  Schema.String.annotations({ description: "a string", examples: known })
