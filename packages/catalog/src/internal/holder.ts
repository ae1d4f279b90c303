import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
import {
  printable,
  type ModelsError,
  RequestTimeoutError,
  UnexpectedResponseError
} from "@anthropic-models/core/ModelsError"
import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as MutableRef from "effect/MutableRef"
import * as Random from "effect/Random"
import * as SubscriptionRef from "effect/SubscriptionRef"
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
  /** The present state. A look-up reads it without an effect. */
  readonly state: MutableRef.MutableRef<State.State>
  /** The models of the present list, and of every later one. */
  readonly models: SubscriptionRef.SubscriptionRef<ReadonlyArray<ModelInfo> | undefined>
  readonly limits: State.Limits
  /** Fetches the list and holds it. */
  readonly fetch: Effect.Effect<State.Held, State.RefreshError>
  /** Holds a list that was found elsewhere if it is newer. */
  readonly adopt: (held: State.Held) => Effect.Effect<unknown>
  /** Leaves the next refresh to another process for a time. */
  readonly postpone: (duration: Duration.DurationInput) => Effect.Effect<unknown>
}

/** A walk is given up after this time, so that a server that never answers does not block the catalog. */
const walkLimit = Duration.minutes(5)

export const make = (source: Source, limits: State.Limits, initial: State.State): Effect.Effect<Holder> =>
  Effect.gen(function* () {
    const state = MutableRef.make(initial)
    const models = yield* SubscriptionRef.make(initial.held?.snapshot.models)

    const update = (f: (current: State.State) => State.State): Effect.Effect<State.State> =>
      Effect.suspend(() => {
        const { held } = MutableRef.get(state)
        const next = MutableRef.updateAndGet(state, f)
        return next.held === held
          ? Effect.succeed(next)
          : Effect.as(SubscriptionRef.set(models, next.held?.snapshot.models), next)
      }).pipe(Effect.uninterruptible)

    const fetch = Effect.gen(function* () {
      const fetchedAt = yield* Clock.currentTimeMillis
      const models = yield* Effect.timeoutFail(source.list, {
        duration: walkLimit,
        onTimeout: () => new RequestTimeoutError({ scope: "deadline", timeout: walkLimit })
      })
      const { held } = MutableRef.get(state)
      if (models.length === 0 && held !== undefined && held.snapshot.models.length > 0) return yield* emptyList
      const fetched = State.hold(models, { fetchedAt, source: "api" })
      yield* update(() => State.succeed(fetched))
      return fetched
    })

    const fail = (error: State.RefreshError): Effect.Effect<void> =>
      Effect.gen(function* () {
        const now = yield* Clock.currentTimeMillis
        const random = yield* Random.next
        const held = State.servable(yield* update((current) => State.fail(current, error, now, random)), limits, now)
        yield* Effect.logWarning(
          `ModelCatalog: refresh failed, ${held === undefined ? "no list to serve" : `serving the ${describe(held)}`}: ` +
            printable(error.message, 1_000)
        )
      })

    return {
      state,
      models,
      limits,
      fetch: Effect.tapError(fetch, fail),
      adopt: (held) => update((current) => State.adopt(current, held)),
      postpone: (duration) =>
        Effect.flatMap(Clock.currentTimeMillis, (now) =>
          update((current) => State.postpone(current, now + Duration.toMillis(duration)))
        )
    }
  })

const emptyList = new UnexpectedResponseError({
  reason: "Empty",
  detail: "the list of models is empty, and was not before"
})

const describe = ({ snapshot: { fetchedAt, models, source } }: State.Held): string =>
  source === "seed" ? `seed of ${models.length} models` : `${models.length} models of ${DateTime.formatIso(fetchedAt)}`
