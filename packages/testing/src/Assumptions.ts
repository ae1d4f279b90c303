/**
 * The answers that the API reference does not define.
 *
 * @since 0.1.0
 */

/**
 * How the fakes answer requests whose answer the API reference does not define. By default with 400
 * `invalid_request_error`: an assumption, and the strictest one.
 *
 * @example
 * ```ts
 * import type { Assumptions } from "@anthropic-models/testing/Assumptions"
 * import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
 *
 * const lenient: Assumptions = { unknownCursor: "ignore", limitOutOfRange: "clamp" }
 *
 * const Gateway = FakeAnthropic.layerClient({ assumptions: lenient })
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export interface Assumptions {
  /** A cursor that is the id of no model: refuse it, or answer as without a cursor. @default "refuse" */
  readonly unknownCursor?: "refuse" | "ignore" | undefined
  /** Both `after_id` and `before_id`, over HTTP only: refuse them, or ignore `before_id`. @default "refuse" */
  readonly bothCursors?: "refuse" | "after_id" | undefined
  /** A limit below 1 or above 1000, over HTTP only: refuse it, or use the nearest allowed limit. @default "refuse" */
  readonly limitOutOfRange?: "refuse" | "clamp" | undefined
  /**
   * A lifecycle other than `"active"`, `"deprecated"` and `"retired"`, or more than three of them: refuse it, or
   * compare it with the lifecycle of each model.
   * @default "refuse"
   */
  readonly unknownLifecycle?: "refuse" | "compare" | undefined
}
