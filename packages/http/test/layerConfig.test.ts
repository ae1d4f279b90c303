/** Options from the environment and from `Config`. */
import { Models } from "@anthropic-models/core/Models"
import { describe, expect, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Config from "effect/Config"
import * as ConfigProvider from "effect/ConfigProvider"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { AnthropicHttpClient } from "../src/AnthropicHttpClient.ts"
import * as AnthropicHttp from "../src/AnthropicHttpClient.ts"
import * as ModelsHttp from "../src/ModelsHttp.ts"
import * as RetryPolicy from "../src/RetryPolicy.ts"
import { make, page, type Scripted } from "./scripted.ts"
import { untyped } from "./untyped.ts"

type Variables = Readonly<Record<string, string>>

const environment = (variables: Variables) =>
  Layer.setConfigProvider(ConfigProvider.fromMap(new Map(Object.entries(variables))))

const layerOf = (scripted: Scripted, variables: Variables, options?: ModelsHttp.ConfigOptions) =>
  ModelsHttp.layerConfig(options).pipe(Layer.provide(scripted.layer), Layer.provide(environment(variables)))

/** The request of a call. */
const requestOf = (variables: Variables, options?: ModelsHttp.ConfigOptions) =>
  Effect.gen(function* () {
    const scripted = make({ body: page() })
    yield* Effect.provide(
      Effect.flatMap(Models, ({ list }) => list()),
      layerOf(scripted, variables, options)
    )
    const [request] = scripted.requests
    if (request === undefined) return yield* Effect.dieMessage("nothing was sent")
    return request
  })

const sentBy = (variables: Variables, options?: ModelsHttp.ConfigOptions) =>
  Effect.map(requestOf(variables, options), ({ headers, target }) => ({
    key: headers["x-api-key"],
    token: headers["authorization"],
    team: headers["x-team"],
    url: target.replace("/v1/models", "")
  }))

const refusalOf = (variables: Variables, options?: ModelsHttp.ConfigOptions) =>
  Effect.map(Effect.flip(Effect.scoped(Layer.build(layerOf(make({}), variables, options)))), (error) => ({
    error,
    shown: `${Cause.pretty(Cause.fail(error))} ${JSON.stringify(error)}`
  }))

const own = Redacted.make("own")
const url = "https://api.anthropic.com"
const none = { key: undefined, token: undefined, team: undefined, url }

describe("layerConfig", () => {
  it.effect.each<[name: string, variables: Variables, options: ModelsHttp.ConfigOptions | undefined, sent: object]>([
    ["a key", { ANTHROPIC_API_KEY: "k" }, undefined, { key: "k" }],
    ["a key without the blanks around it", { ANTHROPIC_API_KEY: "  k\n" }, undefined, { key: "k" }],
    ["a token", { ANTHROPIC_AUTH_TOKEN: "t" }, undefined, { token: "Bearer t" }],
    ["the key before the token", { ANTHROPIC_API_KEY: "k", ANTHROPIC_AUTH_TOKEN: "t" }, undefined, { key: "k" }],
    ["the token if the key is blank", { ANTHROPIC_API_KEY: " ", ANTHROPIC_AUTH_TOKEN: "t" }, {}, { token: "Bearer t" }],
    [
      "a URL without the blanks around it",
      { ANTHROPIC_API_KEY: "k", ANTHROPIC_BASE_URL: " https://gateway.example/a/ " },
      {},
      { key: "k", url: "https://gateway.example/a" }
    ],
    [
      "a URL without its /v1",
      { ANTHROPIC_API_KEY: "k", ANTHROPIC_BASE_URL: "https://gateway.example/a/v1/" },
      {},
      { key: "k", url: "https://gateway.example/a" }
    ],
    ["the default URL if it is blank", { ANTHROPIC_API_KEY: "k", ANTHROPIC_BASE_URL: " " }, {}, { key: "k" }],
    [
      "headers, one a line",
      { ANTHROPIC_API_KEY: "k", ANTHROPIC_CUSTOM_HEADERS: "X-Team: search\r\n\n x-other :  a:b \n" },
      {},
      { key: "k", team: "search" }
    ],
    [
      "a key in a header",
      { ANTHROPIC_API_KEY: "k", ANTHROPIC_CUSTOM_HEADERS: "Authorization: Bearer own" },
      {},
      { token: "Bearer own" }
    ],
    ["no key beside a header", { ANTHROPIC_CUSTOM_HEADERS: "x-team: search" }, {}, { team: "search" }]
  ])("reads %s from the standard variables", ([, variables, options, sent]) =>
    Effect.map(sentBy(variables, options), (actual) => expect(actual).toEqual({ ...none, ...sent }))
  )

  it.effect.each<[name: string, variables: Variables, options: ModelsHttp.ConfigOptions, sent: object]>([
    ["a key", { ANTHROPIC_API_KEY: "k" }, { apiKey: own }, { key: "own" }],
    ["a key over a token", { ANTHROPIC_AUTH_TOKEN: "t" }, { apiKey: own }, { key: "own" }],
    ["a token over a key", { ANTHROPIC_API_KEY: "k" }, { authToken: own }, { token: "Bearer own" }],
    ["a key over a variable that is wrong", { ANTHROPIC_API_KEY: "a b" }, { apiKey: own }, { key: "own" }],
    ["an effect as the key", { ANTHROPIC_API_KEY: "k" }, { apiKey: Effect.succeed(own) }, { key: "own" }],
    [
      "a URL",
      { ANTHROPIC_API_KEY: "k", ANTHROPIC_BASE_URL: "https://gateway.example" },
      { baseUrl: "https://other.example" },
      { key: "k", url: "https://other.example" }
    ],
    [
      "a URL over a variable that is wrong",
      { ANTHROPIC_API_KEY: "k", ANTHROPIC_BASE_URL: "nonsense" },
      { baseUrl: "https://other.example" },
      { key: "k", url: "https://other.example" }
    ],
    [
      "a header with the token",
      { ANTHROPIC_API_KEY: "k", ANTHROPIC_AUTH_TOKEN: "t" },
      { headers: { Authorization: "Bearer own" } },
      { token: "Bearer own" }
    ],
    [
      "a header with the key",
      { ANTHROPIC_AUTH_TOKEN: "t" },
      { headers: { "X-Api-Key": Redacted.make("own") } },
      { key: "own" }
    ],
    [
      "a header over the same custom header",
      { ANTHROPIC_API_KEY: "k", ANTHROPIC_CUSTOM_HEADERS: "x-team: search" },
      { headers: { "X-Team": "own" } },
      { key: "k", team: "own" }
    ]
  ])("prefers what is given in code: %s", ([, variables, options, sent]) =>
    Effect.map(sentBy(variables, options), (actual) => expect(actual).toEqual({ ...none, ...sent }))
  )

  it.effect("reads the variables for options that are undefined", () =>
    Effect.gen(function* () {
      const variables = { ANTHROPIC_API_KEY: "k", ANTHROPIC_BASE_URL: "https://gateway.example" }
      const options = {
        apiKey: undefined,
        authToken: undefined,
        baseUrl: undefined,
        headers: { authorization: undefined }
      }
      expect(yield* sentBy(variables, options)).toEqual({ ...none, key: "k", url: "https://gateway.example" })
    })
  )

  it.effect("adds the custom headers to those in code", () =>
    Effect.gen(function* () {
      const variables = { ANTHROPIC_API_KEY: "k", ANTHROPIC_CUSTOM_HEADERS: "x-team: search" }
      const { headers } = yield* requestOf(variables, { headers: { "x-project": "models" } })
      expect(headers).toMatchObject({ "x-team": "search", "x-project": "models", "x-api-key": "k" })
    })
  )

  it.effect("treats custom headers as secrets", () =>
    Effect.gen(function* () {
      const scripted = make({ status: 400, body: { message: "unknown tenant tenant-12345678" } })
      const variables = { ANTHROPIC_API_KEY: "k", ANTHROPIC_CUSTOM_HEADERS: "x-tenant: tenant-12345678" }
      const error = yield* Effect.flip(
        Effect.provide(
          Effect.flatMap(Models, ({ list }) => list()),
          layerOf(scripted, variables)
        )
      )
      expect(error.message).toContain("unknown tenant [redacted]")
    })
  )
})

/** Each option as a plain value. */
const plain: Required<Omit<ModelsHttp.Options, "authToken">> = {
  apiKey: own,
  authScheme: "bearer",
  baseUrl: "http://gateway.example",
  anthropicVersion: "2026-10-21",
  betas: ["b"],
  headers: { "x-team": "search" },
  workspaceId: "wrkspc_1",
  timeout: "7 seconds",
  deadline: "9 seconds",
  retry: RetryPolicy.none,
  maxRetryAfter: "3 seconds",
  maxBodyBytes: 1000,
  onInvalidModel: "collect",
  allowInsecureHttp: true,
  tracePropagation: true,
  transformClient: (client) => client
}

/** The same as Configs. Some are read from variables. */
const configs: ModelsHttp.ConfigOptions = {
  ...Object.fromEntries(Object.entries(plain).map(([name, value]) => [name, Config.succeed(value)])),
  apiKey: Config.redacted("MY_KEY"),
  baseUrl: Config.string("MY_URL"),
  timeout: Config.duration("MY_TIMEOUT"),
  maxBodyBytes: Config.integer("MY_SIZE"),
  allowInsecureHttp: Config.boolean("MY_INSECURE"),
  betas: Config.array(Config.string(), "MY_BETAS"),
  workspaceId: Config.map(
    Config.option(Config.string("MY_WORKSPACE")),
    Option.getOrElse(() => "wrkspc_1")
  )
}

const variables = {
  MY_KEY: "own",
  MY_URL: "http://gateway.example",
  MY_TIMEOUT: "7 seconds",
  MY_SIZE: "1000",
  MY_INSECURE: "true",
  MY_BETAS: "b"
}

describe("an option", () => {
  it.effect("can be plain or a Config, each of them", () =>
    Effect.gen(function* () {
      const sent = yield* requestOf({}, plain).pipe(Effect.provide(Logger.remove(Logger.defaultLogger)))
      expect(sent.headers).toMatchObject({
        authorization: "Bearer own",
        "anthropic-version": "2026-10-21",
        "anthropic-beta": "b",
        "x-team": "search",
        "anthropic-workspace-id": "wrkspc_1"
      })
      const fromConfigs = yield* requestOf(variables, configs).pipe(Effect.provide(Logger.remove(Logger.defaultLogger)))
      expect({ ...fromConfigs.headers, b3: "", traceparent: "" }).toEqual({ ...sent.headers, b3: "", traceparent: "" })
      expect(fromConfigs.target).toBe(sent.target)
      expect(fromConfigs.target).toBe("http://gateway.example/v1/models")
    })
  )

  it.effect.each(Object.keys(plain))("whose Config fails is that ConfigError, never a fallback: %s", (name) =>
    Effect.gen(function* () {
      const options: ModelsHttp.ConfigOptions = untyped({ [name]: Config.string("MISSING") })
      const { error } = yield* refusalOf({ ANTHROPIC_API_KEY: "k", ANTHROPIC_BASE_URL: url }, options)
      expect(error).toMatchObject({ _op: "MissingData", path: ["MISSING"] })
    })
  )

  it.effect("whose Config gives nonsense is refused by its name", () =>
    Effect.gen(function* () {
      const options = { apiKey: own, timeout: Config.succeed("10 parsecs" as Duration.DurationInput) }
      expect((yield* refusalOf({}, options)).error).toMatchObject({ _op: "InvalidData", path: ["timeout"] })
    })
  )
})

describe("a variable that makes no sense", () => {
  const key = { ANTHROPIC_API_KEY: "k" }
  it.effect.each<[name: string, variable: string, value: string, problem: string]>([
    ["a key with a blank", "ANTHROPIC_API_KEY", "hunter2 x", "visible ASCII"],
    ["a key in double quotes", "ANTHROPIC_API_KEY", '"hunter2"', "must not have quotes around it"],
    ["a key in single quotes", "ANTHROPIC_API_KEY", "'hunter2'", "must not have quotes around it"],
    ["a key in typographic quotes", "ANTHROPIC_API_KEY", "“hunter2”", "visible ASCII"],
    ["a token with a line break", "ANTHROPIC_AUTH_TOKEN", "hunter2\nb", "visible ASCII"],
    ["a token in quotes", "ANTHROPIC_AUTH_TOKEN", '"hunter2"', "must not have quotes around it"],
    ["plain http to a public host", "ANTHROPIC_BASE_URL", "http://hunter2.example", "must be https"],
    ["a URL in quotes", "ANTHROPIC_BASE_URL", '"https://hunter2.example"', "must not have quotes around it"],
    ["a password in the URL", "ANTHROPIC_BASE_URL", "https://a:hunter2@x.example", "must not contain a user"],
    ["the URL of an operation", "ANTHROPIC_BASE_URL", `${url}/v1/messages?hunter2`, `use ${url}`],
    ["headers without a colon", "ANTHROPIC_CUSTOM_HEADERS", "hunter2", "line 1 must read"],
    ["a name with a blank", "ANTHROPIC_CUSTOM_HEADERS", "a: b\nhunter 2: b", "line 2 must read"],
    ["a header without a name", "ANTHROPIC_CUSTOM_HEADERS", ": hunter2", "line 1 must read"],
    ["a value past Latin-1", "ANTHROPIC_CUSTOM_HEADERS", "a: hunter2€", "line 1 must read"],
    ["a header of the transport", "ANTHROPIC_CUSTOM_HEADERS", "content-length: 5", "content-length"],
    ["headers in quotes", "ANTHROPIC_CUSTOM_HEADERS", '"a: hunter2"', "must not have quotes around it"]
  ])("is a ConfigError that names it and not its value: %s", ([, variable, value, problem]) =>
    Effect.gen(function* () {
      const variables = variable === "ANTHROPIC_AUTH_TOKEN" ? {} : key
      const { error, shown } = yield* refusalOf({ ...variables, [variable]: value })
      expect(error).toMatchObject({ _op: "InvalidData", path: [variable] })
      expect(shown).toContain(problem)
      expect(shown).not.toContain("hunter2")
    })
  )

  it.effect("does not matter if it is not needed", () =>
    Effect.map(sentBy({ ...key, ANTHROPIC_AUTH_TOKEN: "a b" }), (sent) => expect(sent.key).toBe("k"))
  )
})

describe("a missing credential", () => {
  it.effect.each<[name: string, variables: Variables, options: ModelsHttp.ConfigOptions]>([
    ["no variable", {}, {}],
    ["blank variables", { ANTHROPIC_API_KEY: " ", ANTHROPIC_AUTH_TOKEN: "", ANTHROPIC_CUSTOM_HEADERS: "\n" }, {}],
    ["a plain header", {}, { headers: { "x-team": "search" } }]
  ])("is a ConfigError that names the variables and the options: %s", ([, variables, options]) =>
    Effect.gen(function* () {
      const { error, shown } = yield* refusalOf(variables, options)
      expect(error).toMatchObject({ _op: "MissingData", path: ["ANTHROPIC_API_KEY"] })
      for (const name of ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "apiKey", "authToken", "Redacted header"]) {
        expect(shown).toContain(name)
      }
    })
  )
})

describe("AnthropicHttpClient.layerConfig", () => {
  it.effect("reads the same variables", () =>
    Effect.gen(function* () {
      const scripted = make({ body: {} })
      const live = AnthropicHttp.layerConfig({ timeout: "10 seconds" }).pipe(
        Layer.provide(scripted.layer),
        Layer.provide(environment({ ANTHROPIC_AUTH_TOKEN: "t", ANTHROPIC_BASE_URL: "https://gateway.example/v1" }))
      )
      yield* Effect.provide(
        Effect.flatMap(AnthropicHttpClient, (client) => client.get("/v1/x")),
        live
      )
      expect(scripted.requests).toMatchObject([
        { target: "https://gateway.example/v1/x", headers: { authorization: "Bearer t" } }
      ])
    })
  )
})
