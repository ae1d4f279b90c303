/**
 * Faults, as data: everything that can go wrong with a request.
 *
 * @since 0.1.0
 */
import type { ModelInfoEncoded } from "@anthropic-models/core/ModelInfo"
import * as Data from "effect/Data"
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"

/**
 * One fault of one request, made by the constructors of this module.
 *
 * **Details**
 *
 * The fake over HTTP takes all of them, `TestModels` those that make sense without HTTP: a `ModelFault`. `cutBody`,
 * `compressed`, `reset` and `bytes` act on a socket and need `FakeAnthropicNode`; in process the request dies with a
 * message that says so.
 *
 * @example
 * ```ts
 * import * as FakeAnthropicNode from "@anthropic-models/testing/FakeAnthropicNode"
 * import * as Fault from "@anthropic-models/testing/Fault"
 *
 * const faults: ReadonlyArray<Fault.Fault> = [Fault.reset, Fault.after("1 second", Fault.cutBody()), Fault.none]
 *
 * const BadNetwork = FakeAnthropicNode.layer({ faults })
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export type Fault = Answer | Delivery | After<Answer | Delivery>

/**
 * The faults that decide what the fake answers.
 *
 * @example
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 *
 * const answers: ReadonlyArray<Fault.Answer> = [Fault.overloaded(), Fault.html(), Fault.truncatedJson]
 *
 * // each of them, arriving slowly
 * const slow = answers.map((of) => Fault.slowBody("10 seconds", { of }))
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export type Answer = Data.TaggedEnum<{
  None: {}
  Error: {
    readonly status: number
    readonly type: string
    readonly message: string
    readonly errorCode: string | undefined
    readonly headers: HeaderChanges
  }
  Body: Envelope & { readonly body: string | Uint8Array }
  Altered: Envelope & Required<Pick<Alterations, "model" | "page" | "text">>
  StuckCursor: {}
  IgnoredCursor: {}
  MissingCursor: {}
  EmptyPage: {}
  OverlappingPage: {}
  DuplicateModels: {}
}>

/**
 * The faults that decide how an answer arrives. `of` is that answer.
 *
 * @example
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 *
 * // one test for each
 * const deliveries: ReadonlyArray<Fault.Delivery> = [Fault.noAnswer, Fault.stalledBody(), Fault.cutBody(), Fault.reset]
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export type Delivery = Data.TaggedEnum<{
  NoAnswer: {}
  StalledBody: { readonly of: Answer }
  SlowBody: { readonly of: Answer; readonly duration: Duration.Duration }
  Compressed: { readonly of: Answer; readonly encoding: "gzip" | "br"; readonly header: boolean }
  CutBody: { readonly of: Answer; readonly framing: "length" | "chunked" }
  Bytes: { readonly bytes: Uint8Array; readonly end: "close" | "stall" | "reset" }
}>

/**
 * A fault that waits first. In memory also an error or a page.
 *
 * @example
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 *
 * const late: Fault.After<Fault.ErrorFault> = Fault.after("30 seconds", Fault.gatewayTimeout())
 *
 * late.action.status // 504
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export interface After<out Action> {
  readonly _tag: "After"
  /** How long it waits, by the `Clock`. */
  readonly duration: Duration.Duration
  /** What happens then. */
  readonly action: Action
}

/**
 * An error of the API.
 *
 * @example
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 *
 * const title = ({ status, type }: Fault.ErrorFault): string => `reports ${status} ${type}`
 *
 * title(Fault.billing()) // "reports 402 billing_error"
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export type ErrorFault = Extract<Answer, { readonly _tag: "Error" }>

/**
 * The faults that change a page. They leave the answers of `get` alone.
 *
 * @example
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 * import * as TestModels from "@anthropic-models/testing/TestModels"
 *
 * // the second page is wrong
 * const wrongSecondPage = (fault: Fault.PageFault) => TestModels.layer({ faults: [Fault.none, fault] })
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export type PageFault = Exclude<Answer, { readonly _tag: "None" | "Error" | "Body" | "Altered" }>

/**
 * The faults that make sense without HTTP: errors, wrong pages, no answer.
 *
 * @example
 * ```ts
 * import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
 * import * as Fault from "@anthropic-models/testing/Fault"
 * import * as TestModels from "@anthropic-models/testing/TestModels"
 *
 * const faults: ReadonlyArray<Fault.ModelFault> = [Fault.overloaded(), Fault.emptyPage, Fault.noAnswer]
 *
 * const InMemory = TestModels.layer({ faults })
 * const OverHttp = FakeAnthropic.layerClient({ faults })
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export type ModelFault = ErrorFault | PageFault | typeof none | typeof noAnswer

/**
 * Headers by name, in place of those that the fake sends.
 *
 * **Details**
 *
 * - a string: the header
 * - an array: the header, once for each string; in process joined by a comma
 * - `{ fromNow: "1 minute" }`: an HTTP date that much later than the answer, rounded up to a second
 * - `null`: no such header
 *
 * The server writes the headers that frame the body. `bytes` sends wrong ones.
 *
 * @example
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 *
 * const headers: Fault.HeaderChanges = {
 *   "retry-after": { fromNow: "1 minute" },
 *   "set-cookie": ["a=1", "b=2"],
 *   "request-id": null
 * }
 *
 * const busy = Fault.overloaded({ headers })
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export type HeaderChanges = {
  readonly [name: string]: string | ReadonlyArray<string> | { readonly fromNow: Duration.DurationInput } | null
}

/** An answer without its body. */
interface Envelope {
  readonly status: number
  readonly from: "api" | "gateway" | "proxy"
  readonly headers: HeaderChanges
}

const Answer = Data.taggedEnum<Answer>()
const Delivery = Data.taggedEnum<Delivery>()

const lowerCase = (headers: HeaderChanges = {}): HeaderChanges =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))

/**
 * No fault: the place of a healthy answer in a script.
 *
 * @example
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 * import * as TestModels from "@anthropic-models/testing/TestModels"
 *
 * // the second call fails
 * const Test = TestModels.layer({ faults: [Fault.none, Fault.overloaded()] })
 * ```
 *
 * @since 0.1.0
 * @category constructors
 */
export const none = Answer.None()

/**
 * Everything about an error besides its status and type.
 *
 * @example
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 *
 * const options: Fault.ErrorOptions = {
 *   message: "This workspace has no budget left",
 *   errorCode: "workspace_limit",
 *   retryAfter: "1 hour",
 *   shouldRetry: false
 * }
 *
 * const spent = Fault.rateLimit(options)
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export interface ErrorOptions {
  /** The message of the error. @default a message that fits the type */
  readonly message?: string | undefined
  /** `error.details.error_code` of the body. @default none */
  readonly errorCode?: string | undefined
  /**
   * The header `retry-after`: seconds as a number, a duration such as `"2 minutes"`, an HTTP date as
   * `{ fromNow: "2 minutes" }`, or any other text.
   * @default none
   */
  readonly retryAfter?: number | string | Duration.Duration | { readonly fromNow: Duration.DurationInput } | undefined
  /** The header `retry-after-ms`: a number of milliseconds, or any text. @default none */
  readonly retryAfterMs?: number | string | undefined
  /** The header `x-should-retry`. @default none */
  readonly shouldRetry?: boolean | undefined
  /** Other headers. @default none */
  readonly headers?: HeaderChanges | undefined
}

const retryAfterOf = (value: NonNullable<ErrorOptions["retryAfter"]>): HeaderChanges[string] => {
  if (typeof value === "number") return String(value)
  if (typeof value === "object" && "fromNow" in value) return value
  const text = String(value)
  return Option.match(Duration.decodeUnknown(value), {
    onNone: () => text,
    onSome: (duration) => String(Duration.toSeconds(duration))
  })
}

/**
 * An error of the API with any status and type, in the API's envelope. The types that the API has today have
 * constructors of their own.
 *
 * **Details**
 *
 * In memory it is the class of the type, else that of the status, else `ApiError`.
 *
 * @example
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 *
 * const conflict = Fault.error(409, "conflict_error", { message: "try again", shouldRetry: true })
 * ```
 *
 * @since 0.1.0
 * @category errors
 */
export const error = (
  status: number,
  type: string,
  { errorCode, headers, message, retryAfter, retryAfterMs, shouldRetry }: ErrorOptions = {}
): ErrorFault =>
  Answer.Error({
    status,
    type,
    message: message ?? type.replaceAll("_", " "),
    errorCode,
    headers: {
      ...(retryAfter === undefined ? {} : { "retry-after": retryAfterOf(retryAfter) }),
      ...(retryAfterMs === undefined ? {} : { "retry-after-ms": String(retryAfterMs) }),
      ...(shouldRetry === undefined ? {} : { "x-should-retry": String(shouldRetry) }),
      ...lowerCase(headers)
    }
  })

const known = (status: number, type: string, message: string) => (options?: ErrorOptions) =>
  error(status, type, { message, ...options })

/**
 * 400 `invalid_request_error`.
 *
 * @example
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 *
 * const refused = Fault.invalidRequest({ message: "lifecycle: unknown value" })
 * ```
 *
 * @since 0.1.0
 * @category errors
 */
export const invalidRequest = known(400, "invalid_request_error", "Invalid request")

/**
 * 401 `authentication_error`.
 *
 * @example
 * The key is revoked while the test runs:
 *
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 * import * as Script from "@anthropic-models/testing/Script"
 * import * as TestModels from "@anthropic-models/testing/TestModels"
 *
 * const revokeKey = TestModels.setFaults(Script.always(Fault.authentication()))
 * ```
 *
 * @since 0.1.0
 * @category errors
 */
export const authentication = known(401, "authentication_error", "invalid x-api-key")

/**
 * 402 `billing_error`.
 *
 * @example
 * ```ts
 * import * as Models from "@anthropic-models/core/Models"
 * import * as Fault from "@anthropic-models/testing/Fault"
 * import * as TestModels from "@anthropic-models/testing/TestModels"
 * import * as Effect from "effect/Effect"
 *
 * const test = Effect.flip(Models.list()).pipe(
 *   Effect.map((error) => error._tag), // "BillingError"
 *   Effect.provide(TestModels.layer({ faults: [Fault.billing()] }))
 * )
 * ```
 *
 * @since 0.1.0
 * @category errors
 */
export const billing = known(402, "billing_error", "There is an issue with your billing or payment information")

/**
 * 403 `permission_error`.
 *
 * @example
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 * import * as Script from "@anthropic-models/testing/Script"
 * import * as TestModels from "@anthropic-models/testing/TestModels"
 *
 * // a key that may list models, and not get one
 * const ListOnly = TestModels.layer({
 *   faults: Script.when((call) => call._tag === "Get", Script.always(Fault.permission()))
 * })
 * ```
 *
 * @since 0.1.0
 * @category errors
 */
export const permission = known(403, "permission_error", "Your API key does not have permission to use the resource")

/**
 * 404 `not_found_error`.
 *
 * @example
 * ```ts
 * import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
 * import * as Fault from "@anthropic-models/testing/Fault"
 * import * as Script from "@anthropic-models/testing/Script"
 *
 * // a base URL that leads elsewhere
 * const WrongPath = FakeAnthropic.layerClient({ faults: Script.always(Fault.notFound()) })
 * ```
 *
 * @since 0.1.0
 * @category errors
 */
export const notFound = known(404, "not_found_error", "Not found")

/**
 * 413 `request_too_large`.
 *
 * @example
 * ```ts
 * import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
 * import * as Fault from "@anthropic-models/testing/Fault"
 * import * as Script from "@anthropic-models/testing/Script"
 *
 * const Strict = FakeAnthropic.layerClient({
 *   faults: Script.when(({ betas }) => betas.length > 10, Script.always(Fault.requestTooLarge()))
 * })
 * ```
 *
 * @since 0.1.0
 * @category errors
 */
export const requestTooLarge = known(413, "request_too_large", "Request exceeds the maximum size")

/**
 * 429 `rate_limit_error`.
 *
 * @example
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 *
 * Fault.rateLimit() // does not say when to come back
 * Fault.rateLimit({ retryAfter: 0.5 }) // retry-after: 0.5
 * Fault.rateLimit({ retryAfter: "2 minutes" }) // retry-after: 120
 * Fault.rateLimit({ retryAfterMs: 1500 }) // retry-after-ms: 1500
 * Fault.rateLimit({ retryAfter: { fromNow: "1 minute" } }) // retry-after: Wed, 04 Feb 2026 00:01:00 GMT
 * Fault.rateLimit({ retryAfter: "soon" }) // retry-after: soon
 * Fault.rateLimit({ headers: { "retry-after": ["0.3", "0.3"] } }) // the header twice, as two proxies in a row send it
 * Fault.rateLimit({ shouldRetry: false }) // x-should-retry: false
 * ```
 *
 * @since 0.1.0
 * @category errors
 */
export const rateLimit = known(429, "rate_limit_error", "This request would exceed your rate limit")

/**
 * 500 `api_error`.
 *
 * @example
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 *
 * const internal = Fault.api()
 * const lasting = Fault.api({ shouldRetry: false }) // a client does not try again
 * ```
 *
 * @since 0.1.0
 * @category errors
 */
export const api = known(500, "api_error", "Internal server error")

/**
 * 504 `timeout_error`.
 *
 * @example
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 *
 * const late = Fault.after("30 seconds", Fault.gatewayTimeout())
 * ```
 *
 * @since 0.1.0
 * @category errors
 */
export const gatewayTimeout = known(504, "timeout_error", "Request timed out")

/**
 * 529 `overloaded_error`.
 *
 * @example
 * ```ts
 * import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
 * import * as Fault from "@anthropic-models/testing/Fault"
 * import * as Script from "@anthropic-models/testing/Script"
 *
 * // the default policy of `ModelsHttp` retries twice: the third attempt gets the page
 * const Busy = FakeAnthropic.layerClient({ faults: Script.times(2, Fault.overloaded()) })
 * ```
 *
 * @since 0.1.0
 * @category errors
 */
export const overloaded = known(529, "overloaded_error", "Overloaded")

/**
 * Everything about an answer besides its body.
 *
 * @example
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 *
 * const options: Fault.AnswerOptions = {
 *   status: 503,
 *   contentType: "text/plain",
 *   from: "proxy",
 *   headers: { "retry-after": "120" }
 * }
 *
 * const maintenance = Fault.body("back in two minutes", options)
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export interface AnswerOptions {
  /** The status. @default 200 */
  readonly status?: number | undefined
  /** The header `content-type`. @default "application/json" */
  readonly contentType?: string | undefined
  /** Other headers. @default none */
  readonly headers?: HeaderChanges | undefined
  /**
   * The sender: the API, with `request-id` and rate limits; a gateway, with `x-request-id`; or a proxy, with neither.
   * @default "api"
   */
  readonly from?: "api" | "gateway" | "proxy" | undefined
}

const envelope = ({
  contentType = "application/json",
  from = "api",
  headers,
  status = 200
}: AnswerOptions): Envelope => ({
  status,
  from,
  headers: { "content-type": contentType, ...lowerCase(headers) }
})

/**
 * Any answer: these bytes, with a status and headers.
 *
 * @example
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 *
 * const note = Fault.body("come back later", { status: 503, contentType: "text/plain", from: "proxy" })
 * const nothing = Fault.body("", { status: 204 })
 * const redirect = Fault.body("", { status: 307, headers: { location: "https://elsewhere.example" } })
 * ```
 *
 * @since 0.1.0
 * @category bodies
 */
export const body = (content: string | Uint8Array, options: AnswerOptions = {}): Answer =>
  Answer.Body({ ...envelope(options), body: content })

const reasons = new Map([
  [200, "OK"],
  [400, "Bad Request"],
  [401, "Unauthorized"],
  [403, "Forbidden"],
  [404, "Not Found"],
  [413, "Content Too Large"],
  [429, "Too Many Requests"],
  [500, "Internal Server Error"],
  [502, "Bad Gateway"],
  [503, "Service Unavailable"],
  [504, "Gateway Timeout"]
])

const reasonOf = (status: number): string => reasons.get(status) ?? "Error"

const htmlPage = (title: string): string =>
  `<!DOCTYPE html>\n<html><head><title>${title}</title></head>` +
  `<body><center><h1>${title}</h1></center><hr><center>nginx</center></body></html>\n`

/**
 * An HTML page, as nginx and load balancers send it in front of the API.
 *
 * @example
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 *
 * const badGateway = Fault.html()
 * const loginPage = Fault.html(200)
 * ```
 *
 * @since 0.1.0
 * @category bodies
 */
export const html = (status = 502): Answer =>
  body(htmlPage(`${status} ${reasonOf(status)}`), { status, contentType: "text/html", from: "proxy" })

/**
 * Changes to the right answer.
 *
 * @example
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 *
 * // a gateway that prefixes the ids
 * const prefixed: Fault.Alterations = {
 *   from: "gateway",
 *   model: (model) => ({ ...model, id: `anthropic/${model.id}` })
 * }
 *
 * const gateway = Fault.altered(prefixed)
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export interface Alterations extends AnswerOptions {
  /**
   * Changes the JSON of each model: of those on a page, and of a single one. Receives its position and all models.
   * @default no change
   */
  readonly model?: (model: ModelInfoEncoded, index: number, models: ReadonlyArray<ModelInfoEncoded>) => unknown
  /** Changes the JSON of a page, after its models. @default no change */
  readonly page?: (page: {
    readonly data: ReadonlyArray<unknown>
    readonly first_id: string | null
    readonly has_more: boolean
    readonly last_id: string | null
  }) => unknown
  /** Changes the text of the whole body, after its JSON. @default no change */
  readonly text?: (json: string) => string
}

/**
 * The right answer with changes. The API's own errors stay as they are.
 *
 * @example
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 *
 * const asText = Fault.altered({ contentType: "text/plain" })
 * const anonymous = Fault.altered({ headers: { "request-id": null } })
 * const beforeMarch2026 = Fault.altered({
 *   model: ({ created_at, display_name, id, type }) => ({ id, created_at, display_name, type })
 * })
 * const bare = Fault.altered({ page: ({ data }) => ({ data }) })
 * ```
 *
 * @since 0.1.0
 * @category bodies
 */
export const altered = (alterations: Alterations): Answer => {
  const { model = (model) => model, page = (page) => page, text = (json) => json } = alterations
  return Answer.Altered({ ...envelope(alterations), model, page, text })
}

/**
 * The first half of the JSON, as a complete answer of HTTP.
 *
 * @example
 * ```ts
 * import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
 * import * as Fault from "@anthropic-models/testing/Fault"
 *
 * const Test = FakeAnthropic.layerClient({ faults: [Fault.truncatedJson] })
 * ```
 *
 * @since 0.1.0
 * @category bodies
 */
export const truncatedJson: Answer = altered({ text: (json) => json.slice(0, Math.ceil(json.length / 2)) })

const unixSeconds = ({ created_at }: ModelInfoEncoded): number => Math.trunc(Date.parse(created_at ?? "") / 1000)

const openAiFields = (model: ModelInfoEncoded) => ({
  id: model.id,
  object: "model",
  created: unixSeconds(model),
  owned_by: "anthropic"
})

const gateways = {
  "openai-list": altered({ model: openAiFields, page: ({ data }) => ({ object: "list", data }) }),
  "openai-fields": altered({
    model: (model) => ({ ...model, ...openAiFields(model) }),
    page: (page) => ({ object: "list", ...page })
  }),
  "ids-only": altered({ model: ({ id }) => ({ id }) }),
  "odd-facts": altered({
    model: (model) => ({
      ...model,
      type: "chat",
      created_at: unixSeconds(model),
      max_tokens: String(model.max_tokens),
      capabilities: { ...model.capabilities, batch: true, effort: ["low"] }
    })
  }),
  "odd-dates": altered({
    model: (model, index) => ({
      ...model,
      created_at: [model.created_at?.slice(0, 10), model.created_at?.slice(0, 19), ""][index % 3]
    })
  }),
  "null-data": altered({ page: () => ({ data: null, has_more: false, first_id: null, last_id: null }) }),
  "empty-ids": altered({ page: (page) => ({ ...page, first_id: "", last_id: "", has_more: true }) }),
  "same-ids": altered({ page: (page) => ({ ...page, last_id: page.first_id }) }),
  "no-has-more": altered({ page: ({ data, first_id, last_id }) => ({ data, first_id, last_id }) }),
  "invalid-model": altered({
    model: (model, index, { length }) => (index === length - 1 ? { ...model, id: 7 } : model)
  }),
  "bare-array": altered({ page: ({ data }) => data }),
  "models-key": altered({ page: ({ data }) => ({ models: data }) }),
  "nested-data": altered({ page: (page) => ({ code: 0, data: page }) }),
  bom: altered({ text: (json) => `\uFEFF${json}` }),
  "text-plain": altered({ contentType: "text/plain; charset=utf-8" }),
  "text-html": altered({ contentType: "text/html" }),
  "x-request-id": altered({ from: "gateway" })
} satisfies { readonly [kind: string]: Answer }

/**
 * The right answer in the form in which a gateway sends it.
 *
 * **Details**
 *
 * | kind | the answer | sent by |
 * | --- | --- | --- |
 * | `"openai-list"` | `{"object":"list","data":[{"id","object","created","owned_by"}]}` | servers of OpenAI's API: vLLM, Ollama, older LiteLLM |
 * | `"openai-fields"` | the API's page with those fields in addition | gateways that serve both APIs on one path |
 * | `"ids-only"` | models that have only an `id` | small gateways |
 * | `"odd-facts"` | `created_at` as a Unix time, `type: "chat"`, a token count as text, odd capabilities | gateways in front of many providers |
 * | `"odd-dates"` | in turn a date without a time, a time without a zone, and `""` | gateways with a list by hand |
 * | `"invalid-model"` | a number as the id of the last model | gateways with a list from a database |
 * | `"null-data"` | an empty list with `data: null` | gateways in Go, for a nil slice |
 * | `"empty-ids"` | `has_more: true` with `""` as both ids | gateways in Go, for unset fields |
 * | `"same-ids"` | a `last_id` that equals the `first_id` | gateways without paging |
 * | `"no-has-more"` | a page without `has_more` | gateways without paging |
 * | `"bare-array"`, `"models-key"`, `"nested-data"` | `[…]`, `{"models":[…]}`, `{"code":0,"data":{"data":[…]}}` | other APIs on the same path |
 * | `"bom"` | a byte order mark before the JSON | files that are served as an API |
 * | `"text-plain"`, `"text-html"` | JSON with another content type | files that are served as an API, serverless functions |
 * | `"x-request-id"` | `x-request-id` in place of `request-id`, and no rate limits | gateways with request ids of their own |
 *
 * See also `ignoredCursor`, `missingCursor` and `duplicateModels` for pages, `compressed` for compression, and
 * `gatewayError` for errors.
 *
 * @example
 * ```ts
 * import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
 * import * as Fault from "@anthropic-models/testing/Fault"
 * import * as Script from "@anthropic-models/testing/Script"
 *
 * const LiteLlm = FakeAnthropic.layerClient({ faults: Script.always(Fault.gateway("openai-list")) })
 * ```
 *
 * @since 0.1.0
 * @category gateways
 */
export const gateway = (kind: keyof typeof gateways): Answer => gateways[kind]

interface ErrorFacts {
  readonly message: string
  readonly type: string
  readonly code: string | number | null
}

const errorShapes = {
  openai: ({ code, message, type }: ErrorFacts) => ({ error: { message, type, param: null, code } }),
  error: ({ message }: ErrorFacts) => ({ error: message }),
  message: ({ message }: ErrorFacts) => ({ message }),
  detail: ({ message }: ErrorFacts) => ({ detail: message }),
  details: ({ message, type }: ErrorFacts) => ({ detail: [{ loc: ["query", "limit"], msg: message, type }] }),
  code: ({ code, message }: ErrorFacts) => ({ code, msg: message, data: null }),
  success: ({ message }: ErrorFacts) => ({ success: false, message })
}

/**
 * An error in the shape of a gateway, under any status: some gateways send errors with 200.
 *
 * **Details**
 *
 * | shape | body | sent by |
 * | --- | --- | --- |
 * | `"openai"` | `{"error":{"message","type","param","code"}}` | servers of OpenAI's API: LiteLLM, vLLM, new-api |
 * | `"error"` | `{"error":"…"}` | Ollama |
 * | `"message"` | `{"message":"…"}` | Kong, AWS API Gateway |
 * | `"detail"`, `"details"` | `{"detail":"…"}`, `{"detail":[{"loc","msg","type"}]}` | FastAPI, below LiteLLM and vLLM |
 * | `"code"` | `{"code":401,"msg":"…","data":null}` | gateways with an envelope of their own, often under 200 |
 * | `"success"` | `{"success":false,"message":"…"}` | one-api and new-api, often under 200 |
 * | `"text"` | the message as plain text | Envoy, Traefik |
 * | `"html"` | an HTML page with the message as its title | nginx, Cloudflare |
 *
 * @example
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 *
 * const noKey = Fault.gatewayError(401, "openai", { message: "no key", type: "auth_error", code: "401" })
 * const hidden = Fault.gatewayError(200, "success", { message: "no channel for this model" })
 * ```
 *
 * @since 0.1.0
 * @category gateways
 */
export const gatewayError = (
  status: number,
  shape: keyof typeof errorShapes | "text" | "html",
  options: {
    /** The message. @default the reason phrase of the status */
    readonly message?: string | undefined
    /** The `type` in the shapes `"openai"` and `"details"`. @default "invalid_request_error" */
    readonly type?: string | undefined
    /** The `code` in the shapes `"openai"` and `"code"`. @default the status */
    readonly code?: string | number | null | undefined
    /** Other headers. @default none */
    readonly headers?: HeaderChanges | undefined
  } = {}
): Answer => {
  const { code = status, headers, message = reasonOf(status), type = "invalid_request_error" } = options
  const answer = { status, headers, from: "gateway" } as const
  if (shape === "text") return body(message, { ...answer, contentType: "text/plain" })
  if (shape === "html") return body(htmlPage(message), { ...answer, contentType: "text/html" })
  return body(JSON.stringify(errorShapes[shape]({ message, type, code })), answer)
}

/**
 * A page with `has_more: true` and the cursor of its own request as the next one.
 *
 * **Details**
 *
 * The first page has no cursor and is only marked with `has_more`. `[Fault.none, Fault.stuckCursor]` makes the second
 * page wrong, `Script.always(Fault.stuckCursor)` all of them.
 *
 * @example
 * ```ts
 * import * as ModelStream from "@anthropic-models/stream/ModelStream"
 * import * as Fault from "@anthropic-models/testing/Fault"
 * import * as TestModels from "@anthropic-models/testing/TestModels"
 * import * as Effect from "effect/Effect"
 * import * as Stream from "effect/Stream"
 *
 * const error = ModelStream.models({ limit: 20 }).pipe(
 *   Stream.runDrain,
 *   Effect.flip, // PaginationError, RepeatedCursor
 *   Effect.provide(TestModels.layer({ faults: [Fault.none, Fault.stuckCursor] }))
 * )
 * ```
 *
 * @since 0.1.0
 * @category pages
 */
export const stuckCursor: PageFault = Answer.StuckCursor()

/**
 * The first page with `has_more: true`, whatever the cursor: a gateway without paging.
 *
 * @example
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 * import * as Script from "@anthropic-models/testing/Script"
 * import * as TestModels from "@anthropic-models/testing/TestModels"
 *
 * // `ModelStream` fails on the second page: PaginationError, RepeatedCursor
 * const Gateway = TestModels.layer({ faults: Script.always(Fault.ignoredCursor) })
 * ```
 *
 * @since 0.1.0
 * @category pages
 */
export const ignoredCursor: PageFault = Answer.IgnoredCursor()

/**
 * A page with `has_more: true` whose `first_id` and `last_id` are null.
 *
 * **Details**
 *
 * A walk can continue from the last model of such a page. With `Script.always(Fault.missingCursor)` the last page has no
 * models either.
 *
 * @example
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 * import * as Script from "@anthropic-models/testing/Script"
 * import * as TestModels from "@anthropic-models/testing/TestModels"
 *
 * // `ModelStream` continues from the last model of the first page
 * const Test = TestModels.layer({
 *   faults: Script.when(TestModels.onPage(1), Script.always(Fault.missingCursor))
 * })
 * ```
 *
 * @since 0.1.0
 * @category pages
 */
export const missingCursor: PageFault = Answer.MissingCursor()

/**
 * A page without its models, but with their cursors: a walk continues after them.
 *
 * @example
 * ```ts
 * import * as ModelStream from "@anthropic-models/stream/ModelStream"
 * import * as Fault from "@anthropic-models/testing/Fault"
 * import * as Fixtures from "@anthropic-models/testing/Fixtures"
 * import * as TestModels from "@anthropic-models/testing/TestModels"
 * import * as Effect from "effect/Effect"
 * import * as Stream from "effect/Stream"
 *
 * // 25: the models of the second page are missing
 * const count = Stream.runCount(ModelStream.models({ limit: 20 })).pipe(
 *   Effect.provide(TestModels.layer({ models: Fixtures.models(45), faults: [Fault.none, Fault.emptyPage] }))
 * )
 * ```
 *
 * @since 0.1.0
 * @category pages
 */
export const emptyPage: PageFault = Answer.EmptyPage()

/**
 * A page that begins with the model of the cursor again, or, toward newer models, ends with it. The first page has no
 * cursor and stays as it is.
 *
 * @example
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 * import * as Script from "@anthropic-models/testing/Script"
 * import * as TestModels from "@anthropic-models/testing/TestModels"
 *
 * // `ModelStream` fails on the second page: PaginationError, OverlappingPages
 * const Overlapping = TestModels.layer({
 *   faults: Script.when(TestModels.onPage(2), Script.always(Fault.overlappingPage))
 * })
 * ```
 *
 * @since 0.1.0
 * @category pages
 */
export const overlappingPage: PageFault = Answer.OverlappingPage()

/**
 * A page with its models twice: a gateway that joins several lists.
 *
 * @example
 * ```ts
 * import * as Models from "@anthropic-models/core/Models"
 * import * as Fault from "@anthropic-models/testing/Fault"
 * import * as TestModels from "@anthropic-models/testing/TestModels"
 * import * as Effect from "effect/Effect"
 *
 * // 40
 * const count = Models.list({ limit: 20 }).pipe(
 *   Effect.map((page) => page.data.length),
 *   Effect.provide(TestModels.layer({ faults: [Fault.duplicateModels] }))
 * )
 * ```
 *
 * @since 0.1.0
 * @category pages
 */
export const duplicateModels: PageFault = Answer.DuplicateModels()

/**
 * A fault after a wait by the `Clock`. In memory also an error or a page.
 *
 * @example
 * ```ts
 * import { ConnectionError } from "@anthropic-models/core/ModelsError"
 * import * as Fault from "@anthropic-models/testing/Fault"
 * import * as TestModels from "@anthropic-models/testing/TestModels"
 *
 * const Test = TestModels.layer({
 *   faults: [
 *     Fault.after("10 seconds", Fault.overloaded()),
 *     Fault.after("1 second", new ConnectionError({ reason: "Transport", detail: "ECONNRESET" }))
 *   ]
 * })
 * ```
 *
 * @since 0.1.0
 * @category time
 */
export const after = <Action extends object>(duration: Duration.DurationInput, action: Action): After<Action> =>
  Data.struct({ _tag: "After", duration: Duration.decode(duration), action })

/**
 * The right answer after a wait by the `Clock`.
 *
 * @example
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 * import * as Script from "@anthropic-models/testing/Script"
 * import * as TestModels from "@anthropic-models/testing/TestModels"
 *
 * // the first call is slow, the later ones are not
 * const ColdStart = TestModels.layer({ faults: Script.nth(1, Fault.latency("5 seconds")) })
 * ```
 *
 * @since 0.1.0
 * @category time
 */
export const latency = (duration: Duration.DurationInput): After<typeof none> => after(duration, none)

/**
 * No answer, ever. The connection stays open.
 *
 * @example
 * ```ts
 * import * as Models from "@anthropic-models/core/Models"
 * import * as Fault from "@anthropic-models/testing/Fault"
 * import * as TestModels from "@anthropic-models/testing/TestModels"
 * import * as Effect from "effect/Effect"
 *
 * // none after a second
 * const page = Models.list().pipe(
 *   Effect.timeoutOption("1 second"),
 *   Effect.provide(TestModels.layer({ faults: [Fault.noAnswer] }))
 * )
 * ```
 *
 * @since 0.1.0
 * @category time
 */
export const noAnswer = Delivery.NoAnswer()

/**
 * Options of the faults of a body.
 *
 * @example
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 *
 * const ofError: Fault.BodyOptions = { of: Fault.rateLimit({ retryAfter: 3 }) }
 *
 * const faults = [Fault.stalledBody(ofError), Fault.slowBody("5 seconds", ofError), Fault.cutBody(ofError)]
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export interface BodyOptions {
  /** The answer: an error, another body, a wrong page. @default the right answer */
  readonly of?: Answer | undefined
}

/**
 * The head of the answer and the first half of its body, then nothing. The connection stays open.
 *
 * @example
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 *
 * const page = Fault.stalledBody()
 * const error = Fault.stalledBody({ of: Fault.overloaded() })
 * ```
 *
 * @since 0.1.0
 * @category time
 */
export const stalledBody = ({ of = none }: BodyOptions = {}): Delivery => Delivery.StalledBody({ of })

/**
 * An answer whose body arrives in ten pieces, spread over a time by the `Clock`.
 *
 * @example
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 *
 * const page = Fault.slowBody("20 seconds")
 * const error = Fault.slowBody("20 seconds", { of: Fault.overloaded() })
 * ```
 *
 * @since 0.1.0
 * @category time
 */
export const slowBody = (duration: Duration.DurationInput, { of = none }: BodyOptions = {}): Delivery =>
  Delivery.SlowBody({ of, duration: Duration.decode(duration) })

/**
 * The first half of an answer, then a closed connection. Needs a real server.
 *
 * @example
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 *
 * const byLength = Fault.cutBody()
 * const byChunks = Fault.cutBody({ framing: "chunked" })
 * ```
 *
 * @since 0.1.0
 * @category sockets
 */
export const cutBody = (
  options: BodyOptions & {
    /**
     * How the head announces the end of the body: by a `content-length`, or by chunks of which the last never comes.
     * @default "length"
     */
    readonly framing?: "length" | "chunked" | undefined
  } = {}
): Delivery => {
  const { framing = "length", of = none } = options
  return Delivery.CutBody({ of, framing })
}

/**
 * A compressed answer, whether or not the client asked for it. Needs a real server.
 *
 * **Details**
 *
 * Misconfigured proxies send `br` to clients that accept only gzip, and drop the `content-encoding` of bodies that stay
 * compressed.
 *
 * @example
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 *
 * const brotli = Fault.compressed("br")
 * const nameless = Fault.compressed("gzip", { header: false })
 * ```
 *
 * @since 0.1.0
 * @category sockets
 */
export const compressed = (
  encoding: "gzip" | "br",
  options: BodyOptions & {
    /** Whether `content-encoding` names the compression. @default true */
    readonly header?: boolean | undefined
  } = {}
): Delivery => {
  const { header = true, of = none } = options
  return Delivery.Compressed({ of, encoding, header })
}

/**
 * These bytes on the socket in place of an answer, the head included: wrong lengths, broken chunks, and anything else
 * that is not HTTP. Needs a real server.
 *
 * @example
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 *
 * const brokenChunk = Fault.bytes("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n")
 * ```
 *
 * @since 0.1.0
 * @category sockets
 */
export const bytes = (
  bytes: string | Uint8Array,
  options: {
    /** Whether the connection then closes, stays open, or is reset. @default "close" */
    readonly end?: "close" | "stall" | "reset" | undefined
  } = {}
): Delivery => {
  const { end = "close" } = options
  return Delivery.Bytes({ bytes: typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes, end })
}

/**
 * A reset of the connection before the first byte. Needs a real server.
 *
 * @example
 * ```ts
 * import * as FakeAnthropicNode from "@anthropic-models/testing/FakeAnthropicNode"
 * import * as Fault from "@anthropic-models/testing/Fault"
 *
 * // the second request meets a connection that the server resets
 * const Server = FakeAnthropicNode.layer({ faults: [Fault.none, Fault.reset] })
 * ```
 *
 * @since 0.1.0
 * @category sockets
 */
export const reset: Delivery = bytes("", { end: "reset" })

/**
 * The faults that need no argument, by name: for configuration, such as a command line. The names are those of the
 * constructors and of the kinds of `gateway`.
 *
 * @example
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 *
 * const faults = "rateLimit,none,openai-list".split(",").flatMap((name) => Fault.byName.get(name) ?? [])
 * ```
 *
 * @since 0.1.0
 * @category constructors
 */
export const byName: ReadonlyMap<string, Answer | Delivery> = new Map<string, Answer | Delivery>(
  Object.entries({
    none,
    invalidRequest: invalidRequest(),
    authentication: authentication(),
    billing: billing(),
    permission: permission(),
    notFound: notFound(),
    requestTooLarge: requestTooLarge(),
    rateLimit: rateLimit(),
    api: api(),
    gatewayTimeout: gatewayTimeout(),
    overloaded: overloaded(),
    html: html(),
    ...gateways,
    truncatedJson,
    stuckCursor,
    ignoredCursor,
    missingCursor,
    emptyPage,
    overlappingPage,
    duplicateModels,
    noAnswer,
    stalledBody: stalledBody(),
    cutBody: cutBody(),
    reset
  })
)
