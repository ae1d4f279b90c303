/**
 * Seeded runs of five pages, on a server that fails at most twice a page, in every way that a retry mends. The client
 * sends each request up to three times, so every run must give the exact list, in order.
 */
import { gzipSync } from "node:zlib"
import * as Cursor from "@anthropic-models/core/Cursor"
import { Models } from "@anthropic-models/core/Models"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as ModelsHttp from "../src/ModelsHttp.ts"
import * as RetryPolicy from "../src/RetryPolicy.ts"
import { clients, names, type Client } from "./clients.ts"
import * as RawServer from "./RawServer.ts"
import { failure, key } from "./scripted.ts"

const pages = 5
const limit = 20
const timeout = 1000

/** Numbers from 0 to 1, the same for each seed (mulberry32). */
const randomOf = (seed: number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

type Random = () => number

const oneOf = <A>(random: Random, all: readonly [A, ...ReadonlyArray<A>]): A =>
  all[Math.floor(random() * all.length)] ?? all[0]

const idOf = (index: number): string => `claude-${String(index).padStart(3, "0")}`

const expected = Array.from({ length: pages * limit }, (_, index) => idOf(index))

const pageAfter = (start: number) => ({
  data: expected.slice(start, start + limit).map((id) => ({ id, type: "model", display_name: `Claude ${id}` })),
  has_more: start + limit < expected.length,
  first_id: idOf(start),
  last_id: idOf(start + limit - 1)
})

const good = (random: Random, start: number): Buffer =>
  RawServer.bytesOf({
    body: pageAfter(start),
    dated: random() < 0.7,
    gzip: random() < 0.3,
    framing: oneOf(random, ["length", "chunked"])
  })

/** Faults that a retry mends. */
const faults: readonly [
  (random: Random, start: number) => ReadonlyArray<RawServer.Step>,
  ...ReadonlyArray<(random: Random, start: number) => ReadonlyArray<RawServer.Step>>
] = [
  // Resets, from before the first byte to just before the last one.
  (random, start) => (random() < 0.3 ? ["reset"] : RawServer.breakAt(good(random, start), random(), "reset")),
  // Cut bodies, whether their length is known, unknown or chunked.
  (random, start) => RawServer.breakAt(good(random, start), random(), "end"),
  (random, start) => {
    const bytes = RawServer.bytesOf({ body: pageAfter(start), framing: "close" })
    const body = RawServer.bodyAt(bytes)
    // A body of unknown length that is cut before its first byte is an empty body.
    return RawServer.breakAt(bytes, body + 1 + Math.floor(random() * (bytes.length - body - 2)), "end")
  },
  // Stalls.
  (random, start) => (random() < 0.3 ? ["stall"] : RawServer.breakAt(good(random, start), random(), "stall")),
  // Slow drips.
  (random, start) => RawServer.drip(good(random, start), { size: 1 + Math.floor(random() * 8), every: 20 }),
  // Garbage: bytes that are not HTTP, a bad chunk, garbage within JSON, corrupt gzip.
  (random) => [{ send: Buffer.from(Array.from({ length: 64 }, () => Math.floor(random() * 256))) }, "end"],
  () => [{ send: "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n!!\r\n" }, "end"],
  (random, start) => {
    const text = JSON.stringify(pageAfter(start))
    const at = 1 + Math.floor(random() * (text.length - 2))
    return RawServer.answer({ body: `${text.slice(0, at)}\u0000\u0007${text.slice(at)}` })
  },
  (random, start) => {
    const zipped = gzipSync(JSON.stringify(pageAfter(start)))
    zipped.fill(0xff, 12, 20 + Math.floor(random() * 20))
    return RawServer.answer({ body: zipped, headers: { "content-encoding": "gzip" } })
  },
  // Errors of the API and of proxies.
  (random) =>
    RawServer.answer({
      status: oneOf(random, [408, 409, 429, 500, 502, 503, 504, 529]),
      headers: random() < 0.3 ? { "retry-after-ms": String(1 + Math.floor(random() * 20)) } : {},
      body: oneOf<unknown>(random, [failure("overloaded_error"), "<html><h1>Bad gateway</h1>", ""]),
      framing: oneOf(random, ["length", "chunked"])
    })
]

/** The server of a seed: each page fails up to twice before it is sent. */
const serverOf = (seed: number) => {
  const random = randomOf(seed)
  const scripts = Array.from({ length: pages }, (_, page) => {
    const start = page * limit
    return Array.from({ length: Math.floor(random() * 3) }, () => oneOf(random, faults)(random, start))
  })
  const random2 = randomOf(seed + 1_000_000)
  return RawServer.make(({ path }) => {
    const after = new URL(path, "http://localhost").searchParams.get("after_id")
    const start = after === null ? 0 : expected.indexOf(after) + 1
    return scripts[start / limit]?.shift() ?? [{ send: good(random2, start) }]
  })
}

const walk = Effect.gen(function* () {
  const { list } = yield* Models
  const ids: Array<string> = []
  let cursor: Cursor.Cursor | undefined
  for (let more = true; more;) {
    const page = yield* list({ limit, cursor })
    ids.push(...page.data.map(({ id }) => id))
    cursor = Option.getOrUndefined(Option.map(page.last_id, Cursor.after))
    more = page.has_more
  }
  return ids
})

/** The problem of a run, if it did not give the exact list. */
const run = (client: Client, seed: number): Effect.Effect<ReadonlyArray<string>> =>
  Effect.gen(function* () {
    const server = yield* serverOf(seed)
    const live = ModelsHttp.layer({
      apiKey: Redacted.make(key),
      baseUrl: server.url,
      timeout,
      retry: RetryPolicy.make({ maxRetries: 2, baseDelay: "5 millis" })
    }).pipe(Layer.provide(clients[client]))
    const result = yield* Effect.either(Effect.provide(walk, live))
    const problem = Either.match(result, {
      onLeft: String,
      onRight: (ids) => (ids.join() === expected.join() ? "" : `another list: ${ids.join()}`)
    })
    return problem === "" ? [] : [`${client}, seed ${seed}: ${problem}`]
  }).pipe(Effect.scoped)

/** All seeds from 1 on all clients. */
export const chaos = (seeds: number) =>
  Effect.map(
    Effect.forEach(
      names.flatMap((client) => Array.from({ length: seeds }, (_, index) => [client, index + 1] as const)),
      ([client, seed]) => run(client, seed),
      { concurrency: 12 }
    ),
    (problems) => {
      const failed = problems.flat()
      const runs = problems.length
      return { failed, summary: `${runs - failed.length}/${runs} exact` }
    }
  )
