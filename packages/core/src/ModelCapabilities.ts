/**
 * The capabilities of a model.
 *
 * Every key is optional and may be `null`, since servers leave keys out. Every object keeps the keys that this version
 * does not know, at every depth.
 *
 * @since 0.1.0
 */
import { dual } from "effect/Function"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { nullable, open } from "./internal/fields.ts"
import { isJsonObject } from "./internal/json.ts"

const supported = (description: string) => nullable(Schema.Boolean, description)

const capabilitySupport = open("CapabilitySupport", {
  supported: supported("Whether this capability is supported by the model.")
})

/**
 * Whether one capability is supported.
 *
 * @example
 * ```ts
 * import type { CapabilitySupport } from "@anthropic-models/core/ModelCapabilities"
 *
 * const answer = ({ supported }: CapabilitySupport): string =>
 *   typeof supported === "boolean" ? (supported ? "yes" : "no") : "unknown"
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export interface CapabilitySupport extends Schema.Schema.Type<typeof capabilitySupport> {}

/**
 * Whether one capability is supported.
 *
 * @example
 * ```ts
 * import { CapabilitySupport } from "@anthropic-models/core/ModelCapabilities"
 * import * as Schema from "effect/Schema"
 *
 * const batch = Schema.decodeUnknownSync(CapabilitySupport)({ supported: true, max_requests: 100000 })
 *
 * batch.supported // true
 * batch["max_requests"] // 100000, a key that this version does not know
 * ```
 *
 * @see `CapabilitySupport` in the API reference
 * @since 0.1.0
 * @category schemas
 */
export const CapabilitySupport: Schema.Schema<CapabilitySupport> = capabilitySupport

const contextManagementCapability = open("ContextManagementCapability", {
  supported: supported("Whether the model supports context management."),
  clear_thinking_20251015: nullable(CapabilitySupport, "The strategy that clears old thinking."),
  clear_tool_uses_20250919: nullable(CapabilitySupport, "The strategy that clears old tool uses."),
  compact_20260112: nullable(CapabilitySupport, "The strategy that compacts the context.")
})

/**
 * Support of context management and of its strategies.
 *
 * @example
 * ```ts
 * import type { ContextManagementCapability } from "@anthropic-models/core/ModelCapabilities"
 *
 * const canCompact = ({ compact_20260112, supported }: ContextManagementCapability): boolean =>
 *   supported !== false && compact_20260112?.supported === true
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export interface ContextManagementCapability extends Schema.Schema.Type<typeof contextManagementCapability> {}

/**
 * Support of context management and of its strategies.
 *
 * @example
 * ```ts
 * import { ContextManagementCapability } from "@anthropic-models/core/ModelCapabilities"
 * import * as Schema from "effect/Schema"
 *
 * const capability = Schema.decodeUnknownSync(ContextManagementCapability)({
 *   supported: true,
 *   clear_tool_uses_20250919: { supported: true },
 *   compact_20260112: null
 * })
 *
 * capability.clear_tool_uses_20250919?.supported // true
 * capability.compact_20260112?.supported // undefined: unknown
 * ```
 *
 * @see `ContextManagementCapability` in the API reference
 * @since 0.1.0
 * @category schemas
 */
export const ContextManagementCapability: Schema.Schema<ContextManagementCapability> = contextManagementCapability

const effortCapability = open("EffortCapability", {
  supported: supported("Whether the model supports effort levels."),
  low: nullable(CapabilitySupport, "Whether the model supports low effort level."),
  medium: nullable(CapabilitySupport, "Whether the model supports medium effort level."),
  high: nullable(CapabilitySupport, "Whether the model supports high effort level."),
  xhigh: nullable(CapabilitySupport, "Whether the model supports xhigh effort level."),
  max: nullable(CapabilitySupport, "Whether the model supports max effort level.")
})

/**
 * Support of effort (`reasoning_effort`) and of its levels.
 *
 * @example
 * ```ts
 * import type { EffortCapability } from "@anthropic-models/core/ModelCapabilities"
 *
 * const levels = ["low", "medium", "high", "xhigh", "max"] as const
 *
 * const choices = (effort: EffortCapability) => levels.filter((level) => effort[level]?.supported === true)
 *
 * choices({ supported: true, low: { supported: true }, max: { supported: true } }) // ["low", "max"]
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export interface EffortCapability extends Schema.Schema.Type<typeof effortCapability> {}

/**
 * Support of effort (`reasoning_effort`) and of its levels.
 *
 * @example
 * ```ts
 * import { EffortCapability } from "@anthropic-models/core/ModelCapabilities"
 * import * as Schema from "effect/Schema"
 *
 * const isEffort = Schema.is(EffortCapability)
 *
 * isEffort({ supported: true, high: { supported: true } }) // true
 * isEffort({ supported: true, high: "yes" }) // false
 * ```
 *
 * @see `EffortCapability` in the API reference; `xhigh` was added later
 * @since 0.1.0
 * @category schemas
 */
export const EffortCapability: Schema.Schema<EffortCapability> = effortCapability

const serverToolsCapability = open("ServerToolsCapability", {
  supported: supported("Whether the model supports server tools."),
  code_execution: nullable(CapabilitySupport, "Whether the model supports the code execution tool."),
  web_search: nullable(CapabilitySupport, "Whether the model supports the web search tool.")
})

/**
 * Support of tools that run on Anthropic's servers.
 *
 * @example
 * ```ts
 * import type { ServerToolsCapability } from "@anthropic-models/core/ModelCapabilities"
 *
 * const tools = ({ code_execution, web_search }: ServerToolsCapability): ReadonlyArray<string> => [
 *   ...(code_execution?.supported === true ? ["code_execution"] : []),
 *   ...(web_search?.supported === true ? ["web_search"] : [])
 * ]
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export interface ServerToolsCapability extends Schema.Schema.Type<typeof serverToolsCapability> {}

/**
 * Support of tools that run on Anthropic's servers.
 *
 * @example
 * ```ts
 * import { ServerToolsCapability } from "@anthropic-models/core/ModelCapabilities"
 * import * as Option from "effect/Option"
 * import * as Schema from "effect/Schema"
 *
 * const read = Schema.decodeUnknownOption(ServerToolsCapability)
 *
 * Option.isSome(read({ web_search: { supported: true } })) // true
 * Option.isSome(read(["web_search"])) // false
 * ```
 *
 * @since 0.1.0
 * @category schemas
 */
export const ServerToolsCapability: Schema.Schema<ServerToolsCapability> = serverToolsCapability

const thinkingTypes = open("ThinkingTypes", {
  adaptive: nullable(CapabilitySupport, "Whether the model supports thinking with type 'adaptive' (auto)."),
  enabled: nullable(CapabilitySupport, "Whether the model supports thinking with type 'enabled'."),
  disabled: nullable(CapabilitySupport, "Whether the model supports thinking with type 'disabled'."),
  between_tools: nullable(CapabilitySupport, "Whether the model supports thinking between tool uses.")
})

/**
 * Support of each type of thinking. This object has no `supported` of its own.
 *
 * @example
 * ```ts
 * import type { ThinkingTypes } from "@anthropic-models/core/ModelCapabilities"
 *
 * const thinking = ({ adaptive }: ThinkingTypes) =>
 *   adaptive?.supported === true ? { type: "adaptive" } : { type: "enabled", budget_tokens: 8000 }
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export interface ThinkingTypes extends Schema.Schema.Type<typeof thinkingTypes> {}

/**
 * Support of each type of thinking. This object has no `supported` of its own.
 *
 * @example
 * ```ts
 * import { ThinkingTypes } from "@anthropic-models/core/ModelCapabilities"
 * import * as Schema from "effect/Schema"
 *
 * // the facts of a model that a picker stores
 * const Choice = Schema.Struct({ id: Schema.String, thinking: Schema.optional(ThinkingTypes) })
 * ```
 *
 * @see `ThinkingTypes` in the API reference; `disabled` and `between_tools` were added later
 * @since 0.1.0
 * @category schemas
 */
export const ThinkingTypes: Schema.Schema<ThinkingTypes> = thinkingTypes

const thinkingCapability = open("ThinkingCapability", {
  supported: supported("Whether the model supports thinking."),
  types: nullable(ThinkingTypes, "Supported thinking type configurations.")
})

/**
 * Support of thinking and of its types.
 *
 * @example
 * ```ts
 * import type { ThinkingCapability } from "@anthropic-models/core/ModelCapabilities"
 *
 * const canTurnOff = ({ types }: ThinkingCapability): boolean => types?.disabled?.supported === true
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export interface ThinkingCapability extends Schema.Schema.Type<typeof thinkingCapability> {}

/**
 * Support of thinking and of its types.
 *
 * @example
 * ```ts
 * import { ThinkingCapability } from "@anthropic-models/core/ModelCapabilities"
 * import * as Schema from "effect/Schema"
 *
 * const thinking = Schema.decodeUnknownSync(ThinkingCapability)({
 *   supported: true,
 *   types: { adaptive: { supported: true }, enabled: { supported: false } }
 * })
 *
 * thinking.types?.enabled?.supported // false
 * ```
 *
 * @see `ThinkingCapability` in the API reference
 * @since 0.1.0
 * @category schemas
 */
export const ThinkingCapability: Schema.Schema<ThinkingCapability> = thinkingCapability

const modelCapabilities = open("ModelCapabilities", {
  batch: nullable(CapabilitySupport, "Whether the model supports the Batch API."),
  citations: nullable(CapabilitySupport, "Whether the model supports citation generation."),
  code_execution: nullable(CapabilitySupport, "Whether the model supports code execution tools."),
  compaction: nullable(CapabilitySupport, "Whether the model supports compaction."),
  context_management: nullable(ContextManagementCapability, "Context management support and available strategies."),
  effort: nullable(EffortCapability, "Effort (reasoning_effort) support and available levels."),
  image_input: nullable(CapabilitySupport, "Whether the model accepts image content blocks."),
  pdf_input: nullable(CapabilitySupport, "Whether the model accepts PDF content blocks."),
  server_tools: nullable(ServerToolsCapability, "Support of tools that run on Anthropic's servers."),
  structured_outputs: nullable(
    CapabilitySupport,
    "Whether the model supports structured output / JSON mode / strict tool schemas."
  ),
  thinking: nullable(ThinkingCapability, "Thinking capability and supported type configurations.")
})

/**
 * The capabilities of a model.
 *
 * @example
 * ```ts
 * import type { ModelCapabilities } from "@anthropic-models/core/ModelCapabilities"
 *
 * const formats = ({ image_input, pdf_input }: ModelCapabilities): ReadonlyArray<string> => [
 *   "text",
 *   ...(image_input?.supported === true ? ["images"] : []),
 *   ...(pdf_input?.supported === true ? ["PDF"] : [])
 * ]
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export interface ModelCapabilities extends Schema.Schema.Type<typeof modelCapabilities> {}

/**
 * The capabilities of a model.
 *
 * @example
 * ```ts
 * import { ModelCapabilities } from "@anthropic-models/core/ModelCapabilities"
 * import * as Schema from "effect/Schema"
 *
 * const capabilities = Schema.decodeUnknownSync(ModelCapabilities)({
 *   batch: { supported: true },
 *   thinking: { supported: true, types: { adaptive: { supported: true } } }
 * })
 * ```
 *
 * @see `ModelCapabilities` in the API reference; `compaction` and `server_tools` were added later
 * @since 0.1.0
 * @category schemas
 */
export const ModelCapabilities: Schema.Schema<ModelCapabilities> = modelCapabilities

/** The keys that a type names, without its index signature. */
type NamedKey<A> = keyof { [K in keyof A as string extends K ? never : K]: A[K] } & string

type PathIn<A> = { [K in NamedKey<A>]: K extends "supported" ? never : PathAt<K, NonNullable<A[K]>> }[NamedKey<A>]

type PathAt<K extends string, A> =
  | ("supported" extends NamedKey<A> ? K : never)
  | (PathIn<A> extends infer Rest extends string ? `${K}.${Rest}` : never)

declare const Unlisted: unique symbol

/**
 * A path that this version does not know, made by `unlisted`.
 *
 * @example
 * ```ts
 * import { supports, unlisted, type UnlistedPath } from "@anthropic-models/core/ModelCapabilities"
 *
 * const videoInput: UnlistedPath = unlisted("video_input")
 *
 * const seesVideo = supports(videoInput)
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export type UnlistedPath = string & { readonly [Unlisted]: true }

/**
 * The path of a capability: the keys that lead to it, joined by dots, such as `"thinking.types.adaptive"`. A misspelt
 * path does not compile.
 *
 * @example
 * ```ts
 * import { type CapabilityPath, supports } from "@anthropic-models/core/ModelCapabilities"
 * import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
 *
 * const required: ReadonlyArray<CapabilityPath> = ["structured_outputs", "thinking.types.adaptive"]
 *
 * const qualifies = (model: ModelInfo): boolean => required.every((path) => supports(model, path))
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export type CapabilityPath = PathIn<ModelCapabilities> | UnlistedPath

/**
 * Names a capability that this version does not know.
 *
 * @example
 * ```ts
 * import { supports, unlisted } from "@anthropic-models/core/ModelCapabilities"
 *
 * const seesVideo = supports(unlisted("video_input"))
 * ```
 *
 * @since 0.1.0
 * @category constructors
 */
export const unlisted = (path: string): UnlistedPath =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the mark exists in the types only
  path as UnlistedPath

/**
 * Whether a model supports a capability, or whether that is unknown.
 *
 * @example
 * ```ts
 * import { type Support, supportOf } from "@anthropic-models/core/ModelCapabilities"
 * import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
 *
 * const mark: { readonly [support in Support]: string } = { supported: "yes", unsupported: "no", unknown: "?" }
 *
 * const row = (model: ModelInfo): string => `${model.id}: batches ${mark[supportOf(model, "batch")]}`
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export type Support = "supported" | "unsupported" | "unknown"

/**
 * A value with capabilities, such as a `ModelInfo`.
 *
 * @example
 * ```ts
 * import { type Capable, supports } from "@anthropic-models/core/ModelCapabilities"
 *
 * // works for a ModelInfo, and for values of your own that have its capabilities
 * const readersOfPdf = <A extends Capable>(models: ReadonlyArray<A>): ReadonlyArray<A> =>
 *   models.filter(supports("pdf_input"))
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export interface Capable {
  /** None if the server sent none: every answer is then `"unknown"`. */
  readonly capabilities: Option.Option<ModelCapabilities>
}

const property = (node: unknown, key: string): unknown =>
  isJsonObject(node) && Object.hasOwn(node, key) ? node[key] : undefined

/**
 * Whether a model supports a capability.
 *
 * **Details**
 *
 * - `"unknown"`: the capability is absent or `null`, the server sent something unreadable in its place, or the model
 *   has no capabilities at all.
 * - A parent with `supported: false` wins over its children.
 * - `thinking.types` has no `supported` of its own, so its children decide.
 *
 * @example
 * ```ts
 * import { supportOf } from "@anthropic-models/core/ModelCapabilities"
 * import { ModelInfo } from "@anthropic-models/core/ModelInfo"
 * import * as Schema from "effect/Schema"
 *
 * const model = Schema.decodeUnknownSync(ModelInfo)({
 *   id: "claude-opus-4-6",
 *   capabilities: { effort: { supported: true, xhigh: null } }
 * })
 * supportOf(model, "effort") // "supported"
 * supportOf(model, "effort.xhigh") // "unknown"
 * ```
 *
 * @since 0.1.0
 * @category accessors
 */
export const supportOf: {
  (path: CapabilityPath): (model: Capable) => Support
  (model: Capable, path: CapabilityPath): Support
} = dual(2, (model: Capable, path: CapabilityPath): Support => {
  let node: unknown = Option.getOrUndefined(model.capabilities)
  for (const key of path.split(".")) {
    node = property(node, key)
    if (property(node, "supported") === false) return "unsupported"
  }
  return property(node, "supported") === true ? "supported" : "unknown"
})

/**
 * Whether the server says that a model supports a capability: the predicate for `Stream.filter`. Unknown counts as no.
 *
 * @example
 * ```ts
 * import { supports } from "@anthropic-models/core/ModelCapabilities"
 * import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
 *
 * const thinkers = (models: ReadonlyArray<ModelInfo>) => models.filter(supports("thinking.types.adaptive"))
 * ```
 *
 * @since 0.1.0
 * @category predicates
 */
export const supports: {
  (path: CapabilityPath): (model: Capable) => boolean
  (model: Capable, path: CapabilityPath): boolean
} = dual(2, (model: Capable, path: CapabilityPath): boolean => supportOf(model, path) === "supported")
