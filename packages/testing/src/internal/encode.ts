import { ModelInfo, type ModelInfoEncoded } from "@anthropic-models/core/ModelInfo"
import type { RateLimit, RateLimits } from "@anthropic-models/core/RateLimits"
import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { Slice } from "./paging.ts"

const encodeModel = Schema.encodeSync(ModelInfo)

/** A date as the API writes it: without a fraction where there is none. */
const date = (text: string): string => text.replace(/\.000Z$/, "Z")

const dateOr = <Unknown>(text: string | null | undefined, unknown: Unknown): string | Unknown =>
  typeof text === "string" ? date(text) : unknown

/** Facts that a model does not know: the API sends them nevertheless. */
const unknownFacts = {
  capabilities: null,
  line: null,
  max_input_tokens: null,
  max_tokens: null
} as const

/**
 * A model as the API writes it: with every field, and null for what is not known. A lifecycle that is not known is left
 * out: the API has no null for it.
 */
export const model = (model: ModelInfo): ModelInfoEncoded => {
  const known = encoded.get(model)
  if (known !== undefined) return known
  const { id, ...facts } = encodeModel(model)
  const wire = {
    id,
    ...unknownFacts,
    ...facts,
    created_at: dateOr(facts.created_at, "1970-01-01T00:00:00Z"),
    deprecated_at: dateOr(facts.deprecated_at, null),
    retires_at: dateOr(facts.retires_at, null)
  }
  encoded.set(model, wire)
  return wire
}

/** A fake answers with the same models again and again. */
const encoded = new WeakMap<ModelInfo, ModelInfoEncoded>()

/** A page as the API writes it. */
export const page = (slice: Slice) => ({ ...slice, data: slice.data.map(model) })

const rateLimitHeaders = (name: string, limit: Option.Option<RateLimit>): ReadonlyArray<readonly [string, string]> =>
  Option.match(limit, {
    onNone: () => [],
    onSome: ({ limit, remaining, reset }) => [
      ...Option.toArray(Option.map(limit, (value) => [`${name}-limit`, String(value)] as const)),
      ...Option.toArray(Option.map(remaining, (value) => [`${name}-remaining`, String(value)] as const)),
      ...Option.toArray(Option.map(reset, (at) => [`${name}-reset`, date(DateTime.formatIso(at))] as const))
    ]
  })

/** The `anthropic-ratelimit-*` headers. */
export const rateLimits = (limits: RateLimits): { readonly [name: string]: string } =>
  Object.fromEntries([
    ...rateLimitHeaders("anthropic-ratelimit-requests", limits.requests),
    ...rateLimitHeaders("anthropic-ratelimit-tokens", limits.tokens),
    ...rateLimitHeaders("anthropic-ratelimit-input-tokens", limits.inputTokens),
    ...rateLimitHeaders("anthropic-ratelimit-output-tokens", limits.outputTokens)
  ])
