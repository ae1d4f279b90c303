import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
import * as Clock from "effect/Clock"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import { identity } from "effect/Function"
import * as MutableRef from "effect/MutableRef"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Random from "effect/Random"
import * as Stream from "effect/Stream"
import * as SubscriptionRef from "effect/SubscriptionRef"
import * as ModelChange from "../ModelChange.ts"
import type { Snapshot } from "../Snapshot.ts"
import * as Aliases from "./aliases.ts"
import * as Holder from "./holder.ts"
import type { Settings } from "./options.ts"
import type { Outcome, Refresher, Request } from "./refresher.ts"
import * as SingleFlight from "./singleFlight.ts"
import * as State from "./state.ts"
import * as Telemetry from "./telemetry.ts"

interface Landed {
  readonly outcome: Outcome
  readonly forced: boolean
  readonly held: State.Held
}

/** A catalog of the models of a source, which refreshes as the `Refresher` does. */
export const make = <R>(
  source: Holder.Source,
  { limits, refreshEvery, seed }: Settings,
  makeRefresher: (holder: Holder.Holder) => Effect.Effect<Refresher, never, R>
) =>
  Effect.gen(function* () {
    const initial = seed.length === 0 ? State.empty : State.succeed(State.hold(seed, { fetchedAt: 0, source: "seed" }))
    const holder = yield* Holder.make(source, limits, initial)
    const { state } = holder
    const refresher = yield* makeRefresher(holder)
    const recordAge = yield* Telemetry.recordAge
    const aliases = yield* Aliases.make(source.get)
    const run = yield* SingleFlight.make<Landed, State.RefreshError>()

    const start = (request: Request) =>
      run(
        "refresh",
        Effect.gen(function* () {
          const outcome = yield* Telemetry.refresh(refresher(request))
          const { held } = MutableRef.get(state)
          if (held === undefined) return yield* Effect.dieMessage("a refresh succeeded without a list")
          yield* Effect.logDebug(`ModelCatalog: refresh, ${outcome}: ${held.snapshot.models.length} models`)
          return { outcome, forced: request.forced, held }
        }).pipe(
          Effect.tapDefect((cause) =>
            Effect.zipRight(Effect.logError("ModelCatalog: refresh died", cause), holder.postpone("1 minute"))
          )
        )
      )
    const onDemand: Request = { maxAge: limits.freshFor, forced: false }

    const waited: Effect.Effect<State.Held, State.RefreshError> = Effect.suspend(() =>
      Effect.matchEffect(SingleFlight.wait(start(onDemand)), {
        onSuccess: ({ held }) => Effect.succeed(held),
        onFailure: (error) =>
          Effect.flatMap(Clock.currentTimeMillis, (now) => {
            const held = State.servable(MutableRef.get(state), limits, now)
            return held === undefined ? Effect.fail(error) : Effect.succeed(held)
          })
      })
    )

    /** Answers from the list. One step, because programs look models up often. */
    const lookUp = <A, E>(
      answer: (held: State.Held) => Effect.Effect<A, E>
    ): Effect.Effect<A, E | State.RefreshError> =>
      Effect.clockWith((clock) => {
        const now = clock.unsafeCurrentTimeMillis()
        const current = MutableRef.get(state)
        if (current.held !== undefined) recordAge(State.ageOf(current.held, now))
        const decision = State.decide(current, limits, now)
        switch (decision._tag) {
          case "Serve":
            if (decision.refresh) start(onDemand)
            return answer(decision.held)
          case "Wait":
            return Effect.flatMap(waited, answer)
          case "Fail":
            return Effect.fail(decision.error)
        }
      })

    /** A run that only looked for the list of another process does not count. */
    const refresh: Effect.Effect<Snapshot, State.RefreshError> = Effect.suspend(() =>
      Effect.flatMap(SingleFlight.wait(start({ maxAge: 0, forced: true })), ({ forced, held, outcome }) =>
        forced || outcome === "Fetched" ? Effect.succeed(held.snapshot) : refresh
      )
    )

    const closed = yield* Effect.acquireRelease(Deferred.make<void>(), (closed) => Deferred.succeed(closed, undefined))
    const changes: Stream.Stream<ModelChange.ModelChange> = SubscriptionRef.get(holder.models).pipe(
      // The first value of the stream may be lost to a newer one before it is read, so the baseline is taken here.
      Effect.map((baseline) =>
        holder.models.changes.pipe(
          Stream.filter(Predicate.isNotUndefined),
          Stream.buffer({ capacity: 1, strategy: "sliding" }),
          Stream.mapAccum(baseline, (before, after) => [after, compare(before, after)]),
          Stream.mapConcat(identity)
        )
      ),
      Stream.unwrap,
      Stream.interruptWhenDeferred(closed)
    )

    if (refreshEvery !== undefined) {
      yield* Effect.forkScoped(
        repeatedly(
          state,
          refreshEvery,
          Effect.suspend(() => SingleFlight.wait(start({ maxAge: 0.75 * refreshEvery, forced: false })))
        )
      )
    }

    return {
      snapshot: lookUp(({ snapshot }) => Effect.succeed(snapshot)),
      get: (id: string) =>
        lookUp((held) => {
          const model = held.index.get(id)
          return model === undefined ? aliases(id, held) : Effect.succeed(model)
        }),
      find: (predicate: Predicate.Predicate<ModelInfo>) =>
        lookUp(({ snapshot }) => Effect.sync(() => Option.fromNullable(snapshot.models.find(predicate)))),
      refresh,
      current: Effect.sync(() => Option.fromNullable(MutableRef.get(state).held?.snapshot)),
      changes
    }
  })

const compare = (
  before: ReadonlyArray<ModelInfo> | undefined,
  after: ReadonlyArray<ModelInfo>
): ReadonlyArray<ModelChange.ModelChange> =>
  before === undefined || before === after ? [] : ModelChange.diff(before, after)

/** Refreshes whenever the list has the age of the period, give or take 20 %. */
const repeatedly = (
  state: MutableRef.MutableRef<State.State>,
  period: number,
  refresh: Effect.Effect<unknown, unknown>
): Effect.Effect<never> =>
  Effect.gen(function* () {
    const jitter = yield* Random.nextRange(0.8, 1.2)
    const now = yield* Clock.currentTimeMillis
    yield* Effect.sleep(State.untilRefresh(MutableRef.get(state), period * jitter, now))
    yield* Effect.exit(refresh)
  }).pipe(Effect.forever)
