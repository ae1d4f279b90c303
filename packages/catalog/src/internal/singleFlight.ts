import * as Effect from "effect/Effect"
import type * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as FiberMap from "effect/FiberMap"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"

/** A run that several callers may wait for. */
export type Flight<A, E> = Fiber.RuntimeFiber<Exit.Exit<A, E>>

/**
 * Starts an effect, unless one with the same key runs already. The effect belongs to the scope: the interruption of a
 * caller does not reach it.
 *
 * The running fiber is looked up by hand, because `onlyIfMissing` returns an interrupted fiber in its place.
 */
export const make = <A, E>(): Effect.Effect<
  (key: string, effect: Effect.Effect<A, E>) => Flight<A, E>,
  never,
  Scope.Scope
> =>
  Effect.gen(function* () {
    const flights = yield* FiberMap.make<string, Exit.Exit<A, E>, never>()
    const run = yield* FiberMap.runtime(flights)()
    return (key, effect) =>
      Option.getOrElse(FiberMap.unsafeGet(flights, key), () => run(key, Effect.exit(effect), { immediate: false }))
  })

/** Waits for a run, with its result. `Fiber.join` would also take over the FiberRefs of the run. */
export const wait = <A, E>(flight: Flight<A, E>): Effect.Effect<A, E> =>
  Effect.flatten(Effect.flatten(Fiber.await(flight)))
