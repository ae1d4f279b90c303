import type * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as FiberId from "effect/FiberId"
import * as FiberRefs from "effect/FiberRefs"
import * as Runtime from "effect/Runtime"
import * as RuntimeFlags from "effect/RuntimeFlags"

/** Makes an effect as interruptible as the caller of an uninterruptible region is. */
export interface Restore {
  <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R>
}

/** When an effect ends, and what it runs in until then. */
interface Limits<R, E> {
  readonly clock: Clock.Clock
  readonly millis: number
  readonly onTimeout: () => Effect.Effect<never, E>
  readonly restore: Restore
  readonly runtime: Runtime.Runtime<R>
  /** References that the runtime sets for the effect alone. What the effect sets of the others goes on to the caller. */
  readonly notInherited: ReadonlySet<unknown>
}

/**
 * Ends an effect when its time is over. It is for a region that cannot be interrupted, and can be interrupted itself
 * while it waits.
 *
 * The effect runs in a fiber of its own, which can always be interrupted, also where the caller cannot, as in a
 * finalizer: there `Effect.timeoutFail` would wait for what it is to end. And services that come with a runtime cost
 * less than services that are provided. That fiber never fails, since the runtime would log what it fails with, secrets
 * and all.
 */
export const within = <A, E, R>(
  effect: Effect.Effect<A, E, R>,
  { clock, millis, notInherited, onTimeout, restore, runtime }: Limits<R, E>
): Effect.Effect<A, E> =>
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
          const changed = changes(runtime.fiberRefs, worker.getFiberRefs(), notInherited)
          resume(changed === undefined ? exit : Effect.zipRight(Effect.inheritFiberRefs(changed), exit))
        } else resume(isLate && Exit.isInterrupted(exit) ? Effect.suspend(onTimeout) : exit)
      })
    })
    // A worker that has ended already is not waited for.
    return Effect.tapErrorCause(restore(outcome), () => Fiber.interrupt(worker))
  })

/** The references whose values are others than before. There are seldom any, and to join them all would cost more. */
const changes = (
  before: FiberRefs.FiberRefs,
  after: FiberRefs.FiberRefs,
  notInherited: ReadonlySet<unknown>
): FiberRefs.FiberRefs | undefined => {
  const changed: typeof after.locals = new Map()
  after.locals.forEach((stack, ref) => {
    if (!notInherited.has(ref) && stack[0][1] !== FiberRefs.getOrDefault(before, ref)) changed.set(ref, stack)
  })
  return changed.size === 0 ? undefined : FiberRefs.unsafeMake(changed)
}
