import * as Duration from "effect/Duration"
import * as Either from "effect/Either"
import { type Fault, none, type RetryAfter } from "../Fault.ts"
import type { Content, Problem } from "./api.ts"
import * as Encode from "./encode.ts"
import type { Listing } from "./listing.ts"
import { distort } from "./pageFault.ts"

/** An answer as it goes out, and how it does. */
export interface Answer {
  readonly status: number
  readonly headers: { readonly [name: string]: string }
  readonly body: Uint8Array
  readonly delivery: Delivery
}

/** The faults that leave the answer as it is, and change how it goes out. */
type Delivery = Extract<
  Fault,
  {
    readonly _tag: "None" | "Latency" | "NoAnswer" | "StalledBody" | "SlowBody" | "CutBody" | "Reset" | "Bytes"
  }
>

/** What an answer is made from, beside the content. */
export interface Circumstances {
  readonly requestId: string
  readonly listing: Listing
  /** Epoch milliseconds. */
  readonly now: number
}

const encoder = new TextEncoder()

const json = (status: number, body: unknown): Answer => ({
  status,
  headers: { "content-type": "application/json" },
  body: encoder.encode(JSON.stringify(body)),
  delivery: none
})

const envelope = ({ errorCode, message, status, type }: Problem, { requestId }: Circumstances): Answer =>
  json(status, {
    type: "error",
    error: { type, message, ...(errorCode === undefined ? {} : { details: { error_code: errorCode } }) },
    request_id: requestId
  })

const healthy = (content: Either.Either<Content, Problem>, circumstances: Circumstances): Answer =>
  Either.match(content, {
    onLeft: (problem) => envelope(problem, circumstances),
    onRight: (content) => json(200, content._tag === "Page" ? Encode.page(content.slice) : Encode.model(content.model))
  })

export const firstHalf = (bytes: Uint8Array): Uint8Array => bytes.subarray(0, Math.ceil(bytes.length / 2))

/** HTTP dates know whole seconds: rounded up, so that they are never too early. */
const httpDate = (epochMillis: number): string => new Date(Math.ceil(epochMillis / 1000) * 1000).toUTCString()

const retryAfter = (value: RetryAfter, now: number): string =>
  typeof value === "object" ? httpDate(now + Duration.toMillis(value.fromNow)) : String(value)

const errorHeaders = (fault: Extract<Fault, { readonly _tag: "Error" }>, now: number): Answer["headers"] => ({
  ...(fault.retryAfter === undefined ? {} : { "retry-after": retryAfter(fault.retryAfter, now) }),
  ...(fault.retryAfterMs === undefined ? {} : { "retry-after-ms": String(fault.retryAfterMs) }),
  ...(fault.shouldRetry === undefined ? {} : { "x-should-retry": String(fault.shouldRetry) })
})

const invalidModel = (content: Content): unknown => {
  if (content._tag === "Model") return { ...Encode.model(content.model), id: 7 }
  const data = content.slice.data.map(Encode.model)
  return {
    ...content.slice,
    data: data.map((model, index) => (index === data.length - 1 ? { ...model, id: 7 } : model))
  }
}

const slices = (content: Content) =>
  content._tag === "Page" ? content.slice : { data: [content.model], first_id: null, last_id: null, has_more: false }

/**
 * The answer to a request that a fault befalls. Faults that change a right answer leave the API's own errors as they
 * are, and faults of pages leave a single model as it is.
 */
export const make = (content: Either.Either<Content, Problem>, fault: Fault, circumstances: Circumstances): Answer => {
  const right = healthy(content, circumstances)
  const changed = (body: (content: Content) => unknown): Answer =>
    Either.match(content, { onLeft: () => right, onRight: (content) => json(200, body(content)) })
  switch (fault._tag) {
    case "Error": {
      const error = envelope(fault, circumstances)
      return { ...error, headers: { ...error.headers, ...errorHeaders(fault, circumstances.now) } }
    }
    case "Body": {
      const body = typeof fault.body === "string" ? encoder.encode(fault.body) : fault.body
      return { status: fault.status, headers: fault.headers, body, delivery: none }
    }
    case "Redirect":
      return { status: fault.status, headers: { location: fault.location }, body: new Uint8Array(), delivery: none }
    case "TruncatedJson":
      return { ...right, body: firstHalf(right.body) }
    case "OpenAiList":
      return changed((content) => Encode.openAiList(slices(content)))
    case "InvalidModel":
      return changed(invalidModel)
    case "StuckCursor":
    case "MissingCursor":
    case "EmptyPage":
    case "OverlappingPage":
      return changed((content) =>
        content._tag === "Model"
          ? Encode.model(content.model)
          : Encode.page(distort(fault, circumstances.listing, content.query, content.slice))
      )
    case "None":
    case "Latency":
    case "NoAnswer":
    case "StalledBody":
    case "SlowBody":
    case "CutBody":
    case "Reset":
    case "Bytes":
      return { ...right, delivery: fault }
  }
}
