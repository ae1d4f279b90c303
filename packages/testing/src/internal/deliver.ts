import { HttpServerRequest } from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Record from "effect/Record"
import * as Stream from "effect/Stream"
import { type Answer, firstHalf, type FromNow } from "./answer.ts"
import { SetupError } from "./setup.ts"
import type { Head, Sockets } from "./sockets.ts"

const pieces = (bytes: Uint8Array, count: number): ReadonlyArray<Uint8Array> => {
  const size = Math.max(1, Math.ceil(bytes.length / count))
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size)
  )
}

/** HTTP dates know whole seconds: rounded up, so that they are never too early. */
const httpDate = ({ fromNow }: FromNow, now: number): string =>
  new Date(Math.ceil((now + Duration.toMillis(fromNow)) / 1000) * 1000).toUTCString()

const headOf = ({ headers, status }: Answer, now: number): Head => ({
  status,
  headers: Record.map(headers, (value) => (typeof value === "string" ? value : httpDate(value, now)))
})

/** A body that is raw has no content type of its own, where the headers have none. */
const whole = (head: Head, body: Uint8Array): HttpServerResponse.HttpServerResponse =>
  body.length === 0
    ? HttpServerResponse.empty(head)
    : HttpServerResponse.raw(body, { ...head, contentLength: body.length })

const streamed = (
  head: Head,
  stream: Stream.Stream<Uint8Array>,
  contentLength: number
): HttpServerResponse.HttpServerResponse =>
  HttpServerResponse.stream(stream, { ...head, contentType: head.headers["content-type"], contentLength })

/** Why some faults are refused where there are no sockets. */
export const needsSocket =
  "acts on a socket, and only FakeAnthropicNode.layer has sockets at hand; use that, or faults like " +
  "Fault.truncatedJson and Fault.stalledBody, which need none"

/** Sends an answer now, in the way that it goes out. */
export const deliver = (
  answer: Answer,
  sockets: Option.Option<Sockets["Type"]>
): Effect.Effect<HttpServerResponse.HttpServerResponse, never, HttpServerRequest> =>
  Effect.flatMap(Clock.currentTimeMillis, (now) => send(answer, headOf(answer, now), sockets))

const send = (
  { body, delivery }: Answer,
  head: Head,
  sockets: Option.Option<Sockets["Type"]>
): Effect.Effect<HttpServerResponse.HttpServerResponse, never, HttpServerRequest> => {
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
      return Effect.succeed(whole(head, body))
    case "NoAnswer":
      return Effect.never
    case "StalledBody":
      return Effect.succeed(streamed(head, Stream.concat(Stream.make(firstHalf(body)), Stream.never), body.length))
    case "SlowBody": {
      const parts = pieces(body, delivery.pieces)
      const wait = Effect.sleep(Duration.times(delivery.duration, 1 / parts.length))
      const slow = Stream.mapEffect(Stream.fromIterable(parts), (part) => Effect.as(wait, part))
      return Effect.succeed(streamed(head, slow, body.length))
    }
    case "CutBody": {
      const framing = delivery.framing === "length" ? { "content-length": String(body.length) } : {}
      const framed = { ...head, headers: { ...head.headers, ...framing } }
      return onSockets((sockets, request) => sockets.cut(request, framed, firstHalf(body)))
    }
    case "Reset":
      return onSockets((sockets, request) => sockets.send(request, new Uint8Array(), "reset"))
    case "Bytes":
      return onSockets((sockets, request) => sockets.send(request, delivery.bytes, delivery.end))
  }
}
