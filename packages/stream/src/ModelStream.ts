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
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type * as Tracer from "effect/Tracer"
import { ahead } from "./internal/ahead.ts"
import * as Parameters from "./internal/parameters.ts"
import * as Walk from "./internal/walk.ts"
import type { PaginationError } from "./PaginationError.ts"

/**
 * Where a walk begins, how far it goes, and how much it asks for at a time. `lifecycle` and `betas` go to every
 * request as they are.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options extends Omit<ListOptions, "cursor" | "limit"> {
  /**
   * Where the walk begins, and its direction: after a model toward older ones, before a model toward newer ones.
   * That model itself is not part of the walk.
   *
   * @default the newest model, toward older ones
   */
  readonly from?: Cursor | undefined
  /**
   * How many models a page holds: a whole number from 1 to 1000.
   *
   * @default 1000, the fewest requests
   */
  readonly limit?: number | undefined
  /**
   * How many pages may be there, or on their way, beyond the one that is being consumed: a whole number from 0.
   *
   * @default 0
   */
  readonly prefetch?: number | undefined
  /**
   * How many pages the walk may have: a whole number from 1. Where more models follow, the page beyond is not asked
   * for, and the walk fails with the reason `"TooManyPages"`.
   *
   * @default as many as there are
   */
  readonly maxPages?: number | undefined
}

/**
 * Every model, one after the other.
 *
 * **When to use**
 *
 * For anything that is said of models: to filter, find, count, collect or show them. Where the page itself is of
 * interest (its request id, its rate limits, models that could not be decoded), there is `pages`.
 *
 * **Details**
 *
 * - On demand: a page is asked for when its first model is needed, so `Stream.take(k)` costs `ceil(k / limit)`
 *   requests; with `prefetch: n` at most n more. Each page is one chunk.
 * - In order: steadily away from the cursor, toward older models after one, toward newer models before one.
 * - Whole: every model once, or a failure. Where the pages repeat themselves or cannot go on, the stream fails with
 *   a `PaginationError` and does not hand on the page at fault. Models that could not be decoded, where the layer
 *   collects them, are in `pages` only.
 * - Every model is a place to resume from, in the direction of the walk: `Cursor.after(model.id)` toward older models
 *   and `Cursor.before(model.id)` toward newer ones give exactly the rest. `Stream.retry` instead begins a new walk, and would emit models again; the layer's own retries are of single requests.
 * - `limit`, `prefetch` and `maxPages` that make no sense are an `InvalidParameterError` before the first request.
 * - Each run of the stream is a new walk, with one span `ModelStream.models`.
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
  walk("ModelStream.models", options, ({ data }) =>
    Chunk.unsafeFromArray(options.from?._tag === "Before" ? data.toReversed() : data)
  )

/**
 * The same walk as `models`, as pages.
 *
 * **Details**
 *
 * Each page is handed on as the API sent it, so newest model first in either direction, and empty pages too.
 *
 * @example
 * ```ts
 * import * as ModelStream from "@anthropic-models/stream/ModelStream"
 * import * as Console from "effect/Console"
 * import * as Stream from "effect/Stream"
 *
 * const report = ModelStream.pages({ limit: 100 }).pipe(
 *   Stream.runForEach((page) => Console.log(`${page.data.length} models, ${page.invalid.length} of another shape`))
 * )
 * ```
 *
 * @since 0.1.0
 * @category streams
 */
export const pages = (options: Options = {}): Stream.Stream<ModelPage, ModelsError | PaginationError, Models> =>
  walk("ModelStream.pages", options, Chunk.of)

type Failure = ModelsError | PaginationError

const walk = <A>(
  name: string,
  options: Options,
  emit: (page: ModelPage) => Chunk.Chunk<A>
): Stream.Stream<A, Failure, Models> =>
  Stream.unwrapScoped(
    Effect.gen(function* () {
      const { from, limit = 1000, maxPages, prefetch = 0, ...query } = options
      const span = yield* Effect.makeSpanScoped(name, {
        attributes: { limit, prefetch, pages: 0, models: 0 },
        captureStackTrace: false
      })
      yield* Parameters.start(from)
      yield* Parameters.whole("limit", limit, { min: 1, max: 1000 })
      yield* Parameters.whole("prefetch", prefetch, { min: 0 })
      if (maxPages !== undefined) yield* Parameters.whole("maxPages", maxPages, { min: 1 })
      if (from !== undefined) span.attribute("from", `${from._tag === "After" ? "after" : "before"} ${from.id}`)
      if (maxPages !== undefined) span.attribute("maxPages", maxPages)

      let state = Walk.start(from, maxPages)
      yield* Effect.addFinalizer(() => Effect.sync(() => annotate(span, state)))

      const models = yield* Models
      const read = (page: ModelPage): Effect.Effect<ModelPage, Option.Option<Failure>> =>
        Either.match(Walk.step(state, page), {
          onLeft: (fault) => Effect.fail(Option.some(fault)),
          onRight: (next) => {
            state = next
            return Effect.as(Effect.logDebug(`${name}: page ${next.pages}, ${page.data.length} models`), page)
          }
        })
      const turn = Effect.suspend(() =>
        Effect.flatMap(Walk.next(state), (cursor) =>
          Effect.matchEffect(models.list({ ...query, cursor: Option.getOrUndefined(cursor), limit }), {
            onFailure: (error) => Effect.fail(Option.some<Failure>(error)),
            onSuccess: read
          })
        )
      ).pipe(Effect.withParentSpan(span))

      const pull = prefetch === 0 ? turn : yield* ahead(turn, prefetch)
      return Stream.repeatEffectChunkOption(Effect.map(pull, emit))
    })
  )

const annotate = (span: Tracer.Span, { models, pages }: Walk.Walk): void => {
  span.attribute("pages", pages)
  span.attribute("models", models)
}
