/**
 * The list of models at a time.
 *
 * @since 0.1.0
 */
import { ModelInfo } from "@anthropic-models/core/ModelInfo"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

/**
 * Why the last refresh failed.
 *
 * @example
 * ```ts
 * import type { LastFailure } from "@anthropic-models/catalog/Snapshot"
 * import * as DateTime from "effect/DateTime"
 *
 * const warning = ({ at, message, tag }: LastFailure): string =>
 *   tag === "AuthenticationError"
 *     ? "The API does not accept the key any more."
 *     : `The refresh at ${DateTime.formatIso(at)} failed: ${message}`
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export class LastFailure extends Schema.Class<LastFailure>("@anthropic-models/catalog/Snapshot/LastFailure")({
  /** When the refresh failed. */
  at: Schema.DateTimeUtc,
  /** The message of the error: one printable line. */
  message: Schema.String,
  /** The `_tag` of the error, such as `"OverloadedError"`. */
  tag: Schema.String
}) {}

/**
 * The list of models, and how far it can be trusted.
 *
 * **Details**
 *
 * | field | meaning |
 * | --- | --- |
 * | `models` | the complete list, newest first by `created_at`, then by id; models without a date come last |
 * | `fetchedAt` | when the walk over the pages began; the epoch for a seed |
 * | `source` | `"api"`: fetched by this process; `"store"`: read from the store; `"seed"`: given as an option |
 * | `lastFailure` | why the refresh after `fetchedAt` failed; none if it did not |
 *
 * @example
 * ```ts
 * import * as ModelCatalog from "@anthropic-models/catalog/ModelCatalog"
 * import * as Effect from "effect/Effect"
 * import * as Option from "effect/Option"
 *
 * const banner = Effect.map(ModelCatalog.snapshot, ({ fetchedAt, lastFailure, models }) =>
 *   Option.match(lastFailure, {
 *     onNone: () => `${models.length} models`,
 *     onSome: ({ message }) => `${models.length} models of ${fetchedAt.toJSON()} (${message})`
 *   })
 * )
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export class Snapshot extends Schema.Class<Snapshot>("@anthropic-models/catalog/Snapshot")({
  models: Schema.Array(ModelInfo),
  fetchedAt: Schema.DateTimeUtc,
  source: Schema.Literal("api", "store", "seed"),
  lastFailure: Schema.optionalWith(LastFailure, { as: "Option" }).pipe(
    Schema.withConstructorDefault(() => Option.none())
  )
}) {}
