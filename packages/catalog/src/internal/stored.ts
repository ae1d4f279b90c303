import { ModelInfo } from "@anthropic-models/core/ModelInfo"
import { printable } from "@anthropic-models/core/ModelsError"
import * as KeyValueStore from "@effect/platform/KeyValueStore"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Data from "effect/Data"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import * as State from "./state.ts"

/** The store or the lease did not answer in time, or failed. */
export class Unavailable extends Data.TaggedError("Unavailable") {}

/** The last complete list in a store. Nothing about it fails for good: problems are warnings. */
export interface Stored {
  /** The stored list, if there is one that can be read. */
  readonly read: Effect.Effect<Option.Option<State.Held>, Unavailable>
  /** Stores a list, unless the stored one is newer. */
  readonly write: (held: State.Held) => Effect.Effect<void>
}

const header = { format: Schema.Literal(1), fetchedAt: Schema.DateTimeUtc }

const Envelope = Schema.Struct({ ...header, models: Schema.Array(ModelInfo) })

/** Every operation on the store and the lease is given up after this time. */
const limit = "1 second"

/** Turns whatever an operation does wrong into a warning and `Unavailable`. */
export const attempt = <A, E, R>(what: string, operation: Effect.Effect<A, E, R>): Effect.Effect<A, Unavailable, R> =>
  operation.pipe(
    Effect.disconnect,
    Effect.timeout(limit),
    Effect.catchAllCause((cause) =>
      Effect.zipRight(warn(`cannot ${what}: ${printable(explain(cause), 300)}`), Effect.fail(new Unavailable()))
    )
  )

const warn = (message: string): Effect.Effect<void> => Effect.logWarning(`ModelCatalog: ${message}`)

const explain = (cause: Cause.Cause<unknown>): string => {
  const error = Cause.squash(cause)
  if (Predicate.hasProperty(error, "description") && Predicate.isString(error.description)) return error.description
  return error instanceof Error ? error.message : String(error)
}

export const make = (key: string): Effect.Effect<Stored, never, KeyValueStore.KeyValueStore> =>
  Effect.map(KeyValueStore.KeyValueStore, (keyValueStore) => {
    const envelopes = keyValueStore.forSchema(Envelope)
    const headers = keyValueStore.forSchema(Schema.Struct(header))
    const name = printable(key, 200)

    const get = <A>(store: KeyValueStore.SchemaStore<A, never>) =>
      attempt(
        `read ${name}`,
        Effect.catchTag(store.get(key), "ParseError", () =>
          Effect.as(warn(`ignores ${name}: it is no list that this version can read`), Option.none<A>())
        )
      )

    return {
      read: Effect.zipWith(get(envelopes), Clock.currentTimeMillis, (entry, now) =>
        Option.map(entry, ({ fetchedAt, models }) =>
          // Another machine's clock may be ahead.
          State.hold(models, { fetchedAt: Math.min(fetchedAt.epochMillis, now), source: "store" })
        )
      ),
      write: ({ snapshot: { fetchedAt, models } }) =>
        Effect.gen(function* () {
          const now = yield* Clock.currentTimeMillis
          const entry = yield* get(headers)
          const isOlder = Option.exists(
            entry,
            (stored) => stored.fetchedAt.epochMillis <= now && DateTime.lessThan(fetchedAt, stored.fetchedAt)
          )
          if (!isOlder) yield* attempt(`write ${name}`, envelopes.set(key, { format: 1, fetchedAt, models }))
        }).pipe(Effect.ignore)
    }
  })
