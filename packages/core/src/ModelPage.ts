/**
 * One page of the list of models.
 *
 * @since 0.1.0
 */
import * as Either from "effect/Either"
import * as Equal from "effect/Equal"
import * as Hash from "effect/Hash"
import * as Option from "effect/Option"
import * as ParseResult from "effect/ParseResult"
import * as Schema from "effect/Schema"
import { accepts } from "./internal/compile.ts"
import { explain } from "./internal/explain.ts"
import { extra, gather } from "./internal/extra.ts"
import { encodeOption, nullable, optionField, required, withDefault } from "./internal/fields.ts"
import * as Interning from "./internal/interning.ts"
import { fieldsEqual } from "./internal/jsonEquals.ts"
import { remember } from "./internal/judged.ts"
import { lazily } from "./internal/lazily.ts"
import { Count, NonEmptyText } from "./internal/leaves.ts"
import { Json, leaf, type Open, wire } from "./internal/wire.ts"
import { wireClass } from "./internal/wireClass.ts"
import { ModelCapabilities } from "./ModelCapabilities.ts"
import { ModelInfo, ModelInfoEncoded } from "./ModelInfo.ts"
import { none as noRateLimits, RateLimits } from "./RateLimits.ts"

/**
 * A model that could not be decoded, where the caller asked to collect such models instead of failing.
 *
 * **Details**
 *
 * - `index`: its place in the page's `data`, from 0
 * - `value`: the JSON as it came
 * - `reason`: what is wrong with it, and where
 *
 * @since 0.1.0
 * @category models
 */
export class InvalidModel extends lazily(() =>
  Schema.Class<InvalidModel>("@anthropic-models/core/InvalidModel")(
    {
      index: Count,
      value: Json,
      reason: Schema.String
    },
    { equivalence: () => Equal.equals }
  )
) {
  /** @internal */
  [Equal.symbol](that: unknown): boolean {
    return that instanceof InvalidModel && fieldsEqual(this, that)
  }
  /** @internal */
  [Hash.symbol](): number {
    return Hash.number(this.index)
  }
}

const NotOpenAi = leaf((u): u is unknown => u !== "list", {
  description: "the Models API's list, which has no `object`",
  jsonSchema: { anyOf: [{ not: { const: "list" } }] },
  arbitrary: () => (fc) => fc.jsonValue().filter((json) => json !== "list")
})

const id = (description: string) => nullable(Schema.String, description)

const aroundData = {
  first_id: id("First ID in the data list. Can be used as the before_id for the previous page."),
  has_more: nullable(Schema.Boolean, "Indicates if there are more results in the requested page direction."),
  last_id: id("Last ID in the data list. Can be used as the after_id for the next page."),
  object: Schema.optional(NotOpenAi).annotations({ description: "What tells an OpenAI-shaped list from this one." })
}

const known: ReadonlySet<string> = new Set(["data", "first_id", "has_more", "last_id"])

const description = "an array of models"

const wireFields = {
  data: required(Schema.Array(ModelInfoEncoded).annotations({ description }), description),
  ...aroundData
}

/**
 * A page as the API encodes it: the JSON of a body.
 *
 * @since 0.1.0
 * @category models
 */
export interface ModelPageEncoded extends Open<typeof wireFields> {}

/**
 * The schema of a page's JSON. Only `data` must be there.
 *
 * @since 0.1.0
 * @category schemas
 */
export const ModelPageEncoded: Schema.Schema<ModelPageEncoded> = wire("ModelPage", wireFields)

/** A page whose models have yet to be judged, one by one. */
const Envelope = wire("ModelPage", { data: required(Schema.Array(Json), description), ...aroundData })

const cursorId = (id: string | null | undefined): Option.Option<string> =>
  Option.filter(Option.fromNullable(id), (id) => id !== "")

/** How the fields of a page are read from what its schema has judged. */
class Decoded {
  readonly data
  readonly first_id
  readonly has_more
  readonly last_id
  readonly extra
  readonly invalid = []
  readonly requestId = Option.none()
  readonly rateLimits = noRateLimits
  constructor(wire: ModelPageEncoded) {
    this.data = wire.data.map((model) => ModelInfo.fromWire(model))
    this.first_id = cursorId(wire.first_id)
    this.has_more = wire.has_more ?? false
    this.last_id = cursorId(wire.last_id)
    this.extra = gather(wire, known)
  }
}

/**
 * One page of the list of models.
 *
 * **Details**
 *
 * | field | what it says |
 * | --- | --- |
 * | `data` | the models, newest first |
 * | `first_id`, `last_id` | the ids to go on from, toward newer and toward older models; none where not given |
 * | `has_more` | whether more models follow in the direction that was asked for; `false` where not given |
 * | `extra` | the fields that this version has no name for, as they came |
 * | `invalid` | models that could not be decoded, where the caller asked to collect them |
 * | `requestId` | the `request-id` of the answer |
 * | `rateLimits` | the limits that the answer told of |
 *
 * The schema reads the bare body of an answer; the last three fields are what the exchange told beside it. They are
 * empty on a page that is read from a bare body, and no part of its encoded form; pages are equal when they agree in
 * these, too. An OpenAI-shaped list (`"object": "list"`) is refused.
 *
 * @example
 * ```ts
 * import { ModelPage } from "@anthropic-models/core/ModelPage"
 * import * as Schema from "effect/Schema"
 *
 * const page = Schema.decodeUnknown(ModelPage)({
 *   data: [{ id: "claude-opus-4-6" }],
 *   first_id: "claude-opus-4-6",
 *   last_id: "claude-opus-4-6",
 *   has_more: false
 * })
 * ```
 *
 * @see the returns of `GET /v1/models` in the API reference
 * @since 0.1.0
 * @category models
 */
export class ModelPage extends wireClass<ModelPage>("@anthropic-models/core/ModelPage")(
  () => ({
    data: Schema.Array(Schema.typeSchema(ModelInfo)),
    first_id: optionField(NonEmptyText),
    has_more: withDefault(Schema.Boolean, false),
    last_id: optionField(NonEmptyText),
    extra: extra(known),
    invalid: withDefault(Schema.Array(Schema.typeSchema(InvalidModel)), []),
    requestId: optionField(Schema.String),
    rateLimits: withDefault(Schema.typeSchema(RateLimits), noRateLimits)
  }),
  {
    wire: ModelPageEncoded,
    decode: Decoded,
    encode: (page) => ({
      ...page.extra,
      data: page.data.map((model) => ModelInfo.toWire(model)),
      ...encodeOption("first_id", page.first_id),
      has_more: page.has_more,
      ...encodeOption("last_id", page.last_id)
    })
  }
) {
  /** @internal */
  [Equal.symbol](that: unknown): boolean {
    return that instanceof ModelPage && fieldsEqual(this, that)
  }
  /** @internal */
  [Hash.symbol](): number {
    return Hash.array(this.data.map((model) => model.id))
  }
  override toString(): string {
    return `ModelPage(${this.data.length} models)`
  }
}

/**
 * How a body is read, and what the exchange told beside it.
 *
 * @since 0.1.0
 * @category models
 */
export interface FromBodyOptions {
  /**
   * What to do with a model that cannot be decoded: fail the page, or collect it into `ModelPage.invalid` and keep
   * the others.
   *
   * @default "fail"
   */
  readonly onInvalidModel?: "fail" | "collect" | undefined
  /**
   * The `request-id` of the answer.
   *
   * @default Option.none()
   */
  readonly requestId?: Option.Option<string> | undefined
  /**
   * The limits that the answer told of.
   *
   * @default RateLimits.none
   */
  readonly rateLimits?: RateLimits | undefined
}

/** A good page needs no more than the test: what is wrong with a bad one is for the schema to say. */
const isPage = accepts(ModelPageEncoded)

/** Judges the models one by one, which is worth its time only where not all of them are valid. */
const collect = (body: unknown): Either.Either<ModelPage, ParseResult.ParseError> =>
  Either.map(Schema.decodeUnknownEither(Envelope)(body), (envelope) => {
    // The issue alone: to make an error of each of many bad models would take half of the time.
    const decodeModel = ParseResult.decodeUnknownEither(ModelInfo)
    const data: Array<ModelInfo> = []
    const invalid: Array<InvalidModel> = []
    envelope.data.forEach((value, index) => {
      Either.match(decodeModel(value), {
        onLeft: (issue) => invalid.push(new InvalidModel({ index, value, reason: explain(issue) })),
        onRight: (model) => data.push(model)
      })
    })
    return Object.assign(ModelPage.fromWire({ ...envelope, data: [] }), { data, invalid })
  })

/**
 * Reads the JSON of a whole answer: the body, and beside it what the exchange told.
 *
 * **When to use**
 *
 * By whoever implements `Models` over a transport. To read a bare body, `Schema.decodeUnknown(ModelPage)` is enough.
 *
 * @example
 * ```ts
 * import * as ModelPage from "@anthropic-models/core/ModelPage"
 *
 * const body: unknown = JSON.parse(`{ "data": [{ "id": "claude-opus-4-6" }, { "id": 7 }] }`)
 * const page = ModelPage.fromBody(body, { onInvalidModel: "collect" })
 * ```
 *
 * @since 0.1.0
 * @category decoding
 */
export const fromBody = (
  body: unknown,
  { onInvalidModel = "fail", rateLimits = noRateLimits, requestId = Option.none() }: FromBodyOptions = {}
): Either.Either<ModelPage, ParseResult.ParseError> =>
  (isPage(body) ? Either.right(ModelPage.fromWire(body)) : Schema.decodeUnknownEither(ModelPage)(body)).pipe(
    Either.orElse((error) => (onInvalidModel === "collect" ? collect(body) : Either.left(error))),
    Either.map((page): ModelPage => Object.assign(page, { requestId, rateLimits }))
  )

const isCapabilities = accepts(ModelCapabilities)

/**
 * Makes a `JSON.parse` for the bodies of one API, which parses and judges the capabilities that models have in common
 * once, and shares them, frozen.
 *
 * **Details**
 *
 * What it gives equals what `JSON.parse` gives, whatever the text, and so does what it throws. It learns from the
 * second body on, and keeps up to 256 texts of capabilities as long as it lives. They are found in JSON that is written
 * without blanks.
 *
 * **When to use**
 *
 * By whoever implements `Models` over a transport, once for all its pages.
 *
 * @example
 * ```ts
 * import * as ModelPage from "@anthropic-models/core/ModelPage"
 *
 * const parse = ModelPage.makeParse()
 * const page = ModelPage.fromBody(parse(`{ "data": [{ "id": "claude-opus-4-6" }] }`))
 * ```
 *
 * @since 0.1.0
 * @category decoding
 */
export const makeParse = (): ((text: string) => unknown) =>
  Interning.make("capabilities", (shared) => {
    if (isCapabilities(shared)) remember(shared)
  })
