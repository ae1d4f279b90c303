import { HttpServerRequest } from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { type Answer, firstHalf } from "./answer.ts"
import { SetupError } from "./setup.ts"
import type { Sockets } from "./sockets.ts"

const pieces = (bytes: Uint8Array, count: number): ReadonlyArray<Uint8Array> => {
  const size = Math.max(1, Math.ceil(bytes.length / count))
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size)
  )
}

const wholeBody = ({ body, headers, status }: Answer): HttpServerResponse.HttpServerResponse =>
  body.length === 0
    ? HttpServerResponse.empty({ status, headers })
    : HttpServerResponse.uint8Array(body, { status, headers, contentType: headers["content-type"] })

const streamed = (
  { body, headers, status }: Answer,
  stream: Stream.Stream<Uint8Array>
): HttpServerResponse.HttpServerResponse =>
  HttpServerResponse.stream(stream, {
    status,
    headers,
    contentType: headers["content-type"],
    contentLength: body.length
  })

/** Why some faults are refused where there are no sockets. */
export const needsSocket =
  "acts on a socket, and only FakeAnthropicNode.layer has sockets at hand; use that, or faults like " +
  "Fault.truncatedJson and Fault.stalledBody, which need none"

/** Sends an answer, in the way that it goes out. */
export const deliver = (
  answer: Answer,
  sockets: Option.Option<Sockets["Type"]>
): Effect.Effect<HttpServerResponse.HttpServerResponse, never, HttpServerRequest> => {
  const { body, delivery } = answer

  /** What the sockets have sent is all: the server is given a response that it finds it can no longer send. */
  const onSockets = (send: (sockets: Sockets["Type"], request: HttpServerRequest) => Effect.Effect<void>) =>
    Option.match(sockets, {
      onNone: () => Effect.die(new SetupError(`FakeAnthropic: ${delivery._tag} ${needsSocket}`)),
      onSome: (sockets) =>
        HttpServerRequest.pipe(
          Effect.flatMap((request) => send(sockets, request)),
          Effect.as(HttpServerResponse.empty())
        )
    })

  switch (delivery._tag) {
    case "None":
      return Effect.succeed(wholeBody(answer))
    case "Latency":
      return Effect.as(Effect.sleep(delivery.duration), wholeBody(answer))
    case "NoAnswer":
      return Effect.never
    case "StalledBody":
      return Effect.succeed(streamed(answer, Stream.concat(Stream.make(firstHalf(body)), Stream.never)))
    case "SlowBody": {
      const parts = pieces(body, delivery.pieces)
      const wait = Effect.sleep(Duration.times(delivery.duration, 1 / parts.length))
      const slow = Stream.mapEffect(Stream.fromIterable(parts), (part) => Effect.as(wait, part))
      return Effect.succeed(streamed(answer, slow))
    }
    case "CutBody": {
      const framing = delivery.framing === "length" ? { "content-length": String(body.length) } : {}
      const head = { status: answer.status, headers: { ...answer.headers, ...framing } }
      return onSockets((sockets, request) => sockets.cut(request, head, firstHalf(body)))
    }
    case "Reset":
      return onSockets((sockets, request) => sockets.send(request, new Uint8Array(), "reset"))
    case "Bytes":
      return onSockets((sockets, request) => sockets.send(request, delivery.bytes, delivery.end))
  }
}
