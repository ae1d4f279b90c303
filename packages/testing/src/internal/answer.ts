import type { ModelInfoEncoded } from "@anthropic-models/core/ModelInfo"
import type * as Duration from "effect/Duration"
import * as Either from "effect/Either"
import { type ErrorFault, type Immediate, none } from "../Fault.ts"
import type { Content, Problem } from "./api.ts"
import * as Encode from "./encode.ts"
import type { Listing } from "./listing.ts"
import { distort } from "./pageFault.ts"

/** An answer as it goes out, and how it does. */
export interface Answer {
  readonly status: number
  /** By names in lower case. A value may be a date, so far from when the answer is sent. */
  readonly headers: { readonly [name: string]: string | FromNow }
  readonly body: Uint8Array
  readonly delivery: Delivery
}

/** A date so far from when an answer is sent. */
export interface FromNow {
  readonly fromNow: Duration.Duration
}

/** The faults that leave the answer as it is, and change how it goes out. */
type Delivery = Extract<
  Immediate,
  { readonly _tag: "None" | "NoAnswer" | "StalledBody" | "SlowBody" | "CutBody" | "Reset" | "Bytes" }
>

/** What an answer is made from, beside the content. */
export interface Circumstances {
  readonly requestId: string
  readonly listing: Listing
  /** The headers that the API adds to every answer. */
  readonly headers: { readonly [name: string]: string }
}

const encoder = new TextEncoder()

type HeaderLayer = { readonly [name: string]: string | FromNow | null }

/** Later headers win; null leaves one out. */
const answer = (status: number, body: Uint8Array, ...layers: ReadonlyArray<HeaderLayer>): Answer => {
  const headers: Record<string, string | FromNow> = {}
  for (const [name, value] of layers.flatMap((layer) => Object.entries(layer))) {
    if (value === null) delete headers[name]
    else headers[name] = value
  }
  return { status, headers, body, delivery: none }
}

const json = (status: number, value: unknown, ...layers: ReadonlyArray<HeaderLayer>): Answer =>
  answer(status, encoder.encode(JSON.stringify(value)), { "content-type": "application/json" }, ...layers)

const envelope = (
  { errorCode, message, status, type }: Problem,
  { headers, requestId }: Circumstances,
  own: HeaderLayer = {}
): Answer =>
  json(
    status,
    {
      type: "error",
      error: { type, message, ...(errorCode === undefined ? {} : { details: { error_code: errorCode } }) },
      request_id: requestId
    },
    headers,
    own
  )

export const firstHalf = (bytes: Uint8Array): Uint8Array => bytes.subarray(0, Math.ceil(bytes.length / 2))

const errorHeaders = ({ headers, retryAfter, retryAfterMs, shouldRetry }: ErrorFault): HeaderLayer => ({
  ...(retryAfter === undefined
    ? {}
    : { "retry-after": typeof retryAfter === "number" ? String(retryAfter) : retryAfter }),
  ...(retryAfterMs === undefined ? {} : { "retry-after-ms": String(retryAfterMs) }),
  ...(shouldRetry === undefined ? {} : { "x-should-retry": String(shouldRetry) }),
  ...headers
})

const encode = (content: Content): unknown =>
  content._tag === "Page" ? Encode.page(content.slice) : Encode.model(content.model)

const alter = ({ model, page }: Extract<Immediate, { readonly _tag: "Altered" }>, content: Content): unknown => {
  const change = (models: ReadonlyArray<ModelInfoEncoded>) => models.map((one, index) => model(one, index, models))
  if (content._tag === "Model") return change([Encode.model(content.model)])[0]
  const { data, ...cursors } = Encode.page(content.slice)
  return page({ data: change(data), ...cursors })
}

/**
 * The answer to a request that a fault befalls. Faults that change a right answer leave the API's own errors as they
 * are, and faults of pages leave a single model as it is.
 */
export const make = (
  content: Either.Either<Content, Problem>,
  fault: Immediate,
  circumstances: Circumstances
): Answer => {
  const headersFrom = (from: "api" | "proxy"): HeaderLayer => (from === "api" ? circumstances.headers : {})
  const answered = (toAnswer: (content: Content) => Answer): Answer =>
    Either.match(content, { onLeft: (problem) => envelope(problem, circumstances), onRight: toAnswer })
  const right = (change = (content: Content): Content => content): Answer =>
    answered((content) => json(200, encode(change(content)), circumstances.headers))
  switch (fault._tag) {
    case "Error":
      return envelope(fault, circumstances, errorHeaders(fault))
    case "Body": {
      const body = typeof fault.body === "string" ? encoder.encode(fault.body) : fault.body
      return answer(fault.status, body, headersFrom(fault.from), fault.headers)
    }
    case "Altered":
      return answered((content) => json(fault.status, alter(fault, content), headersFrom(fault.from), fault.headers))
    case "TruncatedJson": {
      const whole = right()
      return { ...whole, body: firstHalf(whole.body) }
    }
    case "StuckCursor":
    case "MissingCursor":
    case "EmptyPage":
    case "OverlappingPage":
      return right((content) =>
        content._tag === "Model"
          ? content
          : { ...content, slice: distort(fault, circumstances.listing, content.query, content.slice) }
      )
    case "None":
    case "NoAnswer":
    case "StalledBody":
    case "SlowBody":
    case "CutBody":
    case "Reset":
    case "Bytes":
      return { ...right(), delivery: fault }
  }
}
