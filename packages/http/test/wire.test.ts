/** Behaviour that only real sockets show, over the three clients. */
import { gzipSync } from "node:zlib"
import * as Models from "@anthropic-models/core/Models"
import type { ModelsError } from "@anthropic-models/core/ModelsError"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import type { Options } from "../src/AnthropicHttpClient.ts"
import * as ModelsHttp from "../src/ModelsHttp.ts"
import * as RetryPolicy from "../src/RetryPolicy.ts"
import { clients, names, type Client } from "./clients.ts"
import * as Impatient from "./impatient.ts"
import * as RawServer from "./RawServer.ts"
import { failure, key, page } from "./scripted.ts"

const using = (client: Client, url: string, options: Options) =>
  ModelsHttp.layer({ apiKey: Redacted.make(key), baseUrl: url, ...options }).pipe(Layer.provide(clients[client]))

/** Waits until the condition holds. The time limit of the test ends a wait that is in vain. */
const until = (condition: () => boolean) => Effect.repeat(Effect.sleep("5 millis"), { until: () => condition() })

/** Waits until the server has no socket that is in use. The clients keep idle ones for the next request. */
const untilClosed = (server: RawServer.RawServer) => until(() => (server.endIdle(), server.open() === 0))

const good = { body: page("a", "b"), headers: { "request-id": "req_1" } }
const bytes = RawServer.bytesOf(good)
const chunked = RawServer.bytesOf({ ...good, framing: "chunked" })
const body = RawServer.bodyAt(bytes)

type Faults = Readonly<Record<string, ReadonlyArray<RawServer.Step>>>

/** Faults that the client sees at once. */
const broken: Faults = {
  "a reset before the first byte": ["reset"],
  "an end before the first byte": ["end"],
  "a head that is cut": RawServer.breakAt(bytes, 20, "end"),
  "a head that is reset": RawServer.breakAt(bytes, 20, "reset"),
  "a body that is cut before its first byte": RawServer.breakAt(bytes, body, "end"),
  "a body that is cut": RawServer.breakAt(bytes, 0.9, "end"),
  "a body that is cut before its last byte": RawServer.breakAt(bytes, bytes.length - 1, "end"),
  "a body that is reset": RawServer.breakAt(bytes, 0.9, "reset"),
  "a chunked body that is cut": RawServer.breakAt(chunked, 0.8, "end"),
  "a chunked body without its end": RawServer.breakAt(chunked, chunked.length - 5, "end"),
  "a chunked body that is reset": RawServer.breakAt(chunked, 0.8, "reset"),
  "a body of unknown length that is cut": RawServer.breakAt(
    RawServer.bytesOf({ ...good, framing: "close" }),
    0.9,
    "end"
  ),
  "a content-length that is too long": [
    { send: RawServer.bytesOf({ ...good, headers: { "content-length": "9999" } }) },
    "end"
  ],
  "a content-length that is too short": [
    { send: RawServer.bytesOf({ ...good, headers: { "content-length": "10" } }) },
    "end"
  ],
  "a bad chunk": [{ send: "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nnonsense\r\n0\r\n\r\n" }, "end"],
  "bytes that are not HTTP": [{ send: "\u0000\u0001\u0002 garbage\r\n\r\n" }, "end"],
  "truncated JSON": RawServer.answer({ body: JSON.stringify(page("a")).slice(0, 40) }),
  "corrupt gzip": RawServer.answer({
    body: Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3, 4, 5]),
    headers: { "content-encoding": "gzip" }
  }),
  "truncated gzip": RawServer.answer({
    body: gzipSync(JSON.stringify(page("a"))).subarray(0, 60),
    headers: { "content-encoding": "gzip" }
  }),
  "a 503 with a page": RawServer.answer({ status: 503, body: "<html>busy" }),
  "a 529": RawServer.answer({ status: 529, body: failure("overloaded_error") })
}

/** Faults that only a timeout ends. */
const slow: Faults = {
  "no answer": ["stall"],
  "a head that stalls": RawServer.breakAt(bytes, 20, "stall"),
  "a body that stalls": RawServer.breakAt(bytes, 0.9, "stall"),
  "a chunked body that stalls": RawServer.breakAt(chunked, 0.8, "stall"),
  "a body that drips": RawServer.drip(bytes, { size: 3, every: 50 })
}

const isTransient = (error: ModelsError) =>
  ["ConnectionError", "RequestTimeoutError", "ApiError", "OverloadedError"].includes(error._tag)

/** 4 MiB of blanks, as gzip. */
const bomb = gzipSync(Buffer.alloc(4 * 1024 * 1024, 0x20))

describe.concurrent.each(names)("over %s", (client) => {
  it.live.each(Object.entries({ ...broken, ...slow }))("%s is retried, and the page arrives", ([, steps]) =>
    Effect.gen(function* () {
      const { clock, watch } = Impatient.make()
      const server = yield* RawServer.make(({ index }) => (index < 2 ? watch(steps) : RawServer.answer(good)))
      const options = { timeout: "30 seconds", retry: RetryPolicy.make({ baseDelay: 1 }) } as const
      const { data, response } = yield* Models.list().pipe(
        Effect.provide(using(client, server.url, options)),
        Effect.withClock(clock)
      )
      expect(data.map(({ id }) => id)).toEqual(["a", "b"])
      expect(response.requestId).toEqual(Option.some("req_1"))
      expect(server.requests.length).toBe(3)
    }).pipe(Effect.scoped)
  )

  // Not last, because it waits for the longest time.
  const calls = process.env["FULL"] === "1" ? 1000 : 40
  it.live(`${calls} calls with every kind of end leave no socket behind`, () =>
    Effect.gen(function* () {
      const large = failure("api_error", "x".repeat(200_000))
      const kinds: ReadonlyArray<ReadonlyArray<RawServer.Step>> = [
        RawServer.answer(good),
        RawServer.answer({ ...good, framing: "chunked", gzip: true }),
        RawServer.answer({ status: 400, body: large }),
        RawServer.answer({ status: 302, headers: { location: "/x" }, body: "x".repeat(100_000) }),
        RawServer.answer({ body: "x".repeat(3_000_000) }),
        RawServer.breakAt(bytes, 0.9, "stall"),
        RawServer.breakAt(bytes, 0.9, "reset"),
        ["stall"],
        RawServer.answer({ status: 500, body: large, framing: "chunked" }),
        RawServer.answer({ body: "<html>" })
      ]
      const server = yield* RawServer.make(({ index }) => kinds[index % kinds.length] ?? [])
      const options: Options = { retry: RetryPolicy.none, timeout: "3 seconds", maxBodyBytes: 1_000_000 }
      yield* Effect.forEach(
        Array.from({ length: calls }),
        (_, index) => Effect.exit(Effect.timeoutOption(Models.list(), index % 7 === 0 ? "50 millis" : "1 minute")),
        { concurrency: 20, discard: true }
      ).pipe(Effect.provide(using(client, server.url, options)))
      expect(server.requests.length).toBeGreaterThan(kinds.length)
      yield* untilClosed(server)
    }).pipe(Effect.scoped)
  )

  it.live.each(Object.entries({ ...broken, ...slow }))(
    "%s without end is a typed error, and no socket stays open",
    ([, steps]) =>
      Effect.gen(function* () {
        const server = yield* RawServer.make(() => steps)
        const retry = RetryPolicy.make({ maxRetries: Infinity, baseDelay: 50, maxDelay: 50, budget: false })
        const options: Options = { retry, timeout: "10 seconds", deadline: "200 millis" }
        yield* Effect.gen(function* () {
          expect(yield* Effect.flip(Models.list())).toSatisfy(isTransient)
          yield* untilClosed(server)
        }).pipe(Effect.provide(using(client, server.url, options)))
      }).pipe(Effect.scoped)
  )

  it.live.each(["chunked", "length", "close"] as const)("reads 1000 models in gzip, by %s", (framing) =>
    Effect.gen(function* () {
      const ids = Array.from({ length: 1000 }, (_, index) => `model-${index}`)
      const server = yield* RawServer.make(() => RawServer.answer({ body: page(...ids), gzip: true, framing }))
      const { data } = yield* Effect.provide(Models.list(), using(client, server.url, {}))
      expect(data.map(({ id }) => id)).toEqual(ids)
      expect(server.requests[0]?.headers["accept-encoding"]).toContain("gzip")
    }).pipe(Effect.scoped)
  )

  it.live.each([301, 302, 303, 307, 308])("a %i is an error, and the other origin gets no request", (status) =>
    Effect.gen(function* () {
      const other = yield* RawServer.make(() => RawServer.answer(good))
      const location = `${other.url}/v1/models?steal=1`
      const server = yield* RawServer.make(() => RawServer.answer({ status, headers: { location }, body: "moved" }))
      const error = yield* Effect.flip(Models.list()).pipe(Effect.provide(using(client, server.url, {})))
      expect(error).toMatchObject({
        _tag: "UnexpectedResponseError",
        reason: "Redirect",
        status,
        location: Option.some(other.url),
        attempts: 1
      })
      expect(server.requests.length).toBe(1)
      expect(other.connections()).toBe(0)
    }).pipe(Effect.scoped)
  )

  it.live("a redirect to the same origin is an error, too", () =>
    Effect.gen(function* () {
      const server = yield* RawServer.make(() => RawServer.answer({ status: 302, headers: { location: "/v1/other" } }))
      const error = yield* Effect.flip(Models.list()).pipe(Effect.provide(using(client, server.url, {})))
      expect(error).toMatchObject({ reason: "Redirect", location: Option.some(server.url) })
      expect(server.requests.length).toBe(1)
    }).pipe(Effect.scoped)
  )

  it.live.each<[name: string, status: number, steps: ReadonlyArray<RawServer.Step>]>([
    ["a gzip bomb", 200, RawServer.answer({ body: bomb, headers: { "content-encoding": "gzip" } })],
    ["a gzip bomb that no header announces", 200, RawServer.answer({ body: bomb, framing: "chunked" })],
    ["an endless body", 200, [{ send: "HTTP/1.1 200 OK\r\n\r\n" }, { flood: Buffer.alloc(65_536, "[") }]],
    ["an endless error", 500, [{ send: "HTTP/1.1 500 No\r\n\r\n" }, { flood: Buffer.alloc(65_536, "x") }]],
    [
      "an endless chunked body",
      200,
      [
        { send: "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n" },
        { flood: Buffer.from(`1000\r\n${"x".repeat(4096)}\r\n`) }
      ]
    ],
    [
      "a content-length that is too large",
      200,
      [{ send: "HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n{" }, "stall"]
    ]
  ])("%s is refused, and its socket is closed", ([, status, steps]) =>
    Effect.gen(function* () {
      const server = yield* RawServer.make(() => steps)
      yield* Effect.gen(function* () {
        expect(yield* Effect.flip(Models.list())).toMatchObject(
          status === 200
            ? { _tag: "UnexpectedResponseError", reason: "TooLarge", status, attempts: 1 }
            : { _tag: "ApiError", status, attempts: 1 }
        )
        yield* untilClosed(server)
      }).pipe(Effect.provide(using(client, server.url, { retry: RetryPolicy.none, maxBodyBytes: 2 ** 20 })))
    }).pipe(Effect.scoped)
  )

  it.live.each<[name: string, steps: ReadonlyArray<RawServer.Step>]>([
    ["before the answer", ["stall"]],
    ["in the head", RawServer.breakAt(bytes, 20, "stall")],
    ["in the body", RawServer.breakAt(bytes, 0.9, "stall")],
    ["in a chunked body", RawServer.breakAt(chunked, 0.9, "stall")],
    ["in the wait before a retry", RawServer.answer({ status: 503, headers: { "retry-after": "30" } })]
  ])("an interruption %s closes the socket, and nothing is sent after it", ([, steps]) =>
    Effect.gen(function* () {
      const server = yield* RawServer.make(() => steps)
      yield* Effect.gen(function* () {
        const fiber = yield* Effect.fork(Models.list())
        yield* until(() => server.requests.length === 1)
        yield* Effect.sleep("30 millis")
        yield* Fiber.interrupt(fiber)
        yield* untilClosed(server)
        yield* Effect.sleep("30 millis")
        expect(server.requests.length).toBe(1)
      }).pipe(Effect.provide(using(client, server.url, { timeout: "1 minute" })))
    }).pipe(Effect.scoped)
  )

  it.live.each<[name: string, steps: ReadonlyArray<RawServer.Step>]>([
    ["before the answer", ["stall"]],
    ["in the body", RawServer.breakAt(bytes, 0.9, "stall")]
  ])("a timeout %s closes the socket, also in an uninterruptible region", ([, steps]) =>
    Effect.gen(function* () {
      const server = yield* RawServer.make(() => steps)
      const options: Options = { timeout: "80 millis", deadline: "200 millis" }
      yield* Effect.gen(function* () {
        const error = yield* Effect.uninterruptible(Effect.flip(Models.list()))
        expect(error._tag).toBe("RequestTimeoutError")
        yield* untilClosed(server)
      }).pipe(Effect.provide(using(client, server.url, options)))
    }).pipe(Effect.scoped)
  )

  it.live("40 runs of one effect at once do not disturb each other", () =>
    Effect.gen(function* () {
      const server = yield* RawServer.make(({ index }) =>
        index % 2 === 0 ? RawServer.breakAt(bytes, 0.9, "reset") : [{ wait: 30 }, ...RawServer.answer(good)]
      )
      yield* Effect.gen(function* () {
        const { list } = yield* Models.Models
        const exits = yield* Effect.replicateEffect(Effect.either(list()), 40, { concurrency: "unbounded" })
        expect(exits.filter(({ _tag }) => _tag === "Right").length).toBe(20)
      }).pipe(Effect.provide(using(client, server.url, { retry: RetryPolicy.none })))
    }).pipe(Effect.scoped)
  )

  it.live("a client with a pool keeps its connection", () =>
    Effect.gen(function* () {
      const server = yield* RawServer.make(() => RawServer.answer(good))
      yield* Effect.repeatN(Models.list(), 19).pipe(Effect.provide(using(client, server.url, {})))
      expect(server.requests.length).toBe(20)
      if (client !== "node") expect(server.connections()).toBeLessThanOrEqual(2)
    }).pipe(Effect.scoped)
  )
})
