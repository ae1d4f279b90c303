/**
 * How often to retry a failed request, and how long to wait before that.
 *
 * @since 0.1.0
 */
import type { ModelsError } from "@anthropic-models/core/ModelsError"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Random from "effect/Random"
import * as Schedule from "effect/Schedule"
import { decodeDuration } from "./internal/optionChecks.ts"

/**
 * A retry policy.
 *
 * **Details**
 *
 * The `isRetryable` flag of an error decides whether it is retried. If the server says how long to wait, that replaces
 * the delay of the schedule; the schedule still counts the retry.
 *
 * @example
 * ```ts
 * import * as RetryPolicy from "@anthropic-models/http/RetryPolicy"
 *
 * const policyOf = (job: { readonly isInteractive: boolean }): RetryPolicy.RetryPolicy =>
 *   job.isInteractive ? RetryPolicy.standard : RetryPolicy.make({ maxRetries: 8, maxDelay: "1 minute" })
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export interface RetryPolicy {
  /** The delay before each retry. When the schedule is done, the call fails with its last error. */
  readonly schedule: Schedule.Schedule<unknown, ModelsError>
  /** The tokens that the retries of all calls of a layer share; `false` for no limit. */
  readonly budget: Budget | false
  /** Why the policy cannot be used. The layer that gets it fails with a `ConfigError` that says so. */
  readonly problem?: string | undefined
}

/**
 * A bucket of tokens that all calls of a layer share, so that a long outage does not multiply the load. A retry takes
 * tokens, a success returns some. While there are too few, a call fails without a retry.
 *
 * @example
 * ```ts
 * import * as RetryPolicy from "@anthropic-models/http/RetryPolicy"
 *
 * // ten retries in a row, then one more for every five calls that succeed at once
 * const budget: RetryPolicy.Budget = { capacity: 50, retryCost: 5, timeoutCost: 5, refund: 1 }
 *
 * const careful = RetryPolicy.make({ budget })
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export interface Budget {
  /** The number of tokens at the start, and the maximum. */
  readonly capacity: number
  /** The cost of a retry. It is returned if the retry gets an answer that is no failure of the server. */
  readonly retryCost: number
  /** The cost of a retry after a timeout. */
  readonly timeoutCost: number
  /** The tokens that a success at the first attempt returns. */
  readonly refund: number
}

/**
 * The budget of the AWS standard retry mode: 100 retries in a row, or 50 after timeouts.
 *
 * @example
 * ```ts
 * import * as RetryPolicy from "@anthropic-models/http/RetryPolicy"
 *
 * const generous = RetryPolicy.make({ budget: { ...RetryPolicy.defaultBudget, capacity: 2000 } })
 * ```
 *
 * @since 0.1.0
 * @category constants
 */
export const defaultBudget: Budget = { capacity: 500, retryCost: 5, timeoutCost: 10, refund: 1 }

/**
 * Options of `make`.
 *
 * @example
 * ```ts
 * import * as RetryPolicy from "@anthropic-models/http/RetryPolicy"
 *
 * const options: RetryPolicy.Options = {
 *   maxRetries: 5,
 *   baseDelay: "1 second",
 *   maxDelay: "20 seconds",
 *   jitter: 0.5,
 *   budget: false
 * }
 *
 * const nightly = RetryPolicy.make(options)
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /**
   * The number of retries of a call: a whole number from 0.
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
   * The longest delay.
   *
   * @default "8 seconds"
   */
  readonly maxDelay?: Duration.DurationInput | undefined
  /**
   * Shortens each delay by a random part of up to this share, from 0 to 1.
   *
   * @default 0.25
   */
  readonly jitter?: number | undefined
  /**
   * The tokens that the retries of all calls of a layer share; `false` for no limit.
   *
   * @default defaultBudget
   */
  readonly budget?: Budget | false | undefined
}

const unusable = (problem: string): RetryPolicy => ({ schedule: Schedule.stop, budget: false, problem })

/** The delay in milliseconds, if the input is a finite duration. */
const finiteMillis = (input: unknown): Option.Option<number> =>
  decodeDuration(input).pipe(Option.filter(Duration.isFinite), Option.map(Duration.toMillis))

/**
 * Exponential backoff with jitter: the delay before retry `n` is
 * `round(min(baseDelay * 2^n, maxDelay) * (1 - jitter * random))`.
 *
 * **Details**
 *
 * Never throws. Options that make no sense are a `ConfigError` of the layer that gets the policy.
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
export const make = (options: Options = {}): RetryPolicy => {
  if (!Predicate.isRecord(options)) return unusable("the options must be an object")
  const {
    baseDelay = "500 millis",
    budget = defaultBudget,
    jitter = 0.25,
    maxDelay = "8 seconds",
    maxRetries = 2
  }: Options = options
  const base = finiteMillis(baseDelay)
  const longest = finiteMillis(maxDelay)
  if (Option.isNone(base)) return unusable('baseDelay must be a finite duration, such as "500 millis"')
  if (Option.isNone(longest)) return unusable('maxDelay must be a finite duration, such as "8 seconds"')
  if (typeof jitter !== "number" || !(jitter >= 0 && jitter <= 1))
    return unusable("jitter must be a number from 0 to 1")
  if (!(Number.isInteger(maxRetries) || maxRetries === Infinity) || maxRetries < 0) {
    return unusable("maxRetries must be a whole number from 0")
  }

  const schedule = Schedule.exponential(Duration.millis(base.value)).pipe(
    Schedule.modifyDelayEffect((_, delay) =>
      Effect.map(Random.next, (random) =>
        Duration.millis(Math.round(Math.min(Duration.toMillis(delay), longest.value) * (1 - jitter * random)))
      )
    ),
    Schedule.intersect(Schedule.recurs(maxRetries))
  )
  return { schedule, budget }
}

/**
 * The default: two retries, after about 0.5 and 1 second.
 *
 * @example
 * ```ts
 * import * as RetryPolicy from "@anthropic-models/http/RetryPolicy"
 *
 * // the default policy, without the budget that calls share
 * const unlimited: RetryPolicy.RetryPolicy = { ...RetryPolicy.standard, budget: false }
 * ```
 *
 * @since 0.1.0
 * @category constants
 */
export const standard: RetryPolicy = make()

/**
 * Never retries.
 *
 * @example
 * ```ts
 * import * as ModelsHttp from "@anthropic-models/http/ModelsHttp"
 * import * as RetryPolicy from "@anthropic-models/http/RetryPolicy"
 *
 * // for a health check, which reports the first failure
 * const Live = ModelsHttp.layerConfig({ retry: RetryPolicy.none, timeout: "2 seconds" })
 * ```
 *
 * @since 0.1.0
 * @category constants
 */
export const none: RetryPolicy = { schedule: Schedule.stop, budget: false }

/**
 * Retries by a schedule of your own, which gets each error as its input.
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
