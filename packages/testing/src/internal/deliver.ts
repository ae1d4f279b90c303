import { HttpServerRequest } from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type { Delivery } from "../Fault.ts"
import type { Answer } from "./answer.ts"

/** The means of a server that has the sockets of its requests. */
export class Sockets extends Context.Tag("@anthropic-models/testing/internal/Sockets")<
  Sockets,
  {
    readonly compress: (encoding: "gzip" | "br", bytes: Uint8Array) => Uint8Array
    /** Adds headers, one line for each value. */
    readonly addHeaders: (request: HttpServerRequest, headers: Answer["headers"]) => Effect.Effect<void>
    /** Sends the status, the added headers and a part of the body, then closes the connection. */
    readonly cut: (request: HttpServerRequest, status: number, bytes: Uint8Array) => Effect.Effect<void>
    /** Sends bytes, then closes the connection, leaves it open, or resets it. */
    readonly send: (request: HttpServerRequest, bytes: Uint8Array, end: Bytes["end"]) => Effect.Effect<void>
  }
>() {}

type Bytes = Extract<Delivery, { readonly _tag: "Bytes" }>
type Response = HttpServerResponse.HttpServerResponse

/** Sends an answer in the way that its delivery asks for. */
export const deliver = (answer: Answer): Effect.Effect<Response, never, HttpServerRequest> =>
  Effect.gen(function* () {
    const { body, delivery } = answer
    const request = yield* HttpServerRequest
    const sockets = yield* Effect.serviceOption(Sockets)
    const needSockets = (name: string) =>
      Option.match(sockets, {
        onNone: () => Effect.dieMessage(`Fault.${name} acts on a socket; use FakeAnthropicNode.layer`),
        onSome: Effect.succeed
      })

    switch (delivery._tag) {
      case "None":
        return yield* respond(answer, sockets)
      case "NoAnswer":
        return yield* Effect.never
      case "StalledBody":
        return yield* respond(answer, sockets, Stream.concat(Stream.make(firstHalf(body)), Stream.never))
      case "SlowBody": {
        const size = Math.max(1, Math.ceil(body.length / 10))
        const wait = Duration.times(delivery.duration, size / Math.max(size, body.length))
        const slow = Stream.range(0, Math.max(0, Math.ceil(body.length / size) - 1)).pipe(
          Stream.mapEffect((index) => Effect.as(Effect.sleep(wait), body.subarray(index * size, (index + 1) * size)))
        )
        return yield* respond(answer, sockets, slow)
      }
      case "Compressed": {
        const { compress } = yield* needSockets("compressed")
        const encoded = delivery.header ? { "content-encoding": delivery.encoding } : {}
        const headers = { ...answer.headers, ...encoded }
        return yield* respond({ ...answer, headers, body: compress(delivery.encoding, body) }, sockets)
      }
      case "CutBody": {
        const { addHeaders, cut } = yield* needSockets("cutBody")
        const framing = delivery.framing === "length" ? { "content-length": String(body.length) } : {}
        yield* addHeaders(request, { ...answer.headers, ...framing })
        yield* cut(request, answer.status, firstHalf(body))
        return HttpServerResponse.empty()
      }
      case "Bytes": {
        const { send } = yield* needSockets("bytes")
        yield* send(request, delivery.bytes, delivery.end)
        return HttpServerResponse.empty()
      }
    }
  })

const firstHalf = (bytes: Uint8Array): Uint8Array => bytes.subarray(0, Math.ceil(bytes.length / 2))

const respond = (
  { body, headers, status }: Answer,
  sockets: Option.Option<Sockets["Type"]>,
  stream?: Stream.Stream<Uint8Array>
): Effect.Effect<Response, never, HttpServerRequest> =>
  Effect.gen(function* () {
    const single: Record<string, string> = {}
    const several: Record<string, ReadonlyArray<string>> = {}
    for (const [name, value] of Object.entries(headers)) {
      if (typeof value === "string") single[name] = value
      else if (Option.isSome(sockets)) several[name] = value
      else single[name] = value.join(", ")
    }
    if (Option.isSome(sockets)) yield* sockets.value.addHeaders(yield* HttpServerRequest, several)
    const head = { status, headers: single, contentType: single["content-type"], contentLength: body.length }
    if (stream !== undefined) return HttpServerResponse.stream(stream, head)
    return body.length === 0 ? HttpServerResponse.empty(head) : HttpServerResponse.raw(body, head)
  })
