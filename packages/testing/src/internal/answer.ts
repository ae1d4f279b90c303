import type { ModelInfo, ModelInfoEncoded } from "@anthropic-models/core/ModelInfo"
import * as Duration from "effect/Duration"
import * as Either from "effect/Either"
import { type Answer as AnswerFault, type Delivery, type HeaderChanges, none } from "../Fault.ts"
import type { Content, Problem } from "./api.ts"
import { distort, type List } from "./list.ts"

/** An answer, ready to be sent. */
export interface Answer {
  readonly status: number
  readonly headers: { readonly [name: string]: string | ReadonlyArray<string> }
  readonly body: Uint8Array
  readonly delivery: Delivery | typeof none
}

/** Everything about an answer besides its content. */
export interface Circumstances {
  readonly requestId: string
  readonly list: List
  /** The rate limit headers of the API. */
  readonly rateLimits: HeaderChanges
  /** When the answer is sent, in epoch milliseconds. */
  readonly sentAt: number
}

/** The JSON of a model as the API writes it: with every field. The API has no null for the lifecycle. */
const modelJson = (model: ModelInfo): ModelInfoEncoded => ({
  capabilities: null,
  created_at: "1970-01-01T00:00:00Z",
  deprecated_at: null,
  line: null,
  max_input_tokens: null,
  max_tokens: null,
  retires_at: null,
  ...model.toJSON()
})

const errorJson = ({ errorCode, message, type }: Problem, requestId: string) => ({
  type: "error",
  error: { type, message, ...(errorCode === undefined ? {} : { details: { error_code: errorCode } }) },
  request_id: requestId
})

/** Makes the answer to a request. Faults that change a right answer leave the API's own errors as they are. */
export const make = (
  content: Either.Either<Content, Problem>,
  fault: AnswerFault | Delivery,
  circumstances: Circumstances
): Answer => {
  const answer = answerer(content, circumstances)
  switch (fault._tag) {
    case "NoAnswer":
    case "Bytes":
      return { ...answer(none), delivery: fault }
    case "StalledBody":
    case "SlowBody":
    case "Compressed":
    case "CutBody":
      return { ...answer(fault.of), delivery: fault }
    default:
      return answer(fault)
  }
}

const answerer = (content: Either.Either<Content, Problem>, { list, rateLimits, requestId, sentAt }: Circumstances) => {
  const senders = { api: { "request-id": requestId, ...rateLimits }, gateway: { "x-request-id": requestId }, proxy: {} }

  const send = (
    status: number,
    body: string | Uint8Array,
    headers: HeaderChanges = {},
    from: keyof typeof senders = "api"
  ): Answer => ({
    status,
    headers: writeHeaders({ "content-type": "application/json", ...senders[from], ...headers }, sentAt),
    body: typeof body === "string" ? new TextEncoder().encode(body) : body,
    delivery: none
  })

  return (fault: AnswerFault): Answer => {
    if (fault._tag === "Error") return send(fault.status, JSON.stringify(errorJson(fault, requestId)), fault.headers)
    if (fault._tag === "Body") return send(fault.status, fault.body, fault.headers, fault.from)
    if (Either.isLeft(content)) return send(content.left.status, JSON.stringify(errorJson(content.left, requestId)))
    if (fault._tag === "Altered") {
      return send(fault.status, fault.text(JSON.stringify(alter(fault, content.right))), fault.headers, fault.from)
    }
    return send(200, JSON.stringify(alter(unaltered, distorted(fault, list, content.right))))
  }
}

type Altered = Extract<AnswerFault, { readonly _tag: "Altered" }>

const unaltered: Pick<Altered, "model" | "page"> = { model: (model) => model, page: (page) => page }

const alter = ({ model, page }: Pick<Altered, "model" | "page">, content: Content): unknown => {
  const models = (content._tag === "Page" ? content.page.data : [content.model]).map(modelJson)
  const data = models.map((json, index) => model(json, index, models))
  return content._tag === "Page" ? page({ ...content.page, data }) : data[0]
}

const distorted = (
  fault: Exclude<AnswerFault, { readonly _tag: "Error" | "Body" | "Altered" }>,
  list: List,
  content: Content
): Content =>
  fault._tag === "None" || content._tag === "Model"
    ? content
    : { ...content, page: distort(fault, list, content.query, content.page) }

/** HTTP dates have whole seconds. They are rounded up, so that they are never too early. */
const httpDate = (millis: number): string => new Date(Math.ceil(millis / 1000) * 1000).toUTCString()

const writeHeaders = (headers: HeaderChanges, sentAt: number): Answer["headers"] => {
  const written: Record<string, string | ReadonlyArray<string>> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value === null) continue
    const isText = typeof value === "string" || !("fromNow" in value)
    written[name] = isText ? value : httpDate(sentAt + Duration.toMillis(value.fromNow))
  }
  return written
}
