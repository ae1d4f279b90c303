import { text } from "node:stream/consumers"
import * as Effect from "effect/Effect"
import { DataError } from "./errors.ts"
import { Process } from "./process.ts"

/** All of stdin. */
export const readInput: Effect.Effect<string, DataError> = Effect.flatMap(Process, ({ stdin }) =>
  Effect.tryPromise({
    try: () => text(stdin),
    catch: () => new DataError({ message: "stdin cannot be read" })
  })
)
