import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Option from "effect/Option"
import * as Queue from "effect/Queue"
import type * as Scope from "effect/Scope"

/**
 * Runs `pull` in the background, so that up to `count` of its results are there or on their way when they are
 * asked for. There are `count` places: one is taken before `pull` is run, and free again when the consumer has the
 * result.
 */
export const ahead = <A, E, R>(
  pull: Effect.Effect<A, Option.Option<E>, R>,
  count: number
): Effect.Effect<Effect.Effect<A, Option.Option<E>>, never, R | Scope.Scope> =>
  Effect.gen(function* () {
    const places = yield* Effect.makeSemaphore(count)
    const results = yield* Queue.unbounded<Exit.Exit<A, Option.Option<E>>>()
    yield* places.take(1).pipe(
      Effect.zipRight(Effect.exit(pull)),
      Effect.tap((result) => Queue.offer(results, result)),
      Effect.repeat({ while: Exit.isSuccess }),
      Effect.forkScoped
    )
    return Effect.flatten(Effect.zipLeft(Queue.take(results), places.release(1)))
  })
