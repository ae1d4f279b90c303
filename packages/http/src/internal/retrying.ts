import type { ModelsError } from "@anthropic-models/core/ModelsError"
import type * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as ScheduleDecision from "effect/ScheduleDecision"
import * as ScheduleIntervals from "effect/ScheduleIntervals"
import type { RetryPolicy } from "../RetryPolicy.ts"
import * as Budget from "./budget.ts"

/** One attempt: the how-manieth it is, and the milliseconds that are left until the deadline. */
export interface Attempt<A> {
  (attempts: number, left: number, clock: Clock.Clock): Effect.Effect<A, ModelsError>
}

/** What of a call says how it is repeated. */
interface Repetition {
  readonly mayRepeat: (error: ModelsError) => boolean
  /** Wraps what runs between two attempts. */
  readonly between: <A>(effect: Effect.Effect<A>) => Effect.Effect<A>
}

/** What of the settings says how calls are repeated. */
interface Rules {
  readonly retry: RetryPolicy
  readonly deadline: Duration.Duration
  readonly maxRetryAfter: Duration.Duration
}

/**
 * Repeats attempts. Every limit is looked at before the wait that would break it, so that a call that has to fail
 * does so at once, with the error of its last attempt.
 */
export const make = ({ deadline, maxRetryAfter, retry: { budget: sizes, schedule } }: Rules) => {
  const budget = sizes === false ? Budget.unlimited : Budget.make(sizes)
  const deadlineMillis = Duration.toMillis(deadline)
  const longestAdvice = Duration.toMillis(maxRetryAfter)

  return <A>(attempt: Attempt<A>, { between, mayRepeat }: Repetition): Effect.Effect<A, ModelsError> =>
    Effect.clockWith((clock) => {
      const end = monotonicMillis(clock) + deadlineMillis
      const left = () => end - monotonicMillis(clock)

      const run = (attempts: number, state: unknown, taken: number | undefined): Effect.Effect<A, ModelsError> =>
        Effect.matchEffect(attempt(attempts, left(), clock), {
          onSuccess: (value) => {
            budget.giveBack(taken)
            return Effect.succeed(value)
          },
          onFailure: (error) => (mayRepeat(error) ? again(attempts, state, error) : Effect.fail(error))
        })

      const again = (attempts: number, state: unknown, error: ModelsError): Effect.Effect<A, ModelsError> =>
        Effect.flatMap(between(schedule.step(clock.unsafeCurrentTimeMillis(), error, state)), ([next, , decision]) => {
          if (ScheduleDecision.isDone(decision)) return Effect.fail(error)
          const advised = Option.map(advice(error), Duration.toMillis)
          if (Option.isSome(advised) && advised.value > longestAdvice) return Effect.fail(error)
          const own = ScheduleIntervals.start(decision.intervals) - clock.unsafeCurrentTimeMillis()
          const delay = Option.getOrElse(advised, () => own)
          if (delay >= left()) return Effect.fail(error)
          const taken = budget.take(error._tag === "RequestTimeoutError")
          if (taken === undefined) return Effect.fail(error)
          const unsent = Effect.sync(() => budget.giveBack(taken))
          return Effect.flatMap(
            Effect.onInterrupt(between(clock.sleep(Duration.millis(delay))), () => unsent),
            () => (left() > 0 ? run(attempts + 1, next, taken) : Effect.zipRight(unsent, Effect.fail(error)))
          )
        })

      return run(1, schedule.initial, undefined)
    })
}

/** How long the server asks to wait. */
const advice = (error: ModelsError): Option.Option<Duration.Duration> =>
  "retryAfter" in error ? error.retryAfter : Option.none()

/** Time that no change of the wall clock moves. */
const monotonicMillis = (clock: Clock.Clock): number => Number(clock.unsafeCurrentTimeNanos()) / 1e6
