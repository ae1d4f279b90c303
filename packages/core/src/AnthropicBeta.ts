/**
 * Names of beta features, sent in the `anthropic-beta` header.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * The beta names that the API reference lists.
 *
 * Source: the `anthropic-beta` header parameter of `GET /v1/models`.
 *
 * @example
 * ```ts
 * import * as AnthropicBeta from "@anthropic-models/core/AnthropicBeta"
 *
 * const ofContext = AnthropicBeta.known.filter((beta) => beta.startsWith("context-"))
 * // ["context-1m-2025-08-07", "context-management-2025-06-27"]
 * ```
 *
 * @since 0.1.0
 * @category constants
 */
export const known = [
  "message-batches-2024-09-24",
  "prompt-caching-2024-07-31",
  "computer-use-2024-10-22",
  "computer-use-2025-01-24",
  "pdfs-2024-09-25",
  "token-counting-2024-11-01",
  "token-efficient-tools-2025-02-19",
  "output-128k-2025-02-19",
  "files-api-2025-04-14",
  "mcp-client-2025-04-04",
  "mcp-client-2025-11-20",
  "dev-full-thinking-2025-05-14",
  "interleaved-thinking-2025-05-14",
  "code-execution-2025-05-22",
  "extended-cache-ttl-2025-04-11",
  "context-1m-2025-08-07",
  "context-management-2025-06-27",
  "model-context-window-exceeded-2025-08-26",
  "skills-2025-10-02",
  "fast-mode-2026-02-01"
] as const

/**
 * The name of a beta: a known one, which editors complete, or any other string, since new betas appear between releases
 * of this library.
 *
 * @example
 * ```ts
 * import type { AnthropicBeta } from "@anthropic-models/core/AnthropicBeta"
 * import * as Models from "@anthropic-models/core/Models"
 *
 * const listWith = (...betas: ReadonlyArray<AnthropicBeta>) => Models.list({ betas })
 *
 * const page = listWith("context-1m-2025-08-07", "a-beta-of-tomorrow")
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export type AnthropicBeta = (typeof known)[number] | (string & {})

/**
 * The schema of a beta name: a non-empty string.
 *
 * @example
 * ```ts
 * import { AnthropicBeta } from "@anthropic-models/core/AnthropicBeta"
 * import * as Schema from "effect/Schema"
 *
 * const beta: AnthropicBeta = Schema.decodeUnknownSync(AnthropicBeta)("context-1m-2025-08-07")
 * ```
 *
 * @since 0.1.0
 * @category schemas
 */
export const AnthropicBeta: Schema.Schema<AnthropicBeta> = Schema.NonEmptyString.annotations({
  identifier: "AnthropicBeta",
  examples: known
})
