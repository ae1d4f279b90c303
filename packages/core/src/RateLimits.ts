/**
 * What the `anthropic-ratelimit-*` headers of an answer say.
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { optionalKey } from "./internal/fields.ts"
import { InstantFromText } from "./internal/instants.ts"
import { lazily } from "./internal/lazily.ts"
import { Finite } from "./internal/leaves.ts"

/**
 * One limit, each part of it none where the answer did not say it.
 *
 * **Details**
 *
 * - `limit`: how many requests or tokens are allowed in a period
 * - `remaining`: how many are left of them
 * - `reset`: when the limit is whole again
 *
 * @since 0.1.0
 * @category models
 */
export class RateLimit extends lazily(() =>
  Schema.Class<RateLimit>("@anthropic-models/core/RateLimit")({
    limit: optionalKey(Finite),
    remaining: optionalKey(Finite),
    reset: optionalKey(InstantFromText)
  })
) {}

const identifier = "@anthropic-models/core/RateLimits"

/**
 * The limits that an answer told of. All are none where it carried no such header, since the API does not promise
 * them for every endpoint.
 *
 * @example
 * ```ts
 * import type { ModelPage } from "@anthropic-models/core/ModelPage"
 * import * as Option from "effect/Option"
 *
 * const remaining = (page: ModelPage): Option.Option<number> =>
 *   Option.flatMap(page.rateLimits.requests, (limit) => limit.remaining)
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export class RateLimits extends lazily(
  () =>
    Schema.Class<RateLimits>(identifier)({
      requests: optionalKey(RateLimit),
      tokens: optionalKey(RateLimit),
      inputTokens: optionalKey(RateLimit),
      outputTokens: optionalKey(RateLimit)
    }),
  identifier
) {}

/** What the headers say where there are none. Each page holds it, and most programs need no more of the class. */
class Nothing {
  readonly requests = Option.none()
  readonly tokens = Option.none()
  readonly inputTokens = Option.none()
  readonly outputTokens = Option.none()
}

/**
 * No limit was told of.
 *
 * @since 0.1.0
 * @category constructors
 */
export const none: RateLimits = Reflect.construct(Nothing, [], RateLimits)
