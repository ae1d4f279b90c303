import { gzipSync } from "node:zlib"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type { Options } from "../src/AnthropicHttpClient.ts"
import * as AnthropicHttpClient from "../src/AnthropicHttpClient.ts"
import * as RetryPolicy from "../src/RetryPolicy.ts"
import { answer, failure, key, make, type Reply } from "./scripted.ts"

const client = (replies: ReadonlyArray<Reply>, options: Options = {}) =>
  Effect.gen(function* () {
    const scripted = make(...replies)
    const http = yield* AnthropicHttpClient.make({ apiKey: Redacted.make(key), betas: ["a"], ...options }).pipe(
      Effect.provide(scripted.layer)
    )
    return { http, scripted }
  })

const json = { "content-type": "application/json" }

describe("AnthropicHttpClient", () => {
  it.effect("returns a whole response, and adds the headers of every request", () =>
    Effect.gen(function* () {
      const { http, scripted } = yield* client([
        { body: { ok: true }, headers: { "request-id": "r", "content-encoding": "gzip" } }
      ])
      const response = yield* http.get("/v1/things", { urlParams: { limit: 1 }, headers: { "anthropic-beta": "b, a" } })
      expect(yield* response.json).toEqual({ ok: true })
      expect(response.status).toBe(200)
      expect(response.headers["request-id"]).toBe("r")
      expect(response.headers["content-encoding"]).toBeUndefined()
      expect(scripted.requests).toMatchObject([
        {
          target: "https://api.anthropic.com/v1/things?limit=1",
          headers: { "x-api-key": key, "anthropic-version": "2023-06-01", "anthropic-beta": "a,b" }
        }
      ])
      expect(JSON.stringify(response.request)).not.toContain(key)
    })
  )

  it.effect.each<[url: string, target: string]>([
    ["v1/models", "https://api.anthropic.com/v1/models"],
    ["/v1/models", "https://api.anthropic.com/v1/models"],
    ["", "https://api.anthropic.com/"],
    ["//evil.example/x", "https://api.anthropic.com//evil.example/x"],
    ["https://api.anthropic.com/v1/x?y=1", "https://api.anthropic.com/v1/x?y=1"]
  ])("sends %j to %s", ([url, target]) =>
    Effect.gen(function* () {
      const { http, scripted } = yield* client([{ body: {} }])
      yield* http.get(url)
      expect(scripted.requests.map(({ target }) => target)).toEqual([target])
    })
  )

  it.effect.each([
    "https://evil.example/v1/models",
    "http://api.anthropic.com/v1/models",
    "https://api.anthropic.com.evil.example",
    "https://a:b@api.anthropic.com/v1/models",
    "https://api.anthropic.com:8443/v1/models",
    " https://evil.example",
    "data:text/plain,x",
    "blob:https://api.anthropic.com/x"
  ])("does not send the key to %j", (url) =>
    Effect.gen(function* () {
      const { http, scripted } = yield* client([{}])
      expect(yield* Effect.flip(http.get(url))).toMatchObject({ _tag: "InvalidParameterError", parameter: "url" })
      expect(scripted.requests).toEqual([])
    })
  )

  it.effect("stays below the path of the base URL", () =>
    Effect.gen(function* () {
      const { http, scripted } = yield* client([{ body: {} }], { baseUrl: "https://gw.example/tenant-a/anthropic/v1" })
      for (const url of ["../../tenant-b/secret", "/%2e%2e/x", "https://gw.example/tenant-a/anthropic-b/x"]) {
        expect(yield* Effect.flip(http.get(url))).toMatchObject({ _tag: "InvalidParameterError", parameter: "url" })
      }
      yield* http.get("a/../v1/x")
      expect(scripted.requests.map(({ target }) => target)).toEqual(["https://gw.example/tenant-a/anthropic/v1/x"])
    })
  )

  it.effect("shows the whole URL in errors, without secrets", () =>
    Effect.gen(function* () {
      const { http } = yield* client([{ status: 400, body: "" }])
      const error = yield* Effect.flip(http.get("/v1/x?a=b", { urlParams: { c: "d e", api_key: "hunter2hunter2" } }))
      expect(error).toMatchObject({ url: "https://api.anthropic.com/v1/x?a=b&c=d+e&api_key=[redacted]" })
    })
  )

  it.effect.each<[name: string, options: Options]>([
    ["the key of the options", {}],
    ["a key from an effect", { apiKey: Effect.succeed(Redacted.make("from-effect")) }]
  ])("prefers the key of a request to %s", ([, options]) =>
    Effect.gen(function* () {
      const { http, scripted } = yield* client([{}], options)
      yield* http.get("/v1/x", { headers: { "x-api-key": "own" } })
      expect(scripted.requests[0]?.headers["x-api-key"]).toBe("own")
    })
  )

  it.effect.each<[header: string, betas: ReadonlyArray<string>, sent: string | undefined]>([
    ["", ["a"], "a"],
    [" ,b,, ", ["a"], "a,b"],
    ["", [], undefined]
  ])("leaves blank betas out: %j", ([header, betas, sent]) =>
    Effect.gen(function* () {
      const { http, scripted } = yield* client([{}], { betas })
      yield* http.get("/v1/x", { headers: { "anthropic-beta": header } })
      expect(scripted.requests[0]?.headers["anthropic-beta"]).toBe(sent)
    })
  )

  it.effect("decompresses a gzip encoding, and leaves gzip files alone", () =>
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

  it.effect("refuses a header that cannot be sent, and shows its name only if it is valid", () =>
    Effect.gen(function* () {
      const { http, scripted } = yield* client([{}])
      const value = yield* Effect.flip(http.get("/", { headers: { "x-a": "hunter2\r\nb: c" } }))
      expect(value).toMatchObject({ _tag: "InvalidParameterError", parameter: 'header "x-a"' })
      const name = yield* Effect.flip(http.get("/", { headers: { "hunter2 \n": "x" } }))
      expect(name).toMatchObject({ _tag: "InvalidParameterError", parameter: "headers" })
      expect(JSON.stringify([name, value])).not.toContain("hunter2")
      expect(scripted.requests).toEqual([])
    })
  )

  it.effect.each<[name: string, reply: Reply, tag: string]>([
    ["a 404", { status: 404, body: failure("not_found_error") }, "NotFoundError"],
    ["a 404 of a gateway", { status: 404, body: { detail: "Not Found" } }, "NotFoundError"],
    ["an envelope under a 200", { headers: json, body: failure("overloaded_error") }, "OverloadedError"],
    ["a redirect", { status: 307, headers: { location: "https://evil.example" } }, "UnexpectedResponseError"],
    ["truncated JSON", { headers: json, body: '{"a":' }, "ConnectionError"],
    ["a body that is too large", { body: " ".repeat(9_000_000) }, "UnexpectedResponseError"]
  ])("fails with the typed error of %s", ([, reply, tag]) =>
    Effect.gen(function* () {
      const { http } = yield* client([reply], { retry: RetryPolicy.none })
      expect((yield* Effect.flip(http.get("/v1/x")))._tag).toBe(tag)
    })
  )

  it.effect.each<[name: string, body: string, headers: Record<string, string>]>([
    ["text", "hello", { "content-type": "text/plain" }],
    ["a page", "<html>", { "content-type": "text/html" }],
    ["truncated JSON that no header announces", '{"a":', {}],
    ["an empty body", "", json]
  ])("returns %s, because not every endpoint answers with JSON", ([, body, headers]) =>
    Effect.gen(function* () {
      const { http } = yield* client([{ body, headers }])
      expect(yield* Effect.flatMap(http.get("/v1/x"), (response) => response.text)).toBe(body)
    })
  )

  const advised = answer(500, { "x-should-retry": "true" })
  it.effect.each<[method: "POST" | "PATCH" | "PUT" | "DELETE", name: string, reply: Reply, requests: number]>([
    ["POST", "a refused connection", "refused", 1],
    ["POST", "a 500", answer(500), 1],
    ["POST", "a 500 that says x-should-retry", advised, 3],
    ["PATCH", "a 500", answer(500), 1],
    ["PATCH", "a 500 that says x-should-retry", advised, 3],
    ["PUT", "a 500", answer(500), 3],
    ["DELETE", "a refused connection", "refused", 3]
  ])("sends a %s after %s %i times in all", ([method, , reply, requests]) =>
    Effect.gen(function* () {
      const { http, scripted } = yield* client([reply], { retry: RetryPolicy.make({ baseDelay: 0 }) })
      const request = HttpClientRequest.make(method)("/v1/x").pipe(HttpClientRequest.bodyUnsafeJson({ a: 1 }))
      yield* Effect.flip(http.execute(request))
      expect(scripted.requests.length).toBe(requests)
      expect(scripted.requests[0]).toMatchObject({ method, body: { _tag: "Uint8Array" } })
    })
  )

  it.effect("reads no body of a HEAD, whatever its content-length says", () =>
    Effect.gen(function* () {
      const { http } = yield* client([{ body: "", headers: { "content-length": "100", date: "today" } }])
      expect((yield* http.head("/v1/x")).status).toBe(200)
    })
  )

  it.effect("returns an answer without a body", () =>
    Effect.gen(function* () {
      const { http } = yield* client([{ status: 204 }])
      const response = yield* http.del("/v1/x")
      expect(response.status).toBe(204)
      expect(yield* response.text).toBe("")
    })
  )
})
