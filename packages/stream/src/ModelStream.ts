/**
 * Every model as a `Stream`, page by page, on demand.
 *
 * @since 0.1.0
 */
import type { Cursor } from "@anthropic-models/core/Cursor"
import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
import type { ModelPage } from "@anthropic-models/core/ModelPage"
import { type ListOptions, Models } from "@anthropic-models/core/Models"
import type { ModelsError } from "@anthropic-models/core/ModelsError"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { check } from "./internal/options.ts"
import { ahead } from "./internal/prefetch.ts"
import * as Walk from "./internal/walk.ts"
import type { PaginationError } from "./PaginationError.ts"

/**
 * Where a walk through the list begins, how far it goes, and how many models it requests at a time. `lifecycle`, `betas`
 * and `workspaceId` are sent with every request.
 *
 * @example
 * ```ts
 * import * as Cursor from "@anthropic-models/core/Cursor"
 * import * as ModelStream from "@anthropic-models/stream/ModelStream"
 *
 * // one page ahead, five pages at most
 * const options: ModelStream.Options = {
 *   cursor: Cursor.after("claude-opus-4-6"),
 *   limit: 100,
 *   lifecycle: ["active"],
 *   prefetch: 1,
 *   maxPages: 5
 * }
 *
 * const older = ModelStream.models(options)
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export interface Options extends ListOptions {
  /**
   * Where the walk begins, and its direction: after a model toward older ones, before a model toward newer ones.
   * The model itself is not part of the walk.
   *
   * @default the newest model, toward older ones
   */
  readonly cursor?: Cursor | undefined
  /**
   * The number of models a page holds: a whole number from 1 to 1000.
   *
   * @default 1000, the fewest requests
   */
  readonly limit?: number | undefined
  /**
   * How many pages to request ahead of the page that the consumer works on: a whole number from 0.
   *
   * @default 0
   */
  readonly prefetch?: number | undefined
  /**
   * The number of pages that the walk may request: a whole number from 1. If more models follow, the stream fails with
   * the reason `"TooManyPages"`.
   *
   * @default no limit
   */
  readonly maxPages?: number | undefined
}

/**
 * Every model, one after the other.
 *
 * **When to use**
 *
 * To find, filter, count, collect or show models. Use `pages` for what belongs to a whole page: its request id, its rate
 * limits, and the entries that could not be read.
 *
 * **Details**
 *
 * - A page is requested when the consumer needs its first model, so `Stream.take(k)` costs `ceil(k / limit)` requests.
 *   `prefetch: n` adds at most n. Each page is one chunk.
 * - After a cursor, or without one, models come newest first. Before a cursor they come oldest first, beginning next to
 *   the cursor.
 * - The API leaves out retired models. `lifecycle: ["active", "deprecated", "retired"]` lists them, too.
 * - A model that is twice on a page is emitted once.
 * - Pages that repeat or cannot be continued fail with a `PaginationError`. The models of that page are not emitted.
 * - To resume after a model, pass `Cursor.after(model.id)`, or `Cursor.before(model.id)` toward newer models.
 *   `Stream.retry` would begin again and emit models twice. The layer already retries each request.
 * - Wrong options fail with an `InvalidParameterError` before the first request.
 * - Each run of the stream is a new walk, and one span `ModelStream.models`.
 *
 * @example
 * ```ts
 * import { supports } from "@anthropic-models/core/ModelCapabilities"
 * import * as ModelStream from "@anthropic-models/stream/ModelStream"
 * import * as Stream from "effect/Stream"
 *
 * const thinkers = ModelStream.models({ limit: 20 }).pipe(
 *   Stream.filter(supports("thinking.types.adaptive")),
 *   Stream.take(5),
 *   Stream.runCollect
 * )
 * ```
 *
 * @since 0.1.0
 * @category streams
 */
export const models = (options: Options = {}): Stream.Stream<ModelInfo, ModelsError | PaginationError, Models> =>
  walk("ModelStream.models", options, (page, direction) => Chunk.unsafeFromArray(Walk.modelsOf(direction, page)))

/**
 * The same walk as `models`, as pages.
 *
 * **Details**
 *
 * Each page is emitted as the server sent it: newest model first in both directions, with models that are there twice,
 * and also if it is empty.
 *
 * @example
 * ```ts
 * import * as ModelStream from "@anthropic-models/stream/ModelStream"
 * import * as Console from "effect/Console"
 * import * as Stream from "effect/Stream"
 *
 * const report = ModelStream.pages({ limit: 100 }).pipe(
 *   Stream.runForEach((page) => Console.log(`${page.data.length} models, ${page.invalid.length} unreadable entries`))
 * )
 * ```
 *
 * @since 0.1.0
 * @category streams
 */
export const pages = (options: Options = {}): Stream.Stream<ModelPage, ModelsError | PaginationError, Models> =>
  walk("ModelStream.pages", options, Chunk.of)

const walk = <A>(
  name: string,
  options: Options,
  emit: (page: ModelPage, direction: Cursor["_tag"]) => Chunk.Chunk<A>
): Stream.Stream<A, ModelsError | PaginationError, Models> =>
  Effect.gen(function* () {
    const { cursor, limit = 1000, maxPages, prefetch = 0, ...query } = yield* check(options)
    yield* Effect.annotateCurrentSpan(attributesOf({ cursor, limit, maxPages, prefetch }))
    const api = yield* Models

    const walkWith = (place: Effect.Effect<unknown>) =>
      Stream.unfoldChunkEffect(Walk.start(cursor, maxPages), (state) =>
        Effect.gen(function* () {
          if (state.ended) return Option.none()
          const cursor = Option.getOrUndefined(yield* Walk.next(state))
          yield* place
          const page = yield* api.list({ ...query, cursor, limit })
          const next = yield* Walk.step(state, page)
          yield* Effect.annotateCurrentSpan({ pages: next.pages, models: next.models })
          yield* Effect.logDebug(`${name}: page ${next.pages}, ${page.data.length} models`)
          return Option.some([emit(page, state.direction), next] as const)
        })
      )
    return prefetch === 0 ? walkWith(Effect.void) : ahead(prefetch, walkWith)
  }).pipe(Stream.unwrap, Stream.withSpan(name, { attributes: { pages: 0, models: 0 }, captureStackTrace: false }))

const attributesOf = ({ cursor, limit, maxPages, prefetch }: Options): Record<string, unknown> => ({
  limit,
  prefetch,
  ...(cursor === undefined ? {} : { cursor: `${cursor._tag === "After" ? "after" : "before"} ${cursor.id}` }),
  ...(maxPages === undefined ? {} : { maxPages })
})
