/** Answers with a 2xx or 3xx: bodies that are read, and bodies that are not the API's. */
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as RetryPolicy from "../src/RetryPolicy.ts"
import { failure, key, make, models, page, type Reply } from "./scripted.ts"

const service = (reply: Reply, options = {}) => models(make(reply), { retry: RetryPolicy.none, ...options })

const errorOf = (reply: Reply) => Effect.flatMap(service(reply), ({ list }) => Effect.flip(list()))
const errorOfGet = (reply: Reply) => Effect.flatMap(service(reply), ({ get }) => Effect.flip(get("m")))

describe("a page", () => {
  it.effect("has the request id and the rate limits of its answer", () =>
    Effect.gen(function* () {
      const headers = { "request-id": "req_1", "anthropic-ratelimit-requests-remaining": "7" }
      const { list } = yield* service({ body: page("a"), headers })
      const { response } = yield* list()
      expect(response.requestId).toEqual(Option.some("req_1"))
      expect(Option.flatMap(response.rateLimits.requests, ({ remaining }) => remaining)).toEqual(Option.some(7))
    })
  )

  it.effect("has no request id in its body", () =>
    Effect.gen(function* () {
      const { list } = yield* service({ body: { ...page("a"), request_id: "req_body" } })
      const { extra, response } = yield* list()
      expect(response.requestId).toEqual(Option.none())
      expect(extra).toEqual({ request_id: "req_body" })
    })
  )

  it.effect.each<[name: string, reply: Reply]>([
    ["the content type text/plain", { headers: { "content-type": "text/plain" }, body: page("a") }],
    ["no content type", { body: page("a") }],
    ["the content type text/html", { headers: { "content-type": "text/html" }, body: page("a") }],
    ["a byte order mark", { body: `\ufeff${JSON.stringify(page("a"))}` }],
    ["blanks around it", { body: `\n ${JSON.stringify(page("a"))} \n` }],
    ["status 201", { status: 201, body: page("a") }],
    ["status 299", { status: 299, body: page("a") }]
  ])("is read with %s", ([, reply]) =>
    Effect.gen(function* () {
      const { list } = yield* service(reply)
      expect((yield* list()).data.map(({ id }) => id)).toEqual(["a"])
    })
  )

  it.effect.each<[name: string, body: object]>([
    ["null", { data: null, has_more: false, first_id: null, last_id: null }],
    ["empty", { data: [] }],
    ["empty beside a message", { code: 401, message: "no", data: [] }],
    ["null beside a message of success", { success: true, message: "ok", data: null }],
    ["null beside a code of success", { code: 0, message: "ok", data: null }]
  ])("is empty if its data is %s", ([, body]) =>
    Effect.gen(function* () {
      const { list } = yield* service({ body })
      expect((yield* list()).data).toEqual([])
    })
  )

  it.effect("may hold the replacement character", () =>
    Effect.gen(function* () {
      const { list } = yield* service({ body: page("a\ufffdb") })
      expect((yield* list()).data.map(({ id }) => id)).toEqual(["a\ufffdb"])
    })
  )
})

describe("an answer that is not the API's", () => {
  it.effect.each<[name: string, reply: Reply, expected: object]>([
    [
      "an HTML page",
      { body: "<!doctype html><p>Sign in" },
      { reason: "Html", detail: "an HTML page", snippet: Option.some("Sign in") }
    ],
    ["an HTML page after blanks", { body: "\n\n  <html>" }, { reason: "Html" }],
    ["text", { body: "all is well" }, { reason: "NotJson", snippet: Option.some("all is well") }],
    ["an empty body", { body: "" }, { reason: "Empty", snippet: Option.none() }],
    ["blanks", { body: " \n" }, { reason: "Empty" }],
    ["status 204", { status: 204 }, { reason: "Empty", status: 204 }],
    [
      "a redirect that a browser hides",
      { status: 0, body: "" },
      { reason: "Redirect", status: 0, location: Option.none() }
    ],
    [
      "a redirect",
      { status: 302, headers: { location: "https://elsewhere.example/path?query" } },
      { reason: "Redirect", status: 302, location: Option.some("https://elsewhere.example") }
    ],
    [
      "a redirect to an unreadable location",
      { status: 302, headers: { location: "https://[" } },
      { reason: "Redirect", status: 302, location: Option.none() }
    ],
    [
      "null",
      { body: "null" },
      { reason: "Shape", detail: expect.stringMatching(/^expected an object .*, actual null$/) }
    ],
    ["a number", { body: "7" }, { reason: "Shape", detail: expect.stringContaining("actual a number") }],
    ["a bare array", { body: "[]" }, { reason: "Shape", detail: expect.stringContaining("actual an array") }],
    ["no data", { body: {} }, { reason: "Shape", detail: "data: expected an array of models, actual undefined" }],
    ["another list", { body: { models: [] } }, { reason: "Shape", detail: expect.stringMatching(/^data: /) }],
    [
      "a has_more that is text",
      { body: { data: [], has_more: "yes" } },
      { reason: "Shape", detail: expect.stringMatching(/^has_more: /) }
    ],
    [
      "an entry without a readable id",
      { body: { data: [{ id: "a" }, { id: 7 }] }, headers: { "request-id": "req_1" } },
      {
        reason: "Shape",
        detail: "data[1].id: expected a non-empty string, actual a number",
        requestId: Option.some("req_1")
      }
    ]
  ])("is an error that says so: %s", ([, reply, expected]) =>
    Effect.map(errorOf(reply), (error) => {
      expect(error).toMatchObject({ _tag: "UnexpectedResponseError", status: 200, isRetryable: false, ...expected })
      expect(error.message).toMatch(/^unexpected answer \d+: /)
    })
  )

  it.effect.each<[name: string, body: unknown, detail: string]>([
    ["an error object", { error: { message: "The model 'nope' does not exist" } }, "The model 'nope' does not exist"],
    ["an error text", { error: "nope" }, "nope"],
    ["no success", { success: false, message: "no channel" }, "no channel"],
    ["a code", { code: 401, msg: "token expired" }, "token expired"],
    ["a detail", { detail: "Not Found" }, "Not Found"]
  ])("has the server's message in its message: %s", ([, body, words]) =>
    Effect.gen(function* () {
      for (const error of [yield* errorOf({ body }), yield* errorOfGet({ body })]) {
        expect(error).toMatchObject({ reason: "Shape", detail: `an error under status 200: ${words}` })
        expect(error.message).toContain(words)
      }
    })
  )

  it.effect.each<[name: string, more: object]>([
    ["an error", { error: { message: "no key" } }],
    ["no success", { success: false, message: "no key" }],
    ["a code", { code: 401, msg: "no key" }]
  ])("is not an empty page if its data is null beside %s", ([, more]) =>
    Effect.map(errorOf({ body: { data: null, ...more } }), (error) =>
      expect(error).toMatchObject({ reason: "Shape", detail: "an error under status 200: no key" })
    )
  )

  it.effect("may be a model without a readable id", () =>
    Effect.gen(function* () {
      for (const body of [{}, { id: "" }, { id: 7 }, page("a")]) {
        const error = yield* errorOfGet({ body })
        expect(error).toMatchObject({
          reason: "Shape",
          detail: expect.stringMatching(/^id: expected a non-empty string/)
        })
      }
    })
  )

  it.effect("is a cut body if it is compressed and empty, as fetch reads the first bytes of gzip", () =>
    Effect.gen(function* () {
      const headers = { "content-encoding": "gzip" }
      expect(yield* errorOf({ body: "", headers })).toMatchObject({ _tag: "ConnectionError", reason: "CutBody" })
      expect(yield* errorOf({ body: "", headers: { "content-encoding": "identity" } })).toMatchObject({
        reason: "Empty"
      })
      expect(yield* errorOf({ status: 204, headers })).toMatchObject({ reason: "Empty" })
    })
  )
})

describe("a body that begins like JSON", () => {
  it.effect.each<[name: string, body: string]>([
    ["an object", '{"data":['],
    ["an array", "[1"],
    ["after a byte order mark and blanks", '\ufeff \n{"data'],
    ["with garbage in it", '{"data":[\u0000\u0001]}'],
    ["twice", "{}{}"]
  ])("and is not whole was cut: %s", ([, body]) =>
    Effect.map(errorOf({ body }), (error) =>
      expect(error).toMatchObject({ _tag: "ConnectionError", reason: "CutBody", isRetryable: true })
    )
  )

  it.effect("and is not whole shows its beginning, without secrets", () =>
    Effect.map(errorOf({ body: `[ERROR] no upstream for ${key}` }), (error) =>
      expect(error.message).toBe("the response body is truncated JSON: [ERROR] no upstream for [redacted]")
    )
  )

  it.effect("was damaged if its bytes are not UTF-8", () =>
    Effect.gen(function* () {
      const body = Buffer.from(JSON.stringify(page("a?b")).replaceAll("?", "\xe9"), "latin1")
      expect(yield* errorOf({ body })).toMatchObject({ _tag: "ConnectionError", reason: "CutBody" })
    })
  )
})

describe("entries without a readable id", () => {
  const body = { data: [{ id: "a" }, { id: 7 }, { id: "c" }, { display_name: "d" }, "e"], has_more: false }
  const collect = { onInvalidModel: "collect" } as const

  it.effect("fail the page by default, with the path of the first", () =>
    Effect.map(errorOf({ body }), (error) => expect(error.message).toContain("data[1].id: "))
  )

  it.effect("can be collected with their place, their JSON and the reason", () =>
    Effect.gen(function* () {
      const { list } = yield* service({ body }, collect)
      const { data, invalid } = yield* list()
      expect(data.map(({ id }) => id)).toEqual(["a", "c"])
      expect(invalid.map(({ index, reason, value }) => ({ index, reason, value }))).toEqual([
        { index: 1, value: { id: 7 }, reason: "id: expected a non-empty string, actual a number" },
        { index: 3, value: { display_name: "d" }, reason: "id: expected a non-empty string, actual undefined" },
        { index: 4, value: "e", reason: expect.stringContaining("actual a string") }
      ])
    })
  )

  it.effect.each<[name: string, data: ReadonlyArray<unknown>, problem: string]>([
    ["there is no readable entry beside them", [{}, {}], "data: expected at least one entry with a readable id"],
    [
      "there are more than 1000",
      ["a", ...Array.from({ length: 1001 }, () => ({}))].map((entry) => (entry === "a" ? { id: "a" } : entry)),
      "data: expected at most 1000 entries without a readable id"
    ]
  ])("fail the page all the same if %s", ([, data, problem]) =>
    Effect.gen(function* () {
      const { list } = yield* service({ body: { data } }, collect)
      expect(yield* Effect.flip(list())).toMatchObject({
        _tag: "UnexpectedResponseError",
        reason: "Shape",
        detail: expect.stringContaining(problem)
      })
    })
  )

  it.effect("make a message of bounded length, however many and however deep they are", () =>
    Effect.gen(function* () {
      const many = yield* errorOf({ body: { data: Array.from({ length: 1000 }, () => ({ id: 7 })) } })
      expect(many.message.length).toBeLessThan(1000)
      const deep = yield* errorOf({ body: `{"data":${"[".repeat(200_000)}${"]".repeat(200_000)}}` })
      expect(deep).toMatchObject({ _tag: "UnexpectedResponseError", reason: "TooLarge" })
      expect(JSON.stringify(deep).length).toBeLessThan(2000)
    })
  )
})

describe("a body that is too large", () => {
  it.effect("is refused, with its limit in the message", () =>
    Effect.gen(function* () {
      const { list } = yield* service({ body: page("a") }, { maxBodyBytes: 10 })
      const error = yield* Effect.flip(list())
      expect(error).toMatchObject({ _tag: "UnexpectedResponseError", reason: "TooLarge", isRetryable: false })
      expect(error.message).toContain("10 bytes")
    })
  )

  it.effect("keeps the class of an error answer", () =>
    Effect.gen(function* () {
      const { list } = yield* service({ status: 429, body: failure("rate_limit_error") }, { maxBodyBytes: 10 })
      expect(yield* Effect.flip(list())).toMatchObject({ _tag: "RateLimitError", detail: "" })
    })
  )
})
