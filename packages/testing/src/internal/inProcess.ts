import type * as HttpApp from "@effect/platform/HttpApp"
import * as HttpBody from "@effect/platform/HttpBody"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientError from "@effect/platform/HttpClientError"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"

/** A client whose requests a handler answers, in the caller's own fiber and by the caller's clock. */
export const client = (app: HttpApp.Default): HttpClient.HttpClient =>
  HttpClient.make((request, url, signal) =>
    Effect.gen(function* () {
      const incoming = yield* Effect.try({
        try: () => new Request(url.href.replace(/#.*$/, ""), { method: request.method, headers: request.headers }),
        catch: (cause) => new HttpClientError.RequestError({ request, reason: "Transport", cause })
      })
      const serverRequest = HttpServerRequest.fromWeb(incoming)
      const response = yield* Effect.provideService(app, HttpServerRequest.HttpServerRequest, serverRequest)
      const runtime = yield* Effect.runtime()
      return HttpClientResponse.fromWeb(request, HttpServerResponse.toWeb(endedBy(signal, response), { runtime }))
    })
  )

/** A body that still arrives ends with the call that reads it. */
const endedBy = (signal: AbortSignal, response: HttpServerResponse.HttpServerResponse) => {
  if (response.body._tag !== "Stream") return response
  const { contentLength, contentType, stream } = response.body
  const aborted = Effect.async<void>((resume) => {
    if (signal.aborted) return resume(Effect.void)
    signal.addEventListener("abort", () => resume(Effect.void), { once: true })
  })
  const body = HttpBody.stream(Stream.interruptWhen(stream, aborted), contentType, contentLength)
  return HttpServerResponse.setBody(response, body)
}
