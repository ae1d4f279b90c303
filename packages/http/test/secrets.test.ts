/** No rendering of any failure shows a secret, over the three clients, also if the server echoes it. */
import { inspect } from "node:util"
import * as Cursor from "@anthropic-models/core/Cursor"
import { Models } from "@anthropic-models/core/Models"
import { ModelsError } from "@anthropic-models/core/ModelsError"
import { describe, expect, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Metric from "effect/Metric"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import type { Options } from "../src/AnthropicHttpClient.ts"
import { AnthropicHttpClient } from "../src/AnthropicHttpClient.ts"
import * as AnthropicHttp from "../src/AnthropicHttpClient.ts"
import * as ModelsHttp from "../src/ModelsHttp.ts"
import * as RetryPolicy from "../src/RetryPolicy.ts"
import { clients, names, type Client } from "./clients.ts"
import * as RawServer from "./RawServer.ts"
import { recorder } from "./recorder.ts"
import { failure } from "./scripted.ts"

const secrets = {
  key: "sk-ant-api03-THEKEYTHEKEYTHEKEYTHEKEYTHEKEYTHEKEYTHEKEYTHEKEY-key",
  token: 'tok"en+&<THETOKENTHETOKENTHETOKENTHETOKEN>/token',
  header: "THEHEADERTHEHEADERTHEHEADER"
}
/** Parts of the secrets that nothing may show. */
const traces = ["THEKEY", "THETOKEN", "THEHEADER", encodeURIComponent(secrets.token)]

const echoOf = ({ headers }: RawServer.Request): string =>
  `${headers["x-api-key"] ?? ""} ${headers["authorization"] ?? ""} ${headers["x-gateway"] ?? ""}`

/** The echo in JSON, as PHP and .NET write it. */
const escaped = (request: RawServer.Request): string =>
  `${JSON.stringify(echoOf(request)).replaceAll("/", "\\/")}, ${JSON.stringify(echoOf(request)).replaceAll(/[+&<>]/g, (char) => `\\u00${char.charCodeAt(0).toString(16).toUpperCase()}`)}`

const kinds: Readonly<Record<string, (request: RawServer.Request) => ReadonlyArray<RawServer.Step>>> = {
  "an error of the API": (request) => {
    const echo = echoOf(request)
    return RawServer.answer({
      status: 401,
      headers: { "request-id": `req ${echo}`, "x-echo": echo },
      body: failure("authentication_error", `invalid ${echo}`, { request_id: echo })
    })
  },
  "an error of an unknown type": (request) =>
    RawServer.answer({ status: 400, body: failure(`type ${echoOf(request)}`, "x".repeat(960) + echoOf(request)) }),
  "an error page": (request) => RawServer.answer({ status: 502, body: `<p>${"x".repeat(180)}${echoOf(request)}</p>` }),
  "an HTML page": (request) => RawServer.answer({ body: `<html title="${echoOf(request)}">${echoOf(request)}` }),
  "a text": (request) => RawServer.answer({ body: `echo ${encodeURIComponent(echoOf(request))}` }),
  "another shape": (request) => RawServer.answer({ body: { data: [{ id: [echoOf(request)] }] } }),
  "another shape, with a secret for a key": (request) =>
    RawServer.answer({ body: { [echoOf(request)]: 1, data: { [echoOf(request)]: 1 }, has_more: echoOf(request) } }),
  "a message under a 200": (request) => RawServer.answer({ body: { error: { message: echoOf(request), code: "1" } } }),
  "an error with an escaped echo": (request) =>
    RawServer.answer({ status: 400, body: `{"errors":[${escaped(request)}]}` }),
  "another shape with an escaped echo": (request) =>
    RawServer.answer({
      body: `{"data":[{"id":[${escaped(request)}]}],${escaped(request).split(", ")[0]}:1,"has_more":${escaped(request).split(", ")[1]}}`
    }),
  "truncated JSON": (request) => RawServer.answer({ body: `[${escaped(request)}` }),
  "an echo without end": (request) => RawServer.answer({ status: 500, body: `${echoOf(request)} `.repeat(100) }),
  "an echo at a window's edge": (request) =>
    RawServer.answer({ status: 500, body: "x".repeat(16_384 - 30) + echoOf(request) }),
  "an envelope under a 200": (request) => RawServer.answer({ body: failure("api_error", echoOf(request)) }),
  "a redirect": (request) =>
    RawServer.answer({
      status: 302,
      headers: { location: `https://x.example/${encodeURIComponent(echoOf(request))}` }
    }),
  "a redirect to a secret host": ({ headers }) =>
    RawServer.answer({ status: 302, headers: { location: `https://${headers["x-gateway"] ?? "x"}.example/` } }),
  "a cut body": (request) =>
    RawServer.breakAt(RawServer.bytesOf({ body: failure("api_error", echoOf(request)) }), 0.9, "end"),
  "a reset": () => ["reset"],
  "a stall": () => ["stall"],
  "bytes that are not HTTP": (request) => [{ send: `${echoOf(request)}\r\n\r\n` }, "end"],
  "a bad header": (request) => [{ send: `HTTP/1.1 200 OK\r\nbad header ${echoOf(request)}\u0000\r\n\r\n` }, "end"],
  "too large": () => RawServer.answer({ body: "x".repeat(20_000) })
}

const credentials: Readonly<Record<string, Options>> = {
  "the key": { apiKey: Redacted.make(secrets.key), headers: { "x-gateway": Redacted.make(secrets.header) } },
  "the token": { authToken: Redacted.make(secrets.token), headers: { cookie: secrets.header } },
  "a key from an effect": { apiKey: Effect.succeed(Redacted.make(secrets.key)) }
}

/** Every logger of Effect. The test catches their lines. */
const loggers = {
  string: Logger.stringLogger,
  logfmt: Logger.logfmtLogger,
  json: Logger.jsonLogger,
  structured: Logger.structuredLogger,
  pretty: Logger.prettyLogger({ colors: false }),
  default: Logger.defaultLogger
}

const logged = (error: unknown, cause: Cause.Cause<unknown>) =>
  Effect.gen(function* () {
    const lines: Array<string> = []
    const methods = ["log", "info", "warn", "error", "debug", "trace", "group", "groupCollapsed"] as const
    const originals = methods.map((method) => [method, console[method]] as const)
    for (const method of methods)
      console[method] = (...args) => void lines.push(args.map((arg) => inspect(arg, { depth: 20 })).join(" "))
    const catching = Object.values(loggers).map((logger) =>
      Logger.make((options) => void lines.push(inspect(logger.log(options), { depth: 20 })))
    )
    const all = Logger.replace(
      Logger.defaultLogger,
      catching.reduce<Logger.Logger<unknown, unknown>>(Logger.zip, Logger.none)
    )
    yield* Effect.logError("failed", error, cause).pipe(Effect.annotateLogs({ error }), Effect.provide(all))
    for (const [method, original] of originals) console[method] = original
    return lines
  })

const deep = { depth: 30, showHidden: true, maxStringLength: null, maxArrayLength: null } as const

const renderings = <A>(effect: Effect.Effect<A, unknown>, exit: Exit.Exit<A, unknown>) =>
  Effect.gen(function* () {
    if (Exit.isSuccess(exit)) return yield* Effect.dieMessage("it should have failed")
    const { cause } = exit
    const error = Cause.squash(cause)
    const rejected = yield* Effect.promise(() => Effect.runPromise(effect).then(undefined, (reason: unknown) => reason))
    const encoded = Schema.is(ModelsError)(error) ? JSON.stringify(Schema.encodeSync(ModelsError)(error)) : ""
    return [
      ...[error, exit, rejected].flatMap((value) => [String(value), JSON.stringify(value), inspect(value, deep)]),
      error instanceof Error ? `${error.stack} ${inspect(error.cause, deep)}` : "",
      Cause.pretty(cause, { renderErrorCause: true }),
      encoded,
      ...(yield* logged(error, cause))
    ]
  })

const all = Object.keys(kinds)

/** Failures of which each client makes something else. */
const ofClient = [
  "an error of the API",
  "a redirect",
  "a cut body",
  "a reset",
  "bytes that are not HTTP",
  "a bad header"
]

/** Failures in which the special characters of the token have escapes. */
const ofToken = [
  "an error of the API",
  "an HTML page",
  "a text",
  "another shape, with a secret for a key",
  "an error with an escaped echo",
  "another shape with an escaped echo",
  "truncated JSON"
]

/** Which failures show which credential: with `FULL=1` (`pnpm test:full`) all of them, on every client. */
const cases: ReadonlyArray<[client: Client, credential: string, shown: ReadonlyArray<string>]> = [
  ...names.map((client): [Client, string, ReadonlyArray<string>] => [
    client,
    "the key",
    client === "undici" || process.env["FULL"] === "1" ? all : ofClient
  ]),
  ["undici", "the token", process.env["FULL"] === "1" ? all : ofToken],
  ["fetch", "a key from an effect", ["an error of the API", "an HTML page", "a reset", "a stall"]]
]

describe.each(cases)("over %s, %s is not shown", (client, name, shown) => {
  const credential = credentials[name] ?? {}
  const secret = credential.authToken === undefined ? secrets.key : secrets.token

  it.live.each(shown)("by %s", (kind) =>
    Effect.gen(function* () {
      const server = yield* RawServer.make((request) => kinds[kind]?.(request) ?? [])
      const { layer: tracing, spans } = recorder()
      const options: Options = {
        ...credential,
        baseUrl: server.url,
        timeout: kind === "a stall" ? "60 millis" : "10 seconds",
        retry: RetryPolicy.make({ maxRetries: 1, baseDelay: 1 }),
        maxBodyBytes: 10_000
      }
      const live = Layer.provide(Layer.merge(ModelsHttp.layer(options), AnthropicHttp.layer(options)), clients[client])
      // Both clients send the same exchange.
      const both = process.env["FULL"] === "1" || ofClient.includes(kind)
      const calls = [
        Effect.flatMap(Models, ({ list }) => list({ cursor: Cursor.after(`x${secret}`) })).pipe(Effect.provide(live)),
        Effect.flatMap(AnthropicHttpClient, (http) =>
          http.get("/v1/models", { headers: { cookie: secrets.header }, urlParams: { a: secret } })
        ).pipe(
          Effect.flatMap((response) => Effect.fail(response)),
          Effect.provide(live)
        )
      ]
      const isSent = () =>
        server.requests.some(({ headers }) => Object.values(headers).some((value) => value.includes(secret)))
      for (const [index, call] of calls.slice(0, both ? 2 : 1).entries()) {
        const exit = yield* Effect.exit(call.pipe(Effect.provide(tracing)))
        // A response of the generic client belongs to its user.
        if (index === 1 && Exit.isFailure(exit) && !Schema.is(ModelsError)(Cause.squash(exit.cause))) continue
        const port = new URL(server.url).port
        const labels = (yield* Metric.snapshot).flatMap(({ metricKey: { name, tags } }) =>
          tags.some(({ value }) => value === port) ? [name, ...tags] : []
        )
        expect(labels).not.toEqual([])
        const texts = [...(yield* renderings(call, exit)), inspect(spans, deep), inspect(labels, deep)]
        expect(texts.filter((text) => traces.some((trace) => text.includes(trace)))).toEqual([])
      }
      expect(isSent()).toBe(true)
    }).pipe(Effect.scoped)
  )
})

const listOver = (client: Client, options: Options) =>
  Effect.flatMap(Models, ({ list }) => list()).pipe(
    Effect.provide(ModelsHttp.layer(options).pipe(Layer.provide(clients[client])))
  )

describe.each(names)("over %s", (client) => {
  it.live("an older key of the same call is not shown, nor one in the URL", () =>
    Effect.gen(function* () {
      const server = yield* RawServer.make(({ headers, index }) =>
        RawServer.answer({
          status: index === 0 ? 503 : 401,
          body: failure("authentication_error", `key THEKEY-1 was rotated, and ${headers["x-api-key"]} is none`)
        })
      )
      const { layer: tracing, spans } = recorder()
      let count = 0
      const apiKey = Effect.sync(() => Redacted.make(`THEKEY-${Math.min(++count, 2)}`))
      const retry = RetryPolicy.make({ maxRetries: 1, baseDelay: 1 })
      const error = yield* Effect.flatMap(Models, ({ get }) => get("model-THEKEY-1")).pipe(
        Effect.flip,
        Effect.provide(ModelsHttp.layer({ apiKey, baseUrl: server.url, retry }).pipe(Layer.provide(clients[client]))),
        Effect.provide(tracing)
      )
      expect(error).toMatchObject({
        detail: "key [redacted] was rotated, and [redacted] is none",
        url: `${server.url}/v1/models/model-[redacted]`,
        attempts: 2
      })
      expect(inspect(spans, deep)).not.toContain("THEKEY")
    }).pipe(Effect.scoped)
  )

  it.live.each<[name: string, headers: Record<string, string>, path: string, urlParams?: Record<string, string>]>([
    ["a header", { "x-authtoken": secrets.header }, "/v1/x"],
    ["another header", { sessioncookie: secrets.header }, "/v1/x"],
    ["a parameter", {}, "/v1/x", { accessToken: secrets.header }],
    ["a parameter in the URL", {}, `/v1/x?clientSecret=${secrets.header}`],
    ["a fragment", {}, `/v1/x#access_token=${secrets.header}`]
  ])("%s whose name ends like that of a secret is not shown", ([, headers, path, urlParams]) =>
    Effect.gen(function* () {
      const server = yield* RawServer.make(() =>
        RawServer.answer({ status: 403, body: failure("permission_error", `not ${secrets.header}`) })
      )
      const { layer: tracing, spans } = recorder()
      const options: Options = { apiKey: Redacted.make(secrets.key), baseUrl: server.url, headers }
      const error = yield* Effect.flatMap(AnthropicHttpClient, (http) => http.get(path, { urlParams })).pipe(
        Effect.flip,
        Effect.provide(AnthropicHttp.layer(options).pipe(Layer.provide(clients[client]))),
        Effect.provide(tracing)
      )
      expect(error).toMatchObject({ _tag: "PermissionError", detail: "not [redacted]" })
      expect(`${error.message} ${JSON.stringify(error)} ${inspect(spans, deep)}`).not.toContain("THEHEADER")
    }).pipe(Effect.scoped)
  )

  it.live("a short secret is not searched for, since it may be an ordinary word", () =>
    Effect.gen(function* () {
      const server = yield* RawServer.make(() =>
        RawServer.answer({ status: 429, body: failure("rate_limit_error", "too many requests") })
      )
      const options: Options = { apiKey: Redacted.make("any"), baseUrl: server.url, retry: RetryPolicy.none }
      const error = yield* Effect.flip(listOver(client, options))
      expect(error).toMatchObject({ detail: "too many requests" })
    }).pipe(Effect.scoped)
  )

  it.live("a secret that is an ordinary word leaves the facts alone that no server sent", () =>
    Effect.gen(function* () {
      const server = yield* RawServer.make(() =>
        RawServer.answer({ status: 401, body: failure("authentication_error", "authentication of 127.0.0.1 failed") })
      )
      const apiKey = Redacted.make("authentication")
      const error = yield* Effect.flip(listOver(client, { apiKey, baseUrl: server.url }))
      expect(error).toMatchObject({
        _tag: "AuthenticationError",
        type: "authentication_error",
        detail: "[redacted] of 127.0.0.1 failed"
      })
    }).pipe(Effect.scoped)
  )

  it.live("a refused connection and an unknown host show no secret", () =>
    Effect.gen(function* () {
      for (const baseUrl of ["http://127.0.0.1:1", "https://nowhere.invalid"]) {
        const call = listOver(client, { apiKey: Redacted.make(secrets.key), baseUrl, retry: RetryPolicy.none })
        const exit = yield* Effect.exit(call)
        expect(exit).toMatchObject({ cause: { error: { _tag: "ConnectionError", reason: "Transport" } } })
        for (const text of yield* renderings(call, exit)) expect(text).not.toContain("THEKEY")
      }
    })
  )
})
