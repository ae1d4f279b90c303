import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Fiber from "effect/Fiber"
import * as FiberRef from "effect/FiberRef"
import type * as Tracer from "effect/Tracer"

/**
 * Runs an effect with a span of its own, for a region that cannot be interrupted: nothing there can keep the span from
 * its end, so that it takes no guard, as `Effect.useSpan` has one. To capture the caller's stack would cost more than
 * the rest of a span.
 */
export const spanned = <A, E, R>(
  name: string,
  options: Tracer.SpanOptions,
  run: (span: Tracer.Span) => Effect.Effect<A, E, R>,
  onEnd?: (exit: Exit.Exit<A, E>, span: Tracer.Span, fiber: Fiber.RuntimeFiber<A, E>) => void
): Effect.Effect<A, E, R> =>
  Effect.flatMap(Effect.makeSpan(name, { ...options, captureStackTrace: false }), (span) => {
    const end = (exit: Exit.Exit<A, E>): Effect.Effect<A, E> =>
      Effect.withFiberRuntime((fiber) => {
        onEnd?.(exit, span, fiber)
        const isTimed = fiber.getFiberRef(FiberRef.currentTracerTimingEnabled)
        span.end(isTimed ? Context.get(fiber.currentDefaultServices, Clock.Clock).unsafeCurrentTimeNanos() : 0n, exit)
        return exit
      })
    return Effect.matchCauseEffect(run(span), {
      onFailure: (cause) => end(Exit.failCause(cause)),
      onSuccess: (value) => end(Exit.succeed(value))
    })
  })
