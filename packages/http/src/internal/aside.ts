import * as Effect from "effect/Effect"
import * as Option from "effect/Option"

/**
 * An effect whose result goes past it, by `keep`. Fibers and spans hold what they ended with, and a collector of young
 * objects may leave them where they are long after they have ended; so what is large is not to be their result.
 */
export const aside = <A, E>(run: (keep: (result: A) => void) => Effect.Effect<void, E>): Effect.Effect<A, E> =>
  Effect.suspend(() => {
    let kept = Option.none<A>()
    return Effect.map(
      run((result) => {
        kept = Option.some(result)
      }),
      () => {
        const result = Option.getOrThrow(kept)
        kept = Option.none()
        return result
      }
    )
  })
