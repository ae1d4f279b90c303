import {
  ApiError,
  AuthenticationError,
  BillingError,
  ConnectionError,
  GatewayTimeoutError,
  InvalidRequestError,
  type ModelsError,
  NotFoundError,
  OverloadedError,
  PermissionError,
  RateLimitError,
  RequestTooLargeError,
  UnexpectedResponseError
} from "@anthropic-models/core/ModelsError"
import * as Option from "effect/Option"
import type { Answer, Sent } from "./answer.ts"
import { parse, textOf } from "./json.ts"
import { rateLimits } from "./rateLimits.ts"
import { retryAfter } from "./retryAfter.ts"
import { excerpt, snippet } from "./snippet.ts"

/** The types of the API's errors: the class of each, and the status that it comes with. */
const classes = {
  invalid_request_error: [InvalidRequestError, 400],
  authentication_error: [AuthenticationError, 401],
  billing_error: [BillingError, 402],
  permission_error: [PermissionError, 403],
  not_found_error: [NotFoundError, 404],
  request_too_large: [RequestTooLargeError, 413],
  rate_limit_error: [RateLimitError, 429],
  api_error: [ApiError, 500],
  timeout_error: [GatewayTimeoutError, 504],
  overloaded_error: [OverloadedError, 529]
} as const

type KnownType = keyof typeof classes

const isKnown = (type: string): type is KnownType => Object.hasOwn(classes, type)

const typeOfStatus = new Map(Object.entries(classes).map(([type, [, status]]) => [status as number, type]))

/** What the API says of an error. */
interface Envelope {
  readonly type: string
  readonly message: string
  readonly errorCode: string | undefined
  readonly requestId: string | undefined
}

const field = (u: unknown, name: string): unknown =>
  typeof u === "object" && u !== null && Object.hasOwn(u, name) ? Reflect.get(u, name) : undefined

const text = (u: unknown): string | undefined => (typeof u === "string" && u !== "" ? u : undefined)

/** Reads `{"error": {"type", "message", "details"?: {"error_code"}}, "request_id"?}`. */
const envelope = (json: unknown): Envelope | undefined => {
  const error = field(json, "error")
  const type = text(field(error, "type"))
  return type === undefined
    ? undefined
    : {
        type,
        message: text(field(error, "message")) ?? "",
        errorCode: text(field(field(error, "details"), "error_code")),
        requestId: text(field(json, "request_id"))
      }
}

/** Whether JSON under a good status is an error nevertheless. */
export const isEnvelope = (json: unknown): boolean => field(json, "type") === "error" && envelope(json) !== undefined

/** What a header or a body says of the request's id. */
export const requestIdOf = (answer: Answer, sent: Sent): Option.Option<string> =>
  Option.map(Option.fromNullable(text(answer.headers["request-id"])), (id) => excerpt(id, 200, sent.scrub))

/** What every error says of its request. */
export const requestOf = ({ attempts, method, url }: Sent) => ({ method, url: url(), attempts })

/**
 * The error of an answer that is not a good one: by the type that its envelope names, else by its status.
 *
 * An envelope under a good status is the error that it names, as if it had come with the status of that type.
 */
export const ofAnswer = (answer: Answer, sent: Sent): ModelsError => {
  const parsed = parse(answer.body, textOf)
  const named = parsed._tag === "Json" ? envelope(parsed.value) : undefined
  const type = named?.type ?? typeOfStatus.get(answer.status) ?? "api_error"
  const [Class, status] = isKnown(type) ? classes[type] : [ApiError, answer.status]
  const { scrub } = sent
  return new Class({
    status: answer.status >= 200 && answer.status < 300 ? status : answer.status,
    type: isKnown(type) ? type : excerpt(type, 100, scrub),
    detail: excerpt(named?.message ?? "", 1000, scrub),
    errorCode: Option.map(Option.fromNullable(named?.errorCode), (code) => excerpt(code, 200, scrub)),
    requestId: Option.orElse(requestIdOf(answer, sent), () =>
      Option.map(Option.fromNullable(named?.requestId), (id) => excerpt(id, 200, scrub))
    ),
    retryAfter: retryAfter(answer.headers, sent.now),
    shouldRetry: shouldRetry(answer.headers["x-should-retry"]),
    rateLimits: rateLimits(answer.headers),
    snippet: named === undefined ? snippet(answer.body, scrub) : Option.none(),
    ...requestOf(sent)
  })
}

const shouldRetry = (header: string | undefined): Option.Option<boolean> => {
  const word = header?.trim().toLowerCase()
  return word === "true" ? Option.some(true) : word === "false" ? Option.some(false) : Option.none()
}

/** The error of an answer that is not the API's. */
export const unexpected = (
  reason: UnexpectedResponseError["reason"],
  detail: string,
  answer: Answer,
  sent: Sent
): UnexpectedResponseError =>
  new UnexpectedResponseError({
    status: answer.status,
    reason,
    detail,
    requestId: requestIdOf(answer, sent),
    location: reason === "Redirect" ? originOf(answer.headers["location"], sent) : Option.none(),
    snippet: snippet(answer.body, sent.scrub),
    ...requestOf(sent)
  })

const originOf = (location: string | undefined, { scrub, url }: Sent): Option.Option<string> => {
  if (location === undefined) return Option.none()
  try {
    return Option.some(new URL(scrub(location), url()).origin)
  } catch {
    return Option.none()
  }
}

/** The error of a body that begins like JSON, and is none. */
export const cutJson = ({ body }: Answer, sent: Sent): ConnectionError =>
  connection("CutBody", `no whole JSON: ${Option.getOrElse(snippet(body, sent.scrub), () => "")}`, sent)

/** The error of an exchange that ended before the answer did. */
export const connection = (reason: ConnectionError["reason"], detail: string, sent: Sent): ConnectionError =>
  new ConnectionError({ reason, detail, ...requestOf(sent) })
