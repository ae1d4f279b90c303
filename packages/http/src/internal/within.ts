import type * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Runtime from "effect/Runtime"
import * as RuntimeFlags from "effect/RuntimeFlags"

interface Limit<E> {
  readonly clock: Clock.Clock
  readonly millis: number
  readonly onTimeout: () => E
}

/**
 * Ends an effect when its time is over. It runs in a fiber of its own, which can always be interrupted, also where
 * the caller cannot, as in a finalizer: there `Effect.timeoutFail` would wait for what it is to end. It also forks one
 * fiber less than that does.
 */
export const within = <A, E>(effect: Effect.Effect<A, E>, limit: Limit<E>): Effect.Effect<A, E> =>
  Effect.withFiberRuntime((caller, { runtimeFlags }) => {
    const fork = Runtime.runFork(
      Runtime.make({
        context: caller.currentContext,
        fiberRefs: caller.getFiberRefs(),
        runtimeFlags: RuntimeFlags.enable(runtimeFlags, RuntimeFlags.Interruption)
      })
    )
    return Effect.async<A, E>((resume) => {
      let isLate = false
      const worker = fork(effect)
      const timer = fork(limit.clock.sleep(Duration.millis(limit.millis)))
      worker.addObserver((exit) => {
        timer.unsafeInterruptAsFork(caller.id())
        if (Exit.isSuccess(exit)) resume(Effect.zipRight(Fiber.inheritAll(worker), exit))
        else resume(isLate && Exit.isInterrupted(exit) ? Effect.failSync(limit.onTimeout) : exit)
      })
      timer.addObserver((exit) => {
        isLate = Exit.isSuccess(exit)
        if (isLate) worker.unsafeInterruptAsFork(caller.id())
      })
      return Fiber.interrupt(worker)
    })
  })
