import { createServer } from "node:http"
import { connect, type Socket } from "node:net"
import { ModelPage } from "@anthropic-models/core/ModelPage"
import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
import * as FakeAnthropicNode from "@anthropic-models/testing/FakeAnthropicNode"
import * as Fault from "@anthropic-models/testing/Fault"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as HttpRouter from "@effect/platform/HttpRouter"
import * as HttpServer from "@effect/platform/HttpServer"
import { describe, expect, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"
import * as TestClock from "effect/TestClock"

const seven = { models: Fixtures.models(7) }
const headers = { "x-api-key": "sk-ant-test", "anthropic-version": "2023-06-01" }

const request = (path: string) =>
  Effect.gen(function* () {
    const { baseUrl } = yield* FakeAnthropic.FakeAnthropic
    return yield* HttpClient.execute(HttpClientRequest.get(baseUrl + path, { headers }))
  })

const text = (path: string) => Effect.flatMap(request(path), (response) => response.text)

const ids = (body: string) => Schema.decodeSync(Schema.parseJson(ModelPage))(body).data.map((model) => model.id)

const clients = [
  { name: "fetch", client: FetchHttpClient.layer },
  { name: "node", client: NodeHttpClient.layer },
  { name: "undici", client: NodeHttpClient.layerUndici }
]

/** What a socket receives before its end, as text, and how it ends. */
const raw = (baseUrl: string, message: string, onData: (socket: Socket, received: string) => void = () => {}) =>
  Effect.async<{ readonly received: string; readonly end: string }>((resume) => {
    const { hostname, port } = new URL(baseUrl)
    let received = ""
    const socket = connect(Number(port), hostname, () => socket.write(message))
    const end = (end: string) => resume(Effect.succeed({ received, end }))
    socket.on("data", (data) => {
      received += data.toString()
      onData(socket, received)
    })
    socket.on("error", (error: NodeJS.ErrnoException) => end(error.code ?? error.message))
    socket.on("close", () => end("closed"))
    return Effect.sync(() => socket.destroy())
  })

const get = (path: string) =>
  `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nx-api-key: k\r\nanthropic-version: 2023-06-01\r\n\r\n`

const provide = (client: Layer.Layer<HttpClient.HttpClient>, options: FakeAnthropic.Options) =>
  Effect.provide(Layer.merge(FakeAnthropicNode.layer(options), client))

for (const { client, name } of clients) {
  describe(`the server, asked by ${name}`, () => {
    it.live("pages", () =>
      Effect.gen(function* () {
        expect(ids(yield* text("/v1/models?limit=2"))).toEqual(["claude-test-0001", "claude-test-0002"])
        expect(ids(yield* text("/v1/models?limit=2&before_id=claude-test-0007"))).toEqual([
          "claude-test-0005",
          "claude-test-0006"
        ])
      }).pipe(provide(client, seven))
    )

    it.live.each([
      { name: "cut by length", fault: Fault.cutBody() },
      { name: "cut in chunks", fault: Fault.cutBody({ framing: "chunked" }) },
      { name: "reset", fault: Fault.reset }
    ])("$name: a failure, and the next request is answered", ({ fault }) =>
      Effect.gen(function* () {
        expect((yield* Effect.flip(text("/v1/models")))._tag).toMatch(/^(RequestError|ResponseError)$/)
        expect(ids(yield* text("/v1/models")).length).toBe(7)
        expect((yield* FakeAnthropic.requests).length).toBe(2)
      }).pipe(provide(client, { ...seven, faults: [fault] }))
    )

    it.live.each([Fault.stalledBody, Fault.noAnswer])("$_tag goes on until it is given up", (fault) =>
      Effect.gen(function* () {
        expect(yield* Effect.timeoutOption(text("/v1/models"), "50 millis")).toEqual(Option.none())
        expect(ids(yield* text("/v1/models")).length).toBe(7)
      }).pipe(provide(client, { ...seven, faults: [fault] }))
    )

    it.live("a slow body arrives whole", () =>
      Effect.gen(function* () {
        expect(ids(yield* text("/v1/models")).length).toBe(7)
      }).pipe(provide(client, { ...seven, faults: [Fault.slowBody("30 millis", { pieces: 3 })] }))
    )
  })
}

describe("bytes on the wire", () => {
  it.live.each([
    { name: "length", fault: Fault.cutBody(), head: /content-length: \d+/i },
    { name: "chunked", fault: Fault.cutBody({ framing: "chunked" }), head: /transfer-encoding: chunked/i }
  ])("a body cut by $name has a head, the first half, and an end", ({ fault, head }) =>
    Effect.gen(function* () {
      const { baseUrl } = yield* FakeAnthropic.FakeAnthropic
      const { end, received } = yield* raw(baseUrl, get("/v1/models"))
      expect(received).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
      expect(received).toMatch(head)
      expect(received).toMatch(/request-id: req_/i)
      expect(received).toContain("claude-test-0001")
      expect(received).not.toContain("claude-test-0007")
      expect(received).not.toContain("\r\n0\r\n\r\n")
      expect(end).toBe("closed")
    }).pipe(Effect.provide(FakeAnthropicNode.layer({ ...seven, faults: [fault] })))
  )

  it.live("a reset has no byte at all", () =>
    Effect.gen(function* () {
      const { baseUrl } = yield* FakeAnthropic.FakeAnthropic
      expect(yield* raw(baseUrl, get("/v1/models"))).toEqual({ received: "", end: "ECONNRESET" })
    }).pipe(Effect.provide(FakeAnthropicNode.layer({ ...seven, faults: [Fault.reset] })))
  )

  it.live.each([
    { name: "and closes", fault: Fault.bytes("not HTTP"), end: "closed", received: "not HTTP" },
    {
      name: "and resets",
      fault: Fault.bytes(Uint8Array.of(0x48, 0x69), { end: "reset" }),
      end: expect.stringMatching(/^(ECONNRESET|closed)$/) as string,
      received: "Hi"
    },
    { name: "of none", fault: Fault.bytes(""), end: "closed", received: "" }
  ])("sends bytes as they are $name", ({ end, fault, received }) =>
    Effect.gen(function* () {
      const { baseUrl } = yield* FakeAnthropic.FakeAnthropic
      expect(yield* raw(baseUrl, get("/v1/models"))).toEqual({ received, end })
      expect(yield* FakeAnthropic.requests).toMatchObject([{ status: undefined }])
    }).pipe(Effect.provide(FakeAnthropicNode.layer({ ...seven, faults: [fault] })))
  )

  it.live.each([
    {
      name: "bytes that stall",
      fault: Fault.bytes("HTTP/1.1 200 OK\r\n", { end: "stall" }),
      sent: /^HTTP\/1\.1 200 OK\r\n$/
    },
    {
      name: "a stalled body: its head and first half",
      fault: Fault.stalledBody,
      sent: /content-length: \d+[^]*claude-test-0001/i
    }
  ])("leaves the connection open after $name", ({ fault, sent }) =>
    Effect.gen(function* () {
      const { baseUrl } = yield* FakeAnthropic.FakeAnthropic
      const arrived = yield* Deferred.make<void>()
      let received = ""
      const fiber = yield* Effect.fork(
        raw(baseUrl, get("/v1/models"), (_, all) => {
          received = all
          if (sent.test(all)) Deferred.unsafeDone(arrived, Exit.void)
        })
      )
      yield* Deferred.await(arrived)
      expect(yield* Effect.timeoutOption(Fiber.join(fiber), "100 millis")).toEqual(Option.none())
      expect(received).toMatch(sent)
      expect(received).not.toContain("claude-test-0007")
    }).pipe(Effect.provide(FakeAnthropicNode.layer({ ...seven, faults: [fault] })))
  )

  it.live("a head without a content type has none", () =>
    Effect.gen(function* () {
      const { baseUrl } = yield* FakeAnthropic.FakeAnthropic
      const { received } = yield* raw(baseUrl, get("/v1/models"), (socket) => socket.end())
      expect(received).toMatch(/content-length: \d+\r\n/i)
      expect(received).not.toMatch(/content-type/i)
    }).pipe(
      Effect.provide(
        FakeAnthropicNode.layer({ ...seven, faults: [Fault.altered({ headers: { "content-type": null } })] })
      )
    )
  )

  it.live.each(["GET //evil/v1/models HTTP/1.1", "GET http://other/v1/models HTTP/1.1", "GET * HTTP/1.1"])(
    "%s is answered, whatever it asks",
    (line) =>
      Effect.gen(function* () {
        const { baseUrl } = yield* FakeAnthropic.FakeAnthropic
        const message = `${line}\r\nhost: x\r\nx-api-key: k\r\nanthropic-version: 1\r\nconnection: close\r\n\r\n`
        expect((yield* raw(baseUrl, message)).received).toMatch(/^HTTP\/1\.1 404 [^]*not_found_error/)
      }).pipe(Effect.provide(FakeAnthropicNode.layer(seven)))
  )

  it.live("a client that goes away in the middle does not harm the next", () =>
    Effect.gen(function* () {
      const { baseUrl } = yield* FakeAnthropic.FakeAnthropic
      yield* Effect.forEach(
        Array.from({ length: 20 }),
        () => raw(baseUrl, get("/v1/models"), (socket) => socket.resetAndDestroy()),
        { concurrency: 5 }
      )
      expect(ids(yield* text("/v1/models")).length).toBe(7)
    }).pipe(
      Effect.provide(
        Layer.merge(
          FakeAnthropicNode.layer({
            ...seven,
            faults: Array.from({ length: 20 }, (_, index) =>
              index % 2 === 0 ? Fault.cutBody() : Fault.slowBody("1 second")
            )
          }),
          FetchHttpClient.layer
        )
      )
    )
  )
})

describe("two fakes", () => {
  class First extends Context.Tag("First")<First, string>() {}
  class Second extends Context.Tag("Second")<Second, string>() {}

  const serve = <Self>(tag: Context.Tag<Self, string>, options: FakeAnthropic.Options) =>
    Layer.effect(tag, FakeAnthropic.baseUrl).pipe(Layer.provide(FakeAnthropicNode.layer(options)))

  it.live("in one graph of layers are two servers", () =>
    Effect.gen(function* () {
      const urls = [yield* First, yield* Second]
      const statuses = yield* Effect.forEach(urls, (url) =>
        Effect.promise(() =>
          fetch(`${url}/v1/models`, { headers: { ...headers, "x-api-key": "second" } }).then(({ status }) => status)
        )
      )
      expect(statuses).toEqual([401, 200])
    }).pipe(Effect.provide(Layer.merge(serve(First, { apiKey: "first" }), serve(Second, { apiKey: "second" }))))
  )

  it.live("have their own connections, and show nothing else of their servers", () =>
    Effect.gen(function* () {
      const first = yield* Layer.build(FakeAnthropicNode.layer(seven))
      const second = yield* Layer.build(FakeAnthropicNode.layer(seven))
      expect(new Set(first.unsafeMap.keys())).toEqual(
        new Set([FakeAnthropic.FakeAnthropic.key, FakeAnthropicNode.Connections.key])
      )
      expect(Context.get(first, FakeAnthropicNode.Connections)).not.toBe(
        Context.get(second, FakeAnthropicNode.Connections)
      )
    }).pipe(Effect.scoped)
  )
})

describe("the end of the scope", () => {
  const millis = Effect.map(Effect.clock, (clock) => clock.unsafeCurrentTimeMillis())

  it.live("closes the server at once, with idle and stalled connections open", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const context = yield* Layer.buildWithScope(
        Layer.merge(
          FakeAnthropicNode.layer({ ...seven, faults: [Fault.none, Fault.stalledBody, Fault.noAnswer] }),
          NodeHttpClient.layerUndici
        ),
        scope
      )
      const { open } = yield* Effect.provide(FakeAnthropicNode.Connections, context)
      yield* Effect.provide(text("/v1/models"), context)
      const stalled = yield* Effect.fork(Effect.provide(text("/v1/models"), context))
      const silent = yield* Effect.fork(Effect.provide(text("/v1/models"), context))
      yield* Effect.flatMap(FakeAnthropic.FakeAnthropic, (fake) => fake.awaitRequests(3)).pipe(Effect.provide(context))
      expect(yield* open).toBeGreaterThanOrEqual(2)
      const before = yield* millis
      yield* Scope.close(scope, Exit.void)
      expect((yield* millis) - before).toBeLessThan(1000)
      expect(Exit.isFailure(yield* Fiber.await(stalled))).toBe(true)
      expect(Exit.isFailure(yield* Fiber.await(silent))).toBe(true)
    })
  )

  it.live("frees the port", () =>
    Effect.gen(function* () {
      const baseUrl = yield* Effect.provide(
        Effect.map(FakeAnthropic.FakeAnthropic, (fake) => fake.baseUrl),
        FakeAnthropicNode.layer(seven)
      )
      expect(baseUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
      expect(yield* raw(baseUrl, get("/v1/models"))).toEqual({ received: "", end: "ECONNREFUSED" })
    })
  )
})

describe("the Clock of the test", () => {
  it.effect("drives the server that the test builds", () =>
    Effect.gen(function* () {
      const fiber = yield* Effect.fork(text("/v1/models"))
      yield* Effect.flatMap(FakeAnthropic.FakeAnthropic, (fake) => fake.awaitRequests(1))
      yield* TestClock.adjust("1 hour")
      expect(ids(yield* Fiber.join(fiber)).length).toBe(7)
    }).pipe(
      Effect.provide(Layer.merge(FakeAnthropicNode.layer({ ...seven, latency: "1 hour" }), FetchHttpClient.layer))
    )
  )
})

describe("other servers", () => {
  const server = NodeHttpServer.layer(createServer, { host: "127.0.0.1", port: 0 })

  it.live("layerServer runs on any HttpServer", () =>
    Effect.gen(function* () {
      expect(ids(yield* text("/v1/models")).length).toBe(7)
    }).pipe(Effect.provide(Layer.merge(Layer.provide(FakeAnthropic.layerServer(seven), server), FetchHttpClient.layer)))
  )

  it.live.each([
    { hostname: "127.0.0.1", baseUrl: "http://127.0.0.1:80" },
    { hostname: "0.0.0.0", baseUrl: "http://127.0.0.1:80" },
    { hostname: "::1", baseUrl: "http://[::1]:80" },
    { hostname: "::", baseUrl: "http://[::1]:80" }
  ])("one on $hostname is asked at $baseUrl", ({ baseUrl, hostname }) =>
    Effect.gen(function* () {
      expect(yield* FakeAnthropic.baseUrl).toBe(baseUrl)
    }).pipe(
      Effect.provide(FakeAnthropic.layerServer(seven)),
      Effect.provideService(
        HttpServer.HttpServer,
        HttpServer.make({ serve: () => Effect.void, address: { _tag: "TcpAddress", hostname, port: 80 } })
      )
    )
  )

  it.live("the handler can be mounted in a router", () =>
    Effect.gen(function* () {
      const { app } = yield* FakeAnthropic.FakeAnthropic
      yield* HttpServer.serveEffect(HttpRouter.mountApp(HttpRouter.empty, "/anthropic", app))
      const url = yield* HttpServer.addressFormattedWith(Effect.succeed)
      const body = yield* Effect.promise(() =>
        fetch(`${url}/anthropic/v1/models?limit=1`, { headers }).then((response) => response.text())
      )
      expect(ids(body)).toEqual(["claude-test-0001"])
    }).pipe(Effect.scoped, Effect.provide(Layer.merge(FakeAnthropic.layerClient(seven), server)))
  )
})
