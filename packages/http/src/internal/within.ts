import type * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as FiberId from "effect/FiberId"
import type * as FiberRefs from "effect/FiberRefs"
import * as Runtime from "effect/Runtime"
import * as RuntimeFlags from "effect/RuntimeFlags"

/** When an effect ends, and what it runs in until then. */
interface Limits<R, E> {
  readonly clock: Clock.Clock
  readonly millis: number
  readonly onTimeout: () => Effect.Effect<never, E>
  readonly runtime: Runtime.Runtime<R>
  /** Which of the references of the effect go on to the caller. */
  readonly inherited: (refs: FiberRefs.FiberRefs) => FiberRefs.FiberRefs
}

/**
 * Ends an effect when its time is over. It runs in a fiber of its own, which can always be interrupted, also where
 * the caller cannot, as in a finalizer: there `Effect.timeoutFail` would wait for what it is to end. And services that
 * come with a runtime cost less than services that are provided.
 *
 * That fiber never fails, since the runtime would log what it fails with, secrets and all.
 */
export const within = <A, E, R>(
  effect: Effect.Effect<A, E, R>,
  { clock, inherited, millis, onTimeout, runtime }: Limits<R, E>
): Effect.Effect<A, E> =>
  Effect.uninterruptibleMask((restore) =>
    Effect.suspend(() => {
      const fork = Runtime.runFork(Runtime.enableRuntimeFlag(runtime, RuntimeFlags.Interruption))
      const worker = fork(Effect.exit(effect))
      const timer = fork(clock.sleep(Duration.millis(millis)))
      let isLate = false
      timer.addObserver((exit) => {
        isLate = Exit.isSuccess(exit)
        if (isLate) worker.unsafeInterruptAsFork(FiberId.none)
      })
      worker.addObserver(() => timer.unsafeInterruptAsFork(FiberId.none))
      const outcome = Effect.async<A, E>((resume) => {
        worker.addObserver((ended) => {
          const exit = Exit.flatten(ended)
          if (Exit.isSuccess(exit)) {
            resume(Effect.zipRight(Effect.inheritFiberRefs(inherited(worker.getFiberRefs())), exit))
          } else resume(isLate && Exit.isInterrupted(exit) ? Effect.suspend(onTimeout) : exit)
        })
      })
      return Effect.onInterrupt(restore(outcome), () => Fiber.interrupt(worker))
    })
  )
