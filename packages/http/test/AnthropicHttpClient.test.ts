import { gzipSync } from "node:zlib"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type { Options } from "../src/AnthropicHttpClient.ts"
import * as AnthropicHttpClient from "../src/AnthropicHttpClient.ts"
import * as RetryPolicy from "../src/RetryPolicy.ts"
import { failure, key, make, type Reply } from "./scripted.ts"

const client = (replies: ReadonlyArray<Reply>, options: Options = {}) =>
  Effect.gen(function* () {
    const scripted = make(...replies)
    const http = yield* AnthropicHttpClient.make({ apiKey: Redacted.make(key), betas: ["a"], ...options }).pipe(
      Effect.provide(scripted.layer)
    )
    return { http, scripted }
  })

describe("AnthropicHttpClient", () => {
  it.effect("gives whole responses, with what every request needs added", () =>
    Effect.gen(function* () {
      const { http, scripted } = yield* client([
        { body: { ok: true }, headers: { "request-id": "r", "content-encoding": "gzip" } }
      ])
      const response = yield* http.get("/v1/things", { urlParams: { limit: 1 }, headers: { "anthropic-beta": "b, a" } })
      expect(yield* response.json).toEqual({ ok: true })
      expect(response.status).toBe(200)
      expect(response.headers["request-id"]).toBe("r")
      expect(response.headers["content-encoding"]).toBeUndefined()
      const [request] = scripted.requests
      expect(request?.target).toBe("https://api.anthropic.com/v1/things?limit=1")
      expect(request?.headers).toMatchObject({
        "x-api-key": key,
        "anthropic-version": "2023-06-01",
        "anthropic-beta": "a,b"
      })
      expect(JSON.stringify(response.request)).not.toContain(key)
    })
  )

  it.effect.each<[string, string]>([
    ["v1/models", "https://api.anthropic.com/v1/models"],
    ["//evil.example/x", "https://api.anthropic.com//evil.example/x"],
    ["https://api.anthropic.com/v1/x?y=1", "https://api.anthropic.com/v1/x?y=1"]
  ])("sends %s to the base URL", ([url, expected]) =>
    Effect.gen(function* () {
      const { http, scripted } = yield* client([{ body: {} }])
      yield* http.get(url)
      expect(scripted.requests.map(({ target }) => target)).toEqual([expected])
    })
  )

  it.effect.each([
    "https://evil.example/v1/models",
    "http://api.anthropic.com/v1/models",
    "https://api.anthropic.com.evil.example",
    "https://a:b@api.anthropic.com/v1/models",
    " https://evil.example",
    "data:text/plain,x",
    "blob:https://api.anthropic.com/x"
  ])("refuses to send the key to %s", (url) =>
    Effect.gen(function* () {
      const { http, scripted } = yield* client([{}])
      expect(yield* Effect.flip(http.get(url))).toMatchObject({ _tag: "InvalidParameterError", parameter: "url" })
      expect(scripted.requests).toEqual([])
    })
  )

  it.effect("stays below the path of the base URL", () =>
    Effect.gen(function* () {
      const { http, scripted } = yield* client([{ body: {} }], { baseUrl: "https://gw.example/tenant-a/anthropic" })
      for (const url of ["../../tenant-b/secret", "/%2e%2e/x", "https://gw.example/tenant-a/anthropic-b/x"]) {
        expect(yield* Effect.flip(http.get(url))).toMatchObject({ _tag: "InvalidParameterError", parameter: "url" })
      }
      yield* http.get("a/../v1/x")
      expect(scripted.requests.map(({ target }) => target)).toEqual(["https://gw.example/tenant-a/anthropic/v1/x"])
    })
  )

  it.effect("says the whole URL in errors", () =>
    Effect.gen(function* () {
      const { http } = yield* client([{ status: 400, body: "" }])
      const error = yield* Effect.flip(http.get("/v1/x?a=b", { urlParams: { c: "d e" } }))
      expect("url" in error && error.url).toBe("https://api.anthropic.com/v1/x?a=b&c=d+e")
    })
  )

  it.effect.each<[string, Options]>([
    ["a key", {}],
    ["a key from an effect", { apiKey: Effect.succeed(Redacted.make("from-effect")) }]
  ])("the key of a request wins over %s", ([, options]) =>
    Effect.gen(function* () {
      const { http, scripted } = yield* client([{}], options)
      yield* http.get("/v1/x", { headers: { "x-api-key": "own" } })
      expect(scripted.requests[0]?.headers["x-api-key"]).toBe("own")
    })
  )

  it.effect.each<[string, ReadonlyArray<string>, string | undefined]>([
    ["", ["a"], "a"],
    [" ,b,, ", ["a"], "a,b"],
    ["", [], undefined]
  ])("sends no blank betas: %j", ([header, betas, expected]) =>
    Effect.gen(function* () {
      const { http, scripted } = yield* client([{}], { betas })
      yield* http.get("/v1/x", { headers: { "anthropic-beta": header } })
      expect(scripted.requests[0]?.headers["anthropic-beta"]).toBe(expected)
    })
  )

  it.effect("unzips what is said to be gzip, and no other file", () =>
    Effect.gen(function* () {
      const zipped = new Uint8Array(gzipSync("file"))
      const { http } = yield* client([
        { body: zipped, headers: { "content-type": "application/gzip" } },
        { body: zipped, headers: { "content-encoding": "gzip" } }
      ])
      expect(new Uint8Array(yield* Effect.flatMap(http.get("/x.gz"), (response) => response.arrayBuffer))).toEqual(
        zipped
      )
      expect(yield* Effect.flatMap(http.get("/x"), (response) => response.text)).toBe("file")
    })
  )

  it.effect("names a header only where its name is one", () =>
    Effect.gen(function* () {
      const { http } = yield* client([{}])
      expect(JSON.stringify(yield* Effect.flip(http.get("/", { headers: { "hunter2 \n": "x" } })))).not.toContain(
        "hunter2"
      )
      expect(yield* Effect.flip(http.get("/", { headers: { "x-a": "\n" } }))).toMatchObject({
        parameter: 'header "x-a"'
      })
    })
  )

  it.effect("refuses headers with line breaks", () =>
    Effect.gen(function* () {
      const { http, scripted } = yield* client([{}])
      const error = yield* Effect.flip(http.get("/", { headers: { "x-a": "hunter2\r\nb: c" } }))
      expect(error).toMatchObject({ _tag: "InvalidParameterError" })
      expect(JSON.stringify(error)).not.toContain("hunter2")
      expect(scripted.requests).toEqual([])
    })
  )

  it.effect.each<[string, Reply, string]>([
    ["a bad status", { status: 404, body: failure("not_found_error") }, "NotFoundError"],
    [
      "an envelope under a 200",
      { headers: { "content-type": "application/json" }, body: failure("overloaded_error") },
      "OverloadedError"
    ],
    ["a redirect", { status: 307, headers: { location: "https://evil.example" } }, "UnexpectedResponseError"],
    ["JSON that is cut", { headers: { "content-type": "application/json" }, body: '{"a":' }, "ConnectionError"]
  ])("fails with the typed error of %s", ([, reply, tag]) =>
    Effect.gen(function* () {
      const { http } = yield* client([reply], { retry: RetryPolicy.none })
      expect((yield* Effect.flip(http.get("/v1/x")))._tag).toBe(tag)
    })
  )

  it.live.each<[string, Reply, number]>([
    ["not after a lost connection", "refused", 1],
    ["not after a 500", { status: 500, body: "" }, 1],
    [
      "but where the server asks for it",
      { status: 500, headers: { "x-should-retry": "true", "retry-after-ms": "1" } },
      3
    ]
  ])("repeats a POST %s", ([, reply, requests]) =>
    Effect.gen(function* () {
      const { http, scripted } = yield* client([reply])
      const request = HttpClientRequest.post("/v1/messages").pipe(HttpClientRequest.bodyUnsafeJson({ a: 1 }))
      yield* Effect.flip(http.execute(request))
      expect(scripted.requests.length).toBe(requests)
      expect(scripted.requests[0]?.body._tag).toBe("Uint8Array")
    })
  )

  it.effect("a HEAD has no body, whatever its content-length says", () =>
    Effect.gen(function* () {
      const { http } = yield* client([{ body: "", headers: { "content-length": "100" } }])
      expect((yield* http.head("/v1/x")).status).toBe(200)
    })
  )

  it.effect("answers without a body are fine here", () =>
    Effect.gen(function* () {
      const { http } = yield* client([{ status: 204 }])
      const response = yield* http.del("/v1/x")
      expect(response.status).toBe(204)
      expect(yield* response.text).toBe("")
    })
  )
})
