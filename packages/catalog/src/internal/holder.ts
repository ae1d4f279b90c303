import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
import { type ModelsError, RequestTimeoutError, UnexpectedResponseError } from "@anthropic-models/core/ModelsError"
import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import * as SubscriptionRef from "effect/SubscriptionRef"
import { printable } from "./printable.ts"
import * as State from "./state.ts"

/** Where the catalog gets its models. */
export interface Source {
  /** Every model, or a failure. */
  readonly list: Effect.Effect<ReadonlyArray<ModelInfo>, State.RefreshError>
  /** One model by its id or an alias of it. */
  readonly get: (id: string) => Effect.Effect<ModelInfo, ModelsError>
}

/** Holds the list. */
export interface Holder {
  readonly state: SubscriptionRef.SubscriptionRef<State.State>
  readonly limits: State.Limits
  /** Fetches the list and holds it. */
  readonly fetch: Effect.Effect<State.Held, State.RefreshError>
  /** Holds a list that was found elsewhere if it is newer. */
  readonly adopt: (held: State.Held) => Effect.Effect<void>
  /** Leaves the next refresh to another process for a time. */
  readonly postpone: (duration: Duration.DurationInput) => Effect.Effect<void>
}

/** A walk is given up after this time, so that a server that never answers does not block the catalog. */
const walkLimit = Duration.minutes(5)

export const make = (source: Source, limits: State.Limits, initial: State.State): Effect.Effect<Holder> =>
  Effect.map(SubscriptionRef.make(initial), (state) => {
    const fetch = Effect.gen(function* () {
      const fetchedAt = yield* Clock.currentTimeMillis
      const models = yield* Effect.timeoutFail(source.list, {
        duration: walkLimit,
        onTimeout: () => new RequestTimeoutError({ scope: "deadline", timeout: walkLimit })
      })
      const { held } = yield* SubscriptionRef.get(state)
      if (models.length === 0 && held !== undefined && held.snapshot.models.length > 0) return yield* emptyList
      const fetched = State.hold(models, { fetchedAt, source: "api" })
      yield* SubscriptionRef.set(state, State.succeed(fetched))
      return fetched
    }).pipe(Effect.tapError((error) => fail(state, limits, error)))

    return {
      state,
      limits,
      fetch,
      adopt: (held) => SubscriptionRef.update(state, (current) => State.adopt(current, held)),
      postpone: (duration) =>
        Effect.flatMap(Clock.currentTimeMillis, (now) =>
          SubscriptionRef.update(state, (current) => State.postpone(current, now + Duration.toMillis(duration)))
        )
    }
  })

const emptyList = new UnexpectedResponseError({
  reason: "Empty",
  detail: "the list of models is empty, and was not before"
})

const fail = (
  state: SubscriptionRef.SubscriptionRef<State.State>,
  limits: State.Limits,
  error: State.RefreshError
): Effect.Effect<void> =>
  Effect.gen(function* () {
    const now = yield* Clock.currentTimeMillis
    const random = yield* Random.next
    const failed = yield* SubscriptionRef.updateAndGet(state, (current) => State.fail(current, error, now, random))
    const held = State.servable(failed, limits, now)
    yield* Effect.logWarning(
      `ModelCatalog: refresh failed, ${held === undefined ? "no list to serve" : `serving the ${describe(held)}`}: ` +
        printable(error.message, 1_000)
    )
  })

const describe = ({ snapshot: { fetchedAt, models, source } }: State.Held): string =>
  source === "seed" ? `seed of ${models.length} models` : `${models.length} models of ${DateTime.formatIso(fetchedAt)}`
