/**
 * The contract: what can be asked of the Models API, whoever answers.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { AnthropicBeta } from "./AnthropicBeta.ts"
import type { Cursor } from "./Cursor.ts"
import type { Lifecycle, ModelInfo } from "./ModelInfo.ts"
import type { ModelPage } from "./ModelPage.ts"
import type { ModelsError } from "./ModelsError.ts"

/**
 * Options of `get`; `list` takes them too.
 *
 * @since 0.1.0
 * @category models
 */
export interface GetOptions {
  /**
   * Betas for this call, beside those of the client.
   *
   * @default []
   */
  readonly betas?: ReadonlyArray<AnthropicBeta> | undefined
}

/**
 * Which page of models to ask for.
 *
 * @since 0.1.0
 * @category models
 */
export interface ListOptions extends GetOptions {
  /**
   * Where the page begins, and in which direction it goes from there.
   *
   * @default the newest model, toward older ones
   */
  readonly cursor?: Cursor | undefined
  /**
   * How many models a page holds: a whole number from 1 to 1000.
   *
   * @default 20, by the API
   */
  readonly limit?: number | undefined
  /**
   * Only models that stand here.
   *
   * @default `["active", "deprecated"]`, by the API
   */
  readonly lifecycle?: ReadonlyArray<Lifecycle> | undefined
}

/**
 * The Models API as a service.
 *
 * **When to use**
 *
 * Programs ask for it with `Models.list` and `Models.get` of this module, or through the streams of
 * `@anthropic-models/stream`, and are given one by a layer: `ModelsHttp.layer` for the API itself,
 * `TestModels.layer` in tests.
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
export class Models extends Context.Tag("@anthropic-models/core/Models")<
  Models,
  {
    /** One page of models, newest first in either direction. */
    readonly list: (options?: ListOptions) => Effect.Effect<ModelPage, ModelsError>
    /** One model, by its id or an alias of it. */
    readonly get: (id: string, options?: GetOptions) => Effect.Effect<ModelInfo, ModelsError>
  }
>() {}

/**
 * One page of models, newest first in either direction.
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
 * One model, by its id or an alias of it.
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
