/**
 * What makes a walk over the pages impossible to go on with.
 *
 * @since 0.1.0
 */
import * as Cursor from "@anthropic-models/core/Cursor"
import { identity } from "effect/Function"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

/** An `Option`, whose key is left out of the encoded form where it is none. */
const optionalKey = <A, I>(schema: Schema.Schema<A, I>) =>
  Schema.optionalToRequired(schema, Schema.OptionFromSelf(Schema.typeSchema(schema)), {
    decode: identity,
    encode: identity
  })
    .annotations({ description: "left out if none" })
    .pipe(Schema.withConstructorDefault(Option.none<A>))

/**
 * The pages cannot be a list of every model: going on would repeat models, leave some out, or never end. The page at
 * fault is not handed on.
 *
 * **Details**
 *
 * | `reason` | what happened | `cursor` |
 * | --- | --- | --- |
 * | `"RepeatedCursor"` | the page leads back to where the walk has been | the one that came back |
 * | `"MissingCursor"` | the page says that more models follow, and names none to go on from | where the page began |
 * | `"OverlappingPages"` | the page holds a model that the walk has passed | where the page began |
 * | `"TooManyPages"` | more models follow after `maxPages` pages, or 100 empty pages in a row came | where the page not asked for would begin |
 *
 * @example
 * ```ts
 * import * as ModelStream from "@anthropic-models/stream/ModelStream"
 * import * as Console from "effect/Console"
 * import * as Stream from "effect/Stream"
 *
 * const models = ModelStream.models({ maxPages: 10 }).pipe(
 *   Stream.catchTag("PaginationError", (error) =>
 *     error.reason === "TooManyPages" ? Stream.empty : Stream.fail(error)
 *   ),
 *   Stream.runForEach((model) => Console.log(model.id))
 * )
 * ```
 *
 * @since 0.1.0
 * @category errors
 */
export class PaginationError extends Schema.TaggedError<PaginationError>("@anthropic-models/stream/PaginationError")(
  "PaginationError",
  {
    reason: Schema.Literal("RepeatedCursor", "MissingCursor", "OverlappingPages", "TooManyPages"),
    /** The place in question, none where that is the top of the list. */
    cursor: optionalKey(Cursor.Cursor),
    /** The number of the page at fault, from 1. */
    page: Schema.Int,
    /** How many models the walk has emitted: those of the pages before it. */
    emitted: Schema.Int,
    /** The model that came twice, where `reason` is `"OverlappingPages"`. */
    modelId: optionalKey(Schema.String)
  }
) {
  /** Another walk would most likely meet the same. */
  get isRetryable(): boolean {
    return false
  }
  override get message(): string {
    return `${this.reason}: ${what(this)} (models emitted: ${this.emitted})`
  }
}

const place = (cursor: Option.Option<Cursor.Cursor>): string =>
  Option.match(cursor, {
    onNone: () => "at the top of the list",
    onSome: (cursor) => `${cursor._tag === "After" ? "after" : "before"} ${cursor.id}`
  })

const what = ({ cursor, modelId, page, reason }: PaginationError): string => {
  switch (reason) {
    case "RepeatedCursor":
      return `page ${page} leads back to the page ${place(cursor)}`
    case "MissingCursor":
      return `page ${page}, ${place(cursor)}, says that more models follow, and names none to go on from`
    case "OverlappingPages":
      return `page ${page}, ${place(cursor)}, holds ${Option.getOrElse(modelId, () => "a model")}, which the walk has passed`
    case "TooManyPages":
      return `more models follow ${place(cursor)}, and page ${page} was not asked for`
  }
}
