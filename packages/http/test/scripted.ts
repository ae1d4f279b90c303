/** An `HttpClient` in memory that answers by a script, so that a TestClock drives all time there is. */
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientError from "@effect/platform/HttpClientError"
import type { HttpClientRequest } from "@effect/platform/HttpClientRequest"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import * as Clock from "effect/Clock"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import type { Options } from "../src/AnthropicHttpClient.ts"
import * as ModelsHttp from "../src/ModelsHttp.ts"

/** What a request meets. */
export type Reply =
  | {
      readonly status?: number
      readonly headers?: Readonly<Record<string, string>>
      /** What is neither text nor bytes is written as JSON. */
      readonly body?: unknown
      /** How long the answer takes. */
      readonly after?: Duration.DurationInput
    }
  | "refused"
  | "silence"

/** A request that came, when, and to which URL. */
interface Sent extends Pick<HttpClientRequest, "body" | "headers" | "method"> {
  readonly at: number
  readonly target: string
}

export interface Scripted {
  readonly layer: Layer.Layer<HttpClient.HttpClient>
  readonly requests: ReadonlyArray<Sent>
}

/** Answers each request with the reply of its place, and every further one with the last. */
export const make = (...replies: ReadonlyArray<Reply>): Scripted => {
  const requests: Array<Sent> = []
  const client = HttpClient.make((request, url) =>
    Effect.gen(function* () {
      const at = yield* Clock.currentTimeMillis
      const reply = replies[Math.min(requests.length, replies.length - 1)] ?? {}
      requests.push({ at, target: url.href, method: request.method, headers: request.headers, body: request.body })
      if (reply === "silence") return yield* Effect.never
      if (reply === "refused") {
        const cause = Object.assign(new Error("connect"), { code: "ECONNREFUSED" })
        return yield* new HttpClientError.RequestError({ request, reason: "Transport", cause })
      }
      if (reply.after !== undefined) yield* Effect.sleep(reply.after)
      return HttpClientResponse.fromWeb(request, responseOf(reply))
    })
  )
  return { layer: Layer.succeed(HttpClient.HttpClient, client), requests }
}

const responseOf = ({ body = page(), headers = {}, status = 200 }: Exclude<Reply, string>): Response => {
  const bytes =
    body instanceof Uint8Array ? new Uint8Array(body) : typeof body === "string" ? body : JSON.stringify(body)
  const response = new Response(status === 204 || status === 304 ? null : bytes, { headers })
  Object.defineProperty(response, "status", { value: status })
  return response
}

/** The JSON of a page. */
export const page = (...ids: ReadonlyArray<string>) => ({
  data: ids.map((id) => ({ id, type: "model", display_name: id, created_at: "2026-01-01T00:00:00Z" })),
  has_more: false,
  first_id: ids.at(0) ?? null,
  last_id: ids.at(-1) ?? null
})

/** The JSON of an error. */
export const failure = (type: string, message = "no", more: Readonly<Record<string, unknown>> = {}) => ({
  type: "error",
  error: { type, message },
  request_id: null,
  ...more
})

export const key = "sk-ant-api03-Zm9vYmFyYmF6cXV4LTEyMzQ1Njc4OTAtYWJjZGVmZ2hpamtsbW5vcA-AA"

/** `Models` on the scripted client. */
export const models = (scripted: Scripted, options: Options = {}) =>
  Effect.provide(ModelsHttp.make({ apiKey: Redacted.make(key), ...options }), scripted.layer)
