/**
 * The fake API as a real server on Node, whose connections can be cut.
 *
 * @since 0.1.0
 */
import { createServer, type Server, type ServerResponse } from "node:http"
import { brotliCompressSync, gzipSync } from "node:zlib"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { toServerResponse } from "@effect/platform-node/NodeHttpServerRequest"
import * as HttpServer from "@effect/platform/HttpServer"
import type { ServeError } from "@effect/platform/HttpServerError"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as FakeAnthropic from "./FakeAnthropic.ts"
import { Sockets } from "./internal/deliver.ts"

/**
 * The models of the fake API, its behaviour, and its port.
 *
 * @example
 * ```ts
 * import * as FakeAnthropicNode from "@anthropic-models/testing/FakeAnthropicNode"
 * import * as Fault from "@anthropic-models/testing/Fault"
 *
 * // a fixed port, for a client in another process
 * const options: FakeAnthropicNode.Options = { port: 8080, faults: [Fault.reset] }
 *
 * const Server = FakeAnthropicNode.layer(options)
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export interface Options extends FakeAnthropic.ServerOptions {
  /** The port on `127.0.0.1`. @default a free port */
  readonly port?: number | undefined
}

/**
 * The API as a server on `http://127.0.0.1`.
 *
 * **Details**
 *
 * `FakeAnthropic.baseUrl` is its URL. Each layer starts a server of its own, and the end of its scope closes it with all
 * its connections. Every `Fault` works here.
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
export const layer = (options: Options = {}): Layer.Layer<FakeAnthropic.FakeAnthropic, ServeError> =>
  FakeAnthropic.layerServer(options).pipe(Layer.provide(layerNode(options.port ?? 0)))

/** Longer than any test waits between two requests: a server that closes an idle connection races with its client. */
const keepAliveTimeout = 60_000

const layerNode = (port: number): Layer.Layer<HttpServer.HttpServer | Sockets, ServeError> =>
  Layer.scopedContext(
    Effect.gen(function* () {
      const server = createServer({ keepAliveTimeout })
      const served = yield* NodeHttpServer.make(() => server, { host: "127.0.0.1", port })
      yield* Effect.addFinalizer(() => Effect.sync(() => closeNow(server)))
      return Context.make(HttpServer.HttpServer, served).pipe(Context.add(Sockets, sockets))
    })
  )

/** Closes the connections, too. `NodeHttpServer` alone would wait for them. */
const closeNow = (server: Server): void => {
  server.close()
  server.closeAllConnections()
}

const compressors = { gzip: gzipSync, br: brotliCompressSync }

const sockets = Sockets.of({
  compress: (encoding, bytes) => compressors[encoding](bytes),
  addHeaders: (request, headers) =>
    Effect.sync(() => {
      const response = toServerResponse(request)
      for (const [name, values] of Object.entries(headers)) response.setHeader(name, values)
    }),
  cut: (request, status, bytes) =>
    Effect.async((resume) => {
      const response = toServerResponse(request)
      response.writeHead(status)
      response.write(bytes, () => resume(abandon(response, "close")))
    }),
  send: (request, bytes, end) =>
    Effect.async((resume) => {
      const response = toServerResponse(request)
      const done = () => resume(end === "stall" ? Effect.never : abandon(response, end))
      if (bytes.length === 0) return done()
      response.socket?.write(bytes, done)
    })
})

/** Ends the connection below an answer, and the answer, so that the platform sends nothing more. */
const abandon = (response: ServerResponse, end: "close" | "reset"): Effect.Effect<void> =>
  Effect.sync(() => {
    if (end === "reset") response.socket?.resetAndDestroy()
    else response.socket?.destroy()
    response.end()
  })
