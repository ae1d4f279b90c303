/** Middleware of one's own cannot take the key to another origin or into a span, over the three clients. */
import { inspect } from "node:util"
import * as Models from "@anthropic-models/core/Models"
import type { ModelsError } from "@anthropic-models/core/ModelsError"
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { constFalse, flow } from "effect/Function"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schedule from "effect/Schedule"
import { AnthropicHttpClient, type Options } from "../src/AnthropicHttpClient.ts"
import * as AnthropicHttp from "../src/AnthropicHttpClient.ts"
import * as ModelsHttp from "../src/ModelsHttp.ts"
import * as RetryPolicy from "../src/RetryPolicy.ts"
import { clients, names } from "./clients.ts"
import * as RawServer from "./RawServer.ts"
import { recorder } from "./recorder.ts"
import { failure, key, make, models, page } from "./scripted.ts"

type Transform = (client: HttpClient.HttpClient) => HttpClient.HttpClient

const withInit = (init: RequestInit): Transform =>
  HttpClient.transformResponse(Effect.provideService(FetchHttpClient.RequestInit, init))

const transforms: Readonly<Record<string, Transform>> = {
  "HttpClient.followRedirects": HttpClient.followRedirects(),
  "a RequestInit that follows redirects": withInit({ redirect: "follow" }),
  "a tracer that is on again": HttpClient.withTracerDisabledWhen(constFalse),
  "trace propagation": HttpClient.withTracerPropagation(true),
  "HttpClient.filterStatusOk": HttpClient.filterStatusOk,
  "all of them": flow(
    HttpClient.filterStatusOk,
    withInit({ redirect: "follow" }),
    HttpClient.withTracerDisabledWhen(constFalse),
    HttpClient.withTracerPropagation(true),
    HttpClient.followRedirects()
  )
}

const redirects = [300, 301, 302, 303, 304, 305, 307, 308, 399]

describe.each(names)("over %s", (client) => {
  const live = (url: string, transformClient: Transform) => {
    const options = { apiKey: Redacted.make(key), baseUrl: url, retry: RetryPolicy.none, transformClient }
    return Layer.provide(Layer.merge(ModelsHttp.layer(options), AnthropicHttp.layer(options)), clients[client])
  }
  const calls: ReadonlyArray<Effect.Effect<unknown, ModelsError, Models.Models | AnthropicHttpClient>> = [
    Models.list(),
    Effect.flatMap(AnthropicHttpClient, (http) => http.get("/v1/models"))
  ]

  it.live.each(Object.entries(transforms))("the key never reaches another origin, with %s", ([name, transform]) =>
    Effect.gen(function* () {
      const statuses = process.env["FULL"] === "1" || name === "all of them" ? redirects : [302, 308, 399]
      const other = yield* RawServer.make(() => RawServer.answer({ body: page("stolen") }))
      let status = 300
      const server = yield* RawServer.make(() =>
        RawServer.answer({ status, headers: { location: `${other.url}/v1/models` }, body: "moved" })
      )
      yield* Effect.gen(function* () {
        for (const call of calls) {
          for (status of statuses) {
            expect(yield* Effect.flip(call)).toMatchObject({ status, attempts: 1, isRetryable: false })
          }
        }
      }).pipe(Effect.provide(live(server.url, transform)))
      expect(other.connections()).toBe(0)
      expect(server.requests.length).toBe(2 * statuses.length)
    }).pipe(Effect.scoped)
  )

  it.live.each(Object.entries(transforms))("no span shows the key or a header, with %s", ([, transform]) =>
    Effect.gen(function* () {
      const answers = [{ body: page("a") }, { status: 401, body: failure("authentication_error", `not ${key}`) }]
      const server = yield* RawServer.make(({ index }) => RawServer.answer(answers[index % 2]))
      const { layer: tracing, spans } = recorder()
      yield* Effect.forEach([...calls, ...calls], (call) => Effect.exit(call)).pipe(
        Effect.provide(live(server.url, transform)),
        Effect.provide(tracing)
      )
      expect(server.requests.length).toBe(4)
      expect(new Set(spans.map(({ name }) => name))).toEqual(new Set(["Models.list", "GET /v1/models", "GET"]))
      const shown = inspect(spans, { depth: 30, maxStringLength: null })
      for (const secret of [key, "sk-ant", "http.request.header"]) expect(shown).not.toContain(secret)
    }).pipe(Effect.scoped)
  )

  it.live("a redirect stays an error with its origin, with HttpClient.followRedirects", () =>
    Effect.gen(function* () {
      const location = "https://elsewhere.example/path"
      const server = yield* RawServer.make(() => RawServer.answer({ status: 302, headers: { location } }))
      const error = yield* Effect.flip(Effect.provide(Models.list(), live(server.url, HttpClient.followRedirects())))
      expect(error).toMatchObject({ reason: "Redirect", location: Option.some("https://elsewhere.example") })
    }).pipe(Effect.scoped)
  )

  const secret = "tenant-secret-0123456789"
  const additions: Readonly<Record<string, Transform>> = {
    "a header by its name": HttpClient.mapRequest(HttpClientRequest.setHeader("x-gateway-token", secret)),
    "a header in an effect": HttpClient.mapRequestEffect((request) =>
      Effect.succeed(HttpClientRequest.setHeader(request, "proxy-authorization", `Bearer ${secret}`))
    ),
    "a bearer token": HttpClient.mapRequest(HttpClientRequest.bearerToken(secret)),
    "a basic credential": HttpClient.mapRequest(HttpClientRequest.basicAuth("user", secret)),
    "a query parameter": HttpClient.mapRequest(HttpClientRequest.setUrlParam("api_key", secret)),
    "a query parameter in the URL": HttpClient.mapRequest((request) =>
      HttpClientRequest.setUrl(request, `${request.url}?access_token=${secret}`)
    )
  }

  it.live.each(Object.entries(additions))("secrets that it adds are in no error and no span: %s", ([, transform]) =>
    Effect.gen(function* () {
      const server = yield* RawServer.make(({ headers, index, path }) => {
        const echo = `${path} ${headers["x-gateway-token"]} ${headers["proxy-authorization"]} ${headers["authorization"]}`
        if (index % 2 === 0) return [{ send: `HTTP/1.1 200 OK\r\nbad ${echo}\u0000\r\n\r\n` }, "end"]
        return RawServer.answer({
          status: 403,
          headers: { "request-id": echo },
          body: failure("permission_error", echo)
        })
      })
      const { layer: tracing, spans } = recorder()
      const sent = () => JSON.stringify(server.requests)
      const errors = yield* Effect.forEach(
        calls.flatMap((call) => [call, call]),
        (call) => Effect.flip(call)
      ).pipe(Effect.provide(live(server.url, transform)), Effect.provide(tracing))
      expect(errors.map(({ _tag }) => _tag)).toEqual([
        "ConnectionError",
        "PermissionError",
        "ConnectionError",
        "PermissionError"
      ])
      const shown = `${errors.map((error) => `${String(error)} ${JSON.stringify(error)}`).join()} ${inspect([errors, spans], { depth: 30 })}`
      for (const trace of [secret, btoa(`user:${secret}`)]) expect(shown).not.toContain(trace)
      expect(sent()).toMatch(new RegExp(`${secret}|${btoa(`user:${secret}`)}`))
    }).pipe(Effect.scoped)
  )
})

/** A client that sends a new token with each request. */
const rotating = (next: () => string): Transform =>
  HttpClient.mapRequestEffect((request) => Effect.sync(() => HttpClientRequest.bearerToken(request, next())))

describe.each(names)("each token that transformClient sends over %s is in no error", (client) => {
  const tokens = ["AAAA-first-token-Zq8Xv2Lm5Np7", "BBBB-other-tokn-Wk3Yb6Hc1Jd4"]
  const own: Options = { apiKey: Redacted.make(key), retry: RetryPolicy.make({ maxRetries: 1, baseDelay: 1 }) }

  it.live.each<[string, RawServer.Step | undefined, Options, (next: () => string) => Transform]>([
    [
      "when it gets a new one after a 401",
      undefined,
      { retry: RetryPolicy.none },
      (next) => (http) => {
        const again = rotating(next)(http)
        return HttpClient.transform(again, (first, request) =>
          Effect.flatMap(first, (response) =>
            response.status === 401 ? again.execute(request) : Effect.succeed(response)
          )
        )
      }
    ],
    [
      "when it retries by itself",
      "reset",
      { retry: RetryPolicy.none },
      (next) => flow(rotating(next), HttpClient.retry(Schedule.recurs(1)))
    ],
    ["after a timeout", "stall", { timeout: "100 millis" }, rotating],
    [
      "when it makes a response of its own",
      "reset",
      {},
      (next) =>
        flow(
          rotating(next),
          HttpClient.transformResponse(
            Effect.map(() =>
              HttpClientResponse.fromWeb(
                HttpClientRequest.get("/"),
                new Response(JSON.stringify({ error: `bad ${tokens.join(" ")}` }), { status: 403 })
              )
            )
          )
        )
    ]
  ])("%s", ([, first, options, transform]) =>
    Effect.gen(function* () {
      const answer = RawServer.answer({
        status: 401,
        body: failure("authentication_error", `expired: Bearer ${tokens.join(", Bearer ")}`)
      })
      const server = yield* RawServer.make(({ index }) => (index === 0 && first !== undefined ? [first] : answer))
      let index = 0
      const transformClient = transform(() => tokens[index++] ?? "unused")
      const error = yield* Effect.flip(Models.list()).pipe(
        Effect.provide(ModelsHttp.layer({ ...own, ...options, baseUrl: server.url, transformClient })),
        Effect.provide(clients[client])
      )
      expect(index).toBe(2)
      const shown = `${error.message} ${JSON.stringify(error)} ${inspect(error, { depth: 30 })}`
      expect(shown).toContain("[redacted]")
      for (const token of tokens) expect(shown).not.toContain(token)
    }).pipe(Effect.scoped)
  )

  it.live("when it is a password in the URL", () =>
    Effect.gen(function* () {
      const server = yield* RawServer.make(({ headers }) =>
        RawServer.answer({
          status: 403,
          body: failure("permission_error", `not ${headers["authorization"]} ${tokens[0]}`)
        })
      )
      const transformClient = HttpClient.mapRequest((request) =>
        HttpClientRequest.setUrl(request, request.url.replace("http://", `http://user:${tokens[0]}@`))
      )
      const error = yield* Effect.flip(Models.list()).pipe(
        Effect.provide(ModelsHttp.layer({ ...own, baseUrl: server.url, transformClient })),
        Effect.provide(clients[client])
      )
      expect(`${error.message} ${inspect(error, { depth: 30 })}`).not.toContain(tokens[0])
    }).pipe(Effect.scoped)
  )
})

describe("transformClient", () => {
  it.effect("gets the requests with all headers, and each attempt", () =>
    Effect.gen(function* () {
      const seen: Array<string | undefined> = []
      const { list } = yield* models(make({ status: 503, body: "" }), {
        retry: RetryPolicy.make({ baseDelay: 0 }),
        transformClient: HttpClient.tapRequest((request) =>
          Effect.sync(() => void seen.push(request.headers["x-api-key"]))
        )
      })
      yield* Effect.exit(list())
      expect(seen).toEqual([key, key, key])
    })
  )

  it.effect("can change the request and its URL", () =>
    Effect.gen(function* () {
      const scripted = make({ body: page("a") })
      const { list } = yield* models(scripted, {
        transformClient: HttpClient.mapRequest(
          flow(HttpClientRequest.setHeader("x-team", "search"), HttpClientRequest.setUrlParam("tenant", "t1"))
        )
      })
      yield* list({ limit: 5 })
      expect(scripted.requests).toMatchObject([
        { target: "https://api.anthropic.com/v1/models?limit=5&tenant=t1", headers: { "x-team": "search" } }
      ])
    })
  )

  it.effect("can retry by itself, within an attempt", () =>
    Effect.gen(function* () {
      const scripted = make("refused", { body: page("a") })
      const { list } = yield* models(scripted, {
        retry: RetryPolicy.none,
        transformClient: HttpClient.retry(Schedule.recurs(1))
      })
      expect((yield* list()).data.length).toBe(1)
      expect(scripted.requests.length).toBe(2)
    })
  )

  it.effect("is applied once a layer", () =>
    Effect.gen(function* () {
      let applied = 0
      const { list } = yield* models(make({ body: page() }), {
        transformClient: (client) => {
          applied += 1
          return client
        }
      })
      yield* list()
      yield* list()
      expect(applied).toBe(1)
    })
  )
})
