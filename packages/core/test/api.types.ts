import type { AnthropicBeta } from "@anthropic-models/core/AnthropicBeta"
import type { Cursor } from "@anthropic-models/core/Cursor"
import {
  type CapabilityPath,
  type Support,
  supportOf,
  supports,
  type UnlistedPath,
  unlisted
} from "@anthropic-models/core/ModelCapabilities"
import {
  type Lifecycle,
  type Line,
  ModelInfo,
  type ModelInfoEncoded,
  unreadable
} from "@anthropic-models/core/ModelInfo"
import { ModelPage, type ModelPageEncoded, type PageResponse } from "@anthropic-models/core/ModelPage"
import * as Models from "@anthropic-models/core/Models"
import * as ModelsError from "@anthropic-models/core/ModelsError"
import type { RateLimits } from "@anthropic-models/core/RateLimits"
import type * as DateTime from "effect/DateTime"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Either from "effect/Either"
import type * as Option from "effect/Option"
import type * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { expectTypeOf } from "vitest"

declare const model: ModelInfo
declare const page: ModelPage
declare const models: Stream.Stream<ModelInfo>

// Capabilities: an editor offers these paths, and no other string compiles.
expectTypeOf<Exclude<CapabilityPath, UnlistedPath>>().toEqualTypeOf<
  | "batch"
  | "citations"
  | "code_execution"
  | "compaction"
  | "context_management"
  | "context_management.clear_thinking_20251015"
  | "context_management.clear_tool_uses_20250919"
  | "context_management.compact_20260112"
  | "effort"
  | "effort.low"
  | "effort.medium"
  | "effort.high"
  | "effort.xhigh"
  | "effort.max"
  | "image_input"
  | "pdf_input"
  | "server_tools"
  | "server_tools.code_execution"
  | "server_tools.web_search"
  | "structured_outputs"
  | "thinking"
  | "thinking.types.adaptive"
  | "thinking.types.between_tools"
  | "thinking.types.disabled"
  | "thinking.types.enabled"
>()

expectTypeOf(supportOf(model, "effort.xhigh")).toEqualTypeOf<Support>()
expectTypeOf(supportOf("effort.xhigh")(model)).toEqualTypeOf<Support>()
expectTypeOf(supportOf(model, unlisted("vision_v2"))).toEqualTypeOf<Support>()
expectTypeOf(supports(model, "batch")).toEqualTypeOf<boolean>()
expectTypeOf([model].filter(supports("batch"))).toEqualTypeOf<Array<ModelInfo>>()
expectTypeOf(Stream.filter(models, supports("batch"))).toEqualTypeOf<Stream.Stream<ModelInfo>>()
expectTypeOf<Support>().toEqualTypeOf<"supported" | "unsupported" | "unknown">()

// @ts-expect-error a misspelt capability
supportOf(model, "vision")
// @ts-expect-error a misspelt child
supports("thinking.types.adaptiv")
// @ts-expect-error `thinking.types` is not a capability: it has no `supported`
supports("thinking.types")
// @ts-expect-error `supported` is not part of a path
supports("batch.supported")
declare const path: string
// @ts-expect-error any string is no path
supports(path)
supports(unlisted(path))

// Models
expectTypeOf(model.id).toEqualTypeOf<string>()
expectTypeOf(model.type).toEqualTypeOf<"model">()
expectTypeOf(model.display_name).toEqualTypeOf<string>()
expectTypeOf(model.created_at).toEqualTypeOf<Option.Option<DateTime.Utc>>()
expectTypeOf(model.retires_at).toEqualTypeOf<Option.Option<DateTime.Utc>>()
expectTypeOf(model.max_tokens).toEqualTypeOf<Option.Option<number>>()
expectTypeOf(model.lifecycle).toEqualTypeOf<Option.Option<Lifecycle>>()
expectTypeOf(model.line).toEqualTypeOf<Option.Option<Line>>()
expectTypeOf(model.extra).toExtend<{ readonly [key: string]: unknown }>()
expectTypeOf(model.toJSON()).toEqualTypeOf<ModelInfoEncoded>()
expectTypeOf(unreadable(model)).toEqualTypeOf<ReadonlyArray<string>>()
expectTypeOf(ModelInfo.unreadable(model)).toEqualTypeOf<ReadonlyArray<string>>()
expectTypeOf<string>().toExtend<Lifecycle>()
expectTypeOf<string>().toExtend<Line>()
expectTypeOf<"context-1m-2025-08-07" | "a-beta-to-come">().toExtend<AnthropicBeta>()
expectTypeOf(ModelInfo).toExtend<Schema.Schema<ModelInfo, ModelInfoEncoded>>()
expectTypeOf<{ readonly id: string }>().toExtend<ModelInfoEncoded>()

// Pages
expectTypeOf(page.data).toEqualTypeOf<ReadonlyArray<ModelInfo>>()
expectTypeOf(page.last_id).toEqualTypeOf<Option.Option<string>>()
expectTypeOf(page.has_more).toEqualTypeOf<boolean>()
expectTypeOf(page.response).toExtend<PageResponse>()
expectTypeOf(page.response.requestId).toEqualTypeOf<Option.Option<string>>()
expectTypeOf(page.response.rateLimits).toEqualTypeOf<RateLimits>()
expectTypeOf(ModelPage).toExtend<Schema.Schema<ModelPage, ModelPageEncoded>>()

// Cursors
expectTypeOf<{ readonly _tag: "After"; readonly id: string }>().toExtend<Cursor>()
// @ts-expect-error a cursor has one direction
export const both: Cursor = { after: "a", before: "b" }

// The contract
expectTypeOf(Models.list()).toEqualTypeOf<Effect.Effect<ModelPage, ModelsError.ModelsError, Models.Models>>()
expectTypeOf(Models.get("claude")).toEqualTypeOf<Effect.Effect<ModelInfo, ModelsError.ModelsError, Models.Models>>()
expectTypeOf<typeof Models.Models.Service>().toEqualTypeOf<Models.Service>()
expectTypeOf(Models.checkList({})).toEqualTypeOf<Either.Either<Models.ListOptions, ModelsError.InvalidParameterError>>()

// Errors
export const caught = Models.list().pipe(
  Effect.catchTag("RateLimitError", (error) => {
    expectTypeOf(error).toEqualTypeOf<ModelsError.RateLimitError>()
    expectTypeOf(error.retryAfter).toEqualTypeOf<Option.Option<Duration.Duration>>()
    expectTypeOf(error.isRetryable).toEqualTypeOf<boolean>()
    return Effect.fail(error)
  })
)

export const handled = Models.get("claude").pipe(
  Effect.catchTags({
    NotFoundError: (error) => Effect.succeed(error.status),
    RequestTimeoutError: (error) => Effect.succeed(error.scope)
  })
)
expectTypeOf<Effect.Effect.Error<typeof handled>>().toEqualTypeOf<
  Exclude<ModelsError.ModelsError, { readonly _tag: "NotFoundError" | "RequestTimeoutError" }>
>()

expectTypeOf<ModelsError.ModelsError["_tag"]>().toEqualTypeOf<
  | "InvalidRequestError"
  | "AuthenticationError"
  | "BillingError"
  | "PermissionError"
  | "NotFoundError"
  | "RequestTooLargeError"
  | "RateLimitError"
  | "GatewayTimeoutError"
  | "OverloadedError"
  | "ApiError"
  | "ConnectionError"
  | "RequestTimeoutError"
  | "UnexpectedResponseError"
  | "InvalidParameterError"
>()
expectTypeOf(new ModelsError.RateLimitError()).toExtend<Error>()
// @ts-expect-error an unknown field
export const wrong = new ModelsError.RateLimitError({ message: "slow down" })
