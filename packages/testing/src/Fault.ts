/**
 * What can go wrong with a request, as data.
 *
 * @since 0.1.0
 */
import type { ModelInfoEncoded } from "@anthropic-models/core/ModelInfo"
import * as Data from "effect/Data"
import * as Duration from "effect/Duration"
import {
  requireBody,
  requireHeaders,
  requireHeaderValue,
  requireRetryAfter,
  requireRetryAfterMs,
  requireStatus
} from "./internal/head.ts"
import { refuse, requireCount, requireDuration, requireOneOf } from "./internal/setup.ts"

/**
 * One thing that goes wrong with one request.
 *
 * **Details**
 *
 * Made with the constructors of this module, which check what they are given. The fake over HTTP takes all of them;
 * in memory (`TestModels`) there are those that do not speak of HTTP: a `ModelFault`. A `SocketFault` needs a real
 * server: in process it is refused, with a message that says so.
 *
 * @since 0.1.0
 * @category models
 */
export type Fault = Immediate | After<Immediate>

/**
 * A fault that is not put off.
 *
 * @since 0.1.0
 * @category models
 */
export type Immediate = Data.TaggedEnum<{
  None: {}
  Error: {
    readonly status: number
    readonly type: string
    readonly message: string
    readonly errorCode: string | undefined
    readonly retryAfter: RetryAfter | undefined
    readonly retryAfterMs: number | string | undefined
    readonly shouldRetry: boolean | undefined
    readonly headers: HeaderChanges
  }
  Body: Envelope & { readonly body: string | Uint8Array }
  Altered: Envelope & { readonly model: ModelChange; readonly page: PageChange }
  TruncatedJson: {}
  StuckCursor: {}
  MissingCursor: {}
  EmptyPage: {}
  OverlappingPage: {}
  NoAnswer: {}
  StalledBody: {}
  SlowBody: { readonly duration: Duration.Duration; readonly pieces: number }
  CutBody: { readonly framing: "length" | "chunked" }
  Reset: {}
  Bytes: { readonly bytes: Uint8Array; readonly end: "close" | "stall" | "reset" }
}>

/**
 * What befalls a request once a time has passed: a fault, or, in memory, any other action.
 *
 * @since 0.1.0
 * @category models
 */
export interface After<out Action> {
  readonly _tag: "After"
  readonly duration: Duration.Duration
  readonly action: Action
}

/**
 * An error of the API.
 *
 * @since 0.1.0
 * @category models
 */
export type ErrorFault = Extract<Immediate, { readonly _tag: "Error" }>

/**
 * The faults that turn a right page into a wrong one.
 *
 * @since 0.1.0
 * @category models
 */
export type PageFault = Extract<
  Immediate,
  { readonly _tag: "StuckCursor" | "MissingCursor" | "EmptyPage" | "OverlappingPage" }
>

/**
 * The faults that make sense without HTTP: errors of the API, wrong pages, and no answer at all.
 *
 * @since 0.1.0
 * @category models
 */
export type ModelFault = ErrorFault | PageFault | Extract<Immediate, { readonly _tag: "None" | "NoAnswer" }>

/**
 * The faults that act on a socket: on a real server only.
 *
 * @since 0.1.0
 * @category models
 */
export type SocketFault = Extract<Immediate, { readonly _tag: "CutBody" | "Reset" | "Bytes" }>

/**
 * The value of a `retry-after` header: a number of seconds (fractions too), a date so far from when the answer is
 * sent (written as an HTTP date, which knows whole seconds), or any text as it is.
 *
 * @since 0.1.0
 * @category models
 */
export type RetryAfter = number | string | { readonly fromNow: Duration.Duration }

/**
 * Headers by their names, which win over those that the fake writes by itself; `null` leaves one out.
 *
 * @since 0.1.0
 * @category models
 */
export type HeaderChanges = { readonly [name: string]: string | null }

/**
 * What becomes of a model's JSON. It is told the model's place among those of the answer, and all of them.
 *
 * @since 0.1.0
 * @category models
 */
export type ModelChange = (model: ModelInfoEncoded, index: number, models: ReadonlyArray<ModelInfoEncoded>) => unknown

/**
 * What becomes of a page's JSON, once its models have been changed.
 *
 * @since 0.1.0
 * @category models
 */
export type PageChange = (page: {
  readonly data: ReadonlyArray<unknown>
  readonly first_id: string | null
  readonly has_more: boolean
  readonly last_id: string | null
}) => unknown

/** What an answer has beside its body. */
interface Envelope {
  readonly status: number
  readonly from: "api" | "proxy"
  readonly headers: HeaderChanges
}

const Immediate = Data.taggedEnum<Immediate>()

/** What each fault acts on: a call of the contract, a page of it, an answer of HTTP, or a socket. */
const scopes: { readonly [Tag in Immediate["_tag"]]: "call" | "page" | "http" | "socket" } = {
  None: "call",
  Error: "call",
  Body: "http",
  Altered: "http",
  TruncatedJson: "http",
  StuckCursor: "page",
  MissingCursor: "page",
  EmptyPage: "page",
  OverlappingPage: "page",
  NoAnswer: "call",
  StalledBody: "http",
  SlowBody: "http",
  CutBody: "socket",
  Reset: "socket",
  Bytes: "socket"
}

/**
 * Whether a value is a fault.
 *
 * @since 0.1.0
 * @category guards
 */
export const isFault = (u: unknown): u is Fault => isImmediate(isAfter(u) ? u.action : u)

/**
 * Whether a value is a fault that is not put off.
 *
 * @since 0.1.0
 * @category guards
 */
export const isImmediate = (u: unknown): u is Immediate =>
  typeof u === "object" && u !== null && "_tag" in u && typeof u._tag === "string" && Object.hasOwn(scopes, u._tag)

/**
 * Whether a value befalls a request once a time has passed.
 *
 * @since 0.1.0
 * @category guards
 */
export const isAfter = <Action>(u: Action | After<Action>): u is After<Action> =>
  typeof u === "object" && u !== null && "_tag" in u && u._tag === "After" && "action" in u && "duration" in u

/**
 * Whether a value is a fault that makes sense without HTTP.
 *
 * @since 0.1.0
 * @category guards
 */
export const isModelFault = (u: unknown): u is ModelFault =>
  isImmediate(u) && (scopes[u._tag] === "call" || scopes[u._tag] === "page")

/**
 * Whether a value is a fault that turns a right page into a wrong one.
 *
 * @since 0.1.0
 * @category guards
 */
export const isPageFault = (u: unknown): u is PageFault => isImmediate(u) && scopes[u._tag] === "page"

/**
 * Whether a value is a fault that acts on a socket, and so needs a server that has them at hand.
 *
 * @since 0.1.0
 * @category guards
 */
export const isSocketFault = (u: unknown): u is SocketFault => isImmediate(u) && scopes[u._tag] === "socket"

/**
 * Nothing goes wrong: the place of a healthy answer in a script.
 *
 * @since 0.1.0
 * @category constructors
 */
export const none = Immediate.None()

/**
 * What an error answer says beside its status and type.
 *
 * @since 0.1.0
 * @category models
 */
export interface ErrorOptions {
  /**
   * The words of the error.
   *
   * @default words that fit the type
   */
  readonly message?: string | undefined
  /**
   * `error.details.error_code` of the body.
   *
   * @default none
   */
  readonly errorCode?: string | undefined
  /**
   * The header `retry-after`: seconds (a number, or a `Duration`), a text as it is, or a date so far from when the
   * answer is sent.
   *
   * @default none
   */
  readonly retryAfter?: number | string | Duration.Duration | { readonly fromNow: Duration.DurationInput } | undefined
  /**
   * The header `retry-after-ms`: milliseconds, or a text as it is.
   *
   * @default none
   */
  readonly retryAfterMs?: number | string | undefined
  /**
   * The header `x-should-retry`.
   *
   * @default none
   */
  readonly shouldRetry?: boolean | undefined
  /**
   * Other headers, which win over those that the fake writes by itself; `null` leaves one out. In memory they say
   * nothing.
   *
   * @default none
   */
  readonly headers?: HeaderChanges | undefined
}

const errorOf = (where: string, status: number, type: string, message: string) => {
  requireStatus(where, status, 200, 599)
  requireBody(where, status)
  return (options: ErrorOptions = {}): ErrorFault =>
    Immediate.Error({
      status,
      type,
      message: options.message ?? message,
      errorCode: options.errorCode,
      retryAfter: requireRetryAfter(where, options.retryAfter),
      retryAfterMs: requireRetryAfterMs(where, options.retryAfterMs),
      shouldRetry: options.shouldRetry,
      headers: requireHeaders(where, options.headers)
    })
}

/**
 * An error of the API, of any status and type, in the API's envelope. Types of today have constructors of their own.
 *
 * **Details**
 *
 * In memory it is the error of the contract that its type names, `ApiError` where the type is a new one.
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
export const error = (status: number, type: string, options?: ErrorOptions): ErrorFault =>
  errorOf("Fault.error", status, type, type.replaceAll("_", " "))(options)

/**
 * 400 `invalid_request_error`.
 *
 * @since 0.1.0
 * @category errors
 */
export const invalidRequest = errorOf("Fault.invalidRequest", 400, "invalid_request_error", "Invalid request")

/**
 * 401 `authentication_error`.
 *
 * @since 0.1.0
 * @category errors
 */
export const authentication = errorOf("Fault.authentication", 401, "authentication_error", "invalid x-api-key")

/**
 * 402 `billing_error`.
 *
 * @since 0.1.0
 * @category errors
 */
export const billing = errorOf(
  "Fault.billing",
  402,
  "billing_error",
  "There is an issue with your billing or payment information"
)

/**
 * 403 `permission_error`.
 *
 * @since 0.1.0
 * @category errors
 */
export const permission = errorOf(
  "Fault.permission",
  403,
  "permission_error",
  "Your API key does not have permission to use the resource"
)

/**
 * 404 `not_found_error`.
 *
 * @since 0.1.0
 * @category errors
 */
export const notFound = errorOf("Fault.notFound", 404, "not_found_error", "Not found")

/**
 * 413 `request_too_large`.
 *
 * @since 0.1.0
 * @category errors
 */
export const requestTooLarge = errorOf(
  "Fault.requestTooLarge",
  413,
  "request_too_large",
  "Request exceeds the maximum size"
)

/**
 * 429 `rate_limit_error`.
 *
 * @example
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 *
 * Fault.rateLimit() // says nothing of when to come back
 * Fault.rateLimit({ retryAfter: 3 }) // retry-after: 3
 * Fault.rateLimit({ retryAfter: 0.5 }) // retry-after: 0.5
 * Fault.rateLimit({ retryAfterMs: 1500 }) // retry-after-ms: 1500
 * Fault.rateLimit({ retryAfter: { fromNow: "1 minute" } }) // retry-after: Wed, 04 Feb 2026 00:01:00 GMT
 * Fault.rateLimit({ retryAfter: "soon" }) // retry-after: soon
 * Fault.rateLimit({ shouldRetry: false }) // x-should-retry: false
 * ```
 *
 * @since 0.1.0
 * @category errors
 */
export const rateLimit = errorOf(
  "Fault.rateLimit",
  429,
  "rate_limit_error",
  "This request would exceed your rate limit"
)

/**
 * 500 `api_error`.
 *
 * @since 0.1.0
 * @category errors
 */
export const api = errorOf("Fault.api", 500, "api_error", "Internal server error")

/**
 * 504 `timeout_error`.
 *
 * @since 0.1.0
 * @category errors
 */
export const gatewayTimeout = errorOf("Fault.gatewayTimeout", 504, "timeout_error", "Request timed out")

/**
 * 529 `overloaded_error`.
 *
 * @since 0.1.0
 * @category errors
 */
export const overloaded = errorOf("Fault.overloaded", 529, "overloaded_error", "Overloaded")

/**
 * What an answer has beside its body.
 *
 * @since 0.1.0
 * @category models
 */
export interface AnswerOptions {
  /**
   * The status of the answer.
   *
   * @default 200
   */
  readonly status?: number | undefined
  /**
   * The header `content-type`.
   *
   * @default "application/json"
   */
  readonly contentType?: string | undefined
  /**
   * Other headers, which win over those that the fake writes by itself; `null` leaves one out. Those that frame the
   * body are the server's.
   *
   * @default none
   */
  readonly headers?: HeaderChanges | undefined
  /**
   * Who sends it: the API, with its `request-id` and rate limits, or a proxy in front of it, which knows of neither.
   *
   * @default "api"
   */
  readonly from?: "api" | "proxy" | undefined
}

const envelopeOf = (where: string, options: AnswerOptions): Envelope => {
  const { contentType = "application/json", from = "api", headers, status = 200 } = options
  requireStatus(where, status, 200, 599)
  requireHeaderValue(where, contentType)
  requireOneOf(where, "from", from, ["api", "proxy"])
  return { status, from, headers: { "content-type": contentType, ...requireHeaders(where, headers) } }
}

const bodyOf = (where: string, content: string | Uint8Array, options: AnswerOptions): Fault => {
  const envelope = envelopeOf(where, options)
  if (content.length > 0) requireBody(where, envelope.status)
  return Immediate.Body({ ...envelope, body: content })
}

/**
 * Any answer at all: a body as it is, with its status and headers.
 *
 * @example
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 *
 * const note = Fault.body("come back later", { status: 503, contentType: "text/plain", from: "proxy" })
 * ```
 *
 * @since 0.1.0
 * @category bodies
 */
export const body = (content: string | Uint8Array, options: AnswerOptions = {}): Fault =>
  bodyOf("Fault.body", content, options)

const reasons = new Map([
  [200, "OK"],
  [400, "Bad Request"],
  [403, "Forbidden"],
  [404, "Not Found"],
  [413, "Content Too Large"],
  [429, "Too Many Requests"],
  [500, "Internal Server Error"],
  [502, "Bad Gateway"],
  [503, "Service Unavailable"],
  [504, "Gateway Timeout"]
])

/**
 * A page for people, as proxies send them: without the headers of the API.
 *
 * @since 0.1.0
 * @category bodies
 */
export const html = (status = 502): Fault => {
  requireBody("Fault.html", status)
  const title = `${status} ${reasons.get(status) ?? "Error"}`
  return bodyOf(
    "Fault.html",
    `<!DOCTYPE html>\n<html><head><title>${title}</title></head>` +
      `<body><center><h1>${title}</h1></center><hr><center>nginx</center></body></html>\n`,
    { status, contentType: "text/html", from: "proxy" }
  )
}

/**
 * An answer without a body. 204 is one that must have none.
 *
 * @since 0.1.0
 * @category bodies
 */
export const empty = (status = 200): Fault => bodyOf("Fault.empty", "", { status })

/**
 * The JSON `null` in place of a page or a model.
 *
 * @since 0.1.0
 * @category bodies
 */
export const nullBody: Fault = body("null")

/**
 * An answer that sends elsewhere.
 *
 * @since 0.1.0
 * @category bodies
 */
export const redirect = (location: string, status: 301 | 302 | 303 | 307 | 308 = 307): Fault => {
  requireStatus("Fault.redirect", status, 300, 399)
  return bodyOf("Fault.redirect", "", { status, headers: { location, "content-type": null } })
}

/**
 * What is changed in a right answer.
 *
 * @since 0.1.0
 * @category models
 */
export interface Alterations extends AnswerOptions {
  /**
   * What becomes of each model's JSON: of those on a page, and of one that was asked for alone.
   *
   * @default each stays as it is
   */
  readonly model?: ModelChange | undefined
  /**
   * What becomes of a page's JSON, once its models have been changed.
   *
   * @default it stays as it is
   */
  readonly page?: PageChange | undefined
}

/**
 * The right answer, altered: its JSON, its status, its headers. The API's own errors stay as they are.
 *
 * @example
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 *
 * const asText = Fault.altered({ contentType: "text/plain" })
 * const anonymous = Fault.altered({ headers: { "request-id": null } })
 * const beforeMarch = Fault.altered({
 *   model: ({ created_at, display_name, id, type }) => ({ id, created_at, display_name, type })
 * })
 * const bare = Fault.altered({ page: ({ data }) => ({ data }) })
 * ```
 *
 * @since 0.1.0
 * @category bodies
 */
export const altered = (alterations: Alterations): Fault => {
  const { model = (model) => model, page = (page) => page } = alterations
  const envelope = envelopeOf("Fault.altered", alterations)
  requireBody("Fault.altered", envelope.status)
  return Immediate.Altered({ ...envelope, model, page })
}

/**
 * Models of which nothing is said but their ids, as some gateways send them.
 *
 * @since 0.1.0
 * @category bodies
 */
export const idsOnly: Fault = altered({ model: ({ id }) => ({ id }) })

/**
 * The list in the shape of OpenAI's API, as some gateways send it on the same path.
 *
 * @since 0.1.0
 * @category bodies
 */
export const openAiList: Fault = altered({
  model: ({ created_at, id }) => ({
    id,
    object: "model",
    created: Math.trunc(Date.parse(created_at ?? "1970-01-01T00:00:00Z") / 1000),
    owned_by: "anthropic"
  }),
  page: ({ data }) => ({ object: "list", data })
})

/**
 * A page on which one model, the last, has a number for an id; or such a model, where one was asked for.
 *
 * @since 0.1.0
 * @category bodies
 */
export const invalidModel: Fault = altered({
  model: (model, index, { length }) => (index === length - 1 ? { ...model, id: 7 } : model)
})

/**
 * The first half of the JSON, in an answer that is whole to HTTP.
 *
 * @since 0.1.0
 * @category bodies
 */
export const truncatedJson: Fault = Immediate.TruncatedJson()

/**
 * A page that names the cursor of its own request as the next one, and says that there is more.
 *
 * **Details**
 *
 * The first page has no cursor: it names its own, and leads a walk on. `[Fault.none, Fault.stuckCursor]` sticks the
 * second one, `Script.always(Fault.stuckCursor)` all of them.
 *
 * @since 0.1.0
 * @category pages
 */
export const stuckCursor: PageFault = Immediate.StuckCursor()

/**
 * A page that says that there is more, but not from where: `first_id` and `last_id` are null.
 *
 * **Details**
 *
 * A walk may go on from the models of such a page, and one page alone then does it no harm.
 * `Script.always(Fault.missingCursor)` ends in a page that has no models either.
 *
 * @since 0.1.0
 * @category pages
 */
export const missingCursor: PageFault = Immediate.MissingCursor()

/**
 * A page without its models, but with their cursors: its walk goes on behind them.
 *
 * @since 0.1.0
 * @category pages
 */
export const emptyPage: PageFault = Immediate.EmptyPage()

/**
 * A page that begins with the cursor's own model again (or, going to newer models, ends with it). The first page
 * has no cursor, and is not changed.
 *
 * @since 0.1.0
 * @category pages
 */
export const overlappingPage: PageFault = Immediate.OverlappingPage()

/**
 * A fault that comes only once a time has passed by the `Clock`: a late error, a late page, a late end of the
 * connection. In memory, also a `ModelsError` or a `ModelPage`.
 *
 * @example
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 *
 * const lateError = Fault.after("10 seconds", Fault.overloaded())
 * ```
 *
 * @since 0.1.0
 * @category time
 */
export const after = <Action extends object>(
  duration: Duration.DurationInput,
  action: Action | After<Action>
): After<Action> => late("Fault.after", duration, action)

/** What is put off twice is put off once, for longer. */
const late = <Action>(where: string, given: Duration.DurationInput, action: Action | After<Action>): After<Action> => {
  const duration = requireDuration(where, given)
  return isAfter(action)
    ? Data.struct({ ...action, duration: Duration.sum(duration, action.duration) })
    : Data.struct({ _tag: "After", duration, action })
}

/**
 * The right answer, once a time has passed by the `Clock`.
 *
 * @since 0.1.0
 * @category time
 */
export const latency = (duration: Duration.DurationInput): After<typeof none> => late("Fault.latency", duration, none)

/**
 * No answer, ever. The connection stays open.
 *
 * @since 0.1.0
 * @category time
 */
export const noAnswer: Extract<Immediate, { readonly _tag: "NoAnswer" }> = Immediate.NoAnswer()

/**
 * The head of the answer and the first half of its body, then nothing more. The connection stays open.
 *
 * @since 0.1.0
 * @category time
 */
export const stalledBody: Fault = Immediate.StalledBody()

/**
 * The right answer, its body in pieces over a time by the `Clock`.
 *
 * @since 0.1.0
 * @category time
 */
export const slowBody = (
  duration: Duration.DurationInput,
  options: {
    /**
     * In how many pieces, with equal waits before each.
     *
     * @default 10
     */
    readonly pieces?: number | undefined
  } = {}
): Fault => {
  const { pieces = 10 } = options
  requireCount("Fault.slowBody", "the number of pieces", pieces)
  if (pieces === 0) refuse("Fault.slowBody", "a body has at least one piece; give 1 or more")
  return Immediate.SlowBody({ duration: requireDuration("Fault.slowBody", duration), pieces })
}

/**
 * The head of the answer and the first half of its body, then the end of the connection. On a real server only.
 *
 * @since 0.1.0
 * @category sockets
 */
export const cutBody = (
  options: {
    /**
     * How the end of the body is told: by a `content-length`, or by chunks of which the last never comes.
     *
     * @default "length"
     */
    readonly framing?: "length" | "chunked" | undefined
  } = {}
): SocketFault => {
  const { framing = "length" } = options
  requireOneOf("Fault.cutBody", "framing", framing, ["length", "chunked"])
  return Immediate.CutBody({ framing })
}

/**
 * The connection is reset (RST) before any byte of an answer. On a real server only.
 *
 * @since 0.1.0
 * @category sockets
 */
export const reset: SocketFault = Immediate.Reset()

/**
 * These bytes on the socket in place of an answer, head and all: for wrong lengths, broken chunks and whatever else
 * is not HTTP. On a real server only.
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
    /**
     * What becomes of the connection after them: it ends, it stays open, or it is reset.
     *
     * @default "close"
     */
    readonly end?: "close" | "stall" | "reset" | undefined
  } = {}
): SocketFault => {
  const { end = "close" } = options
  requireOneOf("Fault.bytes", "end", end, ["close", "stall", "reset"])
  return Immediate.Bytes({ bytes: typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes, end })
}
