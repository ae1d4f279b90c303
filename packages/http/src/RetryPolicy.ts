/**
 * How often a failed request is sent again, and how long to wait before that.
 *
 * @since 0.1.0
 */
import type { ModelsError } from "@anthropic-models/core/ModelsError"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import * as Schedule from "effect/Schedule"

/**
 * A policy: what the client itself would do, where the server says nothing.
 *
 * **Details**
 *
 * Which failures are retried is said by `isRetryable` of each error. A server that says how long to wait is obeyed
 * in place of the schedule's delay, which still counts the retry.
 *
 * @since 0.1.0
 * @category models
 */
export interface RetryPolicy {
  /** The delay before each retry; when it ends, the last error is given. */
  readonly schedule: Schedule.Schedule<unknown, ModelsError>
  /** The bucket of tokens that the retries of a client share; `false` for no bound. */
  readonly budget: Budget | false
}

/**
 * A bucket of tokens that all calls of a client share, so that a long outage does not multiply the load: a retry
 * takes tokens, a success gives some back, and while there are too few, a failure is given at once.
 *
 * @since 0.1.0
 * @category models
 */
export interface Budget {
  /** How many tokens there are at first, and at most. A size that is not a number allows no retry. */
  readonly capacity: number
  /** How many a retry takes; a success after it gives them back. */
  readonly retryCost: number
  /** How many a retry after a timeout takes. */
  readonly timeoutCost: number
  /** How many a success at the first try gives back. */
  readonly refund: number
}

/**
 * The budget of the AWS standard retry mode: 100 retries in a row, or 50 after timeouts.
 *
 * @since 0.1.0
 * @category constants
 */
export const defaultBudget: Budget = { capacity: 500, retryCost: 5, timeoutCost: 10, refund: 1 }

/**
 * How to build a policy.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /**
   * How often a call is tried again; what is below 0 is 0.
   *
   * @default 2
   */
  readonly maxRetries?: number | undefined
  /**
   * The delay before the first retry. It doubles with each.
   *
   * @default "500 millis"
   */
  readonly baseDelay?: Duration.DurationInput | undefined
  /**
   * No delay is longer.
   *
   * @default "8 seconds"
   */
  readonly maxDelay?: Duration.DurationInput | undefined
  /**
   * The part of each delay that chance may take away, from 0 to 1.
   *
   * @default 0.25
   */
  readonly jitter?: number | undefined
  /**
   * The bucket of tokens that the retries of a client share; `false` for no bound.
   *
   * @default defaultBudget
   */
  readonly budget?: Budget | false | undefined
}

/**
 * The delay doubles from `baseDelay` up to `maxDelay`, and chance takes up to a `jitter` of it away.
 *
 * @example
 * ```ts
 * import * as RetryPolicy from "@anthropic-models/http/RetryPolicy"
 *
 * const patient = RetryPolicy.make({ maxRetries: 6, maxDelay: "30 seconds" })
 * ```
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = ({
  baseDelay = "500 millis",
  budget = defaultBudget,
  jitter = 0.25,
  maxDelay = "8 seconds",
  maxRetries = 2
}: Options = {}): RetryPolicy => {
  const longest = Duration.toMillis(maxDelay)
  const taken = Math.min(Math.max(jitter, 0), 1) || 0
  return {
    schedule: Schedule.exponential(baseDelay).pipe(
      Schedule.modifyDelayEffect((_, delay) =>
        Effect.map(Random.next, (chance) =>
          Duration.millis(Math.min(Duration.toMillis(delay), longest) * (1 - taken * chance))
        )
      ),
      Schedule.intersect(Schedule.recurs(maxRetries))
    ),
    budget
  }
}

/**
 * The policy of a client that is given none: two retries, about 0.5 and 1 second later.
 *
 * @since 0.1.0
 * @category constants
 */
export const standard: RetryPolicy = make()

/**
 * Never tries again.
 *
 * @since 0.1.0
 * @category constants
 */
export const none: RetryPolicy = { schedule: Schedule.stop, budget: false }

/**
 * Waits as a schedule of your own says, which sees each error.
 *
 * @example
 * ```ts
 * import * as RetryPolicy from "@anthropic-models/http/RetryPolicy"
 * import * as Schedule from "effect/Schedule"
 *
 * const steady = RetryPolicy.fromSchedule(Schedule.intersect(Schedule.spaced("1 second"), Schedule.recurs(4)))
 * ```
 *
 * @since 0.1.0
 * @category constructors
 */
export const fromSchedule = (
  schedule: Schedule.Schedule<unknown, ModelsError>,
  { budget = defaultBudget }: Pick<Options, "budget"> = {}
): RetryPolicy => ({ schedule, budget })
