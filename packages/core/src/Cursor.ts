/**
 * A position in the list of models.
 *
 * @since 0.1.0
 */
import * as Data from "effect/Data"
import * as Schema from "effect/Schema"

/**
 * The position right after the model `id`: toward older models. Sent as `after_id`.
 *
 * @example
 * ```ts
 * import * as Cursor from "@anthropic-models/core/Cursor"
 * import * as Schema from "effect/Schema"
 *
 * // a job that walks toward older models, and stores how far it came
 * const Job = Schema.Struct({ name: Schema.String, position: Schema.optional(Cursor.After) })
 *
 * const job = Job.make({ name: "import", position: Cursor.After.make({ id: "claude-opus-4-6" }) })
 * ```
 *
 * @since 0.1.0
 * @category schemas
 */
export const After = Schema.TaggedStruct("After", { id: Schema.NonEmptyString })

/**
 * The position right after the model `id`, toward older models.
 *
 * @example
 * ```ts
 * import type * as Cursor from "@anthropic-models/core/Cursor"
 *
 * const title = ({ id }: Cursor.After): string => `Models older than ${id}`
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export interface After extends Schema.Schema.Type<typeof After> {}

/**
 * The position right before the model `id`: toward newer models. Sent as `before_id`.
 *
 * @example
 * ```ts
 * import * as Cursor from "@anthropic-models/core/Cursor"
 * import * as Schema from "effect/Schema"
 *
 * const isTowardNewer = Schema.is(Cursor.Before)
 *
 * isTowardNewer(Cursor.before("claude-opus-4-6")) // true
 * isTowardNewer(Cursor.after("claude-opus-4-6")) // false
 * ```
 *
 * @since 0.1.0
 * @category schemas
 */
export const Before = Schema.TaggedStruct("Before", { id: Schema.NonEmptyString })

/**
 * The position right before the model `id`, toward newer models.
 *
 * @example
 * ```ts
 * import type * as Cursor from "@anthropic-models/core/Cursor"
 *
 * const title = ({ id }: Cursor.Before): string => `Models newer than ${id}`
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export interface Before extends Schema.Schema.Type<typeof Before> {}

/**
 * A position in the list, and the direction to read from it. A cursor is the id of a model, so every model is a position
 * to resume from. It has one direction, so both directions at once cannot be written.
 *
 * @example
 * ```ts
 * import * as Cursor from "@anthropic-models/core/Cursor"
 *
 * const reverse = ({ _tag, id }: Cursor.Cursor): Cursor.Cursor =>
 *   _tag === "After" ? Cursor.before(id) : Cursor.after(id)
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export type Cursor = After | Before

/**
 * The schema of a cursor, for storing it: `{"_tag":"After","id":"claude-opus-4-6"}`. Plain objects of this shape are
 * cursors, too. `Equal` compares the cursors of `after` and `before`; `Schema.equivalence(Cursor)` compares any two.
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
 * The position right after the model `id`, toward older models.
 *
 * @example
 * ```ts
 * import * as Cursor from "@anthropic-models/core/Cursor"
 * import * as Models from "@anthropic-models/core/Models"
 *
 * const older = Models.list({ cursor: Cursor.after("claude-opus-4-6"), limit: 10 })
 * ```
 *
 * @since 0.1.0
 * @category constructors
 */
export const after = (id: string): Cursor => Data.struct({ _tag: "After", id })

/**
 * The position right before the model `id`, toward newer models.
 *
 * @example
 * ```ts
 * import * as Cursor from "@anthropic-models/core/Cursor"
 * import * as Models from "@anthropic-models/core/Models"
 *
 * // the models that were released since
 * const newer = Models.list({ cursor: Cursor.before("claude-opus-4-6"), limit: 1000 })
 * ```
 *
 * @since 0.1.0
 * @category constructors
 */
export const before = (id: string): Cursor => Data.struct({ _tag: "Before", id })
