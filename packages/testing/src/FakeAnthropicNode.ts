/**
 * The fake API as a real server on Node: sockets on a free port of the loopback, where bytes can be cut.
 *
 * @since 0.1.0
 */
import { createServer, type Server, type ServerResponse } from "node:http"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as NodeHttpServerRequest from "@effect/platform-node/NodeHttpServerRequest"
import * as HttpServer from "@effect/platform/HttpServer"
import type { ServeError } from "@effect/platform/HttpServerError"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as FakeAnthropic from "./FakeAnthropic.ts"
import { Sockets } from "./internal/sockets.ts"

/**
 * The connections of the server.
 *
 * @since 0.1.0
 * @category tags
 */
export class Connections extends Context.Tag("@anthropic-models/testing/FakeAnthropicNode/Connections")<
  Connections,
  {
    /** How many are open now, idle ones included. */
    readonly open: Effect.Effect<number>
  }
>() {}

/**
 * The API on `http://127.0.0.1`, on a port that is free.
 *
 * **Details**
 *
 * `FakeAnthropic` tells its `baseUrl`. The server ends with the scope of the layer at once, whatever its connections
 * do: answers that stall, and connections that a client keeps for later, are closed. Every `Fault` works here, cut
 * bodies and resets too.
 *
 * @example
 * ```ts
 * import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
 * import * as FakeAnthropicNode from "@anthropic-models/testing/FakeAnthropicNode"
 * import * as Fault from "@anthropic-models/testing/Fault"
 * import * as Effect from "effect/Effect"
 *
 * const headers = { "x-api-key": "any", "anthropic-version": "2023-06-01" }
 *
 * const program = Effect.gen(function*() {
 *   const baseUrl = yield* FakeAnthropic.baseUrl
 *   yield* Effect.promise(() => fetch(`${baseUrl}/v1/models`, { headers }))
 *   return yield* FakeAnthropic.requests
 * }).pipe(Effect.provide(FakeAnthropicNode.layer({ faults: [Fault.latency("50 millis")] })))
 * ```
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (
  options: FakeAnthropic.Options = {}
): Layer.Layer<FakeAnthropic.FakeAnthropic | Connections, ServeError> =>
  FakeAnthropic.layerServer(options).pipe(
    Layer.provideMerge(host()),
    Layer.map(Context.pick(FakeAnthropic.FakeAnthropic, Connections))
  )

/** Longer than any test waits between two requests: a server that closes an idle connection races with its client. */
const keepAliveTimeout = 60_000

/** A server of its own at each call: a layer that were a constant would be built once, and shared by all fakes. */
const host = (): Layer.Layer<HttpServer.HttpServer | Connections | Sockets, ServeError> =>
  Layer.scopedContext(
    Effect.gen(function* () {
      const server = createServer({ keepAliveTimeout })
      const served = yield* NodeHttpServer.make(() => server, { host: "127.0.0.1", port: 0 })
      yield* Effect.addFinalizer(() => close(server))
      return Context.make(HttpServer.HttpServer, served).pipe(
        Context.add(Connections, { open: openConnections(server) }),
        Context.add(Sockets, sockets)
      )
    })
  )

/** Closes what is open as well. `NodeHttpServer` waits for it, and then finds nothing left to wait for. */
const close = (server: Server): Effect.Effect<void> =>
  Effect.async((resume) => {
    server.close(() => resume(Effect.void))
    server.closeAllConnections()
  })

const openConnections = (server: Server): Effect.Effect<number> =>
  Effect.async((resume) => {
    server.getConnections((error, count) => resume(error === null ? Effect.succeed(count) : Effect.die(error)))
  })

const sockets = Sockets.of({
  cut: (request, { headers, status }, bytes) =>
    Effect.async((resume) => {
      const response = NodeHttpServerRequest.toServerResponse(request)
      response.writeHead(status, headers)
      response.write(bytes, () => resume(abandon(response, "close")))
    }),
  send: (request, bytes, end) =>
    Effect.async((resume) => {
      const response = NodeHttpServerRequest.toServerResponse(request)
      const done = () => resume(end === "stall" ? Effect.never : abandon(response, end))
      if (bytes.length === 0) return done()
      response.socket?.write(bytes, done)
    })
})

/** Ends the connection under an answer, and the answer with it, so that the platform sends nothing more. */
const abandon = (response: ServerResponse, end: "close" | "reset"): Effect.Effect<void> =>
  Effect.sync(() => {
    if (end === "reset") response.socket?.resetAndDestroy()
    else response.socket?.destroy()
    response.end()
  })
