import { ModelInfo, type ModelInfoEncoded } from "@anthropic-models/core/ModelInfo"
import type { RateLimit, RateLimits } from "@anthropic-models/core/RateLimits"
import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { Slice } from "./paging.ts"

const encodeModel = Schema.encodeSync(ModelInfo)

/** Facts that a model does not know: the API sends them nevertheless. */
const unknownFacts = {
  capabilities: null,
  created_at: "1970-01-01T00:00:00Z",
  deprecated_at: null,
  lifecycle: null,
  line: null,
  max_input_tokens: null,
  max_tokens: null,
  retires_at: null
} as const

/** A model as the API writes it: with every field, and null for what is not known. */
export const model = (model: ModelInfo): ModelInfoEncoded => {
  const known = encoded.get(model)
  if (known !== undefined) return known
  const { id, ...facts } = encodeModel(model)
  const wire = { id, ...unknownFacts, ...facts }
  encoded.set(model, wire)
  return wire
}

/** A fake answers with the same models again and again. */
const encoded = new WeakMap<ModelInfo, ModelInfoEncoded>()

/** A page as the API writes it. */
export const page = (slice: Slice): { readonly [key: string]: unknown } => ({ ...slice, data: slice.data.map(model) })

/** The list in the shape of OpenAI's API. */
export const openAiList = (slice: Slice): { readonly [key: string]: unknown } => ({
  object: "list",
  data: slice.data.map(({ created_at, id }) => ({
    id,
    object: "model",
    created: Option.match(created_at, { onNone: () => 0, onSome: (at) => Math.trunc(at.epochMillis / 1000) }),
    owned_by: "anthropic"
  }))
})

const rateLimitHeaders = (name: string, limit: Option.Option<RateLimit>): ReadonlyArray<readonly [string, string]> =>
  Option.match(limit, {
    onNone: () => [],
    onSome: ({ limit, remaining, reset }) => [
      ...Option.toArray(Option.map(limit, (value) => [`${name}-limit`, String(value)] as const)),
      ...Option.toArray(Option.map(remaining, (value) => [`${name}-remaining`, String(value)] as const)),
      ...Option.toArray(Option.map(reset, (at) => [`${name}-reset`, DateTime.formatIso(at)] as const))
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
