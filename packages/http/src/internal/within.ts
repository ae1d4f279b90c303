import type * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as FiberId from "effect/FiberId"
import * as FiberRef from "effect/FiberRef"
import * as FiberRefs from "effect/FiberRefs"
import * as Runtime from "effect/Runtime"
import * as RuntimeFlags from "effect/RuntimeFlags"

/** When an effect ends, and what it runs in until then. */
interface Limits<R, E> {
  readonly clock: Clock.Clock
  readonly millis: number
  readonly onTimeout: () => E
  readonly runtime: Runtime.Runtime<R>
}

/**
 * Ends an effect when its time is over. It runs in a fiber of its own, which can always be interrupted, also where
 * the caller cannot, as in a finalizer: there `Effect.timeoutFail` would wait for what it is to end. It also forks one
 * fiber less than that does, and the runtime costs nothing, where every service that is provided would.
 */
export const within = <A, E, R>(
  effect: Effect.Effect<A, E, R>,
  { clock, millis, onTimeout, runtime }: Limits<R, E>
): Effect.Effect<A, E> =>
  Effect.async((resume) => {
    const fork = Runtime.runFork(Runtime.enableRuntimeFlag(runtime, RuntimeFlags.Interruption))
    let isLate = false
    const worker = fork(effect)
    const timer = fork(clock.sleep(Duration.millis(millis)))
    worker.addObserver((exit) => {
      timer.unsafeInterruptAsFork(FiberId.none)
      if (Exit.isSuccess(exit)) resume(Effect.zipRight(inherit(worker), exit))
      else resume(isLate && Exit.isInterrupted(exit) ? Effect.failSync(onTimeout) : exit)
    })
    timer.addObserver((exit) => {
      isLate = Exit.isSuccess(exit)
      if (isLate) worker.unsafeInterruptAsFork(FiberId.none)
    })
    return Fiber.interrupt(worker)
  })

/** What the effect has set goes on to the caller, but for the context, which is the runtime's. */
const inherit = (worker: Fiber.RuntimeFiber<unknown, unknown>): Effect.Effect<void> =>
  Effect.inheritFiberRefs(FiberRefs.delete(worker.getFiberRefs(), FiberRef.currentContext))
