/**
 * One model of the API.
 *
 * @since 0.1.0
 */
import type * as DateTime from "effect/DateTime"
import * as Either from "effect/Either"
import * as Equal from "effect/Equal"
import { identity } from "effect/Function"
import * as Hash from "effect/Hash"
import { NodeInspectSymbol } from "effect/Inspectable"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Capabilities from "./internal/capabilities.ts"
import { fact, nullable, open, openLiteral } from "./internal/fields.ts"
import { empty, extra, isJsonObject, jsonEquals, type JsonObject, put } from "./internal/json.ts"
import { notModel, toIssue } from "./internal/mismatch.ts"
import { printable } from "./internal/printable.ts"
import { ReadClass, reading } from "./internal/reading.ts"
import * as Timestamp from "./internal/timestamp.ts"
import { ModelCapabilities } from "./ModelCapabilities.ts"

/**
 * The stage of a model's life: `"active"`, `"deprecated"`, `"retired"`, or one that the API adds later.
 *
 * @example
 * ```ts
 * import { Lifecycle } from "@anthropic-models/core/ModelInfo"
 * import * as Schema from "effect/Schema"
 *
 * const Settings = Schema.Struct({ lifecycle: Schema.Array(Lifecycle) })
 *
 * const settings = Schema.decodeUnknownSync(Settings)({ lifecycle: ["active", "preview"] })
 * ```
 *
 * @since 0.1.0
 * @category schemas
 */
export const Lifecycle = openLiteral("active", "deprecated", "retired")

/**
 * The stage of a model's life.
 *
 * @example
 * ```ts
 * import type { Lifecycle } from "@anthropic-models/core/ModelInfo"
 *
 * const color = (lifecycle: Lifecycle): string => {
 *   switch (lifecycle) {
 *     case "active":
 *       return "green"
 *     case "deprecated":
 *       return "yellow"
 *     case "retired":
 *       return "red"
 *     default:
 *       return "gray" // a stage that the API adds later
 *   }
 * }
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export type Lifecycle = typeof Lifecycle.Type

/**
 * The line of a model: `"haiku"`, `"sonnet"`, `"opus"`, `"fable"`, `"mythos"`, or one that the API adds later.
 *
 * @example
 * ```ts
 * import { Line } from "@anthropic-models/core/ModelInfo"
 * import * as Schema from "effect/Schema"
 *
 * const Preference = Schema.Struct({ team: Schema.String, line: Line })
 *
 * const preference = Schema.decodeUnknownSync(Preference)({ team: "search", line: "haiku" })
 * ```
 *
 * @since 0.1.0
 * @category schemas
 */
export const Line = openLiteral("haiku", "sonnet", "opus", "fable", "mythos")

/**
 * The line of a model.
 *
 * @example
 * ```ts
 * import type { Line, ModelInfo } from "@anthropic-models/core/ModelInfo"
 * import * as Option from "effect/Option"
 *
 * const ofLine = (models: ReadonlyArray<ModelInfo>, line: Line): ReadonlyArray<ModelInfo> =>
 *   models.filter((model) => Option.contains(model.line, line))
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export type Line = typeof Line.Type

const timestamp = Schema.String.annotations({ jsonSchema: { type: "string", format: "date-time" } })

const json = open("ModelInfo", {
  id: Schema.NonEmptyString.annotations({ description: "Unique model identifier." }),
  type: nullable(Schema.Literal("model"), 'Object type. For Models, this is always "model".'),
  display_name: nullable(Schema.String, "A human-readable name for the model."),
  created_at: nullable(
    timestamp,
    "RFC 3339 datetime string representing the time at which the model was released. May be set to an epoch value if the release date is unknown."
  ),
  capabilities: nullable(ModelCapabilities, "Model capability information."),
  max_input_tokens: nullable(Schema.Number, "Maximum input context window size in tokens for this model."),
  max_tokens: nullable(Schema.Number, "Maximum value for the max_tokens parameter when using this model."),
  lifecycle: nullable(Lifecycle, "The stage of the model's life."),
  line: nullable(Line, "The line that the model belongs to."),
  deprecated_at: nullable(timestamp, "RFC 3339 datetime string of the model's deprecation."),
  retires_at: nullable(timestamp, "RFC 3339 datetime string of the model's retirement.")
})

const known: ReadonlySet<string> = new Set(Object.keys(json.fields))

/**
 * The JSON of a model. Only `id` is required.
 *
 * @example
 * ```ts
 * import { ModelInfo, type ModelInfoEncoded } from "@anthropic-models/core/ModelInfo"
 * import * as Schema from "effect/Schema"
 *
 * const json: ModelInfoEncoded = { id: "claude-opus-4-6", max_tokens: 128000, retires_at: null }
 *
 * const model = Schema.decodeSync(ModelInfo)(json)
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export interface ModelInfoEncoded extends Schema.Schema.Type<typeof json> {}

/**
 * The schema of a model's JSON as the API documents it.
 *
 * @example
 * Checks JSON strictly. `ModelInfo` reads both of these:
 *
 * ```ts
 * import { ModelInfoEncoded } from "@anthropic-models/core/ModelInfo"
 * import * as Schema from "effect/Schema"
 *
 * const isModelJson = Schema.is(ModelInfoEncoded)
 *
 * isModelJson({ id: "claude-opus-4-6", max_tokens: 128000 }) // true
 * isModelJson({ id: "claude-opus-4-6", max_tokens: "many" }) // false
 * ```
 *
 * @since 0.1.0
 * @category schemas
 */
export const ModelInfoEncoded: Schema.Schema<ModelInfoEncoded> = json

const text = (u: unknown): Option.Option<string> => (typeof u === "string" ? Option.some(u) : Option.none())

const number = (u: unknown): Option.Option<number> =>
  typeof u === "number" && Number.isFinite(u) ? Option.some(u) : Option.none()

const instant = (u: unknown): Option.Option<DateTime.Utc> =>
  typeof u === "string" ? Timestamp.parse(u) : Option.none()

const isKnown = ({ epochMillis }: DateTime.Utc): boolean => epochMillis !== 0

/** JSON that is a model. */
interface Readable extends JsonObject {
  readonly id: string
}

const isReadable = (u: unknown): u is Readable => isJsonObject(u) && typeof u["id"] === "string" && u["id"] !== ""

/** Reads facts from JSON. A value that cannot be read is an unknown fact, and is kept in `extra`. */
class Facts {
  extra: Record<string, unknown> | undefined = undefined
  readonly json: Readable

  constructor(json: Readable) {
    this.json = json
  }
  keep(key: string, value: unknown): void {
    put((this.extra ??= {}), key, value)
  }
  read<A>(key: string, reader: (u: unknown) => Option.Option<A>): Option.Option<A> {
    const value = this.json[key]
    if (value === undefined || value === null) return Option.none()
    const fact = reader(value)
    if (Option.isNone(fact)) this.keep(key, value)
    return fact
  }
  capabilities(): Option.Option<ModelCapabilities> {
    const { capabilities } = this.json
    if (!isJsonObject(capabilities)) return this.read("capabilities", Option.none)
    if (Capabilities.isReadable(capabilities)) return Option.some(capabilities)
    const { odd, readable } = Capabilities.split(capabilities)
    this.keep("capabilities", odd)
    return Option.some(readable)
  }
  unknown(): JsonObject {
    for (const key in this.json) if (!known.has(key)) this.keep(key, this.json[key])
    return this.extra ?? empty
  }
}

/** The fields of a model. A constructor makes many equal objects faster than a literal with a prototype set later. */
class Fields {
  readonly id: string
  readonly type = "model"
  readonly display_name: string
  readonly created_at: Option.Option<DateTime.Utc>
  readonly capabilities: Option.Option<ModelCapabilities>
  readonly max_input_tokens: Option.Option<number>
  readonly max_tokens: Option.Option<number>
  readonly lifecycle: Option.Option<Lifecycle>
  readonly line: Option.Option<Line>
  readonly deprecated_at: Option.Option<DateTime.Utc>
  readonly retires_at: Option.Option<DateTime.Utc>
  readonly extra: JsonObject

  constructor(json: Readable) {
    const facts = new Facts(json)
    this.id = json.id
    if (json["type"] !== "model") facts.read("type", Option.none)
    this.display_name = Option.getOrElse(facts.read("display_name", text), () => json.id)
    this.created_at = Option.filter(facts.read("created_at", instant), isKnown)
    this.capabilities = facts.capabilities()
    this.max_input_tokens = facts.read("max_input_tokens", number)
    this.max_tokens = facts.read("max_tokens", number)
    this.lifecycle = facts.read("lifecycle", text)
    this.line = facts.read("line", text)
    this.deprecated_at = facts.read("deprecated_at", instant)
    this.retires_at = facts.read("retires_at", instant)
    this.extra = facts.unknown()
  }
}

const encodeFact = <A, B>(key: string, fact: Option.Option<A>, encode: (a: A) => B): { readonly [key: string]: B } =>
  Option.isSome(fact) ? { [key]: encode(fact.value) } : {}

const encode = (model: ModelInfo): ModelInfoEncoded => {
  const { id: _id, ...extra } = model.extra
  return {
    id: model.id,
    type: model.type,
    display_name: model.display_name,
    ...extra,
    ...encodeFact("created_at", model.created_at, Timestamp.format),
    ...encodeFact("capabilities", model.capabilities, (readable) =>
      Capabilities.join(readable, model.extra["capabilities"])
    ),
    ...encodeFact("max_input_tokens", model.max_input_tokens, identity),
    ...encodeFact("max_tokens", model.max_tokens, identity),
    ...encodeFact("lifecycle", model.lifecycle, identity),
    ...encodeFact("line", model.line, identity),
    ...encodeFact("deprecated_at", model.deprecated_at, Timestamp.format),
    ...encodeFact("retires_at", model.retires_at, Timestamp.format)
  }
}

/**
 * A model.
 *
 * **Details**
 *
 * | field | meaning | unit |
 * | --- | --- | --- |
 * | `id` | unique identifier | |
 * | `type` | always `"model"` | |
 * | `display_name` | a name for people; the id if the server sends none | |
 * | `created_at` | the release; none for the epoch, which the API defines as unknown | instant |
 * | `capabilities` | see `ModelCapabilities.supportOf` | |
 * | `max_input_tokens` | the largest input: the context window | tokens |
 * | `max_tokens` | the largest `max_tokens` parameter: the largest output | tokens |
 * | `lifecycle`, `line` | the stage of its life, and the line that it belongs to | |
 * | `deprecated_at`, `retires_at` | when it was deprecated, and when it retires | instant |
 * | `extra` | unknown fields, and known fields with a value that cannot be read | |
 *
 * **Reading is total.** Every JSON object with a non-empty `id` is a model. A fact that is missing, `null` or unreadable
 * is `Option.none()`; an unreadable value is kept in `extra` under its name, and `unreadable` lists those names.
 *
 * Encoding writes everything that was read, except `null` and the epoch: decoding, encoding and decoding gives an equal
 * model. Models are equal if their JSON is. `JSON.stringify` and Node's `console.log` show the JSON.
 *
 * `capabilities` and `extra` are parts of the JSON that was read, not copies. `ModelInfo.extend` makes a class that
 * neither reads JSON this way nor compares its own fields: put a model into a struct of your own instead.
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
export class ModelInfo extends ReadClass<ModelInfo, ModelInfoEncoded>("@anthropic-models/core/ModelInfo")({
  id: Schema.NonEmptyString,
  type: Schema.Literal("model").pipe(
    Schema.propertySignature,
    Schema.withConstructorDefault(() => "model" as const)
  ),
  display_name: Schema.String,
  created_at: fact(Timestamp.Instant.pipe(Schema.filter(isKnown, { description: "an instant but the epoch" }))),
  capabilities: fact(ModelCapabilities),
  max_input_tokens: fact(Schema.Finite),
  max_tokens: fact(Schema.Finite),
  lifecycle: fact(Lifecycle),
  line: fact(Line),
  deprecated_at: fact(Timestamp.Instant),
  retires_at: fact(Timestamp.Instant),
  extra: extra(known)
}) {
  /** @internal */
  static override readonly ast = reading<ModelInfo, ModelInfoEncoded>(super.ast, {
    json: ModelInfoEncoded,
    read: (json, ast) => {
      const model = ModelInfo.read(json)
      return model === undefined ? Either.left(toIssue(ast, json, notModel(json))) : Either.right(model)
    },
    write: encode
  })

  /**
   * The model that the JSON is, if it is one.
   *
   * @internal
   */
  static read(json: unknown): ModelInfo | undefined {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `Fields` sets every field of the class
    return isReadable(json) ? (Reflect.construct(Fields, [json], ModelInfo) as ModelInfo) : undefined
  }

  /** The function `unreadable` of this module. */
  static unreadable(model: ModelInfo): ReadonlyArray<string> {
    return unreadable(model)
  }

  toJSON(): ModelInfoEncoded {
    return encode(this)
  }
  override toString(): string {
    return `ModelInfo(${printable(this.id, 200)})`
  }
  /** @internal */
  [NodeInspectSymbol](): ModelInfoEncoded {
    return encode(this)
  }
  /** @internal */
  [Equal.symbol](that: unknown): boolean {
    return that instanceof ModelInfo && jsonEquals(encode(this), encode(that))
  }
  /** @internal */
  [Hash.symbol](): number {
    return Hash.string(this.id)
  }
}

/**
 * The known fields that the server sent with a value that cannot be read. Their values are in `extra`.
 *
 * @example
 * ```ts
 * import { ModelInfo, unreadable } from "@anthropic-models/core/ModelInfo"
 * import * as Schema from "effect/Schema"
 *
 * const model = Schema.decodeUnknownSync(ModelInfo)({ id: "claude-opus-4-6", max_tokens: "many" })
 * unreadable(model) // ["max_tokens"]
 * const sent = model.extra["max_tokens"] // "many"
 * ```
 *
 * @since 0.1.0
 * @category accessors
 */
export const unreadable = (model: ModelInfo): ReadonlyArray<string> =>
  Object.keys(model.extra).filter((key) => known.has(key))
