import { ModelInfo } from "@anthropic-models/core/ModelInfo"
import { ModelPage } from "@anthropic-models/core/ModelPage"
import { RateLimit, RateLimits } from "@anthropic-models/core/RateLimits"
import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
import * as Fault from "@anthropic-models/testing/Fault"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import * as Script from "@anthropic-models/testing/Script"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import { describe, expect, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Equal from "effect/Equal"
import * as Fiber from "effect/Fiber"
import * as Inspectable from "effect/Inspectable"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as TestClock from "effect/TestClock"

const seven = { models: Fixtures.models(7) }
const id = (number: number): string => `claude-test-000${number}`
const healthy = { "x-api-key": "sk-ant-test", "anthropic-version": "2023-06-01" }

interface Sent {
  readonly headers?: Record<string, string>
  readonly method?: "GET" | "POST"
}

const request = (path: string, { headers = healthy, method = "GET" }: Sent = {}) =>
  HttpClient.execute(HttpClientRequest.make(method)(`https://api.anthropic.com${path}`, { headers }))

/** Status and JSON. */
const ask = (path: string, sent?: Sent) =>
  Effect.flatMap(request(path, sent), (response) =>
    Effect.map(response.json, (body) => ({ status: response.status, headers: response.headers, body }))
  )

const idsOf = (body: unknown): ReadonlyArray<string> =>
  Schema.decodeUnknownSync(ModelPage)(body).data.map((model) => model.id)

describe("authentication", () => {
  const key = "sk-ant-right"
  const version = { "anthropic-version": "2023-06-01" }

  it.effect.each<{ name: string; headers: Record<string, string>; status: number }>([
    { name: "no key", headers: version, status: 401 },
    { name: "an empty key", headers: { ...version, "x-api-key": "" }, status: 401 },
    { name: "another key", headers: { ...version, "x-api-key": "sk-ant-wrong" }, status: 401 },
    { name: "another token", headers: { ...version, authorization: "Bearer sk-ant-wrong" }, status: 401 },
    { name: "another scheme", headers: { ...version, authorization: `Basic ${key}` }, status: 401 },
    { name: "the key", headers: { ...version, "x-api-key": key }, status: 200 },
    { name: "the key as a token", headers: { ...version, authorization: `Bearer ${key}` }, status: 200 },
    { name: "the scheme in lower case", headers: { ...version, authorization: `bearer ${key}` }, status: 200 }
  ])("$name: $status", ({ headers, status }) =>
    Effect.gen(function* () {
      const answer = yield* ask("/v1/models", { headers })
      expect(answer.status).toBe(status)
      if (status === 401) {
        expect(answer.body).toMatchObject({ type: "error", error: { type: "authentication_error" } })
        expect(JSON.stringify(answer.body)).not.toContain("sk-ant")
      }
    }).pipe(Effect.provide(FakeAnthropic.layerClient({ ...seven, apiKey: key })))
  )

  it.effect("takes any key where none is fixed", () =>
    Effect.gen(function* () {
      expect((yield* ask("/v1/models")).status).toBe(200)
    }).pipe(Effect.provide(FakeAnthropic.layerClient(seven)))
  )
})

describe("requests that the API refuses", () => {
  it.effect.each<{ name: string; path: string; sent?: Sent; status: number; type: string; says: RegExp }>([
    {
      name: "no version",
      path: "/v1/models",
      sent: { headers: { "x-api-key": "k" } },
      status: 400,
      type: "invalid_request_error",
      says: /anthropic-version: header is required/
    },
    { name: "an unknown route", path: "/v1/model", status: 404, type: "not_found_error", says: /Not Found/ },
    { name: "a path too long", path: "/v1/models/a/b", status: 404, type: "not_found_error", says: /Not Found/ },
    { name: "no id", path: "/v1/models/", status: 404, type: "not_found_error", says: /Not Found/ },
    { name: "a broken escape", path: "/v1/models/%E0%A4%A", status: 404, type: "not_found_error", says: /Not Found/ },
    {
      name: "an unknown model",
      path: "/v1/models/nobody",
      status: 404,
      type: "not_found_error",
      says: /^model: nobody$/
    },
    {
      name: "another method",
      path: "/v1/models",
      sent: { method: "POST" },
      status: 405,
      type: "invalid_request_error",
      says: /Method Not Allowed/
    },
    { name: "limit 0", path: "/v1/models?limit=0", status: 400, type: "invalid_request_error", says: /limit: .* 1$/ },
    { name: "limit 1001", path: "/v1/models?limit=1001", status: 400, type: "invalid_request_error", says: /1000$/ },
    { name: "a word", path: "/v1/models?limit=many", status: 400, type: "invalid_request_error", says: /integer/ },
    { name: "a fraction", path: "/v1/models?limit=1.5", status: 400, type: "invalid_request_error", says: /integer/ },
    { name: "no limit", path: "/v1/models?limit=", status: 400, type: "invalid_request_error", says: /integer/ },
    {
      name: "an unknown cursor",
      path: "/v1/models?before_id=nobody",
      status: 400,
      type: "invalid_request_error",
      says: /before_id: .*"nobody"/
    },
    {
      name: "both cursors",
      path: `/v1/models?before_id=${id(1)}&after_id=${id(2)}`,
      status: 400,
      type: "invalid_request_error",
      says: /after_id, before_id: only one/
    }
  ])("$name: $status", ({ path, says, sent, status, type }) =>
    Effect.gen(function* () {
      const answer = yield* ask(path, sent)
      expect(answer.status).toBe(status)
      expect(answer.headers["content-type"]).toBe("application/json")
      expect(answer.body).toEqual({
        type: "error",
        error: { type, message: expect.stringMatching(says) },
        request_id: answer.headers["request-id"]
      })
    }).pipe(Effect.provide(FakeAnthropic.layerClient(seven)))
  )

  it.effect("are answered another way where it is told to", () =>
    Effect.gen(function* () {
      expect(idsOf((yield* ask(`/v1/models?before_id=${id(1)}&after_id=${id(2)}&limit=0`)).body)).toEqual([id(3)])
      expect(idsOf((yield* ask("/v1/models?before_id=nobody&limit=1")).body)).toEqual([id(1)])
    }).pipe(
      Effect.provide(
        FakeAnthropic.layerClient({
          ...seven,
          assumptions: { bothCursors: "after_id", limitOutOfRange: "clamp", unknownCursor: "ignore" }
        })
      )
    )
  )
})

describe("pages", () => {
  it.effect.each<{ query: string; numbers: ReadonlyArray<number>; has_more: boolean }>([
    { query: "", numbers: [1, 2, 3, 4, 5, 6, 7], has_more: false },
    { query: "?limit=3", numbers: [1, 2, 3], has_more: true },
    { query: `?limit=3&after_id=${id(3)}`, numbers: [4, 5, 6], has_more: true },
    { query: `?limit=3&after_id=${id(6)}`, numbers: [7], has_more: false },
    { query: `?limit=3&before_id=${id(7)}`, numbers: [4, 5, 6], has_more: true },
    { query: `?limit=3&before_id=${id(4)}`, numbers: [1, 2, 3], has_more: false },
    { query: "?beta=true&limit=1", numbers: [1], has_more: true }
  ])("GET /v1/models$query", ({ has_more, numbers, query }) =>
    Effect.gen(function* () {
      const { body, status } = yield* ask(`/v1/models${query}`)
      expect(status).toBe(200)
      expect(idsOf(body)).toEqual(numbers.map(id))
      expect(body).toMatchObject({ has_more, first_id: id(numbers[0] ?? 0), last_id: id(numbers.at(-1) ?? 0) })
    }).pipe(Effect.provide(FakeAnthropic.layerClient(seven)))
  )

  it.effect("have null for ids where they are empty", () =>
    Effect.gen(function* () {
      expect((yield* ask(`/v1/models?after_id=${id(7)}`)).body).toEqual({
        data: [],
        first_id: null,
        last_id: null,
        has_more: false
      })
    }).pipe(Effect.provide(FakeAnthropic.layerClient(seven)))
  )

  it.effect.each<{ query: string; count: number }>([
    { query: "", count: Fixtures.catalogue.length - 1 },
    { query: "&lifecycle[]=retired", count: 1 },
    { query: "&lifecycle%5B%5D=retired", count: 1 },
    { query: "&lifecycle[]=active&lifecycle[]=deprecated&lifecycle[]=retired", count: Fixtures.catalogue.length }
  ])("are filtered by lifecycle: $query", ({ count, query }) =>
    Effect.gen(function* () {
      expect(idsOf((yield* ask(`/v1/models?limit=1000${query}`)).body).length).toBe(count)
    }).pipe(Effect.provide(FakeAnthropic.layerClient()))
  )
})

describe("models", () => {
  it.effect("have every field, null where it is not known, the epoch for an unknown date", () =>
    Effect.gen(function* () {
      expect((yield* ask("/v1/models/bare")).body).toEqual({
        id: "bare",
        type: "model",
        display_name: "bare",
        created_at: "1970-01-01T00:00:00Z",
        capabilities: null,
        deprecated_at: null,
        lifecycle: null,
        line: null,
        max_input_tokens: null,
        max_tokens: null,
        retires_at: null
      })
    }).pipe(
      Effect.provide(FakeAnthropic.layerClient({ models: [Schema.decodeUnknownSync(ModelInfo)({ id: "bare" })] }))
    )
  )

  it.effect.prop("arrive as they were given, one by one and on a page", [Fixtures.arbitraryCatalogue], ([models]) =>
    Effect.gen(function* () {
      for (const model of models) {
        const { body } = yield* ask(`/v1/models/${encodeURIComponent(model.id)}`)
        expect(Equal.equals(Schema.decodeUnknownSync(ModelInfo)(body), model)).toBe(true)
      }
      const { body } = yield* ask("/v1/models?limit=1000")
      const page = Schema.decodeUnknownSync(ModelPage)(body)
      const given = new Map(models.map((model) => [model.id, model]))
      expect(page.data.every((model) => Equal.equals(model, given.get(model.id)))).toBe(true)
    }).pipe(Effect.provide(FakeAnthropic.layerClient({ models })))
  )

  it.effect("are found by alias", () =>
    Effect.gen(function* () {
      expect((yield* ask("/v1/models/claude-sonnet-4-5")).body).toMatchObject({ id: "claude-sonnet-4-5-20250929" })
    }).pipe(Effect.provide(FakeAnthropic.layerClient()))
  )
})

describe("headers of every answer", () => {
  const limits = new RateLimits({
    requests: Option.some(
      new RateLimit({
        limit: Option.some(50),
        remaining: Option.some(0),
        reset: Option.some(DateTime.unsafeMake("2026-02-04T00:00:00Z"))
      })
    ),
    inputTokens: Option.some(new RateLimit({ limit: Option.some(40_000) }))
  })

  it.effect.each<{ name: string; faults: ReadonlyArray<Fault.Fault> }>([
    { name: "a page", faults: [] },
    { name: "an error", faults: [Fault.overloaded()] },
    { name: "a page for people", faults: [Fault.html()] },
    { name: "nothing", faults: [Fault.empty(204)] },
    { name: "a redirect", faults: [Fault.redirect("https://elsewhere.example")] }
  ])("$name", ({ faults }) =>
    Effect.gen(function* () {
      const { headers } = yield* request("/v1/models")
      expect(headers).toMatchObject({
        "request-id": "req_000000000000000000000001",
        "anthropic-ratelimit-requests-limit": "50",
        "anthropic-ratelimit-requests-remaining": "0",
        "anthropic-ratelimit-requests-reset": "2026-02-04T00:00:00.000Z",
        "anthropic-ratelimit-input-tokens-limit": "40000"
      })
      expect(headers).not.toHaveProperty("anthropic-ratelimit-tokens-limit")
      expect(headers).not.toHaveProperty("anthropic-ratelimit-input-tokens-remaining")
    }).pipe(Effect.provide(FakeAnthropic.layerClient({ ...seven, rateLimits: limits, faults })))
  )
})

describe("error faults", () => {
  it.effect.each<{ fault: Fault.Fault; status: number; type: string }>([
    { fault: Fault.invalidRequest(), status: 400, type: "invalid_request_error" },
    { fault: Fault.authentication(), status: 401, type: "authentication_error" },
    { fault: Fault.billing(), status: 402, type: "billing_error" },
    { fault: Fault.permission(), status: 403, type: "permission_error" },
    { fault: Fault.notFound(), status: 404, type: "not_found_error" },
    { fault: Fault.requestTooLarge(), status: 413, type: "request_too_large" },
    { fault: Fault.rateLimit(), status: 429, type: "rate_limit_error" },
    { fault: Fault.api(), status: 500, type: "api_error" },
    { fault: Fault.gatewayTimeout(), status: 504, type: "timeout_error" },
    { fault: Fault.overloaded(), status: 529, type: "overloaded_error" },
    { fault: Fault.error(418, "teapot_error"), status: 418, type: "teapot_error" },
    { fault: Fault.error(200, "overloaded_error"), status: 200, type: "overloaded_error" }
  ])("$status $type", ({ fault, status, type }) =>
    Effect.gen(function* () {
      const answer = yield* ask("/v1/models")
      expect(answer.status).toBe(status)
      expect(answer.body).toEqual({
        type: "error",
        error: { type, message: expect.stringMatching(/./) },
        request_id: answer.headers["request-id"]
      })
    }).pipe(Effect.provide(FakeAnthropic.layerClient({ ...seven, faults: [fault] })))
  )

  it.effect("say their words and their code", () =>
    Effect.gen(function* () {
      expect((yield* ask("/v1/models")).body).toMatchObject({
        error: { type: "billing_error", message: "pay", details: { error_code: "no_money" } }
      })
    }).pipe(
      Effect.provide(
        FakeAnthropic.layerClient({ ...seven, faults: [Fault.billing({ message: "pay", errorCode: "no_money" })] })
      )
    )
  )

  it.effect.each<{ options: Fault.ErrorOptions; headers: Record<string, string> }>([
    { options: {}, headers: {} },
    { options: { retryAfter: 3 }, headers: { "retry-after": "3" } },
    { options: { retryAfter: 0.5 }, headers: { "retry-after": "0.5" } },
    { options: { retryAfter: -1 }, headers: { "retry-after": "-1" } },
    { options: { retryAfter: "soon" }, headers: { "retry-after": "soon" } },
    { options: { retryAfterMs: 1500 }, headers: { "retry-after-ms": "1500" } },
    {
      options: { retryAfterMs: 1500, retryAfter: 60 },
      headers: { "retry-after-ms": "1500", "retry-after": "60" }
    },
    {
      options: { retryAfter: { fromNow: "90 seconds" } },
      headers: { "retry-after": "Thu, 01 Jan 1970 00:01:40 GMT" }
    },
    { options: { retryAfter: { fromNow: "100 millis" } }, headers: { "retry-after": "Thu, 01 Jan 1970 00:00:11 GMT" } },
    { options: { shouldRetry: true }, headers: { "x-should-retry": "true" } },
    { options: { shouldRetry: false }, headers: { "x-should-retry": "false" } }
  ])("say when to come back: $options", ({ headers: expected, options }) =>
    Effect.gen(function* () {
      yield* TestClock.adjust("10 seconds")
      const { headers } = yield* request("/v1/models")
      const told = ["retry-after", "retry-after-ms", "x-should-retry"].filter((name) => name in headers)
      expect(Object.fromEntries(told.map((name) => [name, headers[name]]))).toEqual(expected)
    }).pipe(Effect.provide(FakeAnthropic.layerClient({ ...seven, faults: [Fault.rateLimit(options)] })))
  )
})

describe("faults of the body", () => {
  it.effect.each<{ name: string; fault: Fault.Fault; status: number; type: string | undefined; body: RegExp }>([
    { name: "html", fault: Fault.html(), status: 502, type: "text/html", body: /^<!DOCTYPE html>[^]*502 Bad Gateway/ },
    { name: "html under a 200", fault: Fault.html(200), status: 200, type: "text/html", body: /^<!DOCTYPE html>/ },
    { name: "empty", fault: Fault.empty(), status: 200, type: "application/json", body: /^$/ },
    { name: "no content", fault: Fault.empty(204), status: 204, type: "application/json", body: /^$/ },
    { name: "null", fault: Fault.nullBody, status: 200, type: "application/json", body: /^null$/ },
    {
      name: "openAiList",
      fault: Fault.openAiList,
      status: 200,
      type: "application/json",
      body: /^\{"object":"list","data":\[\{"id":"claude-test-0001","object":"model","created":1767225600,/
    },
    {
      name: "truncatedJson",
      fault: Fault.truncatedJson,
      status: 200,
      type: "application/json",
      body: /^\{"data":\[.*[^}]$/
    },
    {
      name: "invalidModel",
      fault: Fault.invalidModel,
      status: 200,
      type: "application/json",
      body: /claude-test-0001.*"id":7,/
    },
    {
      name: "any",
      fault: Fault.body("{}", { status: 203, contentType: "text/plain" }),
      status: 203,
      type: "text/plain",
      body: /^\{\}$/
    },
    {
      name: "bytes, with headers",
      fault: Fault.body(Uint8Array.of(0x7b, 0x7d), { headers: { "x-cache": "hit" } }),
      status: 200,
      type: "application/json",
      body: /^\{\}$/
    }
  ])("$name", ({ body, fault, status, type }) =>
    Effect.gen(function* () {
      const response = yield* request("/v1/models?limit=2")
      expect(response.status).toBe(status)
      expect(response.headers["content-type"]).toBe(type)
      expect(yield* response.text).toMatch(body)
    }).pipe(Effect.provide(FakeAnthropic.layerClient({ ...seven, faults: [fault] })))
  )

  it.effect("truncated JSON is no JSON", () =>
    Effect.gen(function* () {
      const text = yield* Effect.flatMap(request("/v1/models"), (response) => response.text)
      expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError)
    }).pipe(Effect.provide(FakeAnthropic.layerClient({ ...seven, faults: [Fault.truncatedJson] })))
  )

  it.effect("a redirect tells where to, and the fake's client does not follow it", () =>
    Effect.gen(function* () {
      const response = yield* request("/v1/models")
      expect([response.status, response.headers["location"]]).toEqual([308, "https://elsewhere.example/v1"])
      expect((yield* FakeAnthropic.requests).length).toBe(1)
    }).pipe(
      Effect.provide(
        FakeAnthropic.layerClient({ ...seven, faults: [Fault.redirect("https://elsewhere.example/v1", 308)] })
      )
    )
  )

  it.effect("wrong pages are the same as in memory", () =>
    Effect.gen(function* () {
      const next = `/v1/models?limit=2&after_id=${id(2)}`
      expect((yield* ask(next)).body).toMatchObject({ last_id: id(2), has_more: true, data: [{ id: id(3) }, {}] })
      expect((yield* ask(next)).body).toMatchObject({ first_id: null, last_id: null, has_more: true })
      expect((yield* ask(next)).body).toMatchObject({ data: [], last_id: id(4) })
      expect((yield* ask(next)).body).toMatchObject({ data: [{ id: id(2) }, { id: id(3) }] })
      expect((yield* ask(`/v1/models/${id(1)}`)).body).toMatchObject({ id: id(1) })
    }).pipe(
      Effect.provide(
        FakeAnthropic.layerClient({
          ...seven,
          faults: [Fault.stuckCursor, Fault.missingCursor, Fault.emptyPage, Fault.overlappingPage, Fault.emptyPage]
        })
      )
    )
  )

  it.effect.each([Fault.openAiList, Fault.invalidModel, Fault.emptyPage])(
    "leave the API's own errors as they are: $_tag",
    (fault) =>
      Effect.gen(function* () {
        expect((yield* ask("/v1/models?limit=0")).body).toMatchObject({ error: { type: "invalid_request_error" } })
      }).pipe(Effect.provide(FakeAnthropic.layerClient({ ...seven, faults: [fault] })))
  )
})

const isDone = <A, E>(fiber: Fiber.RuntimeFiber<A, E>) => Effect.map(Fiber.poll(fiber), Option.isSome)

describe("time is the caller's Clock", () => {
  it.effect("latency, of every answer and of a fault", () =>
    Effect.gen(function* () {
      const fiber = yield* Effect.fork(ask("/v1/models"))
      yield* TestClock.adjust("2999 millis")
      expect(yield* isDone(fiber)).toBe(false)
      yield* TestClock.adjust("1 millis")
      expect((yield* Fiber.join(fiber)).status).toBe(200)
    }).pipe(
      Effect.provide(FakeAnthropic.layerClient({ ...seven, latency: "1 second", faults: [Fault.latency("2 seconds")] }))
    )
  )

  it.effect("a slow body arrives whole, in its time", () =>
    Effect.gen(function* () {
      const response = yield* request("/v1/models")
      const fiber = yield* Effect.fork(response.json)
      yield* TestClock.adjust("9 seconds")
      expect(yield* isDone(fiber)).toBe(false)
      yield* TestClock.adjust("1 seconds")
      expect(idsOf(yield* Fiber.join(fiber)).length).toBe(7)
    }).pipe(Effect.provide(FakeAnthropic.layerClient({ ...seven, faults: [Fault.slowBody("10 seconds")] })))
  )

  it.effect.each([
    { fault: Fault.stalledBody, head: true },
    { fault: Fault.noAnswer, head: false }
  ])("$fault._tag never ends, and can be given up", ({ fault, head }) =>
    Effect.gen(function* () {
      const fiber = yield* request("/v1/models").pipe(
        Effect.tap(() => Effect.sync(() => expect(head).toBe(true))),
        Effect.flatMap((response) => response.text),
        Effect.timeoutOption("1 hour"),
        Effect.fork
      )
      yield* TestClock.adjust("1 hour")
      expect(yield* Fiber.join(fiber)).toEqual(Option.none())
    }).pipe(Effect.provide(FakeAnthropic.layerClient({ ...seven, faults: [fault] })))
  )
})

describe("what needs a socket", () => {
  const says =
    /"(?:CutBody|Reset|Bytes)", which acts on a socket, and only FakeAnthropicNode\.layer has sockets at hand; use/

  it.effect.each([Fault.cutBody(), Fault.reset, Fault.bytes("not HTTP")])(
    "$_tag is refused in process, and says so",
    (fault) =>
      Effect.gen(function* () {
        for (const faults of [[fault], Script.when(FakeAnthropic.onPage(2), Script.always(fault))]) {
          const cause = yield* Effect.flip(
            Effect.sandbox(Effect.provide(Effect.void, FakeAnthropic.layerClient({ faults })))
          )
          expect(Cause.isDieType(cause)).toBe(true)
          expect(Cause.pretty(cause)).toMatch(says)
        }
      })
  )

  it.effect("so is a change to it, and a script that hid it", () =>
    Effect.gen(function* () {
      const fake = yield* FakeAnthropic.FakeAnthropic
      const change = yield* Effect.flip(Effect.sandbox(fake.setFaults([Fault.reset])))
      expect(Cause.pretty(change)).toMatch(says)
      yield* fake.setFaults({ ...Script.always(Fault.reset), actions: [] })
      const cause = yield* Effect.flip(Effect.sandbox(request("/v1/models")))
      expect(Cause.pretty(cause)).toMatch(/Reset acts on a socket, and only FakeAnthropicNode\.layer/)
    }).pipe(Effect.provide(FakeAnthropic.layerClient(seven)))
  )
})

describe("scripts", () => {
  it.effect("match by what was asked", () =>
    Effect.gen(function* () {
      const statuses = yield* Effect.forEach(
        ["?limit=3", `?limit=3&after_id=${id(3)}`, `/${id(1)}`, `?limit=3&after_id=${id(3)}`],
        (path) => Effect.map(request(`/v1/models${path}`), (response) => response.status)
      )
      expect(statuses).toEqual([200, 529, 429, 200])
    }).pipe(
      Effect.provide(
        FakeAnthropic.layerClient({
          ...seven,
          faults: Script.firstOf(
            Script.when(FakeAnthropic.onPage(2), Script.times(1, Fault.overloaded())),
            Script.when((request) => request.path.endsWith(id(1)), Script.always(Fault.rateLimit()))
          )
        })
      )
    )
  )

  it.effect("at random are the same in every run", () =>
    Effect.gen(function* () {
      const run = Effect.forEach(Array.from({ length: 30 }), () => request("/v1/models")).pipe(
        Effect.map((responses) => responses.map((response) => response.status)),
        Effect.provide(
          FakeAnthropic.layerClient({
            ...seven,
            faults: Script.random({
              seed: 7,
              probability: 0.5,
              actions: [Fault.overloaded(), Fault.api()],
              maxInARow: 2
            })
          })
        )
      )
      const [first, second] = [yield* run, yield* run]
      expect(first).toEqual(second)
      expect(new Set(first)).toEqual(new Set([200, 500, 529]))
    })
  )

  it.effect("can be changed while the test runs, as can the models", () =>
    Effect.gen(function* () {
      const fake = yield* FakeAnthropic.FakeAnthropic
      yield* fake.setFaults([Fault.overloaded()])
      yield* fake.setModels([Fixtures.model({ id: "claude-new" })], { latest: "claude-new" })
      expect((yield* ask("/v1/models/latest")).status).toBe(529)
      expect((yield* ask("/v1/models/latest")).body).toMatchObject({ id: "claude-new" })
    }).pipe(Effect.provide(FakeAnthropic.layerClient(seven)))
  )
})

describe("the log", () => {
  it.effect("tells what was asked, and what became of it", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("5 seconds")
      const headers = { ...healthy, "anthropic-beta": "context-1m-2025-08-07, fast-mode-2026-02-01" }
      yield* request(`/v1/models?limit=3&after_id=${id(3)}&lifecycle[]=active`, { headers })
      yield* request("/v1/models/a%2Fb", { headers: { authorization: "Bearer sk-ant-secret" } })
      const [first, second] = yield* FakeAnthropic.requests
      expect(first).toMatchObject({
        number: 1,
        at: 5000,
        requestId: "req_000000000000000000000001",
        method: "GET",
        path: "/v1/models",
        query: [
          ["limit", "3"],
          ["after_id", id(3)],
          ["lifecycle[]", "active"]
        ],
        headers: { "anthropic-version": "2023-06-01" },
        betas: ["context-1m-2025-08-07", "fast-mode-2026-02-01"],
        page: 2,
        fault: Fault.overloaded(),
        status: 529
      })
      expect(second).toMatchObject({
        number: 2,
        path: "/v1/models/a%2Fb",
        betas: [],
        page: 0,
        fault: Fault.none,
        status: 400
      })
    }).pipe(Effect.provide(FakeAnthropic.layerClient({ ...seven, faults: [Fault.overloaded()] })))
  )

  it.effect("shows no key, and holds it for who asks", () =>
    Effect.gen(function* () {
      yield* request("/v1/models", { headers: { ...healthy, authorization: "Bearer sk-ant-other" } })
      const log = yield* FakeAnthropic.requests
      expect(JSON.stringify(log) + Inspectable.format(log)).not.toContain("sk-ant")
      const [key, token] = [log[0]?.headers["x-api-key"], log[0]?.headers["authorization"]]
      expect(Redacted.isRedacted(key) && Redacted.value(key)).toBe("sk-ant-test")
      expect(Redacted.isRedacted(token) && Redacted.value(token)).toBe("Bearer sk-ant-other")
    }).pipe(Effect.provide(FakeAnthropic.layerClient(seven)))
  )

  it.effect("holds requests that get no answer", () =>
    Effect.gen(function* () {
      const fiber = yield* Effect.fork(request("/v1/models"))
      yield* Effect.flatMap(FakeAnthropic.FakeAnthropic, (fake) => fake.awaitRequests(1))
      yield* Fiber.interrupt(fiber)
      expect(yield* FakeAnthropic.requests).toMatchObject([{ fault: Fault.noAnswer, status: undefined }])
    }).pipe(Effect.provide(FakeAnthropic.layerClient({ ...seven, faults: [Fault.noAnswer] })))
  )
})

describe("a request that cannot be sent", () => {
  it.effect("is an error of the client, as with any other", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(request("/v1/models", { headers: { "x-api-key": "two\nlines" } }))
      expect(error).toMatchObject({ _tag: "RequestError", reason: "Transport" })
    }).pipe(Effect.provide(FakeAnthropic.layerClient(seven)))
  )
})
