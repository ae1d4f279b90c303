/**
 * Seeded walks over five pages of a server that fails in every way that passes, at most twice in a row. The client tries
 * each page three times, so every walk must give the exact list, in order.
 */
import { gzipSync } from "node:zlib"
import * as Cursor from "@anthropic-models/core/Cursor"
import { Models } from "@anthropic-models/core/Models"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { PCGRandom } from "effect/Utils"
import * as ModelsHttp from "../src/ModelsHttp.ts"
import * as RetryPolicy from "../src/RetryPolicy.ts"
import { clients, names, type Client } from "./clients.ts"
import * as Impatient from "./impatient.ts"
import * as RawServer from "./RawServer.ts"
import { failure, key } from "./scripted.ts"

const pages = 5
const limit = 20

/** The result of all walks of a client. */
export interface Report {
  readonly client: Client
  readonly walks: number
  /** The seed and the problem of each walk that did not give the exact list. */
  readonly failed: ReadonlyArray<string>
  readonly requests: number
}

/** Walks with the seeds from 1 to `seeds` on each client. */
export const chaos = (seeds: number): Effect.Effect<ReadonlyArray<Report>> =>
  Effect.forEach(
    names,
    (client) =>
      Effect.map(
        Effect.forEach(
          Array.from({ length: seeds }, (_, index) => index + 1),
          (seed) => walk(client, seed),
          { concurrency: 20 }
        ),
        (walks) => ({
          client,
          walks: walks.length,
          failed: walks.flatMap(({ problem }) => Option.toArray(problem)),
          requests: walks.reduce((sum, { requests }) => sum + requests, 0)
        })
      ),
    { concurrency: "unbounded" }
  )

/** One line: `undici: 1000 of 1000 lists are exact (9,876 requests)`. */
export const summary = ({ client, failed, requests, walks }: Report): string =>
  `${client}: ${walks - failed.length} of ${walks} lists are exact (${requests} requests)`

const walk = (client: Client, seed: number) =>
  Effect.gen(function* () {
    const { clock, watch } = Impatient.make()
    const server = yield* serverOf(seed, watch)
    const live = ModelsHttp.layer({
      apiKey: Redacted.make(key),
      baseUrl: server.url,
      timeout: "1 minute",
      retry: RetryPolicy.make({ maxRetries: 2, baseDelay: "5 millis" })
    }).pipe(Layer.provide(clients[client]), Layer.orDie)
    const ids = yield* Effect.either(Effect.provide(allIds, live)).pipe(Effect.withClock(clock))
    const problem = Either.match(ids, {
      onLeft: ({ _tag, message }) => Option.some(`${_tag}: ${message}`),
      onRight: (ids) => (ids.join() === expected.join() ? Option.none() : Option.some(`another list: ${ids.join()}`))
    })
    return {
      problem: Option.map(problem, (words) => `seed ${seed}: ${words}`),
      requests: server.requests.length
    }
  }).pipe(Effect.scoped)

const allIds = Effect.gen(function* () {
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

/** The server of a seed: each page fails up to twice before it is sent. */
const serverOf = (seed: number, watch: Impatient.Impatient["watch"]) => {
  const random = new PCGRandom(seed)
  const faultsOfPage = Array.from({ length: pages }, (_, page) =>
    Array.from({ length: random.integer(3) }, () => oneOf(random, Object.values(faults))(random, page * limit))
  )
  return RawServer.make(({ path }) => {
    const after = new URL(path, "http://localhost").searchParams.get("after_id")
    const start = after === null ? 0 : expected.indexOf(after) + 1
    const fault = faultsOfPage[start / limit]?.shift()
    return fault === undefined ? [{ send: goodAnswer(random, start) }] : watch(fault)
  })
}

const expected = Array.from({ length: pages * limit }, (_, index) => `claude-${String(index).padStart(3, "0")}`)

const pageFrom = (start: number) => {
  const ids = expected.slice(start, start + limit)
  return {
    data: ids.map((id) => ({ id, type: "model", display_name: `Claude ${id}` })),
    has_more: start + limit < expected.length,
    first_id: ids.at(0),
    last_id: ids.at(-1)
  }
}

const goodAnswer = (random: PCGRandom, start: number): Buffer =>
  RawServer.bytesOf({
    body: pageFrom(start),
    dated: random.number() < 0.7,
    gzip: random.number() < 0.3,
    framing: oneOf(random, ["length", "chunked"])
  })

const oneOf = <A>(random: PCGRandom, all: ReadonlyArray<A>): A => {
  const one = all[random.integer(all.length)]
  if (one === undefined) throw new Error("there is nothing to choose from")
  return one
}

/** Faults that pass when the page is requested again. */
const faults: Readonly<Record<string, (random: PCGRandom, start: number) => ReadonlyArray<RawServer.Step>>> = {
  "a reset before any byte": () => ["reset"],
  "a reset at any byte": (random, start) => RawServer.breakAt(goodAnswer(random, start), random.number(), "reset"),
  "an end at any byte": (random, start) => RawServer.breakAt(goodAnswer(random, start), random.number(), "end"),
  "an end in a body of unknown length": (random, start) => {
    const bytes = RawServer.bytesOf({ body: pageFrom(start), framing: "close" })
    const body = RawServer.bodyAt(bytes)
    // Without its first byte it would be an empty body, which is another shape and not retried.
    return RawServer.breakAt(bytes, body + 1 + random.integer(bytes.length - body - 2), "end")
  },
  "no answer": () => ["stall"],
  "a stall at any byte": (random, start) => RawServer.breakAt(goodAnswer(random, start), random.number(), "stall"),
  "an answer in slow drips": (random, start) =>
    RawServer.drip(goodAnswer(random, start), { size: 1 + random.integer(8), every: 10 }),
  "bytes that are no HTTP": (random) => [
    { send: Buffer.from(Array.from({ length: 64 }, () => random.integer(256))) },
    "end"
  ],
  "a bad chunk": () => [{ send: "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n!!\r\n" }, "end"],
  "garbage within JSON": (random, start) => {
    const text = JSON.stringify(pageFrom(start))
    const at = 1 + random.integer(text.length - 2)
    return RawServer.answer({ body: `${text.slice(0, at)}\u0000\u0007${text.slice(at)}` })
  },
  "corrupt gzip": (random, start) => {
    const zipped = gzipSync(JSON.stringify(pageFrom(start)))
    zipped.fill(0xff, 12, 20 + random.integer(20))
    return RawServer.answer({ body: zipped, headers: { "content-encoding": "gzip" } })
  },
  "an error that passes": (random) =>
    RawServer.answer({
      status: oneOf(random, [408, 409, 429, 500, 502, 503, 504, 529]),
      headers: random.number() < 0.3 ? { "retry-after-ms": String(1 + random.integer(20)) } : {},
      body: oneOf<unknown>(random, [failure("overloaded_error"), "<html><h1>Bad gateway</h1>", ""]),
      framing: oneOf(random, ["length", "chunked"])
    })
}
