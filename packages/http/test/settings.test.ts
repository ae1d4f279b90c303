import { inspect } from "node:util"
import { Models } from "@anthropic-models/core/Models"
import { describe, expect, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as FastCheck from "effect/FastCheck"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import manifest from "../package.json" with { type: "json" }
import type { Options } from "../src/AnthropicHttpClient.ts"
import * as AnthropicHttpClient from "../src/AnthropicHttpClient.ts"
import { version } from "../src/internal/version.ts"
import * as ModelsHttp from "../src/ModelsHttp.ts"
import { key, make, models, page } from "./scripted.ts"

const apiKey = Redacted.make(key)

/** The one request of a call. */
const requestOf = (options: Options, call: Parameters<Models["Type"]["list"]>[0] = {}) =>
  Effect.gen(function* () {
    const scripted = make({ body: page() })
    const { list } = yield* models(scripted, options)
    yield* list(call)
    const [request] = scripted.requests
    if (request === undefined) return yield* Effect.dieMessage("nothing was sent")
    return request
  })

const refusal = (options: Options) =>
  Effect.gen(function* () {
    const scripted = make({})
    const error = yield* Effect.flip(Effect.provide(ModelsHttp.make(options), scripted.layer))
    expect(scripted.requests).toEqual([])
    return error
  })

describe("headers", () => {
  it.effect("are those of the API", () =>
    Effect.gen(function* () {
      const { headers, method, target } = yield* requestOf({})
      expect({ ...headers }).toEqual({
        accept: "application/json",
        "accept-encoding": "gzip",
        "anthropic-version": "2023-06-01",
        "user-agent": `anthropic-models/${manifest.version}`,
        "x-api-key": key
      })
      expect(method).toBe("GET")
      expect(target).toBe("https://api.anthropic.com/v1/models")
      expect(version).toBe(manifest.version)
    })
  )

  it.effect.each<[string, Options, Readonly<Record<string, string | undefined>>]>([
    ["the bearer scheme", { authScheme: "bearer" }, { authorization: `Bearer ${key}`, "x-api-key": undefined }],
    [
      "a token",
      { apiKey: undefined, authToken: apiKey, authScheme: "x-api-key" },
      { authorization: `Bearer ${key}`, "x-api-key": undefined }
    ],
    ["a key from an effect", { apiKey: Effect.succeed(Redacted.make(" k2\n")) }, { "x-api-key": "k2" }],
    ["a key with blanks around it", { apiKey: Redacted.make(`\n${key} `) }, { "x-api-key": key }],
    [
      "a header in place of a key",
      { apiKey: undefined, headers: { Authorization: "Basic x" } },
      { authorization: "Basic x" }
    ],
    ["a workspace", { workspaceId: "wrkspc_1" }, { "anthropic-workspace-id": "wrkspc_1" }],
    ["a version", { anthropicVersion: "2026-10-21" }, { "anthropic-version": "2026-10-21" }],
    ["betas", { betas: ["a", "b", "a"] }, { "anthropic-beta": "a,b" }],
    [
      "the user's own",
      { headers: { "X-Team": "search", "User-Agent": "mine" } },
      { "x-team": "search", "user-agent": "mine" }
    ],
    ["a blank header of betas", { headers: { "anthropic-beta": " , " } }, { "anthropic-beta": undefined }],
    [
      "a blank header of betas beside betas",
      { betas: ["b"], headers: { "anthropic-beta": "" } },
      { "anthropic-beta": "b" }
    ],
    ["a redacted header", { headers: { "x-gateway": Redacted.make("g") } }, { "x-gateway": "g" }]
  ])("%s", ([, options, expected]) =>
    Effect.map(requestOf(options), ({ headers }) => expect(pick(headers, expected)).toEqual(expected))
  )

  it.effect("betas of a call join those of the client", () =>
    Effect.gen(function* () {
      const options: Options = { betas: ["a", "b"], headers: { "Anthropic-Beta": "d, a" } }
      const { headers } = yield* requestOf(options, { betas: ["c", "a"] })
      expect(headers["anthropic-beta"]).toBe("a,b,d,c")
    })
  )
})

const pick = (headers: Readonly<Record<string, string | undefined>>, names: object) =>
  Object.fromEntries(Object.keys(names).map((name) => [name, headers[name]]))

describe("the base URL", () => {
  it.effect.each([
    ["https://gateway.example", "https://gateway.example/v1/models"],
    ["https://gateway.example/", "https://gateway.example/v1/models"],
    ["https://gateway.example/anthropic//", "https://gateway.example/anthropic/v1/models"],
    [" https://gateway.example:8443/a/v1x ", "https://gateway.example:8443/a/v1x/v1/models"],
    ["http://localhost:3000", "http://localhost:3000/v1/models"],
    ["http://api.localhost", "http://api.localhost/v1/models"],
    ["http://127.0.0.2:1", "http://127.0.0.2:1/v1/models"],
    ["http://[::1]:1", "http://[::1]:1/v1/models"]
  ])("%s", ([baseUrl, expected]) => Effect.map(requestOf({ baseUrl }), ({ target }) => expect(target).toBe(expected)))

  it.effect("plain http elsewhere is for those who ask for it", () =>
    Effect.gen(function* () {
      const { target } = yield* requestOf({ baseUrl: "http://gateway.example", allowInsecureHttp: true })
      expect(target).toBe("http://gateway.example/v1/models")
    })
  )
})

describe("refusals", () => {
  const secret = "hunter2-do-not-show"
  it.effect.each<[string, Options]>([
    ["no credential", {}],
    ["both credentials", { apiKey, authToken: Redacted.make(secret) }],
    ["an empty key", { apiKey: Redacted.make(" ") }],
    ["a key with a line break", { apiKey: Redacted.make(`${secret}\nx`) }],
    ["a key with a blank", { apiKey: Redacted.make(`${secret} x`) }],
    ["a key that is not ASCII", { apiKey: Redacted.make(`${secret}é`) }],
    ["a token with a line break", { authToken: Redacted.make(`${secret}\r\nx`) }],
    ["a beta with a line break", { apiKey, betas: [`a\n${secret}`] }],
    ["an empty beta", { apiKey, betas: [""] }],
    ["two betas in one", { apiKey, betas: ["a,b"] }],
    ["a blank version", { apiKey, anthropicVersion: " " }],
    ["a blank workspace", { apiKey, workspaceId: "" }],
    ["a header's name with a colon", { apiKey, headers: { "a:b": secret } }],
    ["a header's name with a line break", { apiKey, headers: { "a\r\nb": secret } }],
    ["a header's value with a line break", { apiKey, headers: { a: `${secret}\r\nb: c` } }],
    ["a header's value past Latin-1", { apiKey, headers: { a: `${secret}\u20ac` } }],
    ["a header of the transport", { apiKey, headers: { "Content-Length": "1" } }],
    ["a version with a line break", { apiKey, anthropicVersion: `${secret}\n` }],
    ["a workspace with a line break", { apiKey, workspaceId: `${secret}\n` }],
    ["no URL", { apiKey, baseUrl: secret }],
    ["an empty URL", { apiKey, baseUrl: "" }],
    ["another scheme", { apiKey, baseUrl: `ftp://${secret}` }],
    ["a user in the URL", { apiKey, baseUrl: `https://${secret}@api.anthropic.com` }],
    ["a password in the URL", { apiKey, baseUrl: `https://a:${secret}@api.anthropic.com` }],
    ["a query in the URL", { apiKey, baseUrl: `https://api.anthropic.com?key=${secret}` }],
    ["an empty query in the URL", { apiKey, baseUrl: `https://api.anthropic.com?` }],
    ["a fragment in the URL", { apiKey, baseUrl: `https://api.anthropic.com#${secret}` }],
    ["a URL that ends in /v1", { apiKey, baseUrl: "https://api.anthropic.com/v1" }],
    ["a URL that ends in /v1/", { apiKey, baseUrl: "https://api.anthropic.com/v1//" }],
    ["plain http elsewhere", { apiKey, baseUrl: "http://api.anthropic.com" }],
    ["plain http to what looks like this machine", { apiKey, baseUrl: "http://localhost.evil.example" }],
    ["plain http to what looks like its address", { apiKey, baseUrl: "http://127.0.0.1.evil.example" }],
    ["no time for an attempt", { apiKey, timeout: 0 }],
    ["no time for a call", { apiKey, deadline: -1 }],
    ["no bytes", { apiKey, maxBodyBytes: 0 }],
    ["half a byte", { apiKey, maxBodyBytes: 0.5 }],
    ["not a number of bytes", { apiKey, maxBodyBytes: NaN }]
  ])("%s", ([, options]) =>
    Effect.gen(function* () {
      const error = yield* refusal(options)
      expect(["InvalidData", "MissingData"]).toContain(error._op)
      for (const shown of [
        Cause.pretty(Cause.fail(error)),
        JSON.stringify(error),
        inspect(error, { depth: 20, showHidden: true })
      ]) {
        expect(shown).not.toContain(secret)
        expect(shown).not.toContain(key)
      }
    })
  )

  it.effect("no credential: the message names the options", () =>
    Effect.gen(function* () {
      const message = Cause.pretty(Cause.fail(yield* refusal({})))
      expect(message).toContain("apiKey")
      expect(message).toContain("authToken")
      expect(message).not.toContain("ANTHROPIC")
    })
  )

  it.effect("the same of both clients", () =>
    Effect.gen(function* () {
      const error = yield* AnthropicHttpClient.make({}).pipe(Effect.provide(make({}).layer), Effect.flip)
      expect(error._op).toBe("MissingData")
    })
  )

  it.effect("a key from an effect that a header may not hold is refused at the call", () =>
    Effect.gen(function* () {
      for (const value of ["", "a\nb", `${secret} x`]) {
        const scripted = make({})
        const { list } = yield* models(scripted, { apiKey: Effect.succeed(Redacted.make(value)) })
        const error = yield* Effect.flip(list())
        expect(error).toMatchObject({ _tag: "InvalidParameterError", isRetryable: false })
        expect(JSON.stringify(error)).not.toContain(secret)
        expect(scripted.requests).toEqual([])
      }
    })
  )
})

describe("layerConfig", () => {
  const environment = (variables: Record<string, string>) =>
    Layer.setConfigProvider(ConfigProvider.fromMap(new Map(Object.entries(variables))))

  const run = (variables: Record<string, string>, options?: Options) =>
    Effect.gen(function* () {
      const scripted = make({ body: page() })
      const live = ModelsHttp.layerConfig(options).pipe(
        Layer.provide(scripted.layer),
        Layer.provide(environment(variables))
      )
      yield* Effect.flatMap(Models, ({ list }) => list()).pipe(Effect.provide(live))
      const [request] = scripted.requests
      return { key: request?.headers["x-api-key"], token: request?.headers["authorization"], url: request?.target }
    })

  const url = "https://api.anthropic.com/v1/models"
  it.effect.each<[string, Record<string, string>, Options | undefined, object]>([
    ["a key", { ANTHROPIC_API_KEY: "k" }, undefined, { key: "k", url }],
    ["a key with blanks around it", { ANTHROPIC_API_KEY: "  k\n" }, undefined, { key: "k", url }],
    ["a token", { ANTHROPIC_AUTH_TOKEN: "t" }, undefined, { token: "Bearer t", url }],
    ["both: the key wins", { ANTHROPIC_API_KEY: "k", ANTHROPIC_AUTH_TOKEN: "t" }, undefined, { key: "k", url }],
    ["a blank key is unset", { ANTHROPIC_API_KEY: "  ", ANTHROPIC_AUTH_TOKEN: "t" }, {}, { token: "Bearer t", url }],
    [
      "a header in place of a key wins over the environment",
      { ANTHROPIC_API_KEY: "k", ANTHROPIC_AUTH_TOKEN: "t" },
      { headers: { Authorization: "Bearer own" } },
      { token: "Bearer own", url }
    ],
    [
      "a header with the key too",
      { ANTHROPIC_AUTH_TOKEN: "t" },
      { headers: { "X-Api-Key": Redacted.make("own") } },
      { key: "own", url }
    ],
    [
      "a header that is not set leaves it to the environment",
      { ANTHROPIC_API_KEY: "k" },
      { headers: { authorization: undefined } },
      { key: "k", url }
    ],
    ["a bad variable that is not needed", { ANTHROPIC_API_KEY: "a b" }, { apiKey }, { key, url }],
    ["a given key wins", { ANTHROPIC_API_KEY: "k" }, { apiKey: Redacted.make("g") }, { key: "g", url }],
    [
      "a given token wins over a key",
      { ANTHROPIC_API_KEY: "k" },
      { authToken: Redacted.make("g") },
      { token: "Bearer g", url }
    ],
    [
      "a URL",
      { ANTHROPIC_API_KEY: "k", ANTHROPIC_BASE_URL: " https://gateway.example/a/ " },
      {},
      { key: "k", url: "https://gateway.example/a/v1/models" }
    ],
    ["a blank URL is unset", { ANTHROPIC_API_KEY: "k", ANTHROPIC_BASE_URL: " " }, {}, { key: "k", url }],
    [
      "a given URL wins",
      { ANTHROPIC_API_KEY: "k", ANTHROPIC_BASE_URL: "https://gateway.example" },
      { baseUrl: "https://other.example" },
      { key: "k", url: "https://other.example/v1/models" }
    ]
  ])("%s", ([, variables, options, expected]) =>
    Effect.map(run(variables, options), (sent) =>
      expect(sent).toEqual({ key: undefined, token: undefined, url: undefined, ...expected })
    )
  )

  it.effect.each<[string, Record<string, string>, Options]>([
    ["nothing", {}, {}],
    ["blank variables", { ANTHROPIC_API_KEY: " ", ANTHROPIC_AUTH_TOKEN: "" }, {}],
    ["a password in the URL", { ANTHROPIC_API_KEY: "k", ANTHROPIC_BASE_URL: "https://a:hunter2@x.example" }, {}],
    ["both given by hand", {}, { apiKey, authToken: apiKey }]
  ])("refuses %s", ([, variables, options]) =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(run(variables, options))
      expect("_op" in error).toBe(true)
      expect(Cause.pretty(Cause.fail(error))).not.toContain("hunter2")
      if (Object.keys(options).length === 0 && !("ANTHROPIC_BASE_URL" in variables)) {
        expect(Cause.pretty(Cause.fail(error))).toMatch(/ANTHROPIC_API_KEY.*ANTHROPIC_AUTH_TOKEN/)
      }
    })
  )

  it.effect.each<[string, Record<string, string>]>([
    ["ANTHROPIC_API_KEY", { ANTHROPIC_API_KEY: "a b" }],
    ["ANTHROPIC_AUTH_TOKEN", { ANTHROPIC_AUTH_TOKEN: "a\nb" }],
    ["ANTHROPIC_BASE_URL", { ANTHROPIC_API_KEY: "k", ANTHROPIC_BASE_URL: "http://x.example" }]
  ])("names the variable that is wrong: %s", ([name, variables]) =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(run(variables))
      expect(error).toMatchObject({ _op: "InvalidData", path: [name] })
      for (const value of Object.values(variables))
        if (value !== "k") expect(JSON.stringify(error)).not.toContain(value)
    })
  )

  it.effect("needs no environment beyond what it names", () =>
    Effect.map(run({ ANTHROPIC_API_KEY: "k" }, { timeout: Duration.infinity, deadline: Duration.infinity }), (sent) =>
      expect(sent.key).toBe("k")
    )
  )
})

describe("parameters", () => {
  const target = (call: (service: Models["Type"]) => Effect.Effect<unknown, unknown>) =>
    Effect.gen(function* () {
      const scripted = make({ body: { id: "m", data: [] } })
      const service = yield* models(scripted)
      const result = yield* Effect.either(call(service))
      return {
        result,
        targets: scripted.requests.map((request) => request.target.replace("https://api.anthropic.com", ""))
      }
    })

  it.effect.each<[string, (service: Models["Type"]) => Effect.Effect<unknown, unknown>, string]>([
    ["a limit", ({ list }) => list({ limit: 1000 }), "/v1/models?limit=1000"],
    [
      "after",
      ({ list }) => list({ cursor: { _tag: "After", id: "a b&c/é" } }),
      "/v1/models?after_id=a%20b%26c%2F%C3%A9"
    ],
    ["before", ({ list }) => list({ cursor: { _tag: "Before", id: "x" }, limit: 5 }), "/v1/models?limit=5&before_id=x"],
    [
      "lifecycle",
      ({ list }) => list({ lifecycle: ["active", "a&b"] }),
      "/v1/models?lifecycle[]=active&lifecycle[]=a%26b"
    ],
    ["no lifecycle", ({ list }) => list({ lifecycle: [] }), "/v1/models"],
    ["an id", ({ get }) => get("claude-opus-4-6"), "/v1/models/claude-opus-4-6"],
    ["an id with slashes", ({ get }) => get("vendor/model:1?x#y"), "/v1/models/vendor%2Fmodel%3A1%3Fx%23y"],
    ["an id that climbs", ({ get }) => get("../v1/messages"), "/v1/models/..%2Fv1%2Fmessages"],
    ["an id of three dots", ({ get }) => get("..."), "/v1/models/..."],
    ["an id with half a surrogate pair", ({ get }) => get("a\ud800b"), "/v1/models/a%EF%BF%BDb"],
    [
      "a cursor with half a surrogate pair",
      ({ list }) => list({ cursor: { _tag: "After", id: "\udc00" } }),
      "/v1/models?after_id=%EF%BF%BD"
    ]
  ])("sends %s", ([, call, expected]) => Effect.map(target(call), ({ targets }) => expect(targets).toEqual([expected])))

  it.effect.each<[string, (service: Models["Type"]) => Effect.Effect<unknown, unknown>, string]>([
    ...[0, -1, 1001, 1.5, NaN, Infinity].map(
      (limit) =>
        [`a limit of ${limit}`, ({ list }: Models["Type"]) => list({ limit }), "limit"] as [
          string,
          (service: Models["Type"]) => Effect.Effect<unknown, unknown>,
          string
        ]
    ),
    ...["", ".", "..", "%2e", "%2E%2e", ".%2E", "%2e."].map(
      (id) =>
        [`the id ${JSON.stringify(id)}`, ({ get }: Models["Type"]) => get(id), "id"] as [
          string,
          (service: Models["Type"]) => Effect.Effect<unknown, unknown>,
          string
        ]
    ),
    ["an empty cursor", ({ list }) => list({ cursor: { _tag: "After", id: "" } }), "cursor"],
    ["a beta with a line break", ({ list }) => list({ betas: ["a\r\nx-evil: 1"] }), "betas"],
    ["a beta with a line break in get", ({ get }) => get("m", { betas: ["a\n"] }), "betas"],
    ["an empty beta", ({ list }) => list({ betas: [""] }), "betas"],
    ["two betas in one", ({ list }) => list({ betas: ["a,b"] }), "betas"],
    ["an empty lifecycle", ({ list }) => list({ lifecycle: [""] }), "lifecycle"]
  ])("refuses %s", ([, call, parameter]) =>
    Effect.gen(function* () {
      const { result, targets } = yield* target(call)
      expect(targets).toEqual([])
      expect(result).toMatchObject({ _tag: "Left", left: { _tag: "InvalidParameterError", parameter } })
    })
  )

  it.effect.prop("an id never leaves its place in the path", [FastCheck.string()], ([id]) =>
    Effect.gen(function* () {
      const { targets } = yield* target(({ get }) => get(id))
      for (const sent of targets) expect(sent).toMatch(/^\/v1\/models\/[^/?#]+$/)
    })
  )

  it.effect.prop("the query says the cursor as it is", [FastCheck.fullUnicodeString({ minLength: 1 })], ([id]) =>
    Effect.gen(function* () {
      const { targets } = yield* target(({ list }) => list({ cursor: { _tag: "After", id } }))
      expect(targets.map((sent) => new URL(sent, "http://x").searchParams.get("after_id"))).toEqual([id])
    })
  )
})
