/**
 * An `HttpClient` for the API: it adds what every request needs, and repeats exchanges that failed.
 *
 * @since 0.1.0
 */
import type { ModelsError } from "@anthropic-models/core/ModelsError"
import type * as HttpClient from "@effect/platform/HttpClient"
import type { ConfigError } from "effect/ConfigError"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { buffered } from "./internal/buffered.ts"
import { complete } from "./internal/environment.ts"
import * as Exchange from "./internal/exchange.ts"
import type { Options, Secret } from "./internal/options.ts"
import * as Settings from "./internal/settings.ts"

export type { Options, Secret }

/**
 * The client as a service.
 *
 * **When to use**
 *
 * For parts of the API that `Models` does not cover. For models, `ModelsHttp` is all that is needed.
 *
 * **Details**
 *
 * - A relative URL goes to the base URL. Another origin is refused, since it would be handed the key.
 * - A status that is not 2xx, a redirect, a body that is cut off or too large: each is a `ModelsError`.
 * - A response is whole when it is given, so reading it cannot fail halfway. This is no client for event streams.
 * - `POST` and `PATCH` are repeated only where the server asks for it with `x-should-retry`.
 *
 * @example
 * ```ts
 * import { AnthropicHttpClient } from "@anthropic-models/http/AnthropicHttpClient"
 * import * as Effect from "effect/Effect"
 *
 * const program = Effect.gen(function* () {
 *   const client = yield* AnthropicHttpClient
 *   const response = yield* client.get("/v1/models", { urlParams: { limit: 1 } })
 *   return yield* response.json
 * })
 * ```
 *
 * @since 0.1.0
 * @category tags
 */
export class AnthropicHttpClient extends Context.Tag("@anthropic-models/http/AnthropicHttpClient")<
  AnthropicHttpClient,
  HttpClient.HttpClient.With<ModelsError>
>() {}

/**
 * Makes a client on top of the platform's. Fails where the options cannot be right, before anything is sent.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (
  options: Options
): Effect.Effect<HttpClient.HttpClient.With<ModelsError>, ConfigError, HttpClient.HttpClient> =>
  Effect.flatMap(Settings.make(options), (settings) =>
    Effect.map(Exchange.make(settings), (exchange) => buffered(settings, exchange))
  )

/**
 * The client, configured by hand.
 *
 * @example
 * ```ts
 * import * as AnthropicHttpClient from "@anthropic-models/http/AnthropicHttpClient"
 * import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
 * import * as Layer from "effect/Layer"
 * import * as Redacted from "effect/Redacted"
 *
 * const Live = AnthropicHttpClient.layer({ apiKey: Redacted.make("sk-ant-…"), timeout: "10 seconds" }).pipe(
 *   Layer.provide(FetchHttpClient.layer)
 * )
 * ```
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (options: Options): Layer.Layer<AnthropicHttpClient, ConfigError, HttpClient.HttpClient> =>
  Layer.effect(AnthropicHttpClient, make(options))

/**
 * The client, configured by `ANTHROPIC_API_KEY`, `ANTHROPIC_AUTH_TOKEN` and `ANTHROPIC_BASE_URL`. What is given here
 * wins over them; of the two credentials the key wins; a blank variable is as one that is not set.
 *
 * @since 0.1.0
 * @category layers
 */
export const layerConfig = (
  options: Options = {}
): Layer.Layer<AnthropicHttpClient, ConfigError, HttpClient.HttpClient> =>
  Layer.effect(AnthropicHttpClient, Effect.flatMap(complete(options), make))
