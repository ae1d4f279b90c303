/**
 * What can go wrong with a request, as data.
 *
 * @since 0.1.0
 */
import * as Data from "effect/Data"
import type * as Duration from "effect/Duration"
import { refuse, requireCount, requireDuration, show } from "./internal/setup.ts"

/**
 * One thing that goes wrong with one request.
 *
 * **Details**
 *
 * Made with the constructors of this module, which check what they are given. The fake over HTTP takes all of them,
 * in memory (`TestModels`) there are those that do not speak of HTTP: a `ModelFault`. A `SocketFault` needs a real
 * server: in process it is refused, with a message that says so.
 *
 * @since 0.1.0
 * @category models
 */
export type Fault = Data.TaggedEnum<{
  None: {}
  Error: {
    readonly status: number
    readonly type: string
    readonly message: string
    readonly errorCode: string | undefined
    readonly retryAfter: RetryAfter | undefined
    readonly retryAfterMs: number | string | undefined
    readonly shouldRetry: boolean | undefined
  }
  Body: {
    readonly status: number
    readonly headers: { readonly [name: string]: string }
    readonly body: string | Uint8Array
  }
  OpenAiList: {}
  TruncatedJson: {}
  InvalidModel: {}
  StuckCursor: {}
  MissingCursor: {}
  EmptyPage: {}
  OverlappingPage: {}
  Redirect: { readonly status: number; readonly location: string }
  Latency: { readonly duration: Duration.Duration }
  NoAnswer: {}
  StalledBody: {}
  SlowBody: { readonly duration: Duration.Duration; readonly pieces: number }
  CutBody: { readonly framing: "length" | "chunked" }
  Reset: {}
  Bytes: { readonly bytes: Uint8Array; readonly end: "close" | "stall" | "reset" }
}>

/**
 * The faults that make sense without HTTP: wrong pages, and waits.
 *
 * @since 0.1.0
 * @category models
 */
export type ModelFault = PageFault | Extract<Fault, { readonly _tag: "None" | "Latency" | "NoAnswer" }>

/**
 * The faults that turn a right page into a wrong one.
 *
 * @since 0.1.0
 * @category models
 */
export type PageFault = Extract<
  Fault,
  {
    readonly _tag: "StuckCursor" | "MissingCursor" | "EmptyPage" | "OverlappingPage"
  }
>

/**
 * The faults that act on a socket: on a real server only.
 *
 * @since 0.1.0
 * @category models
 */
export type SocketFault = Extract<Fault, { readonly _tag: "CutBody" | "Reset" | "Bytes" }>

/**
 * The value of a `retry-after` header: a number of seconds (fractions too), a date so far from now (written as
 * an HTTP date, which knows whole seconds; now is what the `Clock` says), or any text as it is.
 *
 * @since 0.1.0
 * @category models
 */
export type RetryAfter = number | string | { readonly fromNow: Duration.Duration }

const Fault = Data.taggedEnum<Fault>()

/** What each fault acts on: a page of the contract, the time of a call, an answer of HTTP, or a socket. */
const scopes: { readonly [Tag in Fault["_tag"]]: "page" | "time" | "http" | "socket" } = {
  None: "time",
  Error: "http",
  Body: "http",
  OpenAiList: "http",
  TruncatedJson: "http",
  InvalidModel: "http",
  StuckCursor: "page",
  MissingCursor: "page",
  EmptyPage: "page",
  OverlappingPage: "page",
  Redirect: "http",
  Latency: "time",
  NoAnswer: "time",
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
export const isFault = (u: unknown): u is Fault =>
  typeof u === "object" && u !== null && "_tag" in u && typeof u._tag === "string" && Object.hasOwn(scopes, u._tag)

/**
 * Whether a value is a fault that makes sense without HTTP.
 *
 * @since 0.1.0
 * @category guards
 */
export const isModelFault = (u: unknown): u is ModelFault =>
  isFault(u) && (scopes[u._tag] === "page" || scopes[u._tag] === "time")

/**
 * Whether a value is a fault that turns a right page into a wrong one.
 *
 * @since 0.1.0
 * @category guards
 */
export const isPageFault = (u: unknown): u is PageFault => isFault(u) && scopes[u._tag] === "page"

/**
 * Whether a value is a fault that acts on a socket, and so needs a server that has them at hand.
 *
 * @since 0.1.0
 * @category guards
 */
export const isSocketFault = (u: unknown): u is SocketFault => isFault(u) && scopes[u._tag] === "socket"

/**
 * Nothing goes wrong: the place of a healthy answer in a script.
 *
 * @since 0.1.0
 * @category constructors
 */
export const none = Fault.None()

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
   * The header `retry-after`: seconds, a text as it is, or a date so far from now.
   *
   * @default none
   */
  readonly retryAfter?: number | string | { readonly fromNow: Duration.DurationInput } | undefined
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
}

const requireStatus = (where: string, status: number, from: number, to: number): void => {
  if (!Number.isInteger(status) || status < from || status > to) {
    refuse(where, `the status is ${show(status)}; give a whole number from ${from} to ${to}`)
  }
}

/** Statuses whose answers end with their head. */
const isBodiless = (status: number): boolean => status === 204 || status === 205 || status === 304

/** What cannot be a header would fail only as the answer is sent. */
const requireHeader = (where: string, value: string | undefined): void => {
  if (value !== undefined && !/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
    refuse(where, `${show(value)} cannot be the value of a header; leave out line breaks and letters beyond Latin-1`)
  }
}

const retryAfterOf = (where: string, value: ErrorOptions["retryAfter"]): RetryAfter | undefined => {
  if (typeof value === "object") return { fromNow: requireDuration(where, value.fromNow) }
  requireHeader(where, value === undefined ? undefined : String(value))
  return value
}

/**
 * An error of the API, of any status and type, in the API's envelope. Types of today have constructors of their own.
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
export const error = (status: number, type: string, options: ErrorOptions = {}): Fault => {
  requireStatus("Fault.error", status, 200, 599)
  if (isBodiless(status)) refuse("Fault.error", `an answer with status ${status} has no body; take another status`)
  requireHeader("Fault.error", options.retryAfterMs === undefined ? undefined : String(options.retryAfterMs))
  return Fault.Error({
    status,
    type,
    message: options.message ?? type.replaceAll("_", " "),
    errorCode: options.errorCode,
    retryAfter: retryAfterOf("Fault.error", options.retryAfter),
    retryAfterMs: options.retryAfterMs,
    shouldRetry: options.shouldRetry
  })
}

const errorOf =
  (status: number, type: string, message: string) =>
  (options: ErrorOptions = {}): Fault =>
    error(status, type, { message, ...options })

/**
 * 400 `invalid_request_error`.
 *
 * @since 0.1.0
 * @category errors
 */
export const invalidRequest = errorOf(400, "invalid_request_error", "Invalid request")

/**
 * 401 `authentication_error`.
 *
 * @since 0.1.0
 * @category errors
 */
export const authentication = errorOf(401, "authentication_error", "invalid x-api-key")

/**
 * 402 `billing_error`.
 *
 * @since 0.1.0
 * @category errors
 */
export const billing = errorOf(402, "billing_error", "There is an issue with your billing or payment information")

/**
 * 403 `permission_error`.
 *
 * @since 0.1.0
 * @category errors
 */
export const permission = errorOf(403, "permission_error", "Your API key does not have permission to use the resource")

/**
 * 404 `not_found_error`.
 *
 * @since 0.1.0
 * @category errors
 */
export const notFound = errorOf(404, "not_found_error", "Not found")

/**
 * 413 `request_too_large`.
 *
 * @since 0.1.0
 * @category errors
 */
export const requestTooLarge = errorOf(413, "request_too_large", "Request exceeds the maximum size")

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
export const rateLimit = errorOf(429, "rate_limit_error", "This request would exceed your rate limit")

/**
 * 500 `api_error`.
 *
 * @since 0.1.0
 * @category errors
 */
export const api = errorOf(500, "api_error", "Internal server error")

/**
 * 504 `timeout_error`.
 *
 * @since 0.1.0
 * @category errors
 */
export const gatewayTimeout = errorOf(504, "timeout_error", "Request timed out")

/**
 * 529 `overloaded_error`.
 *
 * @since 0.1.0
 * @category errors
 */
export const overloaded = errorOf(529, "overloaded_error", "Overloaded")

/**
 * Any answer at all: a body as it is, with its status and headers.
 *
 * @example
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 *
 * const note = Fault.body("come back later", { status: 503, contentType: "text/plain", headers: { via: "1.1 proxy" } })
 * ```
 *
 * @since 0.1.0
 * @category bodies
 */
export const body = (
  content: string | Uint8Array,
  options: {
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
     * Other headers.
     *
     * @default none
     */
    readonly headers?: { readonly [name: string]: string } | undefined
  } = {}
): Fault => {
  const { contentType = "application/json", headers = {}, status = 200 } = options
  requireStatus("Fault.body", status, 200, 599)
  if (content.length > 0 && isBodiless(status)) {
    refuse("Fault.body", `an answer with status ${status} has no body; leave it empty or take another status`)
  }
  for (const name of Object.keys(headers)) {
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) refuse("Fault.body", `${show(name)} cannot be the name of a header`)
  }
  for (const value of [contentType, ...Object.values(headers)]) requireHeader("Fault.body", value)
  return Fault.Body({ status, headers: { ...headers, "content-type": contentType }, body: content })
}

/**
 * A page for people, as proxies send them.
 *
 * @since 0.1.0
 * @category bodies
 */
export const html = (status = 502): Fault =>
  body(
    `<!DOCTYPE html>\n<html><head><title>${status} Bad Gateway</title></head>` +
      `<body><center><h1>${status} Bad Gateway</h1></center><hr><center>nginx</center></body></html>\n`,
    { status, contentType: "text/html" }
  )

/**
 * An answer without a body. 204 is one that must have none.
 *
 * @since 0.1.0
 * @category bodies
 */
export const empty = (status = 200): Fault => body("", { status })

/**
 * The JSON `null` in place of a page or a model.
 *
 * @since 0.1.0
 * @category bodies
 */
export const nullBody: Fault = body("null")

/**
 * The list in the shape of OpenAI's API, as some gateways send it on the same path.
 *
 * @since 0.1.0
 * @category bodies
 */
export const openAiList: Fault = Fault.OpenAiList()

/**
 * The first half of the JSON, in an answer that is whole to HTTP.
 *
 * @since 0.1.0
 * @category bodies
 */
export const truncatedJson: Fault = Fault.TruncatedJson()

/**
 * A page on which one model, the last, has a number for an id; or such a model, where one was asked for.
 *
 * @since 0.1.0
 * @category bodies
 */
export const invalidModel: Fault = Fault.InvalidModel()

/**
 * A page that names the cursor of its own request as the next one, and says that there is more.
 *
 * @since 0.1.0
 * @category pages
 */
export const stuckCursor: PageFault = Fault.StuckCursor()

/**
 * A page that says that there is more, but not from where: `first_id` and `last_id` are null.
 *
 * @since 0.1.0
 * @category pages
 */
export const missingCursor: PageFault = Fault.MissingCursor()

/**
 * A page without its models, but with their cursors: its walk goes on behind them.
 *
 * @since 0.1.0
 * @category pages
 */
export const emptyPage: PageFault = Fault.EmptyPage()

/**
 * A page that begins with the cursor's own model again (or, going to newer models, ends with it). The first page
 * has no cursor, and is not changed.
 *
 * @since 0.1.0
 * @category pages
 */
export const overlappingPage: PageFault = Fault.OverlappingPage()

/**
 * An answer that sends elsewhere.
 *
 * @since 0.1.0
 * @category bodies
 */
export const redirect = (location: string, status: 301 | 302 | 303 | 307 | 308 = 307): Fault => {
  requireStatus("Fault.redirect", status, 300, 399)
  requireHeader("Fault.redirect", location)
  return Fault.Redirect({ status, location })
}

/**
 * The right answer, after a wait by the `Clock`.
 *
 * @since 0.1.0
 * @category time
 */
export const latency = (duration: Duration.DurationInput): Extract<Fault, { readonly _tag: "Latency" }> =>
  Fault.Latency({ duration: requireDuration("Fault.latency", duration) })

/**
 * No answer, ever. The connection stays open.
 *
 * @since 0.1.0
 * @category time
 */
export const noAnswer: Extract<Fault, { readonly _tag: "NoAnswer" }> = Fault.NoAnswer()

/**
 * The head of the answer and the first half of its body, then nothing more. The connection stays open.
 *
 * @since 0.1.0
 * @category time
 */
export const stalledBody: Fault = Fault.StalledBody()

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
  return Fault.SlowBody({ duration: requireDuration("Fault.slowBody", duration), pieces })
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
): Fault => Fault.CutBody({ framing: options.framing ?? "length" })

/**
 * The connection is reset (RST) before any byte of an answer. On a real server only.
 *
 * @since 0.1.0
 * @category sockets
 */
export const reset: Fault = Fault.Reset()

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
): Fault =>
  Fault.Bytes({
    bytes: typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes,
    end: options.end ?? "close"
  })
