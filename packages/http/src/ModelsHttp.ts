/**
 * The `Models` contract over HTTP.
 *
 * @since 0.1.0
 */
import { Models } from "@anthropic-models/core/Models"
import type { HttpClient } from "@effect/platform/HttpClient"
import type { ConfigError } from "effect/ConfigError"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { complete } from "./internal/environment.ts"
import * as Exchange from "./internal/exchange.ts"
import type { Options, Secret } from "./internal/options.ts"
import { service } from "./internal/service.ts"
import * as Settings from "./internal/settings.ts"

export type { Options, Secret }

/**
 * Makes the service on top of the platform's client. Fails where the options cannot be right, before anything is
 * sent.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (options: Options): Effect.Effect<Context.Tag.Service<Models>, ConfigError, HttpClient> =>
  Effect.flatMap(Settings.make(options), (settings) =>
    Effect.map(Exchange.make(settings), (exchange) => service(settings, exchange))
  )

/**
 * The Models API, configured by hand.
 *
 * @example
 * ```ts
 * import * as ModelsHttp from "@anthropic-models/http/ModelsHttp"
 * import * as RetryPolicy from "@anthropic-models/http/RetryPolicy"
 * import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
 * import * as Layer from "effect/Layer"
 * import * as Redacted from "effect/Redacted"
 *
 * const Live = ModelsHttp.layer({
 *   apiKey: Redacted.make("sk-ant-…"),
 *   deadline: "1 minute",
 *   retry: RetryPolicy.make({ maxRetries: 5 })
 * }).pipe(Layer.provide(FetchHttpClient.layer))
 * ```
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (options: Options): Layer.Layer<Models, ConfigError, HttpClient> =>
  Layer.effect(Models, make(options))

/**
 * The Models API, configured by `ANTHROPIC_API_KEY`, `ANTHROPIC_AUTH_TOKEN` and `ANTHROPIC_BASE_URL`. What is given
 * here wins over them; of the two credentials the key wins; a blank variable is as one that is not set.
 *
 * @example
 * ```ts
 * import * as Models from "@anthropic-models/core/Models"
 * import * as ModelsHttp from "@anthropic-models/http/ModelsHttp"
 * import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
 * import * as Effect from "effect/Effect"
 * import * as Layer from "effect/Layer"
 *
 * const Live = ModelsHttp.layerConfig().pipe(Layer.provide(FetchHttpClient.layer))
 * const program = Models.list({ limit: 5 }).pipe(Effect.provide(Live))
 * ```
 *
 * @since 0.1.0
 * @category layers
 */
export const layerConfig = (options: Options = {}): Layer.Layer<Models, ConfigError, HttpClient> =>
  Layer.effect(Models, Effect.flatMap(complete(options), make))
