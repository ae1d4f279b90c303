import type { AnthropicBeta } from "@anthropic-models/core/AnthropicBeta"
import type { ModelsError } from "@anthropic-models/core/ModelsError"
import type * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import type { RetryPolicy } from "../RetryPolicy.ts"

/**
 * A key or token: as it is, or an effect that is asked for it before each attempt, so that it may change.
 *
 * **Details**
 *
 * An effect that cannot get it fails with one of `ModelsError`, which is given as it is: `ConnectionError` where
 * another attempt may help, `AuthenticationError` where none would.
 *
 * @since 0.1.0
 * @category models
 */
export type Secret = Redacted.Redacted | Effect.Effect<Redacted.Redacted, ModelsError>

/**
 * How a client speaks to the API. Everything may be left out but the credential: one of `apiKey` and `authToken`,
 * or a header of your own that stands for it.
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
   * A token in place of the key, always sent as `authorization: Bearer`. Not to be given together with `apiKey`.
   *
   * @default none; `ANTHROPIC_AUTH_TOKEN` with `layerConfig`
   */
  readonly authToken?: Secret | undefined
  /**
   * The header in which the API key is sent: `x-api-key`, or `authorization: Bearer`.
   *
   * @default "x-api-key"
   */
  readonly authScheme?: "x-api-key" | "bearer" | undefined
  /**
   * Where the API is, without `/v1`. No user info, no query.
   *
   * @default "https://api.anthropic.com"; `ANTHROPIC_BASE_URL` with `layerConfig`
   */
  readonly baseUrl?: string | undefined
  /**
   * The version of the API: the header `anthropic-version`.
   *
   * @default "2023-06-01"
   */
  readonly anthropicVersion?: string | undefined
  /**
   * Betas of every request: the header `anthropic-beta`.
   *
   * @default []
   */
  readonly betas?: ReadonlyArray<AnthropicBeta> | undefined
  /**
   * Headers of every request. They win over those of this library.
   *
   * No error or span shows the value of a `Redacted`, nor of a header whose name ends in `api-key`, `authorization`,
   * `cookie`, `secret` or `token`. Any other value may be shown where the server echoes it.
   *
   * @default {}
   */
  readonly headers?: { readonly [name: string]: string | Redacted.Redacted | undefined } | undefined
  /**
   * The workspace to act in: the header `anthropic-workspace-id`.
   *
   * @default the key's own
   */
  readonly workspaceId?: string | undefined
  /**
   * The time of one attempt, from asking for the key to the last byte of the body.
   *
   * @default "30 seconds"
   */
  readonly timeout?: Duration.DurationInput | undefined
  /**
   * The time of a call: its attempts and the waits between them.
   *
   * @default "2 minutes"
   */
  readonly deadline?: Duration.DurationInput | undefined
  /**
   * How often a failed attempt is repeated, and when.
   *
   * @default RetryPolicy.standard
   */
  readonly retry?: RetryPolicy | undefined
  /**
   * The longest wait that the server may ask for. A call that would have to wait longer fails at once, and its
   * error says for how long.
   *
   * @default "60 seconds"
   */
  readonly maxRetryAfter?: Duration.DurationInput | undefined
  /**
   * The largest body that is read, in bytes, after decompression.
   *
   * @default 33554432, which is 32 MiB
   */
  readonly maxBodyBytes?: number | undefined
  /**
   * What to do with a model that cannot be decoded: fail the page, or collect it into `ModelPage.invalid`.
   *
   * @default "fail"
   */
  readonly onInvalidModel?: "fail" | "collect" | undefined
  /**
   * Whether the base URL may be plain http on a host that is not this machine.
   *
   * @default false
   */
  readonly allowInsecureHttp?: boolean | undefined
  /**
   * Whether the ids of the trace are sent along, as `traceparent` and `b3`.
   *
   * @default false
   */
  readonly tracePropagation?: boolean | undefined
}
