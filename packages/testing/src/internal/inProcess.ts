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
        try: () => new Request(withoutHash(url), { method: request.method, headers: request.headers }),
        catch: (cause) => new HttpClientError.RequestError({ request, reason: "Transport", cause })
      })
      const response = yield* Effect.provideService(
        app,
        HttpServerRequest.HttpServerRequest,
        HttpServerRequest.fromWeb(incoming)
      )
      const runtime = yield* Effect.runtime()
      return HttpClientResponse.fromWeb(request, HttpServerResponse.toWeb(endedBy(signal, response), { runtime }))
    })
  )

/** What is behind a `#` is the client's own, and never sent. */
const withoutHash = (url: URL): URL => {
  const sent = new URL(url)
  sent.hash = ""
  return sent
}

/** A body that is still on its way ends with the call that reads it. */
const endedBy = (
  signal: AbortSignal,
  response: HttpServerResponse.HttpServerResponse
): HttpServerResponse.HttpServerResponse =>
  response.body._tag === "Stream"
    ? HttpServerResponse.setBody(
        response,
        HttpBody.stream(
          Stream.interruptWhen(response.body.stream, aborted(signal)),
          response.body.contentType,
          response.body.contentLength
        )
      )
    : response

const aborted = (signal: AbortSignal): Effect.Effect<void> =>
  Effect.async((resume) => {
    const onAbort = () => resume(Effect.void)
    if (signal.aborted) onAbort()
    signal.addEventListener("abort", onAbort, { once: true })
    return Effect.sync(() => signal.removeEventListener("abort", onAbort))
  })
