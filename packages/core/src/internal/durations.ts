import * as Duration from "effect/Duration"
import * as Schema from "effect/Schema"
import { Finite } from "./leaves.ts"

const FiniteDuration = Schema.declare((u): u is Duration.Duration => Duration.isDuration(u) && Duration.isFinite(u), {
  description: "a finite duration",
  equivalence: () => Duration.Equivalence,
  pretty: () => String,
  arbitrary: () => (fc) => fc.nat().map(Duration.millis)
})

/** A finite duration, in milliseconds as the encoded form. */
export const DurationFromMillis = Schema.transform(Finite, FiniteDuration, {
  strict: true,
  decode: Duration.millis,
  encode: Duration.toMillis
})
