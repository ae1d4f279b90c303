/** An `HttpClient` in memory that answers by a script, so that `TestClock` drives every wait. */
import type { Models } from "@anthropic-models/core/Models"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientError from "@effect/platform/HttpClientError"
import type { HttpClientRequest } from "@effect/platform/HttpClientRequest"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import * as Clock from "effect/Clock"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Random from "effect/Random"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/TestClock"
import type { Options } from "../src/AnthropicHttpClient.ts"
import * as ModelsHttp from "../src/ModelsHttp.ts"

/** The answer to a request: a response, a refused connection, or no answer at all. */
export type Reply =
  | {
      readonly status?: number
      readonly headers?: Readonly<Record<string, string>>
      /** A body that is neither a string nor bytes is written as JSON. */
      readonly body?: unknown
      /** How long the answer takes. */
      readonly after?: Duration.DurationInput
    }
  | "refused"
  | "silence"

/** A request that was sent, with its time and its whole URL. */
interface Sent extends Pick<HttpClientRequest, "body" | "headers" | "method"> {
  readonly at: number
  readonly target: string
}

export interface Scripted {
  readonly layer: Layer.Layer<HttpClient.HttpClient>
  readonly requests: ReadonlyArray<Sent>
}

/** Answers the first request with the first reply, and so on. The last reply answers all further requests. */
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

/** An error of the API with this status. */
export const answer = (status: number, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status,
  headers,
  body: failure("api_error", `status ${status}`)
})

export const key = "sk-ant-api03-Zm9vYmFyYmF6cXV4LTEyMzQ1Njc4OTAtYWJjZGVmZ2hpamtsbW5vcA-AA"

/** `Models` on the scripted client. */
export const models = (scripted: Scripted, options: Options = {}) =>
  Effect.provide(ModelsHttp.make({ apiKey: Redacted.make(key), ...options }), scripted.layer)

/** Runs an effect while a day passes, which is longer than any call takes. */
export const driven = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.flatMap(Effect.fork(effect), (fiber) => Effect.zipRight(TestClock.adjust("1 day"), Fiber.join(fiber)))

/** Runs a call to its end, and returns its result and the requests that it sent. */
export const run = (
  replies: ReadonlyArray<Reply>,
  options: Options = {},
  call: (models: Models["Type"]) => ReturnType<Models["Type"]["list"]> = ({ list }) => list()
) =>
  Effect.gen(function* () {
    const scripted = make(...replies)
    const result = yield* driven(Effect.either(Effect.flatMap(models(scripted, options), call)))
    return { result, times: scripted.requests.map(({ at }) => at), requests: scripted.requests }
  })

/** Makes `Random.next` always return this number. */
export const chance = (value: number) => Effect.withRandom({ ...Random.make("seed"), next: Effect.succeed(value) })
