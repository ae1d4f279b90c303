/**
 * The rate limits that an answer reports in its `anthropic-ratelimit-*` headers.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { optional } from "./internal/fields.ts"
import { Timestamp } from "./internal/timestamp.ts"

/**
 * One rate limit. Each part is none if the answer does not report it.
 *
 * **Details**
 *
 * - `limit`: how many requests or tokens a period allows
 * - `remaining`: how many of them are left
 * - `reset`: when the limit is full again
 *
 * @example
 * ```ts
 * import { RateLimit } from "@anthropic-models/core/RateLimits"
 * import * as Option from "effect/Option"
 *
 * const isExhausted = ({ remaining }: RateLimit): boolean => Option.contains(remaining, 0)
 *
 * isExhausted(new RateLimit({ limit: Option.some(50), remaining: Option.some(0) })) // true
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export class RateLimit extends Schema.Class<RateLimit>("@anthropic-models/core/RateLimit")({
  limit: optional(Schema.Finite),
  remaining: optional(Schema.Finite),
  reset: optional(Timestamp)
}) {}

/**
 * The rate limits of an answer. All are none if it has no such header: the API does not promise them for every
 * endpoint.
 *
 * @example
 * ```ts
 * import type { ModelPage } from "@anthropic-models/core/ModelPage"
 * import * as Option from "effect/Option"
 *
 * const remaining = (page: ModelPage): Option.Option<number> =>
 *   Option.flatMap(page.response.rateLimits.requests, (limit) => limit.remaining)
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export class RateLimits extends Schema.Class<RateLimits>("@anthropic-models/core/RateLimits")({
  /** The headers `anthropic-ratelimit-requests-…`. */
  requests: optional(RateLimit),
  /** The headers `anthropic-ratelimit-tokens-…`. */
  tokens: optional(RateLimit),
  /** The headers `anthropic-ratelimit-input-tokens-…`. */
  inputTokens: optional(RateLimit),
  /** The headers `anthropic-ratelimit-output-tokens-…`. */
  outputTokens: optional(RateLimit)
}) {}

/**
 * No limits reported.
 *
 * @example
 * ```ts
 * import { ModelPage } from "@anthropic-models/core/ModelPage"
 * import * as RateLimits from "@anthropic-models/core/RateLimits"
 * import * as Option from "effect/Option"
 *
 * const page = new ModelPage({ data: [], response: { requestId: Option.none(), rateLimits: RateLimits.none } })
 * ```
 *
 * @since 0.1.0
 * @category constants
 */
export const none: RateLimits = new RateLimits()
