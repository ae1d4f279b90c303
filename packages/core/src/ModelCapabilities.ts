/**
 * What a model can do, as the API says it.
 *
 * Every key is optional and may be `null`, since real answers and gateways leave keys out, and every object keeps
 * the keys that this version has no name for. What is read is the JSON itself, uncopied: nothing is lost at any depth,
 * and it is not to be changed.
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { nullable } from "./internal/fields.ts"
import { remembering } from "./internal/judged.ts"
import { type Open, wire } from "./internal/wire.ts"

const supported = (description: string) => nullable(Schema.Boolean, description)

const capabilitySupportFields = { supported: supported("Whether this capability is supported by the model.") }

/**
 * @since 0.1.0
 * @category models
 */
export interface CapabilitySupport extends Open<typeof capabilitySupportFields> {}

/**
 * Whether one capability is supported.
 *
 * @example
 * ```ts
 * import { CapabilitySupport } from "@anthropic-models/core/ModelCapabilities"
 * import * as Schema from "effect/Schema"
 *
 * const support = Schema.decodeUnknownSync(CapabilitySupport)({ supported: true, since: "2026-03" })
 * ```
 *
 * @see `CapabilitySupport` in the API reference
 * @since 0.1.0
 * @category schemas
 */
export const CapabilitySupport: Schema.Schema<CapabilitySupport> = wire("CapabilitySupport", capabilitySupportFields)

const contextManagementCapabilityFields = {
  supported: supported("Whether the model supports context management."),
  clear_thinking_20251015: nullable(CapabilitySupport, "The strategy that clears old thinking."),
  clear_tool_uses_20250919: nullable(CapabilitySupport, "The strategy that clears old uses of tools."),
  compact_20260112: nullable(CapabilitySupport, "The strategy that compacts the context.")
}

/**
 * @since 0.1.0
 * @category models
 */
export interface ContextManagementCapability extends Open<typeof contextManagementCapabilityFields> {}

/**
 * Support of context management, and of its strategies.
 *
 * @see `ContextManagementCapability` in the API reference
 * @since 0.1.0
 * @category schemas
 */
export const ContextManagementCapability: Schema.Schema<ContextManagementCapability> = wire(
  "ContextManagementCapability",
  contextManagementCapabilityFields
)

const effortCapabilityFields = {
  supported: supported("Whether the model supports effort levels."),
  low: nullable(CapabilitySupport, "Whether the model supports low effort level."),
  medium: nullable(CapabilitySupport, "Whether the model supports medium effort level."),
  high: nullable(CapabilitySupport, "Whether the model supports high effort level."),
  xhigh: nullable(CapabilitySupport, "Whether the model supports xhigh effort level."),
  max: nullable(CapabilitySupport, "Whether the model supports max effort level.")
}

/**
 * @since 0.1.0
 * @category models
 */
export interface EffortCapability extends Open<typeof effortCapabilityFields> {}

/**
 * Support of effort (`reasoning_effort`), and of its levels.
 *
 * @see `EffortCapability` in the API reference; `xhigh` came later
 * @since 0.1.0
 * @category schemas
 */
export const EffortCapability: Schema.Schema<EffortCapability> = wire("EffortCapability", effortCapabilityFields)

const serverToolsCapabilityFields = {
  supported: supported("Whether the model supports server tools."),
  code_execution: nullable(CapabilitySupport, "Whether the model supports the code execution tool."),
  web_search: nullable(CapabilitySupport, "Whether the model supports the web search tool.")
}

/**
 * @since 0.1.0
 * @category models
 */
export interface ServerToolsCapability extends Open<typeof serverToolsCapabilityFields> {}

/**
 * Support of tools that run on Anthropic's servers.
 *
 * @since 0.1.0
 * @category schemas
 */
export const ServerToolsCapability: Schema.Schema<ServerToolsCapability> = wire(
  "ServerToolsCapability",
  serverToolsCapabilityFields
)

const thinkingTypesFields = {
  adaptive: nullable(CapabilitySupport, "Whether the model supports thinking with type 'adaptive' (auto)."),
  enabled: nullable(CapabilitySupport, "Whether the model supports thinking with type 'enabled'."),
  disabled: nullable(CapabilitySupport, "Whether the model supports thinking with type 'disabled'."),
  between_tools: nullable(CapabilitySupport, "Whether the model supports thinking between uses of tools.")
}

/**
 * @since 0.1.0
 * @category models
 */
export interface ThinkingTypes extends Open<typeof thinkingTypesFields> {}

/**
 * Support of each type of thinking. This object has no `supported` of its own.
 *
 * @see `ThinkingTypes` in the API reference; `disabled` and `between_tools` came later
 * @since 0.1.0
 * @category schemas
 */
export const ThinkingTypes: Schema.Schema<ThinkingTypes> = wire("ThinkingTypes", thinkingTypesFields)

const thinkingCapabilityFields = {
  supported: supported("Whether the model supports thinking."),
  types: nullable(ThinkingTypes, "Supported thinking type configurations.")
}

/**
 * @since 0.1.0
 * @category models
 */
export interface ThinkingCapability extends Open<typeof thinkingCapabilityFields> {}

/**
 * Support of thinking, and of its types.
 *
 * @see `ThinkingCapability` in the API reference
 * @since 0.1.0
 * @category schemas
 */
export const ThinkingCapability: Schema.Schema<ThinkingCapability> = wire(
  "ThinkingCapability",
  thinkingCapabilityFields
)

const modelCapabilitiesFields = {
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
}

/**
 * @since 0.1.0
 * @category models
 */
export interface ModelCapabilities extends Open<typeof modelCapabilitiesFields> {}

/**
 * All that the API says of what a model can do.
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
 * const adaptive: boolean | null | undefined = capabilities.thinking?.types?.adaptive?.supported
 * ```
 *
 * @see `ModelCapabilities` in the API reference; `compaction` and `server_tools` came later
 * @since 0.1.0
 * @category schemas
 */
export const ModelCapabilities: Schema.Schema<ModelCapabilities> = wire(
  "ModelCapabilities",
  modelCapabilitiesFields,
  remembering
)

/** The keys that a type names, without its index signature. */
type NamedKey<A> = keyof { [K in keyof A as string extends K ? never : K]: A[K] } & string

type PathIn<A> = { [K in NamedKey<A>]: K extends "supported" ? never : PathAt<K, NonNullable<A[K]>> }[NamedKey<A>]

type PathAt<K extends string, A> =
  | ("supported" extends NamedKey<A> ? K : never)
  | (PathIn<A> extends infer Rest extends string ? `${K}.${Rest}` : never)

/**
 * The path of a capability: the keys that lead to it, joined by dots. Known paths are completed by editors, any
 * other string is accepted, since capabilities appear before this library hears of them.
 *
 * @since 0.1.0
 * @category models
 */
export type CapabilityPath = PathIn<ModelCapabilities> | (string & {})

/**
 * What the API says of a capability: yes, no, or nothing.
 *
 * @since 0.1.0
 * @category models
 */
export type Support = "supported" | "unsupported" | "unknown"

/**
 * Whatever carries capabilities: a `ModelInfo`, for one.
 *
 * @since 0.1.0
 * @category models
 */
export interface Capable {
  readonly capabilities: Option.Option<ModelCapabilities>
}

const childOf = (node: object, key: string): unknown => Object.getOwnPropertyDescriptor(node, key)?.value

/**
 * What the API says of a capability of a model.
 *
 * **Details**
 *
 * Absent, `null`, and no capabilities at all are `"unknown"`, never a no. A parent that says `supported: false` wins
 * over its children, present or absent. A node without a `supported` of its own, like `thinking.types`, is
 * `"unknown"` itself and leaves its children their word.
 *
 * @example
 * ```ts
 * import { support } from "@anthropic-models/core/ModelCapabilities"
 * import { ModelInfo } from "@anthropic-models/core/ModelInfo"
 * import * as Schema from "effect/Schema"
 *
 * const model = Schema.decodeUnknownSync(ModelInfo)({
 *   id: "claude-opus-4-6",
 *   capabilities: { effort: { supported: true, xhigh: null } }
 * })
 * support(model, "effort") // "supported"
 * support(model, "effort.xhigh") // "unknown"
 * ```
 *
 * @since 0.1.0
 * @category accessors
 */
export const support = (model: Capable, path: CapabilityPath): Support => {
  let node: unknown = Option.getOrNull(model.capabilities)
  for (const key of path.split(".")) {
    if (typeof node !== "object" || node === null) return "unknown"
    node = childOf(node, key)
    if (typeof node === "object" && node !== null && childOf(node, "supported") === false) return "unsupported"
  }
  return typeof node === "object" && node !== null && childOf(node, "supported") === true ? "supported" : "unknown"
}

/**
 * Whether the API says that a model supports a capability: the predicate for `Stream.filter`.
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
export const supports =
  (path: CapabilityPath) =>
  (model: Capable): boolean =>
    support(model, path) === "supported"
