import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as FastCheck from "effect/FastCheck"
import * as Fiber from "effect/Fiber"
import { type Json, maxDepth, maxValues, parseJson, readBytes, textOf } from "../src/internal/body.ts"
import { clients, names } from "./clients.ts"
import * as RawServer from "./RawServer.ts"

type Options = Parameters<typeof readBytes>[1]

const mebibyte = 2 ** 20
/** More than a socket holds. */
const large = 2 ** 18
const options: Options = { maxBytes: 8 * mebibyte, sniffsGzip: true }
const bytes = (text: string) => new TextEncoder().encode(text)
const page = JSON.stringify({
  data: Array.from({ length: 500 }, (_, index) => ({ id: `claude-${index}`, é: "\ud83d\ude00" }))
})

/** Reads a body that comes in these chunks. */
const readChunks = (chunks: ReadonlyArray<Uint8Array>, headers: Readonly<Record<string, string>> = {}) => {
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      for (const chunk of chunks) controller.enqueue(chunk)
      controller.close()
    }
  })
  const response = HttpClientResponse.fromWeb(HttpClientRequest.get("http://x"), new Response(body, { headers }))
  return readBytes(response, options)
}

describe.each(names)("over %s", (client) => {
  const read = (steps: ReadonlyArray<RawServer.Step>, given: Options = options, method: "GET" | "HEAD" = "GET") =>
    Effect.gen(function* () {
      const server = yield* RawServer.make(() => steps)
      const http = HttpClient.withScope(yield* HttpClient.HttpClient)
      return yield* readBytes(yield* http.execute(HttpClientRequest.make(method)(server.url)), given)
    }).pipe(Effect.scoped, Effect.provide(clients[client]))

  const framings = (["length", "chunked", "close"] as const).flatMap((framing) => [
    { framing, gzip: false },
    { framing, gzip: true }
  ])

  it.live.each(framings)("reads a whole body: %o", (framing) =>
    Effect.gen(function* () {
      for (const body of [page, "", "x".repeat(large)]) {
        expect(textOf(yield* read(RawServer.answer({ ...framing, body })))).toBe(body)
      }
    })
  )

  it.live.each(framings)("fails with a body that ends too early: %o", (framing) =>
    Effect.gen(function* () {
      // Where the end of the connection is the end of the body, only gzip shows that it is too early. Fetch ignores that.
      if (framing.framing === "close" && (client === "fetch" || !framing.gzip)) return
      const whole = RawServer.bytesOf({ ...framing, body: page })
      const head = RawServer.bodyAt(whole)
      for (const part of [0.01, 0.5, 0.99]) {
        const at = head + Math.ceil((whole.length - head) * part)
        for (const then of ["end", "reset"] as const) {
          expect(yield* Effect.flip(read(RawServer.breakAt(whole, at, then)))).toMatchObject({ _tag: "Cut" })
        }
      }
    })
  )

  it.live("names the failure of the connection", () =>
    Effect.gen(function* () {
      const whole = RawServer.bytesOf({ body: page, framing: "chunked" })
      const error = yield* Effect.flip(read(RawServer.breakAt(whole, 0.5, "reset")))
      expect(error).toMatchObject({ detail: expect.stringMatching(/^the body ended early: [A-Z_]+$/) })
    })
  )

  it.live("reads gzip that no header announces, only where that is asked for", () =>
    Effect.gen(function* () {
      const zipped = gzipSync(page)
      const answer = RawServer.answer({ body: zipped })
      expect(textOf(yield* read(answer))).toBe(page)
      expect(Buffer.from(yield* read(answer, { ...options, sniffsGzip: false })).equals(zipped)).toBe(true)
    })
  )

  it.live("reads gzip with bytes after its end", () =>
    Effect.gen(function* () {
      const body = Buffer.concat([gzipSync(page), Buffer.from([0, 0, 0, 1, 2, 3])])
      expect(textOf(yield* read(RawServer.answer({ body })))).toBe(page)
    })
  )

  it.live("reads text under a header that announces gzip", () =>
    Effect.gen(function* () {
      const headers = { "content-encoding": client === "fetch" ? "identity" : "gzip" }
      expect(textOf(yield* read(RawServer.answer({ body: page, headers })))).toBe(page)
    })
  )

  it.live("reads no body of answers that have none, whatever their length says", () =>
    Effect.gen(function* () {
      const headers = { "content-length": "99999999999" }
      expect((yield* read([{ send: RawServer.bytesOf({ headers }) }], options, "HEAD")).length).toBe(0)
      expect((yield* read([{ send: "HTTP/1.1 204 No Content\r\n\r\n" }])).length).toBe(0)
    })
  )

  const compressed = Uint8Array.of(0x1f, 0x9d, 0x90, 0x7b, 0xfa, 0x00)

  it.live.each<[string, Uint8Array]>([
    ["br", brotliCompressSync(page)],
    ["deflate", deflateSync(page)],
    ["compress", compressed]
  ])("names the encoding %s, or reads it where the client does", ([encoding, body]) =>
    Effect.gen(function* () {
      const result = yield* Effect.either(read(RawServer.answer({ body, headers: { "content-encoding": encoding } })))
      expect(Either.map(result, textOf)).toEqual(
        client === "fetch" && encoding !== "compress" ? Either.right(page) : Either.left({ _tag: "Encoding", encoding })
      )
    })
  )

  it.live("leaves a file alone that is no text, whatever its encoding", () =>
    Effect.gen(function* () {
      const headers = { "content-type": "image/png", "content-encoding": "compress" }
      const file = yield* read(RawServer.answer({ body: compressed, headers }), { ...options, sniffsGzip: false })
      expect([...file]).toEqual([...compressed])
    })
  )

  describe("of bodies that are too large", () => {
    const limit = large
    const tooLarge = { _tag: "TooLarge", detail: `the body has more than ${limit} bytes` }

    it.live.each(framings)("refuses one byte more than the limit: %o", (framing) =>
      Effect.gen(function* () {
        const limited = { ...options, maxBytes: limit }
        const body = yield* read(RawServer.answer({ ...framing, body: " ".repeat(limit) }), limited)
        expect(body.length).toBe(limit)
        const more = RawServer.answer({ ...framing, body: " ".repeat(limit + 1) })
        expect(yield* Effect.flip(read(more, limited))).toEqual(tooLarge)
      })
    )

    it.live.each<[string, ReadonlyArray<RawServer.Step>]>([
      ["endless", [{ send: "HTTP/1.1 200 OK\r\n\r\n" }, { flood: Buffer.alloc(65_536, "[") }]],
      ["said to be too large", [{ send: `HTTP/1.1 200 OK\r\ncontent-length: ${limit + 1}\r\n\r\n[` }, "stall"]],
      ["a gzip bomb", RawServer.answer({ body: gzipSync(Buffer.alloc(4 * limit)), framing: "chunked" })]
    ])("refuses a body that is %s", ([, steps]) =>
      Effect.gen(function* () {
        expect(yield* Effect.flip(read(steps, { ...options, maxBytes: limit }))).toEqual(tooLarge)
      })
    )
  })
})

describe("readBytes", () => {
  const zipped = new Uint8Array(gzipSync(page))
  const cuts = FastCheck.array(FastCheck.nat(zipped.length), { maxLength: 8 })
  const cutAt = (whole: Uint8Array, cuts: ReadonlyArray<number>) => {
    const ends = [...cuts.toSorted((a, b) => a - b), whole.length]
    return ends.map((end, index) => whole.subarray(ends[index - 1] ?? 0, end)).filter(({ length }) => length > 0)
  }

  it.effect.prop("reads a body that is cut into any chunks", [cuts, FastCheck.boolean()], ([cuts, isZipped]) =>
    Effect.gen(function* () {
      expect(textOf(yield* readChunks(cutAt(isZipped ? zipped : bytes(page), cuts)))).toBe(page)
    })
  )

  it.effect.prop(
    "fails with gzip that is cut anywhere",
    [FastCheck.integer({ min: 1, max: zipped.length - 1 })],
    ([at]) =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(readChunks([zipped.subarray(0, at)]))
        expect(error).toEqual({ _tag: "Cut", detail: "the gzip of the body is incomplete or damaged" })
      })
  )

  it.effect("fails with gzip of which a byte was changed", () =>
    Effect.gen(function* () {
      const damaged = zipped.slice()
      damaged[damaged.length - 6] = (damaged[damaged.length - 6] ?? 0) ^ 1
      expect(yield* Effect.flip(readChunks([damaged]))).toMatchObject({ _tag: "Cut" })
    })
  )

  it.effect("reads a body in chunks of one byte", () =>
    Effect.gen(function* () {
      const body = yield* readChunks(Array.from({ length: 5000 }, () => bytes("x")))
      expect(textOf(body)).toBe("x".repeat(5000))
    })
  )

  it.effect("reads a body that the client says it does not have", () =>
    Effect.gen(function* () {
      const request = HttpClientRequest.get("http://x")
      const date = "Sat, 28 Nov 2026 00:00:00 GMT"
      for (const headers of [{}, { date, "content-length": "0" }]) {
        const response = HttpClientResponse.fromWeb(request, new Response(null, { headers }))
        expect((yield* readBytes(response, options)).length).toBe(0)
      }
    })
  )

  it.effect("does not take the length of a compressed body for its own, where a browser hides the encoding", () =>
    Effect.gen(function* () {
      const body = yield* readChunks([bytes(page)], { "content-length": String(zipped.length) })
      expect(textOf(body)).toBe(page)
      const longer = yield* readChunks([bytes("{}")], { "content-length": "24" })
      expect(textOf(longer)).toBe("{}")
    })
  )

  it.effect("cancels the stream when it is interrupted", () =>
    Effect.gen(function* () {
      let isCancelled = false
      const body = new ReadableStream({ cancel: () => void (isCancelled = true) })
      const fiber = yield* Effect.fork(
        readBytes(HttpClientResponse.fromWeb(HttpClientRequest.get("http://x"), new Response(body)), options)
      )
      yield* Effect.yieldNow()
      yield* Fiber.interrupt(fiber)
      expect(isCancelled).toBe(true)
    })
  )

  it.effect.each<[string, string, string]>([
    ["a header that means nothing", "utf-8", page],
    ["a header with blanks and capitals", " Identity ", page],
    ["two encodings that the client undid", "gzip, br", page]
  ])("reads text under %s", ([, encoding, text]) =>
    Effect.gen(function* () {
      expect(textOf(yield* readChunks([bytes(text)], { "content-encoding": encoding }))).toBe(text)
    })
  )

  it.effect("names an encoding within gzip", () =>
    Effect.gen(function* () {
      const twice = new Uint8Array(gzipSync(gzipSync(page)))
      const error = yield* Effect.flip(readChunks([twice], { "content-encoding": "gzip, gzip" }))
      expect(error).toEqual({ _tag: "Encoding", encoding: "gzip, gzip" })
    })
  )
})

describe("textOf", () => {
  it.each([
    ["UTF-8", [0xc3, 0xa9], "é"],
    ["a byte order mark", [0xef, 0xbb, 0xbf, 0x7b], "{"],
    ["other bytes", [0xe9, 0x61], "\ufffda"]
  ])("reads %s", (_, codes, expected) => {
    expect(textOf(Uint8Array.from(codes))).toBe(expected)
  })
})

describe("parseJson", () => {
  it.each<[string, string, Json["_tag"]]>([
    ["an object", '{"a":1}', "Json"],
    ["a list with blanks around it", " \r\n[1]\n", "Json"],
    ["a text", '"a"', "Json"],
    ["null", "null", "Json"],
    ["nothing", "", "Empty"],
    ["blanks", " \n\t", "Empty"],
    ["a byte order mark", "\ufeff", "Empty"],
    ["an object without its end", '{"a":1', "Cut"],
    ["a list without its end", "  [1,", "Cut"],
    ["an object with something after it", "{}{}", "Cut"],
    ["a page", "\n<!doctype html>", "Html"],
    ["words", "no healthy upstream", "Text"],
    ["a word that begins like null", "nul", "Text"]
  ])("reads %s", (_, text, expected) => {
    expect(parseJson(bytes(text))._tag).toBe(expected)
    expect(parseJson(bytes(`\ufeff${text}`))._tag).toBe(expected)
  })

  it.prop("reads all that JSON.stringify writes", [FastCheck.jsonValue()], ([value]) => {
    const text = JSON.stringify(value)
    expect(parseJson(bytes(text))).toEqual({ _tag: "Json", value: JSON.parse(text) })
  })

  it.prop(
    "finds every object cut that lacks its end",
    [
      FastCheck.dictionary(FastCheck.string(), FastCheck.jsonValue()),
      FastCheck.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
    ],
    ([object, part]) => {
      const whole = bytes(JSON.stringify(object))
      expect(parseJson(whole.subarray(0, Math.max(1, Math.floor(whole.length * part))))).toEqual({ _tag: "Cut" })
    }
  )

  it("finds JSON damaged that is not UTF-8", () => {
    expect(parseJson(Uint8Array.from([...bytes('{"a":"'), 0xe9, ...bytes('"}')]))).toEqual({ _tag: "Cut" })
  })

  it.prop("never throws", [FastCheck.uint8Array()], ([bytes]) => {
    expect(parseJson(bytes)).toHaveProperty("_tag")
  })

  const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth)
  const objects = (depth: number) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`
  const list = (values: number) => `[${"0,".repeat(values - 2)}0]`
  const padded = (text: string) => text + " ".repeat(2 * mebibyte)

  it.each<[string, string, Json["_tag"]]>([
    ["lists as deep as is allowed", nested(maxDepth), "Json"],
    ["lists that are too deep", nested(maxDepth + 1), "TooDeep"],
    ["objects that are as deep as is allowed", objects(maxDepth), "Json"],
    ["objects that are too deep", objects(maxDepth + 1), "TooDeep"],
    ["depth below other values", `{"data":[{"a":${nested(maxDepth)}}]}`, "TooDeep"],
    ["depth that goes up and down", `[${"[{}],".repeat(1000)}0]`, "Json"],
    ["brackets in texts", JSON.stringify(["[{".repeat(1000)]), "Json"],
    ["as many values as are allowed", list(maxValues), "Json"],
    ["too many values", list(maxValues + 1), "TooMany"],
    ["too many values in lists", `[${`${list(1000)},`.repeat(250)}0]`, "TooMany"],
    ["too many empty objects", `[${"{},".repeat(maxValues)}0]`, "TooMany"]
  ])("holds its limits at every size: %s", (_, text, expected) => {
    expect(parseJson(bytes(text))._tag).toBe(expected)
    expect(parseJson(bytes(padded(text)))._tag).toBe(expected)
  })

  it("gives only what JSON.stringify can print", () => {
    for (const text of [nested(maxDepth), objects(maxDepth), '{"__proto__":{"a":1},"toJSON":1}']) {
      const parsed = parseJson(bytes(text))
      expect(parsed._tag === "Json" && JSON.stringify(parsed.value)).toBe(text)
    }
  })

  const filled = (size: number, before: string, item: (index: number) => string, after: string) => {
    const items = [item(0)]
    let left = size - before.length - items.join().length - after.length
    for (let next = item(1); next.length < left; next = item(items.length)) {
      items.push(next)
      left -= next.length + 1
    }
    return bytes(before + items.join(",") + after)
  }

  const shapes: ReadonlyArray<[string, (size: number) => Uint8Array]> = [
    ["open lists", (size) => bytes("[".repeat(size))],
    ["nested lists", (size) => bytes(nested(size / 2))],
    ["nested objects", (size) => bytes(objects(Math.floor(size / 6)))],
    ["numbers", (size) => filled(size, "[", () => "1", "]")],
    ["long numbers", (size) => filled(size, "[", () => `0.${"7".repeat(760)}e-200`, "]")],
    ["empty objects", (size) => filled(size, "[", () => "{}", "]")],
    ["empty lists", (size) => filled(size, "[", () => "[]", "]")],
    ["short texts", (size) => filled(size, "[", (index) => `"${index}"`, "]")],
    ["one object of many keys", (size) => filled(size, "{", (index) => `"k${index}":1`, "}")],
    ["as many keys as pass", (size) => filled(size, "{", (index) => `"${String(index).padEnd(30, "k")}":1`, "}")],
    ["objects of one key each", (size) => filled(size, "[", (index) => `{"k${index}":1}`, "]")],
    ["escaped keys", (size) => filled(size, "{", (index) => `"\\u00e9${index}":1`, "}")],
    ["escapes", (size) => filled(size, "[", () => `"${"\\u00e9".repeat(10_000)}"`, "]")],
    ["bytes that are not UTF-8", (size) => new Uint8Array(size).fill(0xe9)],
    ["blanks", (size) => new Uint8Array(size).fill(0x20)]
  ]
  /** The shapes that take the most time or memory. */
  const dearest = new Set(["nested lists", "short texts", "as many keys as pass", "objects of one key each"])
  const isFull = process.env["FULL"] === "1"
  const tried = isFull ? shapes : shapes.filter(([name]) => dearest.has(name))
  const sizes = isFull ? [mebibyte, 8 * mebibyte] : [8 * mebibyte]

  it.effect.each(tried)(
    "reads or refuses 8 MiB of gzipped %s within a second of processor time and 200 MB",
    ([, make]) =>
      Effect.gen(function* () {
        for (const size of sizes) {
          const zipped = new Uint8Array(gzipSync(make(size), { level: 1 }))
          const memory = process.memoryUsage().rss
          const before = process.cpuUsage()
          parseJson(yield* readChunks([zipped]))
          const { system, user } = process.cpuUsage(before)
          expect((system + user) / 1e6).toBeLessThan(1)
          expect((process.memoryUsage().rss - memory) / 1e6).toBeLessThan(200)
        }
      })
  )
})
