/**
 * Where in the list of models a page begins.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * The page of models right after `id`: older ones. Sent as `after_id`.
 *
 * @since 0.1.0
 * @category models
 */
export class After extends Schema.TaggedClass<After>("@anthropic-models/core/Cursor/After")("After", {
  id: Schema.String
}) {}

/**
 * The page of models right before `id`: newer ones. Sent as `before_id`.
 *
 * @since 0.1.0
 * @category models
 */
export class Before extends Schema.TaggedClass<Before>("@anthropic-models/core/Cursor/Before")("Before", {
  id: Schema.String
}) {}

/**
 * A place in the list, and the direction to read from it. A cursor is the id of a model, so every model that was
 * seen is a place to resume from; and being one of two cases, it cannot ask for both directions at once. An id that is
 * empty is refused by the call that is given it.
 *
 * @since 0.1.0
 * @category models
 */
export type Cursor = After | Before

/**
 * The schema of a cursor, with which it can be stored: `{"_tag":"After","id":"claude-opus-4-6"}`.
 *
 * @example
 * ```ts
 * import * as Cursor from "@anthropic-models/core/Cursor"
 * import * as Schema from "effect/Schema"
 *
 * const stored = Schema.encodeSync(Schema.parseJson(Cursor.Cursor))(Cursor.after("claude-opus-4-6"))
 * const cursor = Schema.decodeSync(Schema.parseJson(Cursor.Cursor))(stored)
 * ```
 *
 * @since 0.1.0
 * @category schemas
 */
export const Cursor = Schema.Union(After, Before).annotations({ identifier: "Cursor" })

/**
 * Begins right after the model `id`, toward older models.
 *
 * @since 0.1.0
 * @category constructors
 */
export const after = (id: string): Cursor => new After({ id })

/**
 * Begins right before the model `id`, toward newer models.
 *
 * @since 0.1.0
 * @category constructors
 */
export const before = (id: string): Cursor => new Before({ id })
