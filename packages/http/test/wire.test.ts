import { gzipSync } from "node:zlib"
import { Models } from "@anthropic-models/core/Models"
import type { ModelsError } from "@anthropic-models/core/ModelsError"
/** What only real sockets show, on each of the three clients. */
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
import * as RawServer from "./RawServer.ts"
import { failure, key, page } from "./scripted.ts"

const retry = RetryPolicy.make({ maxRetries: 2, baseDelay: "5 millis", budget: false })

const using = (client: Client, url: string, options: Options = {}) =>
  ModelsHttp.layer({ apiKey: Redacted.make(key), baseUrl: url, retry, timeout: "300 millis", ...options }).pipe(
    Layer.provide(clients[client])
  )

const list = Effect.flatMap(Models, (models) => models.list())

const elapsed = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.suspend(() => {
    const start = performance.now()
    return Effect.map(effect, (value) => ({ value, took: performance.now() - start }))
  })

const until = (condition: () => boolean, within = 500) =>
  Effect.gen(function* () {
    const end = performance.now() + within
    while (!condition() && performance.now() < end) yield* Effect.sleep("5 millis")
    return condition()
  })

const good = { body: page("a", "b"), headers: { "request-id": "req_1" } }
const bytes = RawServer.bytesOf(good)
const chunked = RawServer.bytesOf({ ...good, framing: "chunked" })
const body = RawServer.bodyAt(bytes)

/** Everything that may happen to an answer and passes when it is asked for again. */
const faults: Readonly<Record<string, ReadonlyArray<RawServer.Step>>> = {
  "a reset before any byte": ["reset"],
  "an end before any byte": ["end"],
  "a head that is cut": RawServer.breakAt(bytes, 20, "end"),
  "a head that is reset": RawServer.breakAt(bytes, 20, "reset"),
  "a body that is cut at its first byte": RawServer.breakAt(bytes, body, "end"),
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
  "no answer": ["stall"],
  "a head that stalls": RawServer.breakAt(bytes, 20, "stall"),
  "a body that stalls": RawServer.breakAt(bytes, 0.9, "stall"),
  "a chunked body that stalls": RawServer.breakAt(chunked, 0.8, "stall"),
  "a body that drips": RawServer.drip(bytes, { size: 3, every: 20 }),
  "a content length that is too long": [
    { send: RawServer.bytesOf({ ...good, headers: { "content-length": "9999" } }) },
    "end"
  ],
  "a content length that is too short": [
    { send: RawServer.bytesOf({ ...good, headers: { "content-length": "10" } }) },
    "end"
  ],
  "a bad chunk": [{ send: "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nnonsense\r\n0\r\n\r\n" }, "end"],
  "bytes that are no HTTP": [{ send: "\u0000\u0001\u0002 garbage\r\n\r\n" }, "end"],
  "JSON that is cut": RawServer.answer({ body: JSON.stringify(page("a")).slice(0, 40) }),
  "corrupt gzip": RawServer.answer({
    body: Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3, 4, 5]),
    headers: { "content-encoding": "gzip" }
  }),
  "gzip that is cut": RawServer.answer({
    body: gzipSync(JSON.stringify(page("a"))).subarray(0, 60),
    headers: { "content-encoding": "gzip" }
  }),
  "a 503 page": RawServer.answer({ status: 503, body: "<html>busy" }),
  "a 529": RawServer.answer({ status: 529, body: failure("overloaded_error") })
}

let bombed: Buffer | undefined
/** 256 MiB of blanks, gzipped. */
const bomb = () => (bombed ??= gzipSync(Buffer.alloc(256 * 1024 * 1024, 0x20)))

const isTransient = (error: ModelsError) =>
  ["ConnectionError", "RequestTimeoutError", "ApiError", "OverloadedError"].includes(error._tag)

/** Tests that look at the clock of the machine or at its memory are given another chance where it was busy. */
const measured = { retry: 2 }

describe.each(names)("over %s", (client) => {
  it.live.each(Object.entries(faults))("%s is retried, and the page arrives", ([, steps]) =>
    Effect.gen(function* () {
      const server = yield* RawServer.make(({ index }) => (index < 2 ? steps : RawServer.answer(good)))
      const { data, requestId } = yield* list.pipe(Effect.provide(using(client, server.url)))
      expect(data.map(({ id }) => id)).toEqual(["a", "b"])
      expect(requestId).toEqual(Option.some("req_1"))
      expect(server.requests.length).toBe(3)
    }).pipe(Effect.scoped)
  )

  it.live.each(Object.entries(faults))(
    "%s for ever ends with a typed error, within the deadline",
    ([, steps]) =>
      Effect.gen(function* () {
        const server = yield* RawServer.make(() => steps)
        const options = { retry: RetryPolicy.make({ maxRetries: 1000, baseDelay: 1, maxDelay: 5, budget: false }) }
        const { took, value } = yield* elapsed(Effect.flip(list)).pipe(
          Effect.provide(using(client, server.url, { ...options, timeout: "10 seconds", deadline: "250 millis" }))
        )
        expect(isTransient(value)).toBe(true)
        expect(took).toBeLessThan(250 + 50)
        expect(yield* until(() => (server.endIdle(), server.open() === 0))).toBe(true)
      }).pipe(Effect.scoped),
    measured
  )

  it.live.each(["chunked", "length", "close"] as const)("reads gzip that it asked for, %s", (framing) =>
    Effect.gen(function* () {
      const ids = Array.from({ length: 1000 }, (_, index) => `model-${index}`)
      const server = yield* RawServer.make(() => RawServer.answer({ body: page(...ids), gzip: true, framing }))
      const { data } = yield* list.pipe(Effect.provide(using(client, server.url, { timeout: "5 seconds" })))
      expect(data.map(({ id }) => id)).toEqual(ids)
      expect(server.requests[0]?.headers["accept-encoding"]).toContain("gzip")
    }).pipe(Effect.scoped)
  )

  it.live.each([301, 302, 303, 307, 308])("%s is an error, and the other origin receives nothing", (status) =>
    Effect.gen(function* () {
      const other = yield* RawServer.make(() => RawServer.answer(good))
      const location = `${other.url}/v1/models?steal=1`
      const server = yield* RawServer.make(() => RawServer.answer({ status, headers: { location }, body: "moved" }))
      const error = yield* Effect.flip(list).pipe(Effect.provide(using(client, server.url)))
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

  it.live("a redirect to the own origin is an error too", () =>
    Effect.gen(function* () {
      const server = yield* RawServer.make(() => RawServer.answer({ status: 302, headers: { location: "/v1/other" } }))
      const error = yield* Effect.flip(list).pipe(Effect.provide(using(client, server.url)))
      expect(error).toMatchObject({ reason: "Redirect", location: Option.some(server.url) })
      expect(server.requests.length).toBe(1)
    }).pipe(Effect.scoped)
  )

  it.live.each<[string, number, () => ReadonlyArray<RawServer.Step>]>([
    ["a gzip bomb of 256 MiB", 200, () => RawServer.answer({ body: bomb(), headers: { "content-encoding": "gzip" } })],
    ["a gzip bomb that does not say so", 200, () => RawServer.answer({ body: bomb(), framing: "chunked" })],
    ["an endless body", 200, () => [{ send: "HTTP/1.1 200 OK\r\n\r\n" }, { flood: Buffer.alloc(65_536, "[") }]],
    ["an endless error", 500, () => [{ send: "HTTP/1.1 500 No\r\n\r\n" }, { flood: Buffer.alloc(65_536, "x") }]],
    [
      "an endless chunked body",
      200,
      () => [
        { send: "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n" },
        { flood: Buffer.from(`1000\r\n${"x".repeat(4096)}\r\n`) }
      ]
    ],
    [
      "a body that says that it is too large",
      200,
      () => [{ send: "HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n{" }, "stall"]
    ]
  ])(
    "%s fails within a second, in little memory",
    ([, status, steps]) =>
      Effect.gen(function* () {
        const played = steps()
        const server = yield* RawServer.make(() => played)
        const before = process.memoryUsage().rss
        let highest = before
        const watch = setInterval(() => (highest = Math.max(highest, process.memoryUsage().rss)), 5)
        const { took, value } = yield* elapsed(Effect.flip(list)).pipe(
          Effect.provide(using(client, server.url, { timeout: "10 seconds" }))
        )
        clearInterval(watch)
        highest = Math.max(highest, process.memoryUsage().rss)
        expect(value).toMatchObject({ _tag: "UnexpectedResponseError", reason: "TooLarge", status, attempts: 1 })
        expect(took).toBeLessThan(1000)
        expect((highest - before) / 1e6).toBeLessThan(100)
        expect(yield* until(() => (server.endIdle(), server.open() === 0))).toBe(true)
      }).pipe(Effect.scoped),
    measured
  )

  const limit = 32 * 1024 * 1024
  const filled = (begin: string, fill: string) => Buffer.from(begin + fill.repeat((limit - begin.length) / fill.length))
  it.live.each<[string, string, () => Buffer]>([
    ["lists in lists", "Shape", () => filled("", "[")],
    ["lists in lists, as data", "Shape", () => filled('{"data":', "[")],
    ["objects in objects", "Shape", () => filled("", '{"a":')],
    ["millions of models", "TooLarge", () => filled('{"data":[', "{},")],
    ["millions of numbers", "TooLarge", () => filled("[", "0,")]
  ])(
    "a gzip bomb of %s, just small enough, fails at once",
    ([, reason, body]) =>
      Effect.gen(function* () {
        const played = RawServer.answer({ body: body(), gzip: true })
        for (const status of [200, 500]) {
          const server = yield* RawServer.make(() =>
            status === 200 ? played : RawServer.answer({ status, body: body(), gzip: true })
          )
          const options = { timeout: "10 seconds", retry: RetryPolicy.none } as const
          const before = process.memoryUsage().rss
          const { took, value } = yield* elapsed(Effect.flip(list)).pipe(
            Effect.provide(using(client, server.url, options))
          )
          expect(value).toMatchObject(
            status === 200 ? { _tag: "UnexpectedResponseError", reason, attempts: 1 } : { _tag: "ApiError", status }
          )
          expect(took).toBeLessThan(1000)
          expect((process.memoryUsage().rss - before) / 1e6).toBeLessThan(200)
        }
      }).pipe(Effect.scoped),
    measured
  )

  it.live.each<[string, ReadonlyArray<RawServer.Step>]>([
    ["no answer has come", ["stall"]],
    ["the head is coming", RawServer.breakAt(bytes, 20, "stall")],
    ["the body is coming", RawServer.breakAt(bytes, 0.9, "stall")],
    ["a chunked body is coming", RawServer.breakAt(chunked, 0.9, "stall")],
    ["it waits for the next attempt", RawServer.answer({ status: 503, headers: { "retry-after": "30" } })]
  ])(
    "interruption while %s closes the socket and sends nothing more",
    ([, steps]) =>
      Effect.gen(function* () {
        const server = yield* RawServer.make(() => steps)
        yield* Effect.gen(function* () {
          const fiber = yield* Effect.fork(list)
          expect(yield* until(() => server.requests.length === 1)).toBe(true)
          yield* Effect.sleep("30 millis")
          const { took } = yield* elapsed(Fiber.interrupt(fiber))
          expect(took).toBeLessThan(50)
          expect(yield* until(() => (server.endIdle(), server.open() === 0))).toBe(true)
          yield* Effect.sleep("50 millis")
          expect(server.requests.length).toBe(1)
        }).pipe(Effect.provide(using(client, server.url, { timeout: "1 minute" })))
      }).pipe(Effect.scoped),
    measured
  )

  it.live.each<[string, ReadonlyArray<RawServer.Step>]>([
    ["no answer has come", ["stall"]],
    ["the body is coming", RawServer.breakAt(bytes, 0.9, "stall")]
  ])(
    "where nothing can be interrupted, time is over nevertheless while %s",
    ([, steps]) =>
      Effect.gen(function* () {
        const server = yield* RawServer.make(() => steps)
        const options = { timeout: "80 millis", deadline: "200 millis" } as const
        const { took, value } = yield* elapsed(Effect.uninterruptible(Effect.flip(list))).pipe(
          Effect.provide(using(client, server.url, options))
        )
        expect(value._tag).toBe("RequestTimeoutError")
        expect(took).toBeLessThan(200 + 50)
        expect(yield* until(() => (server.endIdle(), server.open() === 0))).toBe(true)
      }).pipe(Effect.scoped),
    measured
  )

  it.live("leaves no socket behind after 1,000 mixed calls", () =>
    Effect.gen(function* () {
      const large = failure("api_error", "x".repeat(200_000))
      const kinds: ReadonlyArray<() => ReadonlyArray<RawServer.Step>> = [
        () => RawServer.answer(good),
        () => RawServer.answer({ ...good, framing: "chunked", gzip: true }),
        () => RawServer.answer({ status: 400, body: large }),
        () => RawServer.answer({ status: 302, headers: { location: "/x" }, body: "x".repeat(100_000) }),
        () => RawServer.answer({ body: "x".repeat(3_000_000) }),
        () => RawServer.breakAt(bytes, 0.9, "stall"),
        () => RawServer.breakAt(bytes, 0.9, "reset"),
        () => ["stall"],
        () => RawServer.answer({ status: 500, body: large, framing: "chunked" }),
        () => RawServer.answer({ body: "<html>" })
      ]
      const server = yield* RawServer.make(({ index }) => kinds[index % kinds.length]?.() ?? [])
      const options = { retry: RetryPolicy.none, timeout: "100 millis", maxBodyBytes: 1_000_000 } as const
      yield* Effect.forEach(
        Array.from({ length: 1000 }),
        (_, index) => Effect.exit(Effect.timeoutOption(list, index % 7 === 0 ? "20 millis" : "1 minute")),
        { concurrency: 20, discard: true }
      ).pipe(Effect.provide(using(client, server.url, options)))
      expect(server.requests.length).toBeGreaterThan(900)
      // The pool of fetch is the process's own and outlives the scope: the sockets in it are idle, and answer none.
      expect(yield* until(() => (client === "fetch" && server.endIdle(), server.open() === 0))).toBe(true)
    }).pipe(Effect.scoped)
  )

  it.live("one effect can be run many times at once, and no run ends another", () =>
    Effect.gen(function* () {
      const server = yield* RawServer.make(({ index }) =>
        index % 2 === 0 ? RawServer.breakAt(bytes, 0.9, "reset") : [{ wait: 30 }, ...RawServer.answer(good)]
      )
      yield* Effect.gen(function* () {
        const { list } = yield* Models
        const once = list()
        const exits = yield* Effect.all(
          Array.from({ length: 100 }, () => Effect.either(once)),
          { concurrency: "unbounded" }
        )
        const succeeded = exits.filter((exit) => exit._tag === "Right").length
        expect(succeeded).toBe(50)
      }).pipe(Effect.provide(using(client, server.url, { retry: RetryPolicy.none, timeout: "5 seconds" })))
    }).pipe(Effect.scoped)
  )

  it.live("keeps its connection, where the client has a pool", () =>
    Effect.gen(function* () {
      const server = yield* RawServer.make(() => RawServer.answer(good))
      yield* Effect.repeatN(list, 19).pipe(Effect.provide(using(client, server.url)))
      expect(server.requests.length).toBe(20)
      if (client !== "node") expect(server.connections()).toBeLessThanOrEqual(2)
    }).pipe(Effect.scoped)
  )
})
