import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Fiber from "effect/Fiber"
import * as FiberRef from "effect/FiberRef"
import type * as Tracer from "effect/Tracer"

/** What is done before the span ends. */
interface OnEnd<A, E> {
  (exit: Exit.Exit<A, E>, span: Tracer.Span, fiber: Fiber.RuntimeFiber<A, E>): void
}

/**
 * `Effect.useSpan` without its guard, **only for regions that cannot be interrupted**: nothing there can keep the span
 * from its end. To capture the caller's stack would cost more than the rest of a span.
 */
export const useSpanUnguarded = <A, E, R>(
  name: string,
  options: Tracer.SpanOptions,
  run: (span: Tracer.Span) => Effect.Effect<A, E, R>,
  onEnd?: OnEnd<A, E>
): Effect.Effect<A, E, R> =>
  Effect.flatMap(Effect.makeSpan(name, { ...options, captureStackTrace: false }), (span) => {
    const end = (exit: Exit.Exit<A, E>): Effect.Effect<A, E> =>
      Effect.withFiberRuntime((fiber) => {
        const ended = settled(() => {
          try {
            onEnd?.(exit, span, fiber)
          } finally {
            const isTimed = fiber.getFiberRef(FiberRef.currentTracerTimingEnabled)
            const clock = Context.get(fiber.currentDefaultServices, Clock.Clock)
            if (span.status._tag !== "Ended") span.end(isTimed ? clock.unsafeCurrentTimeNanos() : 0n, exit)
          }
        })
        return Exit.zipLeft(exit, ended)
      })
    return Effect.matchCauseEffect(run(span), {
      onFailure: (cause) => end(Exit.failCause(cause)),
      onSuccess: (value) => end(Exit.succeed(value))
    })
  })

/** A tracer that throws is a defect beside what the effect ended with, and not in place of it. */
const settled = (work: () => void): Exit.Exit<void> => {
  try {
    work()
    return Exit.void
  } catch (defect) {
    return Exit.die(defect)
  }
}
