/** The fake API as a server: bytes on sockets, three clients, and its life cycle. */
import { createServer } from "node:http"
import { connect, type Socket } from "node:net"
import { brotliDecompressSync, gunzipSync } from "node:zlib"
import { ModelPage } from "@anthropic-models/core/ModelPage"
import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
import * as FakeAnthropicNode from "@anthropic-models/testing/FakeAnthropicNode"
import * as Fault from "@anthropic-models/testing/Fault"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpRouter from "@effect/platform/HttpRouter"
import * as HttpServer from "@effect/platform/HttpServer"
import { describe, expect, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"
import * as TestClock from "effect/TestClock"

const seven = { models: Fixtures.models(7) }
const headers = { "x-api-key": "sk-ant-test", "anthropic-version": "2023-06-01" }

const request = (path: string) =>
  Effect.flatMap(FakeAnthropic.baseUrl, (baseUrl) => HttpClient.get(baseUrl + path, { headers }))

const text = (path: string) => Effect.flatMap(request(path), (response) => response.text)
const ids = (body: string) => Schema.decodeSync(Schema.parseJson(ModelPage))(body).data.map((model) => model.id)
const countOf = (path: string) => Effect.map(text(path), (body) => ids(body).length)

const clients = [
  { client: "fetch", layer: FetchHttpClient.layer },
  { client: "node", layer: NodeHttpClient.layer },
  { client: "undici", layer: NodeHttpClient.layerUndici }
]

const provide = (client: Layer.Layer<HttpClient.HttpClient>, options: FakeAnthropicNode.Options) =>
  Effect.provide(Layer.merge(FakeAnthropicNode.layer(options), client))

/** The bytes that a socket receives for a message, and how it ends. */
const raw = (message: string, onData: (socket: Socket, received: string) => void = () => {}) =>
  Effect.flatMap(FakeAnthropic.baseUrl, (baseUrl) =>
    Effect.async<{ readonly received: string; readonly end: string }>((resume) => {
      const { hostname, port } = new URL(baseUrl)
      let received = ""
      const socket = connect(Number(port), hostname, () => socket.write(message))
      const end = (end: string) => resume(Effect.succeed({ received, end }))
      socket.on("data", (data) => {
        received += data.toString("latin1")
        onData(socket, received)
      })
      socket.on("error", (error: NodeJS.ErrnoException) => end(error.code ?? error.message))
      socket.on("close", () => end("closed"))
      return Effect.sync(() => socket.destroy())
    })
  )

const get = (path: string, connection = "keep-alive") =>
  `GET ${path} HTTP/1.1\r\nhost: x\r\nx-api-key: k\r\nanthropic-version: 1\r\nconnection: ${connection}\r\n\r\n`

describe.each(clients)("asked by $client, the server", ({ layer }) => {
  it.live("pages", () =>
    Effect.gen(function* () {
      expect(ids(yield* text("/v1/models?limit=2"))).toEqual(["claude-test-0001", "claude-test-0002"])
      expect(ids(yield* text("/v1/models?limit=1&before_id=claude-test-0007"))).toEqual(["claude-test-0006"])
    }).pipe(provide(layer, seven))
  )

  it.live("breaks an exchange, and answers the next one", () =>
    Effect.gen(function* () {
      for (const _ of [1, 2, 3, 4]) {
        expect((yield* Effect.flip(text("/v1/models")))._tag).toMatch(/^(RequestError|ResponseError)$/)
      }
      expect(yield* countOf("/v1/models")).toBe(7)
      const statuses = (yield* FakeAnthropic.requests).map(({ status }) => status)
      expect(statuses).toEqual([200, 200, 529, undefined, 200])
    }).pipe(
      provide(layer, {
        ...seven,
        faults: [
          Fault.cutBody(),
          Fault.cutBody({ framing: "chunked" }),
          Fault.cutBody({ of: Fault.overloaded() }),
          Fault.reset
        ]
      })
    )
  )

  it.live("leaves an exchange open until it is given up, and answers the next one", () =>
    Effect.gen(function* () {
      for (const _ of [1, 2, 3]) {
        const fiber = yield* Effect.fork(text("/v1/models"))
        yield* FakeAnthropic.awaitRequests(_)
        yield* Effect.sleep("20 millis")
        expect(Exit.isInterrupted(yield* Fiber.interrupt(fiber))).toBe(true)
      }
      expect(yield* countOf("/v1/models")).toBe(7)
    }).pipe(
      provide(layer, {
        ...seven,
        faults: [Fault.noAnswer, Fault.stalledBody(), Fault.stalledBody({ of: Fault.overloaded() })]
      })
    )
  )

  it.live("sends a slow body whole", () =>
    Effect.gen(function* () {
      expect(yield* countOf("/v1/models")).toBe(7)
    }).pipe(provide(layer, { ...seven, faults: [Fault.slowBody("30 millis")] }))
  )
})

describe("bytes on the wire", () => {
  it.live.each([
    { name: "length", fault: Fault.cutBody(), head: /content-length: \d+/i },
    { name: "chunks", fault: Fault.cutBody({ framing: "chunked" }), head: /transfer-encoding: chunked/i }
  ])("of a body cut by $name are a head, the first half, and an end", ({ fault, head }) =>
    Effect.gen(function* () {
      const { end, received } = yield* raw(get("/v1/models"))
      expect(received).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
      expect(received).toMatch(head)
      expect(received).toMatch(/request-id: req_[^]*claude-test-0001/i)
      expect(received).not.toContain("claude-test-0007")
      expect(received).not.toContain("\r\n0\r\n\r\n")
      expect(end).toBe("closed")
    }).pipe(Effect.provide(FakeAnthropicNode.layer({ ...seven, faults: [fault] })))
  )

  it.live.each([
    { name: "a reset", fault: Fault.reset, received: "", end: "ECONNRESET" },
    { name: "text", fault: Fault.bytes("not HTTP"), received: "not HTTP", end: "closed" },
    { name: "nothing", fault: Fault.bytes(""), received: "", end: "closed" },
    {
      name: "bytes before a reset",
      fault: Fault.bytes(Uint8Array.of(0x48, 0x69), { end: "reset" }),
      received: "Hi",
      end: expect.stringMatching(/^(ECONNRESET|closed)$/) as string
    }
  ])("of $name are sent as they are", ({ end, fault, received }) =>
    Effect.gen(function* () {
      expect(yield* raw(get("/v1/models"))).toEqual({ received, end })
    }).pipe(Effect.provide(FakeAnthropicNode.layer({ ...seven, faults: [fault] })))
  )

  it.live.each([
    { name: "bytes that stall", fault: Fault.bytes("HTTP/1.1 200 OK\r\n", { end: "stall" }), sent: /^HTTP.* OK\r\n$/ },
    { name: "a stalled body", fault: Fault.stalledBody(), sent: /content-length: \d+[^]*claude-test-0001/i },
    {
      name: "a stalled body of an error",
      fault: Fault.stalledBody({ of: Fault.gatewayError(500, "detail", { message: "x".repeat(50) }) }),
      sent: /^HTTP\/1\.1 500 [^]*\{"detail":"x+$/
    }
  ])("of $name are followed by nothing", ({ fault, sent }) =>
    Effect.gen(function* () {
      const arrived = yield* Deferred.make<void>()
      const fiber = yield* Effect.fork(
        raw(get("/v1/models"), (_, received) => {
          if (sent.test(received)) Deferred.unsafeDone(arrived, Exit.void)
        })
      )
      yield* Deferred.await(arrived)
      yield* Effect.sleep("30 millis")
      expect(yield* Fiber.poll(fiber)).toMatchObject({ _tag: "None" })
    }).pipe(Effect.provide(FakeAnthropicNode.layer({ ...seven, faults: [fault] })))
  )

  it.live("of a header with two values are two lines", () =>
    Effect.gen(function* () {
      for (const _ of [1, 2, 3]) {
        const { received } = yield* raw(get("/v1/models"), (socket, received) => {
          if (/"request_id":"req_\d+"/.test(received)) socket.end()
        })
        expect(received.match(/^retry-after: 0\.3\r$/gim)?.length).toBe(2)
      }
    }).pipe(
      Effect.provide(
        FakeAnthropicNode.layer({
          faults: ["none", "slow", "cut"].map((kind) => {
            const of = Fault.rateLimit({ headers: { "retry-after": ["0.3", "0.3"], "content-type": null } })
            return kind === "none" ? of : kind === "slow" ? Fault.slowBody("10 millis", { of }) : Fault.after(1, of)
          })
        })
      )
    )
  )

  it.live("of an answer without a content type have none", () =>
    Effect.gen(function* () {
      const { received } = yield* raw(get("/v1/models", "close"))
      expect(received).toMatch(/content-length: \d+\r\n/i)
      expect(received).not.toMatch(/content-type/i)
    }).pipe(Effect.provide(FakeAnthropicNode.layer({ faults: [Fault.altered({ headers: { "content-type": null } })] })))
  )

  const bodyOf = (received: string): Uint8Array =>
    Buffer.from(received.slice(received.indexOf("\r\n\r\n") + 4), "latin1")

  it.live.each([
    { encoding: "gzip" as const, header: true, decompress: gunzipSync },
    { encoding: "gzip" as const, header: false, decompress: gunzipSync },
    { encoding: "br" as const, header: true, decompress: brotliDecompressSync }
  ])("of a $encoding body are compressed, with its header: $header", ({ decompress, encoding, header }) =>
    Effect.gen(function* () {
      const page = yield* raw(get("/v1/models", "close"))
      expect(ids(decompress(bodyOf(page.received)).toString()).length).toBe(7)
      expect(page.received.includes(`content-encoding: ${encoding}`)).toBe(header)
      const error = yield* raw(get("/v1/models", "close"))
      expect(error.received).toMatch(/^HTTP\/1\.1 529 /)
      expect(decompress(bodyOf(error.received)).toString()).toContain("overloaded_error")
    }).pipe(
      Effect.provide(
        FakeAnthropicNode.layer({
          ...seven,
          faults: [
            Fault.compressed(encoding, { header }),
            Fault.compressed(encoding, { header, of: Fault.overloaded() })
          ]
        })
      )
    )
  )

  it.live.each(["GET //evil/v1/models HTTP/1.1", "GET http://other/v1/models HTTP/1.1", "GET * HTTP/1.1"])(
    "of an answer to %s are a 404",
    (line) =>
      Effect.gen(function* () {
        const message = get("/", "close").replace(/^.*$/m, line)
        expect((yield* raw(message)).received).toMatch(/^HTTP\/1\.1 404 [^]*not_found_error/)
      }).pipe(Effect.provide(FakeAnthropicNode.layer(seven)))
  )

  it.live("of clients that reset their connection do not harm the next one", () =>
    Effect.gen(function* () {
      const requests = Array.from({ length: 10 }, () => raw(get("/v1/models"), (socket) => socket.resetAndDestroy()))
      yield* Effect.all(requests, { concurrency: 5 })
      expect(yield* countOf("/v1/models")).toBe(7)
    }).pipe(
      provide(FetchHttpClient.layer, {
        ...seven,
        faults: Array.from({ length: 10 }, (_, index) =>
          index % 2 === 0 ? Fault.cutBody() : Fault.slowBody("1 second")
        )
      })
    )
  )
})

describe("cors", () => {
  const origin = { origin: "https://app.example" }
  const preflight = (baseUrl: string) =>
    fetch(`${baseUrl}/v1/models`, {
      method: "OPTIONS",
      headers: { ...origin, "access-control-request-method": "GET", "access-control-request-headers": "x-api-key" }
    })

  it.live("lets browsers of every origin ask and read, and logs no preflight", () =>
    Effect.gen(function* () {
      const baseUrl = yield* FakeAnthropic.baseUrl
      const allowed = yield* Effect.promise(() => preflight(baseUrl))
      expect([allowed.status, allowed.headers.get("access-control-allow-origin")]).toEqual([204, "*"])
      expect(allowed.headers.get("access-control-allow-headers")).toBe("x-api-key")
      const answers = [1, 2].map(() => fetch(`${baseUrl}/v1/models`, { headers: { ...headers, ...origin } }))
      for (const answer of yield* Effect.promise(() => Promise.all(answers))) {
        expect(answer.headers.get("access-control-allow-origin")).toBe("*")
        expect(answer.headers.get("access-control-expose-headers")).toBe("*")
      }
      expect((yield* FakeAnthropic.requests).map(({ method }) => method)).toEqual(["GET", "GET"])
    }).pipe(Effect.provide(FakeAnthropicNode.layer({ cors: true, faults: [Fault.overloaded()] })))
  )

  it.live("is off by default", () =>
    Effect.gen(function* () {
      const baseUrl = yield* FakeAnthropic.baseUrl
      const refused = yield* Effect.promise(() => preflight(baseUrl))
      expect([refused.status, refused.headers.get("access-control-allow-origin")]).toEqual([401, null])
    }).pipe(Effect.provide(FakeAnthropicNode.layer()))
  )
})

describe("the life of the server", () => {
  class First extends Context.Tag("First")<First, string>() {}
  class Second extends Context.Tag("Second")<Second, string>() {}

  const serve = <Self>(tag: Context.Tag<Self, string>, apiKey: string) =>
    Layer.effect(tag, FakeAnthropic.baseUrl).pipe(Layer.provide(FakeAnthropicNode.layer({ apiKey })))

  it.live("is that of its layer: two layers are two servers", () =>
    Effect.gen(function* () {
      const statuses = yield* Effect.forEach([yield* First, yield* Second], (url) =>
        Effect.promise(() => fetch(`${url}/v1/models`, { headers: { ...headers, "x-api-key": "second" } }))
      )
      expect(statuses.map(({ status }) => status)).toEqual([401, 200])
    }).pipe(Effect.provide(Layer.merge(serve(First, "first"), serve(Second, "second"))))
  )

  it.live("ends at once with its scope, whatever its connections wait for, and frees its port", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const context = yield* Layer.buildWithScope(
        Layer.merge(
          FakeAnthropicNode.layer({ ...seven, faults: [Fault.none, Fault.stalledBody(), Fault.noAnswer] }),
          NodeHttpClient.layerUndici
        ),
        scope
      )
      const port = Number(new URL(yield* Effect.provide(FakeAnthropic.baseUrl, context)).port)
      yield* Effect.provide(text("/v1/models"), context)
      const stalled = yield* Effect.fork(Effect.provide(text("/v1/models"), context))
      const silent = yield* Effect.fork(Effect.provide(text("/v1/models"), context))
      yield* Effect.provide(FakeAnthropic.awaitRequests(3), context)
      yield* Scope.close(scope, Exit.void)
      expect(Exit.isFailure(yield* Fiber.await(stalled))).toBe(true)
      expect(Exit.isFailure(yield* Fiber.await(silent))).toBe(true)
      const again = yield* Effect.provide(FakeAnthropic.baseUrl, FakeAnthropicNode.layer({ port }))
      expect(again).toBe(`http://127.0.0.1:${port}`)
    })
  )

  it.live("does not begin on a port that is in use", () =>
    Effect.gen(function* () {
      const port = Number(new URL(yield* FakeAnthropic.baseUrl).port)
      const error = yield* Effect.flip(Effect.scoped(Layer.build(FakeAnthropicNode.layer({ port }))))
      expect(error._tag).toBe("ServeError")
    }).pipe(Effect.provide(FakeAnthropicNode.layer()))
  )

  it.effect("follows the Clock of the test that builds it", () =>
    Effect.gen(function* () {
      const fiber = yield* Effect.fork(countOf("/v1/models"))
      yield* FakeAnthropic.awaitRequests(1)
      yield* TestClock.adjust("1 hour")
      expect(yield* Fiber.join(fiber)).toBe(7)
    }).pipe(provide(FetchHttpClient.layer, { ...seven, latency: "1 hour" }))
  )
})

describe("other servers", () => {
  const server = NodeHttpServer.layer(createServer, { host: "127.0.0.1", port: 0 })

  it.live("run the fake by layerServer", () =>
    Effect.gen(function* () {
      expect(yield* countOf("/v1/models")).toBe(7)
    }).pipe(Effect.provide(Layer.merge(Layer.provide(FakeAnthropic.layerServer(seven), server), FetchHttpClient.layer)))
  )

  it.live("mount it in a router", () =>
    Effect.gen(function* () {
      const { app } = yield* FakeAnthropic.FakeAnthropic
      yield* HttpServer.serveEffect(HttpRouter.mountApp(HttpRouter.empty, "/anthropic", app))
      const url = yield* HttpServer.addressFormattedWith(Effect.succeed)
      const response = yield* Effect.promise(() => fetch(`${url}/anthropic/v1/models?limit=1`, { headers }))
      expect(ids(yield* Effect.promise(() => response.text()))).toEqual(["claude-test-0001"])
    }).pipe(Effect.scoped, Effect.provide(Layer.merge(FakeAnthropic.layerClient(seven), server)))
  )
})
