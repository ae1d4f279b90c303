import type { AnthropicBeta } from "@anthropic-models/core/AnthropicBeta"
import { type CapabilityPath, support, supports } from "@anthropic-models/core/ModelCapabilities"
import { type Lifecycle, ModelInfo, type ModelInfoEncoded } from "@anthropic-models/core/ModelInfo"
import { ModelPage, type ModelPageEncoded } from "@anthropic-models/core/ModelPage"
import * as Models from "@anthropic-models/core/Models"
import type * as ModelsError from "@anthropic-models/core/ModelsError"
import type * as DateTime from "effect/DateTime"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type * as Schema from "effect/Schema"
import { expectTypeOf } from "vitest"

/** The known paths: what an editor offers. */
type KnownPath = CapabilityPath extends infer Path
  ? Path extends string
    ? string & {} extends Path
      ? never
      : Path
    : never
  : never

expectTypeOf<KnownPath>().toEqualTypeOf<
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

declare const model: ModelInfo

expectTypeOf(support).parameter(1).toEqualTypeOf<CapabilityPath>()
expectTypeOf(support(model, "effort.xhigh")).toEqualTypeOf<"supported" | "unsupported" | "unknown">()
expectTypeOf(support(model, "telepathy.far")).toEqualTypeOf<"supported" | "unsupported" | "unknown">()
expectTypeOf([model].filter(supports("batch"))).toEqualTypeOf<Array<ModelInfo>>()

expectTypeOf(model.created_at).toEqualTypeOf<Option.Option<DateTime.Utc>>()
expectTypeOf(model.max_tokens).toEqualTypeOf<Option.Option<number>>()
expectTypeOf(model.type).toEqualTypeOf<"model">()
expectTypeOf(model.extra).toEqualTypeOf<{ readonly [key: string]: unknown }>()
expectTypeOf<"active">().toExtend<Lifecycle>()
expectTypeOf<string>().toExtend<Lifecycle>()
expectTypeOf<"context-1m-2025-08-07" | "a-beta-to-come">().toExtend<AnthropicBeta>()

expectTypeOf(ModelInfo).toExtend<Schema.Schema<ModelInfo, ModelInfoEncoded>>()
expectTypeOf(ModelPage).toExtend<Schema.Schema<ModelPage, ModelPageEncoded>>()
expectTypeOf<{ readonly id: string }>().toExtend<ModelInfoEncoded>()

expectTypeOf(Models.list()).toEqualTypeOf<Effect.Effect<ModelPage, ModelsError.ModelsError, Models.Models>>()
expectTypeOf(Models.get("claude")).toEqualTypeOf<Effect.Effect<ModelInfo, ModelsError.ModelsError, Models.Models>>()

export const caught = Models.list().pipe(
  Effect.catchTag("RateLimitError", (error) => {
    expectTypeOf(error.retryAfter).toEqualTypeOf<Option.Option<Duration.Duration>>()
    return Effect.fail(error)
  })
)
