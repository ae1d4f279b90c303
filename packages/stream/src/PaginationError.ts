/**
 * The failure of a walk whose pages do not form a list.
 *
 * @since 0.1.0
 */
import * as Cursor from "@anthropic-models/core/Cursor"
import { printable } from "@anthropic-models/core/ModelsError"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

const optional = <A, I>(schema: Schema.Schema<A, I>) =>
  Schema.optionalWith(schema, { as: "Option" }).pipe(Schema.withConstructorDefault(() => Option.none<A>()))

/**
 * The pages do not form a list: to continue would repeat models, miss some, or never end. The stream does not emit the
 * page that is wrong.
 *
 * **Details**
 *
 * | `reason` | meaning | `cursor` |
 * | --- | --- | --- |
 * | `"RepeatedCursor"` | the page leads back to a place where the walk was before | that place |
 * | `"MissingCursor"` | `has_more` is true, but there is no id to continue from | where the page begins |
 * | `"OverlappingPages"` | the page repeats a model of an earlier page | where the page begins |
 * | `"TooManyPages"` | more models follow after `maxPages` pages, or after 100 empty pages in a row | where to continue |
 *
 * `cursor` holds the exact id. It is none at the beginning of the list, and where the id cannot be printed: with control or
 * invisible characters, or more than 1000 characters. In `modelId` and in the message such characters become blanks.
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
    /** The place in question. None is the newest model, where the list begins. */
    cursor: optional(Cursor.Cursor),
    /** The number of the page that is wrong or was not requested, from 1. */
    page: Schema.Int,
    /** The number of models that the pages before it hold. */
    emitted: Schema.Int,
    /** The repeated model, if `reason` is `"OverlappingPages"`. */
    modelId: optional(Schema.String)
  }
) {
  /** Another walk would most likely fail in the same way. */
  get isRetryable(): boolean {
    return false
  }
  override get message(): string {
    return `${this.reason}: ${describe(this)} (models emitted before: ${this.emitted})`
  }
}

const describe = ({ cursor, modelId, page, reason }: PaginationError): string => {
  const place = Option.match(cursor, {
    onNone: () => (page === 1 ? "at the beginning of the list" : "after an id that cannot be printed"),
    onSome: ({ _tag, id }) => `${_tag === "After" ? "after" : "before"} ${shorten(id)}`
  })
  switch (reason) {
    case "RepeatedCursor":
      return `page ${page} leads back to the models ${place}, which were read before`
    case "MissingCursor":
      return `has_more is true on page ${page}, ${place}, but there is no id to continue from`
    case "OverlappingPages":
      return `page ${page}, ${place}, repeats ${Option.match(modelId, { onNone: () => "a model", onSome: shorten })}`
    case "TooManyPages":
      return `more models follow ${place}, but page ${page} is beyond the limit${Option.match(cursor, { onNone: () => "", onSome: () => "; continue from the error's cursor if the list is that long" })}`
  }
}

const shorten = (id: string): string => printable(id, 200)
