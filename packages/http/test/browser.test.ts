/** Browsers decompress bodies, and hide most headers of answers from other origins. */
import { gzipSync } from "node:zlib"
import { Models } from "@anthropic-models/core/Models"
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import type { Options } from "../src/AnthropicHttpClient.ts"
import * as ModelsHttp from "../src/ModelsHttp.ts"
import * as RetryPolicy from "../src/RetryPolicy.ts"
import * as RawServer from "./RawServer.ts"
import { key, page } from "./scripted.ts"

const safelisted = ["cache-control", "content-language", "content-length", "content-type", "expires", "pragma"]

/** The `fetch` of Node, which decompresses, with only these headers of the answers. */
const hiding =
  (shown: ReadonlyArray<string>): typeof fetch =>
  async (input, init) => {
    const { body, headers, status } = await fetch(input, init)
    return new Response(body, {
      status,
      headers: shown.flatMap((name): ReadonlyArray<[string, string]> => {
        const value = headers.get(name)
        return value === null ? [] : [[name, value]]
      })
    })
  }

const list = (url: string, shown: ReadonlyArray<string>, options: Options = {}) =>
  Effect.flatMap(Models, (models) => models.list()).pipe(
    Effect.provide(
      ModelsHttp.layer({ apiKey: Redacted.make(key), baseUrl: url, retry: RetryPolicy.none, ...options }).pipe(
        Layer.provide(FetchHttpClient.layer),
        Layer.provide(Layer.succeed(FetchHttpClient.Fetch, hiding(shown)))
      )
    )
  )

const date = { date: new Date(0).toUTCString() }

describe.each([
  ["shows only the safe headers", safelisted],
  ["hides only the encoding", [...safelisted, "date", "request-id"]]
])("a browser that %s", (_, shown) => {
  it.live.each([1, 20, 1000])("reads a page of %i models in gzip with a content-length", (count) =>
    Effect.gen(function* () {
      const ids = Array.from({ length: count }, (_, index) => `model-${index}`)
      const server = yield* RawServer.make(() => RawServer.answer({ body: page(...ids), gzip: true, headers: date }))
      const { data } = yield* list(server.url, shown)
      expect(data.map(({ id }) => id)).toEqual(ids)
    }).pipe(Effect.scoped)
  )

  it.live("stops at maxBodyBytes", () =>
    Effect.gen(function* () {
      const body = gzipSync(Buffer.alloc(8 * 1024 * 1024, 0x20))
      const headers = { ...date, "content-encoding": "gzip" }
      const server = yield* RawServer.make(() => RawServer.answer({ body, headers }))
      const error = yield* Effect.flip(list(server.url, shown, { maxBodyBytes: 1024 * 1024 }))
      expect(error).toMatchObject({ _tag: "UnexpectedResponseError", reason: "TooLarge" })
    }).pipe(Effect.scoped)
  )
})

describe("the RequestInit of fetch", () => {
  const inits: Array<RequestInit | undefined> = []
  const recording: typeof fetch = (_, init) => {
    inits.push(init)
    return Promise.resolve(Response.json(page("a")))
  }
  const Live = ModelsHttp.layer({ apiKey: Redacted.make(key) }).pipe(
    Layer.provide(FetchHttpClient.layer),
    Layer.provide(Layer.succeed(FetchHttpClient.Fetch, recording)),
    Layer.provide(Layer.succeed(FetchHttpClient.RequestInit, { credentials: "include", redirect: "follow" }))
  )

  it.effect("is that of the call, else that of the layer, and never follows a redirect", () =>
    Effect.gen(function* () {
      const { list } = yield* Models
      yield* list()
      yield* Effect.provideService(list(), FetchHttpClient.RequestInit, { credentials: "omit" })
      expect(inits).toMatchObject([
        { credentials: "include", redirect: "manual" },
        { credentials: "omit", redirect: "manual" }
      ])
    }).pipe(Effect.provide(Live))
  )
})
