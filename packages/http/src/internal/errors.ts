import {
  ApiError,
  byType,
  ConnectionError,
  type ModelsError,
  UnexpectedResponseError
} from "@anthropic-models/core/ModelsError"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import type { Answer, Sent } from "./answer.ts"
import { parse, textOf } from "./json.ts"
import { rateLimits } from "./rateLimits.ts"
import { retryAfter } from "./retryAfter.ts"
import { excerpt, snippet } from "./snippet.ts"

type KnownType = keyof typeof byType

const isKnown = (type: string): type is KnownType => Object.hasOwn(byType, type)

/** The types of errors by the statuses that they come with. */
const typeOfStatus: { readonly [status: number]: KnownType } = {
  400: "invalid_request_error",
  401: "authentication_error",
  402: "billing_error",
  403: "permission_error",
  404: "not_found_error",
  413: "request_too_large",
  429: "rate_limit_error",
  500: "api_error",
  504: "timeout_error",
  529: "overloaded_error"
}

/** What the API says of an error. */
interface Envelope {
  readonly type: string
  readonly message: string
  readonly errorCode: string | undefined
  readonly requestId: string | undefined
}

const field = (u: unknown, name: string): unknown =>
  Predicate.hasProperty(u, name) && Object.hasOwn(u, name) ? u[name] : undefined

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

/** A word of the server, short and without secrets. */
const word = (text: string | undefined, { scrub }: Sent): Option.Option<string> =>
  Option.map(Option.fromNullable(text), (text) => excerpt(text, 200, scrub))

/** What the headers say of the request's id. */
export const requestIdOf = ({ headers }: Answer, sent: Sent): Option.Option<string> =>
  word(text(headers["request-id"]), sent)

/** What every error says of its request. */
export const requestOf = ({ attempts, method, url }: Sent) => ({ method, url: url(), attempts })

/**
 * The error of an answer that is not a good one: by the type that its envelope names, else by its status.
 *
 * An envelope under a good status is the error that it names, as if it had come with the status of that type.
 */
export const ofAnswer = (answer: Answer, sent: Sent): ModelsError => {
  const parsed = parse(answer.body, { textOf })
  const named = parsed._tag === "Json" ? envelope(parsed.value) : undefined
  const { status } = answer
  const type = named?.type ?? typeOfStatus[status] ?? "api_error"
  const { scrub } = sent
  return new (isKnown(type) ? byType[type] : ApiError)({
    ...(isKnown(type) && status >= 200 && status < 300 ? {} : { status }),
    type: isKnown(type) ? type : excerpt(type, 100, scrub),
    detail: excerpt(named?.message ?? "", 1000, scrub),
    errorCode: word(named?.errorCode, sent),
    requestId: Option.orElse(requestIdOf(answer, sent), () => word(named?.requestId, sent)),
    retryAfter: retryAfter(answer.headers, sent.now),
    shouldRetry: shouldRetry(answer.headers["x-should-retry"]),
    rateLimits: rateLimits(answer.headers),
    snippet: named === undefined ? snippet(answer.body, scrub) : Option.none(),
    ...requestOf(sent)
  })
}

const shouldRetry = (header: string | undefined): Option.Option<boolean> => {
  const asked = header?.trim().toLowerCase()
  return asked === "true" || asked === "false" ? Option.some(asked === "true") : Option.none()
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
