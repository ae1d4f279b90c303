/**
 * One model of the API.
 *
 * @since 0.1.0
 */
import * as DateTime from "effect/DateTime"
import * as Equal from "effect/Equal"
import * as Hash from "effect/Hash"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { extra, gather } from "./internal/extra.ts"
import { encodeOption, nullable, optionField, required } from "./internal/fields.ts"
import { Instant, KnownInstant, readInstant, readKnownInstant } from "./internal/instants.ts"
import { jsonEquals } from "./internal/jsonEquals.ts"
import { Finite, NonEmptyText, openUnion, TimestampText } from "./internal/leaves.ts"
import { type Open, wire } from "./internal/wire.ts"
import { wireClass } from "./internal/wireClass.ts"
import { ModelCapabilities } from "./ModelCapabilities.ts"

/**
 * The unique identifier of a model: a string that is not empty.
 *
 * @example
 * ```ts
 * import { ModelId } from "@anthropic-models/core/ModelInfo"
 *
 * const id: ModelId = ModelId.make("claude-opus-4-6")
 * ```
 *
 * @since 0.1.0
 * @category schemas
 */
export const ModelId = NonEmptyText.pipe(Schema.brand("@anthropic-models/core/ModelId")).annotations({
  identifier: "ModelId",
  description: "a non-empty string"
})

/**
 * @since 0.1.0
 * @category models
 */
export type ModelId = typeof ModelId.Type

/**
 * Where a model stands between its release and its end: `"active"`, `"deprecated"`, `"retired"`, or what the API
 * will say next.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Lifecycle = openUnion(["active", "deprecated", "retired"])

/**
 * @since 0.1.0
 * @category models
 */
export type Lifecycle = typeof Lifecycle.Type

/**
 * The line that a model belongs to: `"haiku"`, `"sonnet"`, `"opus"`, `"fable"`, `"mythos"`, or one to come.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Line = openUnion(["haiku", "sonnet", "opus", "fable", "mythos"])

/**
 * @since 0.1.0
 * @category models
 */
export type Line = typeof Line.Type

const wireFields = {
  id: required(NonEmptyText, "Unique model identifier."),
  type: nullable(Schema.Literal("model"), 'Object type. For Models, this is always "model".'),
  display_name: nullable(Schema.String, "A human-readable name for the model."),
  created_at: nullable(
    TimestampText,
    "RFC 3339 datetime string representing the time at which the model was released. May be set to an epoch value if the release date is unknown."
  ),
  capabilities: nullable(ModelCapabilities, "Model capability information."),
  max_input_tokens: nullable(Finite, "Maximum input context window size in tokens for this model."),
  max_tokens: nullable(Finite, "Maximum value for the max_tokens parameter when using this model."),
  lifecycle: nullable(Lifecycle, "Where the model stands between its release and its end."),
  line: nullable(Line, "The line that the model belongs to."),
  deprecated_at: nullable(TimestampText, "RFC 3339 datetime string of the model's deprecation."),
  retires_at: nullable(TimestampText, "RFC 3339 datetime string of the model's retirement.")
}

const known: ReadonlySet<string> = new Set(Object.keys(wireFields))

/**
 * A model as the API encodes it: its JSON.
 *
 * @since 0.1.0
 * @category models
 */
export interface ModelInfoEncoded extends Open<typeof wireFields> {}

/**
 * The schema of a model's JSON. Only `id` must be there.
 *
 * @since 0.1.0
 * @category schemas
 */
export const ModelInfoEncoded: Schema.Schema<ModelInfoEncoded> = wire("ModelInfo", wireFields)

/** How the fields of a model are read from what its schema has judged. */
class Decoded {
  readonly id
  readonly type = "model"
  readonly display_name
  readonly created_at
  readonly capabilities
  readonly max_input_tokens
  readonly max_tokens
  readonly lifecycle
  readonly line
  readonly deprecated_at
  readonly retires_at
  readonly extra
  constructor(wire: ModelInfoEncoded) {
    this.id = ModelId.make(wire.id, true)
    this.display_name = wire.display_name ?? wire.id
    this.created_at = readKnownInstant(wire.created_at)
    this.capabilities = Option.fromNullable(wire.capabilities)
    this.max_input_tokens = Option.fromNullable(wire.max_input_tokens)
    this.max_tokens = Option.fromNullable(wire.max_tokens)
    this.lifecycle = Option.fromNullable(wire.lifecycle)
    this.line = Option.fromNullable(wire.line)
    this.deprecated_at = readInstant(wire.deprecated_at)
    this.retires_at = readInstant(wire.retires_at)
    this.extra = gather(wire, known)
  }
}

/**
 * A model.
 *
 * **Details**
 *
 * | field | what it says | unit |
 * | --- | --- | --- |
 * | `id` | unique model identifier | |
 * | `type` | always `"model"` | |
 * | `display_name` | a name for people; the id where the API gives none | |
 * | `created_at` | when it was released; none also for the epoch, by which the API says "unknown" | instant |
 * | `max_input_tokens` | largest input context window | tokens |
 * | `max_tokens` | largest value of the `max_tokens` parameter, so the largest output | tokens |
 * | `capabilities` | what it can do, see `ModelCapabilities.support` | |
 * | `lifecycle`, `line` | where it stands, and the line that it belongs to | |
 * | `deprecated_at`, `retires_at` | when it was or will be deprecated and retired | instant |
 * | `extra` | the fields that this version has no name for, as they came | |
 *
 * Facts that the API left out or said `null` for are `Option.none()`. Encoding leaves them out again, so that
 * decoding, encoding and decoding gives an equal model. Models are equal when they say the same.
 *
 * To be fast, reading and writing do not copy: `capabilities` and `extra` are the objects of the JSON that was read.
 * Do not change them, nor that JSON. Models that came over HTTP may share their capabilities, which are frozen then.
 *
 * @example
 * ```ts
 * import { ModelInfo } from "@anthropic-models/core/ModelInfo"
 * import * as Option from "effect/Option"
 * import * as Schema from "effect/Schema"
 *
 * const model = Schema.decodeUnknownSync(ModelInfo)({ id: "claude-opus-4-6", max_tokens: 128000 })
 * model.display_name // "claude-opus-4-6"
 * const tokens: number = Option.getOrElse(model.max_tokens, () => 4096)
 * ```
 *
 * @see `ModelInfo` in the API reference of `GET /v1/models`
 * @since 0.1.0
 * @category models
 */
export class ModelInfo extends wireClass<ModelInfo>("@anthropic-models/core/ModelInfo")(
  () => ({
    id: ModelId,
    type: Schema.Literal("model").pipe(
      Schema.propertySignature,
      Schema.withConstructorDefault(() => "model" as const)
    ),
    display_name: Schema.String,
    created_at: optionField(KnownInstant),
    capabilities: optionField(ModelCapabilities),
    max_input_tokens: optionField(Finite),
    max_tokens: optionField(Finite),
    lifecycle: optionField(Lifecycle),
    line: optionField(Line),
    deprecated_at: optionField(Instant),
    retires_at: optionField(Instant),
    extra: extra(known)
  }),
  {
    wire: ModelInfoEncoded,
    decode: Decoded,
    encode: (model) => ({
      ...model.extra,
      id: model.id,
      type: model.type,
      display_name: model.display_name,
      ...encodeOption("created_at", Option.map(model.created_at, DateTime.formatIso)),
      ...encodeOption("capabilities", model.capabilities),
      ...encodeOption("max_input_tokens", model.max_input_tokens),
      ...encodeOption("max_tokens", model.max_tokens),
      ...encodeOption("lifecycle", model.lifecycle),
      ...encodeOption("line", model.line),
      ...encodeOption("deprecated_at", Option.map(model.deprecated_at, DateTime.formatIso)),
      ...encodeOption("retires_at", Option.map(model.retires_at, DateTime.formatIso))
    })
  }
) {
  /** @internal */
  [Equal.symbol](that: unknown): boolean {
    return that instanceof ModelInfo && jsonEquals(ModelInfo.toWire(this), ModelInfo.toWire(that))
  }
  /** @internal */
  [Hash.symbol](): number {
    return Hash.string(this.id)
  }
  override toString(): string {
    return `ModelInfo(${this.id})`
  }
}
