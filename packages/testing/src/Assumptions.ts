/**
 * What the API reference does not say, and how the fakes answer it.
 *
 * @since 0.1.0
 */

/**
 * How requests are answered for which the API reference states no answer. By default each is an error of the
 * API, 400 `invalid_request_error`: an assumption, and the strictest one.
 *
 * @since 0.1.0
 * @category models
 */
export interface Assumptions {
  /**
   * A cursor that is the id of no model: refused, or taken for no cursor.
   *
   * @default "refuse"
   */
  readonly unknownCursor?: "refuse" | "ignore" | undefined
  /**
   * Both `after_id` and `before_id`: refused, or `before_id` is ignored. `Models` cannot ask for both.
   *
   * @default "refuse"
   */
  readonly bothCursors?: "refuse" | "after_id" | undefined
  /**
   * A limit below 1 or above 1000: refused, or taken for the nearest that may be.
   *
   * @default "refuse"
   */
  readonly limitOutOfRange?: "refuse" | "clamp" | undefined
  /**
   * A lifecycle other than `"active"`, `"deprecated"` and `"retired"`, or more than three of them: refused, or compared
   * with what models say as it is.
   *
   * @default "refuse"
   */
  readonly unknownLifecycle?: "refuse" | "compare" | undefined
}
