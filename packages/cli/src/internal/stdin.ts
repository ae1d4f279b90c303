import { text } from "node:stream/consumers"
import * as Effect from "effect/Effect"
import { DataError } from "./errors.ts"

/** All of stdin. */
export const readInput: Effect.Effect<string, DataError> = Effect.tryPromise({
  try: () => text(process.stdin),
  catch: () => new DataError({ message: "stdin cannot be read" })
})
