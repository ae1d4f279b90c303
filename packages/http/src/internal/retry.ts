import type { ModelsError } from "@anthropic-models/core/ModelsError"
import * as Cause from "effect/Cause"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import type * as RetryPolicy from "../RetryPolicy.ts"
import type { Settings } from "./settings.ts"

/** A bucket of tokens that all calls of a layer share. */
interface Bucket {
  /** Takes the tokens of a retry, if there are enough. Returns their number. */
  readonly take: (error: ModelsError) => Option.Option<number>
  readonly giveBack: (tokens: number) => void
}

const unlimited: Bucket = { take: () => Option.some(0), giveBack: () => undefined }

const makeBucket = ({ capacity, retryCost, timeoutCost }: RetryPolicy.Budget): Bucket => {
  let tokens = capacity
  return {
    take: (error) => {
      const cost = error._tag === "RequestTimeoutError" ? timeoutCost : retryCost
      if (cost > tokens) return Option.none()
      tokens -= cost
      return Option.some(cost)
    },
    giveBack: (returned) => {
      tokens = Math.min(capacity, tokens + returned)
    }
  }
}

const advice = (error: ModelsError): Option.Option<Duration.Duration> =>
  "retryAfter" in error ? error.retryAfter : Option.none()

/** Whether the server failed, so that a retry keeps its tokens. */
const isServerFailure = (error: ModelsError): boolean =>
  error.isRetryable || error._tag === "RequestTimeoutError" || ("status" in error && error.status >= 500)

/** One attempt. `left` returns the milliseconds until the deadline. */
export interface Attempt {
  (left: () => number): Effect.Effect<void, ModelsError>
}

/**
 * Retries attempts by the policy.
 *
 * A retry that would break a limit is not begun, so the call fails at once with the error of its last attempt: if the
 * server asks for a longer wait than `maxRetryAfter`, if the wait would pass the deadline, or if the budget is empty.
 */
export const make = ({ deadline, maxRetryAfter, retry: { budget, schedule } }: Settings) => {
  const bucket = budget === false ? unlimited : makeBucket(budget)
  const refund = budget === false ? 0 : budget.refund

  return (attempt: Attempt, mayRetry: (error: ModelsError) => boolean): Effect.Effect<void, ModelsError> =>
    Effect.flatMap(Effect.clock, (clock) => {
      const now = () => Number(clock.unsafeCurrentTimeNanos()) / 1e6
      const end = now() + Duration.toMillis(deadline)
      const left = () => end - now()
      let taken: Option.Option<number> = Option.none()
      let last: Option.Option<ModelsError> = Option.none()

      /** Returns the tokens of a retry that was not sent, or that got an answer which is no failure of the server. */
      const settle = (whole: number): void => {
        bucket.giveBack(Option.getOrElse(taken, () => whole))
        taken = Option.none()
      }

      const mayWait = (error: ModelsError, delay: Duration.Duration): boolean => {
        if (!mayRetry(error)) return false
        if (Option.exists(advice(error), Duration.greaterThan(maxRetryAfter))) return false
        if (Duration.toMillis(delay) >= left()) return false
        taken = bucket.take(error)
        last = Option.some(error)
        return Option.isSome(taken)
      }

      const waits = schedule.pipe(
        Schedule.passthrough,
        Schedule.modifyDelay((error, own) => Option.getOrElse(advice(error), () => own)),
        Schedule.delays,
        Schedule.check(mayWait)
      )

      /** A clock that jumps may wake the call after its deadline. Then nothing is sent. */
      const next = Effect.suspend(() => {
        if (left() > 0 || Option.isNone(last)) {
          return Effect.tapBoth(attempt(left), {
            onSuccess: () => Effect.sync(() => settle(refund)),
            onFailure: (error) => Effect.sync(() => (isServerFailure(error) ? (taken = Option.none()) : settle(0)))
          })
        }
        settle(0)
        return Effect.fail(last.value)
      })

      return next.pipe(
        Effect.retry(waits),
        Effect.onExit((exit) =>
          Exit.isFailure(exit) && !Cause.isFailure(exit.cause) ? Effect.sync(() => settle(0)) : Effect.void
        )
      )
    })
}
