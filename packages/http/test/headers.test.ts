/** The headers of every request. */
import type { ListOptions } from "@anthropic-models/core/Models"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type { Options } from "../src/AnthropicHttpClient.ts"
import { key, make, models, page } from "./scripted.ts"

const apiKey = Redacted.make(key)

/** The headers of the one request of a call. */
const headersOf = (options: Options, call: ListOptions = {}) =>
  Effect.gen(function* () {
    const scripted = make({ body: page() })
    const { list } = yield* models(scripted, options)
    yield* list(call)
    return { ...scripted.requests[0]?.headers }
  })

/** The headers with these names, with `undefined` for those that are not there. */
const pick = (headers: Readonly<Record<string, string | undefined>>, names: object) =>
  Object.fromEntries(Object.keys(names).map((name) => [name, headers[name]]))

describe("a request carries", () => {
  it.effect.each<[name: string, options: Options, expected: Readonly<Record<string, string | undefined>>]>([
    ["the key", {}, { "x-api-key": key, authorization: undefined }],
    ["the key as Bearer", { authScheme: "bearer" }, { authorization: `Bearer ${key}`, "x-api-key": undefined }],
    ["the key without the blanks around it", { apiKey: Redacted.make(`\n${key} `) }, { "x-api-key": key }],
    [
      "a token as Bearer, whatever the scheme",
      { apiKey: undefined, authToken: apiKey, authScheme: "x-api-key" },
      { authorization: `Bearer ${key}`, "x-api-key": undefined }
    ],
    [
      "the key from an effect, without the blanks around it",
      { apiKey: Effect.succeed(Redacted.make(` ${key}\n`)) },
      { "x-api-key": key }
    ],
    ["a workspace", { workspaceId: "wrkspc_1" }, { "anthropic-workspace-id": "wrkspc_1" }],
    ["another version", { anthropicVersion: "2026-10-21" }, { "anthropic-version": "2026-10-21" }],
    ["each beta once", { betas: ["a", "b", "a"] }, { "anthropic-beta": "a,b" }],
    ["headers of one's own", { headers: { "X-Team": "search" } }, { "x-team": "search" }],
    [
      "headers of one's own in place of those of the library",
      { headers: { "User-Agent": "mine", Accept: "*/*", "Anthropic-Version": "1" } },
      { "user-agent": "mine", accept: "*/*", "anthropic-version": "1" }
    ],
    ["Redacted headers of one's own", { headers: { "x-gateway": Redacted.make("secret") } }, { "x-gateway": "secret" }],
    ["headers without the blanks around them", { headers: { "x-team": "\tsearch " } }, { "x-team": "search" }],
    ["no header that is undefined", { headers: { "x-team": undefined } }, { "x-team": undefined }],
    ["no betas from a blank header", { headers: { "anthropic-beta": " , " } }, { "anthropic-beta": undefined }],
    [
      "the betas of the options and of a header",
      { betas: ["b"], headers: { "anthropic-beta": "c, b" } },
      { "anthropic-beta": "b,c" }
    ]
  ])("%s", ([, options, expected]) =>
    Effect.map(headersOf(options), (headers) => expect(pick(headers, expected)).toEqual(expected))
  )
})

describe("a call", () => {
  it.effect("adds its betas to those of the client", () =>
    Effect.gen(function* () {
      const options: Options = { betas: ["a", "b"], headers: { "Anthropic-Beta": "d, a" } }
      const headers = yield* headersOf(options, { betas: ["c", "a"] })
      expect(headers["anthropic-beta"]).toBe("a,b,d,c")
    })
  )

  it.effect("names a workspace in place of the client's", () =>
    Effect.gen(function* () {
      const options: Options = { workspaceId: "wrkspc_1" }
      const headers = yield* headersOf(options, { workspaceId: "wrkspc_2" })
      expect(headers["anthropic-workspace-id"]).toBe("wrkspc_2")
    })
  )

  it.effect("leaves the headers of the next call alone", () =>
    Effect.gen(function* () {
      const scripted = make({ body: page() })
      const { list } = yield* models(scripted)
      yield* list({ betas: ["a"], workspaceId: "wrkspc_1" })
      yield* list()
      expect(pick(scripted.requests[1]?.headers ?? {}, { "anthropic-beta": 1, "anthropic-workspace-id": 1 })).toEqual({
        "anthropic-beta": undefined,
        "anthropic-workspace-id": undefined
      })
    })
  )
})
