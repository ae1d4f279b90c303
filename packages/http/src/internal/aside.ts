import * as Effect from "effect/Effect"
import * as Option from "effect/Option"

/**
 * An effect whose result goes past it, by `keep`.
 *
 * Fibers and spans hold what they ended with, and are held themselves for long after that. V8 puts a closure that is
 * written straight into a property among the old objects; each fiber has such a closure, and so has each uninterruptible
 * region; and what an old object refers to, dead or not, is not collected with the young ones. So no page and no body
 * is to be what a fiber or a span ends with.
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
