/** Options that make no sense are a `ConfigError` that names the option, also in programs without types. */
import { inspect } from "node:util"
import * as Models from "@anthropic-models/core/Models"
import { describe, expect, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as FastCheck from "effect/FastCheck"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import * as AnthropicHttpClient from "../src/AnthropicHttpClient.ts"
import * as ModelsHttp from "../src/ModelsHttp.ts"
import * as RetryPolicy from "../src/RetryPolicy.ts"
import { key, make, page } from "./scripted.ts"
import { untyped } from "./untyped.ts"

const secret = "hunter2-do-not-show"
const apiKey = Redacted.make(key)
const wiped = Redacted.make(key)
Redacted.unsafeWipe(wiped)

const environment = Layer.setConfigProvider(ConfigProvider.fromMap(new Map([["ANTHROPIC_API_KEY", key]])))

/** The ways to make a client, which check their options in one place. */
const ways = {
  "ModelsHttp.layer": (options: unknown) => Layer.provide(ModelsHttp.layer(untyped(options)), make({}).layer),
  "ModelsHttp.layerConfig": (options: unknown) =>
    ModelsHttp.layerConfig(untyped(options)).pipe(Layer.provide(make({}).layer), Layer.provide(environment)),
  "AnthropicHttpClient.layer": (options: unknown) =>
    Layer.provide(AnthropicHttpClient.layer(untyped(options)), make({}).layer),
  "AnthropicHttpClient.layerConfig": (options: unknown) =>
    AnthropicHttpClient.layerConfig(untyped(options)).pipe(Layer.provide(make({}).layer), Layer.provide(environment))
}

/** What building the layer ends with: a success, a defect, or a `ConfigError` and the option that it names. */
const build = (layer: Layer.Layer<never, unknown>) =>
  Effect.scoped(Effect.exit(Layer.build(layer))).pipe(
    Effect.map((exit) => {
      if (Exit.isSuccess(exit)) return { end: "success", shown: () => "" }
      const error = Cause.squash(exit.cause)
      const isConfigError = exit.cause._tag === "Fail" && Predicate.hasProperty(error, "_op")
      const path = Predicate.hasProperty(error, "path") && Array.isArray(error.path) ? error.path : []
      return {
        end: isConfigError ? `${String(error._op)} ${path.slice(0, 1).join()}` : "defect",
        shown: () => [Cause.pretty(exit.cause), JSON.stringify(exit), inspect(error, { depth: 20 })].join()
      }
    })
  )

const nonsense: ReadonlyArray<[option: string, value: unknown]> = [
  ["apiKey", key],
  ["apiKey", null],
  ["apiKey", 5],
  ["apiKey", {}],
  ["apiKey", Redacted.make("")],
  ["apiKey", Redacted.make(" ")],
  ["apiKey", Redacted.make(5)],
  ["apiKey", wiped],
  ["apiKey", Redacted.make(`${secret}\nx`)],
  ["apiKey", Redacted.make(`${secret} x`)],
  ["apiKey", Redacted.make(`${secret}é`)],
  ["apiKey", Redacted.make(`"${secret}"`)],
  ["apiKey", Redacted.make(`'${secret}'`)],
  ["authScheme", "basic"],
  ["authScheme", null],
  ["authScheme", 5],
  ["baseUrl", ""],
  ["baseUrl", 5],
  ["baseUrl", null],
  ["baseUrl", new URL("https://api.anthropic.com")],
  ["baseUrl", secret],
  ["baseUrl", `ftp://${secret}`],
  ["baseUrl", `https://${secret}@api.anthropic.com`],
  ["baseUrl", `https://a:${secret}@api.anthropic.com`],
  ["baseUrl", `https://api.anthropic.com?key=${secret}`],
  ["baseUrl", `https://api.anthropic.com#${secret}`],
  ["baseUrl", "https://api.anthropic.com/v1/messages"],
  ["baseUrl", "http://api.anthropic.com"],
  ["anthropicVersion", ""],
  ["anthropicVersion", " "],
  ["anthropicVersion", 5],
  ["anthropicVersion", null],
  ["anthropicVersion", `${secret}\n`],
  ["betas", null],
  ["betas", "a"],
  ["betas", [5]],
  ["betas", [""]],
  ["betas", ["a,b"]],
  ["betas", [`a\n${secret}`]],
  ["betas", Array(1)],
  ["betas", { length: 0 }],
  ["headers", null],
  ["headers", 5],
  ["headers", "x-team: search"],
  ["headers", ["x-team"]],
  ["headers", new Map([["x-team", "search"]])],
  ["headers", new Headers({ "x-team": "search" })],
  ["headers", { "a:b": secret }],
  ["headers", { "a\r\nb": secret }],
  ["headers", { [secret + " "]: "a" }],
  ["headers", { a: `${secret}\r\nb: c` }],
  ["headers", { a: `${secret}\u20ac` }],
  ["headers", { a: 5 }],
  ["headers", { a: null }],
  ["headers", { a: Redacted.make(5) }],
  ["headers", { a: wiped }],
  ["headers", { authorization: "" }],
  ["headers", { "x-api-key": Redacted.make(" \t") }],
  ["headers", { ["__proto__"]: Redacted.make(secret) }],
  ["headers", { "Content-Length": "1" }],
  ["headers", { Host: "x.example" }],
  ["headers", { Connection: "close" }],
  ["workspaceId", ""],
  ["workspaceId", null],
  ["workspaceId", 5],
  ["workspaceId", `${secret}\n`],
  ["timeout", "10 parsecs"],
  ["timeout", "soon"],
  ["timeout", 0],
  ["timeout", -1],
  ["timeout", "-1 seconds"],
  ["timeout", NaN],
  ["timeout", -5n],
  ["timeout", null],
  ["timeout", {}],
  ["timeout", [1]],
  ["deadline", "10 parsecs"],
  ["deadline", 0],
  ["deadline", -1],
  ["deadline", NaN],
  ["deadline", null],
  ["deadline", "2minutes"],
  ["retry", {}],
  ["retry", null],
  ["retry", 5],
  ["retry", "standard"],
  ["retry", RetryPolicy.make],
  ["retry", { schedule: {}, budget: false }],
  ["retry", { schedule: RetryPolicy.standard.schedule }],
  ["retry", { schedule: RetryPolicy.standard.schedule, budget: {} }],
  ["retry", RetryPolicy.make({ maxRetries: -1 })],
  ["retry", RetryPolicy.fromSchedule(untyped(5))],
  ["maxRetryAfter", "10 parsecs"],
  ["maxRetryAfter", -1],
  ["maxRetryAfter", "-1 seconds"],
  ["maxRetryAfter", NaN],
  ["maxRetryAfter", null],
  ["maxBodyBytes", 0],
  ["maxBodyBytes", -1],
  ["maxBodyBytes", 0.5],
  ["maxBodyBytes", NaN],
  ["maxBodyBytes", "1000"],
  ["maxBodyBytes", null],
  ["onInvalidModel", "ignore"],
  ["onInvalidModel", null],
  ["allowInsecureHttp", "yes"],
  ["allowInsecureHttp", 1],
  ["allowInsecureHttp", null],
  ["tracePropagation", "yes"],
  ["tracePropagation", null],
  ["transformClient", 5],
  ["transformClient", null],
  ["transformClient", {}]
]

const firstOfEach = [...new Map(nonsense.toReversed()).entries()]

describe.each(Object.entries(ways))("%s", (_, way) => {
  const samples = way === ways["ModelsHttp.layer"] ? nonsense : firstOfEach
  it.effect.each(samples.map(([option, value]) => [option, inspect(value), value] as const))(
    "refuses the %s %s",
    ([option, , value]) =>
      Effect.gen(function* () {
        const { end, shown } = yield* build(way({ apiKey, [option]: value }))
        expect(end).toBe(`InvalidData ${option}`)
        const text = shown()
        expect(text).not.toContain(secret)
        expect(text).not.toContain(key)
      })
  )

  it.effect.each<[unknown]>([[null], [5], ["options"], [[]]])("refuses %j in place of the options", ([options]) =>
    Effect.map(build(way(options)), ({ end }) => expect(end).toBe("InvalidData "))
  )

  it.effect("refuses a key and a token together", () =>
    Effect.gen(function* () {
      const { end, shown } = yield* build(way({ apiKey, authToken: Redacted.make(secret) }))
      expect(end).toBe("InvalidData authToken")
      expect(shown()).toContain("cannot be combined with apiKey")
    })
  )

  it.effect("refuses a token that no header can hold", () =>
    Effect.gen(function* () {
      const { end, shown } = yield* build(way({ authToken: Redacted.make(`${secret}\r\nx`) }))
      expect(end).toBe("InvalidData authToken")
      expect(shown()).not.toContain(secret)
    })
  )
})

describe.each(["ModelsHttp.layer", "ModelsHttp.layerConfig"] as const)("%s", (name) => {
  const way = ways[name]
  const names = [...firstOfEach.map(([option]) => option), "authToken"]
  const options = FastCheck.tuple(
    FastCheck.constantFrom(...names),
    FastCheck.anything({ withBigInt: true, withMap: true })
  )

  it.effect.prop(
    "takes any value of any option or refuses it by name, and never dies",
    [options],
    ([[option, value]]) =>
      Effect.gen(function* () {
        const { end } = yield* build(way(option === "authToken" ? { [option]: value } : { apiKey, [option]: value }))
        expect(["success", `InvalidData ${option}`, "MissingData apiKey"]).toContain(end)
      })
  )
})

describe("the edges of the options", () => {
  it.effect.each<[name: string, options: ModelsHttp.Options]>([
    ["limits of time that never end", { timeout: Duration.infinity, deadline: Infinity }],
    ["no wait for the server", { maxRetryAfter: 0 }],
    ["one byte", { maxBodyBytes: 1 }],
    ["any number of bytes", { maxBodyBytes: Infinity }],
    ["a nanosecond", { timeout: "1 nanos" }],
    ["options that are undefined", { timeout: undefined, headers: undefined, retry: undefined, betas: undefined }]
  ])("can be %s", ([, options]) =>
    Effect.gen(function* () {
      const { end } = yield* build(Layer.provide(ModelsHttp.layer({ apiKey, ...options }), make({}).layer))
      expect(end).toBe("success")
    })
  )
})

describe("a missing credential", () => {
  it.effect("is a ConfigError that names the options", () =>
    Effect.gen(function* () {
      const { end, shown } = yield* build(Layer.provide(ModelsHttp.layer({}), make({}).layer))
      expect(end).toBe("MissingData apiKey")
      for (const name of ["apiKey", "authToken", "Redacted header"]) expect(shown()).toContain(name)
      expect(shown()).not.toContain("ANTHROPIC")
    })
  )
})

describe("plain http", () => {
  const warningsOf = (options: ModelsHttp.Options) =>
    Effect.gen(function* () {
      const lines: Array<string> = []
      const logger = Logger.make(({ logLevel, message }) => void lines.push(`${logLevel.label} ${String(message)}`))
      const scripted = make({ body: page() })
      yield* Effect.gen(function* () {
        yield* Models.list()
        yield* Models.list()
      }).pipe(
        Effect.provide(Layer.provide(ModelsHttp.layer({ apiKey, ...options }), scripted.layer)),
        Effect.provide(Logger.replace(Logger.defaultLogger, logger))
      )
      return lines
    })

  it.effect.each<[name: string, options: ModelsHttp.Options]>([
    ["in a private network", { baseUrl: "http://litellm:4000" }],
    ["to a public host that is allowed", { baseUrl: "http://gateway.example", allowInsecureHttp: true }]
  ])("%s logs one warning, when the layer is built", ([, options]) =>
    Effect.gen(function* () {
      const lines = yield* warningsOf(options)
      expect(lines).toEqual([`WARN Requests to ${options.baseUrl} cross the network in plain text, with their key`])
    })
  )

  it.effect.each<[name: string, options: ModelsHttp.Options]>([
    ["https", {}],
    ["loopback", { baseUrl: "http://localhost:4000" }]
  ])("is not warned of with %s", ([, options]) => Effect.map(warningsOf(options), (lines) => expect(lines).toEqual([])))
})
