import type { AnthropicBeta } from "@anthropic-models/core/AnthropicBeta"
import type { ModelsError } from "@anthropic-models/core/ModelsError"
import type * as HttpClient from "@effect/platform/HttpClient"
import type * as Config from "effect/Config"
import type * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import type { RetryPolicy } from "../RetryPolicy.ts"

/**
 * A key or token: a value, or an effect that is run for it before each attempt, so that it may change.
 *
 * **Details**
 *
 * The effect runs in a fiber of its own, which timeouts and interruptions of a call do not end. Its failure is the
 * failure of the attempt: fail with `ConnectionError` if another attempt may help, with `AuthenticationError` if not. A
 * defect or an interruption in it is a `ConnectionError`. After a 401 it is run once more per call; if the key changed,
 * the request is sent again at once.
 *
 * @example
 * Asks a service for a token before each attempt:
 *
 * ```ts
 * import { ConnectionError } from "@anthropic-models/core/ModelsError"
 * import * as ModelsHttp from "@anthropic-models/http/ModelsHttp"
 * import * as Effect from "effect/Effect"
 * import * as Redacted from "effect/Redacted"
 *
 * const layer = (fetchToken: Effect.Effect<string, Error>) => {
 *   const authToken: ModelsHttp.Secret = fetchToken.pipe(
 *     Effect.map(Redacted.make),
 *     Effect.mapError(({ message }) => new ConnectionError({ reason: "Credential", detail: message }))
 *   )
 *   return ModelsHttp.layer({ authToken })
 * }
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export type Secret = Redacted.Redacted | Effect.Effect<Redacted.Redacted, ModelsError>

/**
 * Options of a client. Only a credential is required: `apiKey`, `authToken`, or a header of your own.
 *
 * @example
 * ```ts
 * import * as ModelsHttp from "@anthropic-models/http/ModelsHttp"
 * import * as Redacted from "effect/Redacted"
 *
 * const options: ModelsHttp.Options = {
 *   apiKey: Redacted.make("sk-ant-…"),
 *   baseUrl: "https://gateway.example/anthropic",
 *   headers: { "x-team": "search", "x-gateway-key": Redacted.make("gw-…") },
 *   timeout: "10 seconds",
 *   deadline: "1 minute",
 *   onInvalidModel: "collect"
 * }
 *
 * const Live = ModelsHttp.layer(options)
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /**
   * The API key.
   *
   * @default none; `ANTHROPIC_API_KEY` with `layerConfig`
   */
  readonly apiKey?: Secret | undefined
  /**
   * A token instead of the key, always sent as `authorization: Bearer`. Cannot be combined with `apiKey`.
   *
   * @default none; `ANTHROPIC_AUTH_TOKEN` with `layerConfig`
   */
  readonly authToken?: Secret | undefined
  /**
   * The header that carries the API key: `x-api-key`, or `authorization: Bearer`.
   *
   * @default "x-api-key"
   */
  readonly authScheme?: "x-api-key" | "bearer" | undefined
  /**
   * The URL of the API. A trailing `/v1` is dropped, any other path is a prefix. Plain http is allowed for loopback and
   * private hosts.
   *
   * @default "https://api.anthropic.com"; `ANTHROPIC_BASE_URL` with `layerConfig`
   */
  readonly baseUrl?: string | undefined
  /**
   * The version of the API, sent as `anthropic-version`.
   *
   * @default "2023-06-01"
   */
  readonly anthropicVersion?: string | undefined
  /**
   * Betas of every request, sent as `anthropic-beta`.
   *
   * @default []
   */
  readonly betas?: ReadonlyArray<AnthropicBeta> | undefined
  /**
   * Headers of every request. They win over the headers of this library.
   *
   * A `Redacted` value is a secret: it appears in no error, log or span. So is the value of a header whose name ends in
   * `api-key`, `authorization`, `cookie`, `secret` or `token`. With a `Redacted` header, no key is required. A key is
   * sent beside it, unless the header is `x-api-key` or `authorization`.
   *
   * @default {}; also the lines of `ANTHROPIC_CUSTOM_HEADERS` with `layerConfig`
   */
  readonly headers?: { readonly [name: string]: string | Redacted.Redacted | undefined } | undefined
  /**
   * The workspace, sent as `anthropic-workspace-id`.
   *
   * @default the workspace of the key
   */
  readonly workspaceId?: string | undefined
  /**
   * The time limit of one attempt, from asking for the key to the last byte of the body.
   *
   * @default "30 seconds"
   */
  readonly timeout?: Duration.DurationInput | undefined
  /**
   * The time limit of a call: its attempts and the waits between them.
   *
   * @default "2 minutes"
   */
  readonly deadline?: Duration.DurationInput | undefined
  /**
   * How often to retry a failed attempt, and when.
   *
   * @default RetryPolicy.standard
   */
  readonly retry?: RetryPolicy | undefined
  /**
   * The longest wait that the server may ask for. If it asks for more, the call fails at once, with the value in the
   * error.
   *
   * @default "60 seconds"
   */
  readonly maxRetryAfter?: Duration.DurationInput | undefined
  /**
   * The largest body to read, in bytes, after decompression.
   *
   * @default 8388608, which is 8 MiB
   */
  readonly maxBodyBytes?: number | undefined
  /**
   * Fails on an entry without a readable id, or collects such entries into `ModelPage.invalid`.
   *
   * @default "fail"
   */
  readonly onInvalidModel?: "fail" | "collect" | undefined
  /**
   * Allows plain http for every host, not only for loopback and private ones.
   *
   * @default false
   */
  readonly allowInsecureHttp?: boolean | undefined
  /**
   * Sends the ids of the trace along, as `traceparent` and `b3`.
   *
   * @default false
   */
  readonly tracePropagation?: boolean | undefined
  /**
   * Your own middleware around the platform's client. Redirects stay errors and the platform's own spans stay off,
   * because those would show headers.
   *
   * @default the identity
   */
  readonly transformClient?: ((client: HttpClient.HttpClient) => HttpClient.HttpClient) | undefined
}

/**
 * The same options, each plain or as a `Config`. An option that is absent or `undefined` falls back to its standard
 * variable.
 *
 * @example
 * ```ts
 * import * as ModelsHttp from "@anthropic-models/http/ModelsHttp"
 * import * as Config from "effect/Config"
 *
 * const options: ModelsHttp.ConfigOptions = {
 *   apiKey: Config.redacted("SEARCH_ANTHROPIC_KEY"),
 *   timeout: Config.duration("MODELS_TIMEOUT").pipe(Config.withDefault("10 seconds")),
 *   deadline: "1 minute"
 * }
 *
 * const Live = ModelsHttp.layerConfig(options)
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export type ConfigOptions = {
  readonly [K in keyof Options]?: Options[K] | Config.Config<Exclude<Options[K], undefined>> | undefined
}
