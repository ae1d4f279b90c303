/**
 * The contract: the two operations of the Models API.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type { AnthropicBeta } from "./AnthropicBeta.ts"
import type { Cursor } from "./Cursor.ts"
import * as Parameters from "./internal/parameters.ts"
import type { Lifecycle, ModelInfo } from "./ModelInfo.ts"
import type { ModelPage } from "./ModelPage.ts"
import type { InvalidParameterError, ModelsError } from "./ModelsError.ts"

/**
 * Options of `get`. `list` takes them, too.
 *
 * @example
 * ```ts
 * import * as Models from "@anthropic-models/core/Models"
 *
 * const options: Models.GetOptions = {
 *   betas: ["context-1m-2025-08-07"],
 *   workspaceId: "wrkspc_01JwQvzr7rXLA5AGx3HKfFUJ"
 * }
 *
 * const model = Models.get("claude-opus-4-6", options)
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export interface GetOptions {
  /**
   * Betas for this call, in addition to those of the client.
   *
   * @default []
   */
  readonly betas?: ReadonlyArray<AnthropicBeta> | undefined
  /**
   * The workspace for this call, in place of the client's.
   *
   * @default the client's
   */
  readonly workspaceId?: string | undefined
}

/**
 * Which page of models to request.
 *
 * @example
 * ```ts
 * import * as Cursor from "@anthropic-models/core/Cursor"
 * import * as Models from "@anthropic-models/core/Models"
 *
 * const options: Models.ListOptions = {
 *   cursor: Cursor.after("claude-opus-4-6"),
 *   limit: 100,
 *   lifecycle: ["active", "deprecated", "retired"]
 * }
 *
 * const page = Models.list(options)
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export interface ListOptions extends GetOptions {
  /**
   * Where the page begins, and its direction.
   *
   * @default the newest model, toward older ones
   */
  readonly cursor?: Cursor | undefined
  /**
   * The number of models a page holds: a whole number from 1 to 1000.
   *
   * @default 20, set by the API
   */
  readonly limit?: number | undefined
  /**
   * Only models in these stages of their life.
   *
   * @default `["active", "deprecated"]`, set by the API
   */
  readonly lifecycle?: ReadonlyArray<Lifecycle> | undefined
}

/**
 * The operations of the Models API.
 *
 * @example
 * ```ts
 * import type * as Models from "@anthropic-models/core/Models"
 * import * as Effect from "effect/Effect"
 *
 * // the same operations, at most four requests at a time
 * const limited = (models: Models.Service): Models.Service => {
 *   const semaphore = Effect.unsafeMakeSemaphore(4)
 *   return {
 *     list: (options) => semaphore.withPermits(1)(models.list(options)),
 *     get: (id, options) => semaphore.withPermits(1)(models.get(id, options))
 *   }
 * }
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export interface Service {
  /** Returns one page of models, newest first in either direction. */
  readonly list: (options?: ListOptions) => Effect.Effect<ModelPage, ModelsError>
  /** Returns one model by its id or an alias of it. */
  readonly get: (id: string, options?: GetOptions) => Effect.Effect<ModelInfo, ModelsError>
}

/**
 * The Models API as a service.
 *
 * **When to use**
 *
 * Programs use it through `list` and `get` of this module, or through the streams of `@anthropic-models/stream`. A layer
 * provides it: `ModelsHttp.layer` for the API, `TestModels.layer` for tests.
 *
 * @example
 * ```ts
 * import { Models } from "@anthropic-models/core/Models"
 * import { NotFoundError } from "@anthropic-models/core/ModelsError"
 * import * as Effect from "effect/Effect"
 * import * as Layer from "effect/Layer"
 *
 * const Nothing = Layer.succeed(Models, {
 *   list: () => Effect.fail(new NotFoundError({ detail: "there are no models here" })),
 *   get: (id) => Effect.fail(new NotFoundError({ detail: `model: ${id}` }))
 * })
 * ```
 *
 * @since 0.1.0
 * @category tags
 */
export class Models extends Context.Tag("@anthropic-models/core/Models")<Models, Service>() {}

/**
 * Returns one page of models, newest first in either direction.
 *
 * @example
 * ```ts
 * import * as Cursor from "@anthropic-models/core/Cursor"
 * import * as Models from "@anthropic-models/core/Models"
 *
 * const page = Models.list({ limit: 50, cursor: Cursor.after("claude-opus-4-6") })
 * ```
 *
 * @see `GET /v1/models` in the API reference
 * @since 0.1.0
 * @category accessors
 */
export const list = (options?: ListOptions): Effect.Effect<ModelPage, ModelsError, Models> =>
  Effect.flatMap(Models, (models) => models.list(options))

/**
 * Returns one model by its id or an alias of it.
 *
 * @example
 * ```ts
 * import * as Models from "@anthropic-models/core/Models"
 *
 * const model = Models.get("claude-opus-4-6")
 * ```
 *
 * @see `GET /v1/models/{model_id}` in the API reference
 * @since 0.1.0
 * @category accessors
 */
export const get = (id: string, options?: GetOptions): Effect.Effect<ModelInfo, ModelsError, Models> =>
  Effect.flatMap(Models, (models) => models.get(id, options))

/**
 * Checks the options of `list`, from any source.
 *
 * **When to use**
 *
 * To implement `Models`, so that a wrong argument is the same error everywhere.
 *
 * @example
 * ```ts
 * import * as Models from "@anthropic-models/core/Models"
 *
 * const stored: unknown = JSON.parse(`{ "limit": 5000 }`)
 * const options = Models.checkList(stored) // Left: limit: must be a whole number from 1 to 1000, not 5000
 * ```
 *
 * @since 0.1.0
 * @category validation
 */
export const checkList = (options: unknown): Either.Either<ListOptions, InvalidParameterError> =>
  Either.map(Parameters.checkOptions(options, Parameters.listRules), () => (options ?? {}) as ListOptions)

/**
 * Checks the arguments of `get`, from any source.
 *
 * **When to use**
 *
 * To implement `Models`, so that a wrong argument is the same error everywhere.
 *
 * @example
 * ```ts
 * import * as Models from "@anthropic-models/core/Models"
 *
 * Models.checkGet("claude-opus-4-6", undefined) // Right: { id: "claude-opus-4-6", options: {} }
 * Models.checkGet("", undefined) // Left: id: must be the id of a model: a non-empty string other than . and .., not ""
 * ```
 *
 * @since 0.1.0
 * @category validation
 */
export const checkGet = (
  id: unknown,
  options: unknown
): Either.Either<{ readonly id: string; readonly options: GetOptions }, InvalidParameterError> =>
  Parameters.checkRule("id", Parameters.id, id).pipe(
    Either.andThen(() => Parameters.checkOptions(options, Parameters.getRules)),
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the rules cover the id and every option
    Either.map(() => ({ id: id as string, options: (options ?? {}) as GetOptions }))
  )
