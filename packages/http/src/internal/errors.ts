import {
  ApiError,
  byType,
  ConnectionError,
  type ModelsError,
  UnexpectedResponseError
} from "@anthropic-models/core/ModelsError"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import { type AnswerHeaders, rateLimits, requestId, retryAfter, shouldRetry } from "./answerHeaders.ts"
import { type Json, parseJson, textOf } from "./body.ts"
import { describe } from "./connectionFailure.ts"
import type { Redact } from "./redact.ts"

/** A whole answer. */
export interface Answer {
  readonly status: number
  readonly headers: AnswerHeaders
  readonly body: Uint8Array
}

/** The facts about a request that its errors show. */
export interface Sent {
  readonly method: string
  /** The URL without credentials. */
  readonly url: () => string
  /** The number of the attempt, from 1. */
  readonly attempts: number
  readonly redact: Redact
  /** The time of the `Clock`, in epoch milliseconds. */
  readonly now: () => number
}

export const isSuccess = ({ status }: { readonly status: number }): boolean => status >= 200 && status < 300

type KnownType = keyof typeof byType

const isKnown = (type: string): type is KnownType => Object.hasOwn(byType, type)

/** The error type of each status that has a class of its own. */
const typeOfStatus: { readonly [status: number]: KnownType } = {
  400: "invalid_request_error",
  401: "authentication_error",
  402: "billing_error",
  403: "permission_error",
  404: "not_found_error",
  413: "request_too_large",
  429: "rate_limit_error",
  504: "timeout_error",
  529: "overloaded_error"
}

const field = (u: unknown, name: string): unknown =>
  Predicate.isRecord(u) && Object.hasOwn(u, name) ? u[name] : undefined

const text = (u: unknown): string | undefined => (typeof u === "string" && u.trim() !== "" ? u : undefined)

/** The API's error envelope: `{"type": "error", "error": {"type": …, "message": …}}`. */
const envelopeType = (json: unknown): string | undefined =>
  field(json, "type") === "error" ? text(field(field(json, "error"), "type")) : undefined

/** Whether the JSON is an error envelope of the API with a known type. It is an error under every status. */
export const isEnvelope = (json: unknown): boolean => {
  const type = envelopeType(json)
  return type !== undefined && isKnown(type)
}

/** The message of the first entry that has one: `[{"msg": …}]`, `[{"message": …}]`, `["…"]`. */
const firstMessage = (u: unknown): string | undefined =>
  Array.isArray(u)
    ? u
        .slice(0, 5)
        .flatMap((item: unknown) => text(item) ?? text(field(item, "msg")) ?? text(field(item, "message")) ?? [])[0]
    : undefined

/** The server's message in the JSON of an error, in any of the forms that the API and gateways use. */
export const messageIn = (json: unknown): string | undefined => {
  const error = field(json, "error")
  const detail = field(json, "detail")
  return (
    text(field(error, "message")) ??
    text(error) ??
    text(detail) ??
    firstMessage(detail) ??
    text(field(detail, "message")) ??
    text(field(json, "message")) ??
    text(field(json, "msg")) ??
    firstMessage(field(json, "errors")) ??
    text(field(error, "detail")) ??
    text(field(error, "type"))
  )
}

/** The words of an HTML page: its title, else its text. */
const htmlWords = (html: string): string => {
  const title = /<title[^<>]*>([^<]*)/i.exec(html)?.[1]?.trim() ?? ""
  return title === ""
    ? html.replaceAll(/<(script|style)\b[^]*?(?:<\/\1>|$)/gi, " ").replaceAll(/<[^<>]*(?:>|$)/g, " ")
    : title
}

/** The longest texts that an error shows, in characters. */
const maxDetail = 1000
const maxSnippet = 200
const maxWord = 200

/** The server's message in a body of any kind. */
const messageOf = (json: Json, { body }: Answer): string => {
  if (json._tag === "Json") return messageIn(json.value) ?? ""
  const words = textOf(body)
  return json._tag === "Html" ? htmlWords(words) : json._tag === "Text" ? words : ""
}

/** The beginning of a body, for people. */
const snippet = ({ body }: Answer, { redact }: Sent): Option.Option<string> =>
  Option.filter(Option.some(redact(htmlWords(textOf(body)), maxSnippet)), (words) => words !== "")

const word = (u: unknown, { redact }: Sent): Option.Option<string> =>
  Option.map(Option.fromNullable(typeof u === "number" ? String(u) : text(u)), (words) => redact(words, maxWord))

/** The request id in the headers, else in the JSON of an error. */
export const requestIdOf = ({ headers }: Answer, sent: Sent, json?: unknown): Option.Option<string> =>
  Option.orElse(requestId(headers), () => Option.fromNullable(text(field(json, "request_id")))).pipe(
    Option.map((id) => sent.redact(id, maxWord))
  )

/** The facts that every error shows about its request. */
export const requestOf = ({ attempts, method, url }: Sent) => ({ method, url: url(), attempts })

/**
 * The error of an answer: the class by the type in the API's envelope if it is known, else by the status. An envelope
 * under a 2xx gets the status of its type. With `namesUrl` the message of a 404 names the URL, because a wrong base URL
 * is the commonest mistake.
 */
export const ofAnswer = (answer: Answer, sent: Sent, namesUrl = false): ModelsError => {
  const { headers, status } = answer
  const parsed = parseJson(answer.body)
  const json = parsed._tag === "Json" ? parsed.value : undefined
  const error = field(json, "error")
  const named = envelopeType(json)
  const type = named !== undefined && isKnown(named) ? named : (typeOfStatus[status] ?? "api_error")
  const Class = isKnown(type) ? byType[type] : ApiError
  const words = messageOf(parsed, answer)
  const detail = words === named ? "" : sent.redact(words, maxDetail)
  return new Class({
    ...(isSuccess(answer) ? {} : { status }),
    type: named === undefined || isKnown(named) ? type : sent.redact(named, maxWord),
    detail:
      status === 404 && namesUrl ? `${detail} (is the base URL right? ${sent.method} ${sent.url()})`.trim() : detail,
    errorCode: Option.orElse(word(field(field(error, "details"), "error_code"), sent), () =>
      named === undefined ? word(field(error, "code") ?? field(json, "code"), sent) : Option.none()
    ),
    requestId: requestIdOf(answer, sent, json),
    retryAfter: retryAfter(headers, sent.now),
    shouldRetry: status >= 400 ? shouldRetry(headers) : Option.none(),
    rateLimits: rateLimits(headers),
    snippet: named === undefined ? snippet(answer, sent) : Option.none(),
    ...requestOf(sent)
  })
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
    detail: sent.redact(detail, maxDetail),
    requestId: requestIdOf(answer, sent),
    location: reason === "Redirect" ? originOf(answer.headers["location"], sent) : Option.none(),
    snippet: snippet(answer, sent),
    ...requestOf(sent)
  })

/** The origin of a redirect. Only the origin is shown, and only if it holds no secret. */
const originOf = (location: string | undefined, { redact, url }: Sent): Option.Option<string> => {
  if (location === undefined) return Option.none()
  try {
    return Option.some(redact(new URL(location, url()).origin, maxWord))
  } catch {
    return Option.none()
  }
}

/** The error of an exchange without a whole answer. */
export const connection = (reason: ConnectionError["reason"], detail: string, sent: Sent): ConnectionError =>
  new ConnectionError({ reason, detail: sent.redact(detail, maxDetail), ...requestOf(sent) })

/** The error of a request that got no answer. It names the URL, because a wrong base URL is the commonest mistake. */
export const noAnswer = (cause: unknown, sent: Sent): ConnectionError => {
  const { reason, text } = describe(cause)
  return connection(reason, `no answer from ${sent.url()}: ${text}`, sent)
}

/** The error of a body that begins like JSON, and ends before its end. */
export const cutJson = (answer: Answer, sent: Sent): ConnectionError =>
  connection(
    "CutBody",
    `the response body is truncated JSON: ${Option.getOrElse(snippet(answer, sent), () => "")}`,
    sent
  )
