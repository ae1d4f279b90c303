/**
 * One page of the list of models.
 *
 * @since 0.1.0
 */
import * as Either from "effect/Either"
import * as Equal from "effect/Equal"
import * as Hash from "effect/Hash"
import { NodeInspectSymbol } from "effect/Inspectable"
import * as Option from "effect/Option"
import * as ParseResult from "effect/ParseResult"
import * as Schema from "effect/Schema"
import type * as AST from "effect/SchemaAST"
import { anyJson, fact, nullable, open } from "./internal/fields.ts"
import { empty, extra, isJsonObject, jsonEquals, put } from "./internal/json.ts"
import { describe, notModel, toIssue } from "./internal/mismatch.ts"
import { ReadClass, reading } from "./internal/reading.ts"
import { ModelInfo, ModelInfoEncoded } from "./ModelInfo.ts"
import { none as noRateLimits, RateLimits } from "./RateLimits.ts"

/**
 * An entry of a page without a readable id. The page keeps it if the caller chose to collect such entries.
 *
 * **Details**
 *
 * - `index`: its position in `data`, from 0
 * - `value`: its JSON as sent
 * - `reason`: why it is not a model, such as "id: expected a non-empty string, actual a number"
 *
 * @example
 * ```ts
 * import type { InvalidModel, ModelPage } from "@anthropic-models/core/ModelPage"
 *
 * const line = ({ index, reason }: InvalidModel): string => `data[${index}]: ${reason}`
 *
 * const report = (page: ModelPage): string => page.invalid.map(line).join("\n")
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export class InvalidModel extends Schema.Class<InvalidModel>("@anthropic-models/core/InvalidModel")({
  index: Schema.NonNegativeInt,
  value: anyJson,
  reason: Schema.String
}) {}

const json = open("ModelPage", {
  data: Schema.Array(ModelInfoEncoded).annotations({ description: "The models, newest first." }),
  first_id: nullable(Schema.String, "First ID in the data list. Can be used as the before_id for the previous page."),
  has_more: nullable(Schema.Boolean, "Indicates if there are more results in the requested page direction."),
  last_id: nullable(Schema.String, "Last ID in the data list. Can be used as the after_id for the next page.")
})

const known: ReadonlySet<string> = new Set(Object.keys(json.fields))

/**
 * The JSON of a page. Only `data` is required.
 *
 * @example
 * ```ts
 * import { ModelPage, type ModelPageEncoded } from "@anthropic-models/core/ModelPage"
 * import * as Schema from "effect/Schema"
 *
 * const json: ModelPageEncoded = { data: [{ id: "claude-opus-4-6" }, { id: "claude-sonnet-4-5" }], has_more: true }
 *
 * const page = Schema.decodeSync(ModelPage)(json)
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export interface ModelPageEncoded extends Schema.Schema.Type<typeof json> {}

/**
 * The schema of a page's JSON as the API documents it.
 *
 * @example
 * ```ts
 * import { ModelPageEncoded } from "@anthropic-models/core/ModelPage"
 * import * as JSONSchema from "effect/JSONSchema"
 *
 * // for the OpenAPI document of a service that passes pages on
 * const jsonSchema = JSONSchema.make(ModelPageEncoded)
 * ```
 *
 * @since 0.1.0
 * @category schemas
 */
export const ModelPageEncoded: Schema.Schema<ModelPageEncoded> = json

/**
 * The part of a page that comes from the headers of the answer: the request id and the rate limits.
 *
 * @example
 * ```ts
 * import { ModelPage, PageResponse } from "@anthropic-models/core/ModelPage"
 * import * as Option from "effect/Option"
 *
 * const response = PageResponse.make({ requestId: Option.some("req_011CSHoEeqs5C35K2UUqR7Fy") })
 *
 * const empty = new ModelPage({ data: [], response })
 * ```
 *
 * @since 0.1.0
 * @category schemas
 */
export const PageResponse = Schema.Struct({
  requestId: fact(Schema.String),
  rateLimits: Schema.typeSchema(RateLimits).pipe(
    Schema.propertySignature,
    Schema.withConstructorDefault(() => noRateLimits)
  )
})

/**
 * The part of a page that comes from the headers of the answer.
 *
 * @example
 * ```ts
 * import type { PageResponse } from "@anthropic-models/core/ModelPage"
 * import * as Option from "effect/Option"
 *
 * const logLine = ({ rateLimits, requestId }: PageResponse): string => {
 *   const remaining = Option.flatMap(rateLimits.requests, (limit) => limit.remaining)
 *   return `${Option.getOrElse(requestId, () => "no id")}: ${Option.getOrElse(remaining, () => "?")} requests left`
 * }
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export interface PageResponse extends Schema.Schema.Type<typeof PageResponse> {}

const noResponse: PageResponse = { requestId: Option.none(), rateLimits: noRateLimits }

/**
 * Options of `fromBody`.
 *
 * @example
 * ```ts
 * import { fromBody, type FromBodyOptions } from "@anthropic-models/core/ModelPage"
 *
 * const lenient: FromBodyOptions = { onInvalidModel: "collect" }
 *
 * const page = fromBody({ data: [{ id: "claude-opus-4-6" }, { id: "" }] }, lenient)
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export interface FromBodyOptions {
  /**
   * Whether an entry without a readable id fails the page, or is collected into `ModelPage.invalid`.
   *
   * @default "fail"
   */
  readonly onInvalidModel?: "fail" | "collect" | undefined
  /**
   * The request id and the rate limits of the answer.
   *
   * @default no request id and no rate limits
   */
  readonly response?: PageResponse | undefined
}

/** The largest page of the API has 1000 models. */
const maxInvalid = 1000

/** Reads the JSON of a page. The issue of a failure names the path. */
const read = (
  json: unknown,
  ast: AST.AST,
  { onInvalidModel = "fail", response = noResponse }: FromBodyOptions = {}
): Either.Either<ModelPage, ParseResult.ParseIssue> => {
  const fail = (path: ReadonlyArray<string | number>, value: unknown, expected: string) =>
    Either.left(toIssue(ast, json, { path, value, expected }))
  if (!isJsonObject(json)) return fail([], json, "an object with the models in `data`")
  const { data: entries, first_id, has_more = null, last_id } = json
  if (entries !== null && !Array.isArray(entries)) return fail(["data"], entries, "an array of models")
  if (has_more !== null && typeof has_more !== "boolean") return fail(["has_more"], has_more, "a boolean")

  const data: Array<ModelInfo> = []
  const invalid: Array<InvalidModel> = []
  for (const [index, value] of (entries ?? []).entries()) {
    const model = ModelInfo.read(value)
    if (model !== undefined) {
      data.push(model)
      continue
    }
    const mismatch = notModel(value)
    const path = ["data", index, ...mismatch.path]
    if (onInvalidModel === "fail") return fail(path, mismatch.value, mismatch.expected)
    if (invalid.length === maxInvalid) {
      return fail(["data"], entries, `at most ${maxInvalid} entries without a readable id`)
    }
    invalid.push(new InvalidModel({ index, value, reason: [...mismatch.path, describe(mismatch)].join(": ") }))
  }
  if (data.length === 0 && invalid.length > 0) return fail(["data"], entries, "at least one entry with a readable id")

  const other: Record<string, unknown> = {}
  for (const key in json) if (!known.has(key)) put(other, key, json[key])
  const readId = (key: string, id: unknown): Option.Option<string> => {
    if (typeof id === "string") return id === "" ? Option.none() : Option.some(id)
    if (id !== undefined && id !== null) put(other, key, id)
    return Option.none()
  }
  const fields = {
    data,
    first_id: readId("first_id", first_id),
    has_more: has_more ?? false,
    last_id: readId("last_id", last_id),
    invalid,
    response,
    extra: Object.keys(other).length === 0 ? empty : other
  }
  return Either.right(new ModelPage(fields, { disableValidation: true }))
}

const encode = (page: ModelPage): ModelPageEncoded => ({
  ...page.extra,
  data: page.data.map((model) => model.toJSON()),
  ...Option.match(page.first_id, { onNone: () => ({}), onSome: (first_id) => ({ first_id }) }),
  has_more: page.has_more,
  ...Option.match(page.last_id, { onNone: () => ({}), onSome: (last_id) => ({ last_id }) })
})

/**
 * One page of the list of models.
 *
 * **Details**
 *
 * | field | meaning |
 * | --- | --- |
 * | `data` | the models, newest first; an empty list if the server sends `null` |
 * | `first_id`, `last_id` | the ids to continue from, toward newer and toward older models; none if empty or not a string |
 * | `has_more` | whether more models follow in the requested direction; `false` if the server does not say |
 * | `extra` | unknown fields, and ids that are not strings |
 * | `invalid` | entries without a readable id, if the caller chose to collect them |
 * | `response` | the request id and the rate limits of the answer; not part of the JSON |
 *
 * Reading fails if `data` is missing or not an array, if `has_more` is not a boolean, and if an entry has no readable
 * id. The error names the path.
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
export class ModelPage extends ReadClass<ModelPage, ModelPageEncoded>("@anthropic-models/core/ModelPage")({
  data: Schema.Array(Schema.typeSchema(ModelInfo)),
  first_id: fact(Schema.NonEmptyString),
  has_more: Schema.Boolean.pipe(
    Schema.propertySignature,
    Schema.withConstructorDefault(() => false)
  ),
  last_id: fact(Schema.NonEmptyString),
  extra: extra(known),
  invalid: Schema.Array(Schema.typeSchema(InvalidModel)).pipe(
    Schema.propertySignature,
    Schema.withConstructorDefault((): ReadonlyArray<InvalidModel> => [])
  ),
  response: Schema.typeSchema(PageResponse).pipe(
    Schema.propertySignature,
    Schema.withConstructorDefault(() => noResponse)
  )
}) {
  /** @internal */
  static override readonly ast = reading<ModelPage, ModelPageEncoded>(super.ast, {
    json: ModelPageEncoded,
    read,
    write: encode
  })

  toJSON(): ModelPageEncoded {
    return encode(this)
  }
  override toString(): string {
    return `ModelPage(${this.data.length} models)`
  }
  /** @internal */
  [NodeInspectSymbol](): ModelPageEncoded {
    return encode(this)
  }
  /** @internal */
  [Equal.symbol](that: unknown): boolean {
    return (
      that instanceof ModelPage &&
      jsonEquals(encode(this), encode(that)) &&
      jsonEquals(this.invalid, that.invalid) &&
      jsonEquals(this.response, that.response)
    )
  }
  /** @internal */
  [Hash.symbol](): number {
    return Hash.array(this.data.map((model) => model.id))
  }
}

/**
 * Reads the JSON of an answer, with options that `Schema.decodeUnknown(ModelPage)` does not have.
 *
 * **When to use**
 *
 * To implement `Models` over a transport.
 *
 * **Details**
 *
 * With `onInvalidModel: "collect"`, a page with invalid entries and no readable model fails, and so does one with more
 * than 1000 invalid entries.
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
export const fromBody = (body: unknown, options?: FromBodyOptions): Either.Either<ModelPage, ParseResult.ParseError> =>
  Either.mapLeft(read(body, ModelPage.ast, options), ParseResult.parseError)
