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
import * as Duration from "effect/Duration"
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
    {
      name: "the key as a token, beside an empty one",
      headers: { ...version, "x-api-key": "", authorization: `Bearer ${key}` },
      status: 200
    },
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
      name: "an unknown lifecycle",
      path: "/v1/models?lifecycle[]=bogus",
      status: 400,
      type: "invalid_request_error",
      says: /lifecycle: Input should be 'active', 'deprecated' or 'retired'/
    },
    {
      name: "an empty lifecycle",
      path: "/v1/models?lifecycle[]=",
      status: 400,
      type: "invalid_request_error",
      says: /lifecycle: Input should be/
    },
    {
      name: "four lifecycles",
      path: `/v1/models?${"lifecycle[]=active&".repeat(4)}`,
      status: 400,
      type: "invalid_request_error",
      says: /lifecycle: .* at most 3 items/
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
      expect(idsOf((yield* ask("/v1/models?lifecycle[]=bogus")).body)).toEqual([])
      expect((yield* FakeAnthropic.requests).map(({ page }) => page)).toEqual([3, 1, 1])
    }).pipe(
      Effect.provide(
        FakeAnthropic.layerClient({
          ...seven,
          assumptions: {
            bothCursors: "after_id",
            limitOutOfRange: "clamp",
            unknownCursor: "ignore",
            unknownLifecycle: "compare"
          }
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

  it.effect("are numbered among the models that are listed", () =>
    Effect.gen(function* () {
      const first = yield* ask("/v1/models?limit=2")
      yield* ask(`/v1/models?limit=2&after_id=${idsOf(first.body)[1]}`)
      expect((yield* FakeAnthropic.requests).map(({ page }) => page)).toEqual([1, 2])
    }).pipe(
      Effect.provide(
        FakeAnthropic.layerClient({
          models: [Fixtures.model({ id: "retired", lifecycle: "retired" }), ...Fixtures.models(4)]
        })
      )
    )
  )

  it.effect.each<{ query: string; count: number }>([
    { query: "", count: Fixtures.catalogue.length - 1 },
    { query: "&lifecycle=retired", count: Fixtures.catalogue.length - 1 },
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
  it.effect("have every field but a lifecycle, null where it is not known, the epoch for an unknown date", () =>
    Effect.gen(function* () {
      expect((yield* ask("/v1/models/bare")).body).toEqual({
        id: "bare",
        type: "model",
        display_name: "bare",
        created_at: "1970-01-01T00:00:00Z",
        capabilities: null,
        deprecated_at: null,
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
      const { data } = Schema.decodeUnknownSync(ModelPage)(body)
      expect(data.map((model) => model.id)).toEqual(models.map((model) => model.id))
      expect(data.filter((model, index) => !Equal.equals(model, models[index]))).toEqual([])
    }).pipe(Effect.provide(FakeAnthropic.layerClient({ models })))
  )

  it.effect("have dates without a fraction where there is none", () =>
    Effect.gen(function* () {
      expect((yield* ask("/v1/models/dated")).body).toMatchObject({
        created_at: "2026-02-04T00:00:00Z",
        deprecated_at: "2026-02-04T00:00:00.250Z",
        retires_at: "2026-02-04T10:00:00Z"
      })
    }).pipe(
      Effect.provide(
        FakeAnthropic.layerClient({
          models: [
            Fixtures.model({
              id: "dated",
              created_at: "2026-02-04T00:00:00.000Z",
              deprecated_at: "2026-02-04T00:00:00.25Z",
              retires_at: "2026-02-04T12:00:00+02:00"
            })
          ]
        })
      )
    )
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
    { name: "a body", faults: [Fault.body("{}")] },
    { name: "an altered page", faults: [Fault.idsOnly] },
    { name: "nothing", faults: [Fault.empty(204)] },
    { name: "a redirect", faults: [Fault.redirect("https://elsewhere.example")] }
  ])("$name", ({ faults }) =>
    Effect.gen(function* () {
      const { headers } = yield* request("/v1/models")
      expect(headers).toMatchObject({
        "request-id": "req_000000000000000000000001",
        "anthropic-ratelimit-requests-limit": "50",
        "anthropic-ratelimit-requests-remaining": "0",
        "anthropic-ratelimit-requests-reset": "2026-02-04T00:00:00Z",
        "anthropic-ratelimit-input-tokens-limit": "40000"
      })
      expect(headers).not.toHaveProperty("anthropic-ratelimit-tokens-limit")
      expect(headers).not.toHaveProperty("anthropic-ratelimit-input-tokens-remaining")
    }).pipe(Effect.provide(FakeAnthropic.layerClient({ ...seven, rateLimits: limits, faults })))
  )
})

describe("headers that a test says", () => {
  const limited: FakeAnthropic.Options = {
    ...seven,
    rateLimits: { requests: { limit: 50, reset: "2026-02-04T00:00:00Z" }, inputTokens: { remaining: 7 } }
  }
  const ours = ["content-type", "request-id", "anthropic-ratelimit-requests-limit", "via", "retry-after"]

  it.effect.each<{ name: string; fault: Fault.Fault; headers: Record<string, string> }>([
    {
      name: "none",
      fault: Fault.none,
      headers: {
        "content-type": "application/json",
        "request-id": "req_000000000000000000000001",
        "anthropic-ratelimit-requests-limit": "50"
      }
    },
    { name: "a page for people has none of the API's", fault: Fault.html(), headers: { "content-type": "text/html" } },
    {
      name: "nor has what a proxy sends",
      fault: Fault.body("{}", { from: "proxy", headers: { via: "1.1 proxy" } }),
      headers: { "content-type": "application/json", via: "1.1 proxy" }
    },
    {
      name: "those of a body win, whatever their case",
      fault: Fault.body("hi", { headers: { "Content-Type": "text/plain", "Request-Id": "req_own" } }),
      headers: { "content-type": "text/plain", "request-id": "req_own", "anthropic-ratelimit-requests-limit": "50" }
    },
    {
      name: "those of an error win, and null leaves one out",
      fault: Fault.rateLimit({
        retryAfter: 3,
        headers: { "Request-Id": null, "anthropic-ratelimit-requests-limit": "5", via: "1.1 proxy" }
      }),
      headers: {
        "content-type": "application/json",
        "anthropic-ratelimit-requests-limit": "5",
        via: "1.1 proxy",
        "retry-after": "3"
      }
    },
    {
      name: "a right answer loses its type and its id",
      fault: Fault.altered({ headers: { "content-type": null, "request-id": null } }),
      headers: { "anthropic-ratelimit-requests-limit": "50" }
    },
    {
      name: "JSON is sent as text",
      fault: Fault.altered({ contentType: "text/plain", from: "proxy" }),
      headers: { "content-type": "text/plain" }
    }
  ])("$name", ({ fault, headers: expected }) =>
    Effect.gen(function* () {
      const { headers } = yield* request("/v1/models")
      const told = ours.filter((name) => name in headers)
      expect(Object.fromEntries(told.map((name) => [name, headers[name]]))).toEqual(expected)
    }).pipe(Effect.provide(FakeAnthropic.layerClient({ ...limited, faults: [fault] })))
  )

  it.effect("the body of an error has the id that its headers leave out", () =>
    Effect.gen(function* () {
      const { body, headers } = yield* ask("/v1/models")
      expect(headers).not.toHaveProperty("request-id")
      expect(body).toMatchObject({ request_id: "req_000000000000000000000001" })
    }).pipe(
      Effect.provide(
        FakeAnthropic.layerClient({ ...seven, faults: [Fault.overloaded({ headers: { "request-id": null } })] })
      )
    )
  )

  it.effect("rate limits may be written plainly", () =>
    Effect.gen(function* () {
      expect((yield* request("/v1/models")).headers).toMatchObject({
        "anthropic-ratelimit-requests-limit": "50",
        "anthropic-ratelimit-requests-reset": "2026-02-04T00:00:00Z",
        "anthropic-ratelimit-input-tokens-remaining": "7"
      })
    }).pipe(Effect.provide(FakeAnthropic.layerClient(limited)))
  )
})

describe("altered answers", () => {
  const respond = (fault: Fault.Fault) =>
    Effect.provide(
      Effect.all([ask("/v1/models?limit=2"), ask(`/v1/models/${id(1)}`), ask("/v1/models/nobody")]),
      FakeAnthropic.layerClient({ ...seven, faults: Script.always(fault) })
    )

  it.effect.each<{ name: string; fault: Fault.Fault; page: unknown; model: unknown }>([
    {
      name: "ids alone",
      fault: Fault.idsOnly,
      page: { data: [{ id: id(1) }, { id: id(2) }], first_id: id(1), last_id: id(2), has_more: true },
      model: { id: id(1) }
    },
    {
      name: "an older API, and a bare page",
      fault: Fault.altered({ model: ({ id, type }) => ({ id, type }), page: ({ data }) => ({ data }) }),
      page: {
        data: [
          { id: id(1), type: "model" },
          { id: id(2), type: "model" }
        ]
      },
      model: { id: id(1), type: "model" }
    },
    {
      name: "another shape",
      fault: Fault.openAiList,
      page: {
        object: "list",
        data: [
          { id: id(1), object: "model", created: 1_767_225_600, owned_by: "anthropic" },
          { id: id(2), object: "model", created: 1_767_225_540, owned_by: "anthropic" }
        ]
      },
      model: { id: id(1), object: "model", created: 1_767_225_600, owned_by: "anthropic" }
    },
    {
      name: "a model told its place",
      fault: Fault.altered({ model: (_, index, all) => [index, all.length] }),
      page: {
        data: [
          [0, 2],
          [1, 2]
        ],
        first_id: id(1),
        last_id: id(2),
        has_more: true
      },
      model: [0, 1]
    }
  ])("$name", ({ fault, model, page }) =>
    Effect.gen(function* () {
      const [list, one, none] = yield* respond(fault)
      expect(list.body).toEqual(page)
      expect(one.body).toEqual(model)
      expect(none.body).toMatchObject({ error: { type: "not_found_error" } })
    })
  )

  it.effect("the last model is invalid, or the only one", () =>
    Effect.gen(function* () {
      const [list, one] = yield* respond(Fault.invalidModel)
      expect(list.body).toMatchObject({ data: [{ id: id(1) }, { id: 7, display_name: "Claude Test 0002" }] })
      expect(one.body).toMatchObject({ id: 7, display_name: "Claude Test 0001" })
    })
  )

  it.effect("have the status that they are given", () =>
    Effect.gen(function* () {
      const [list, , none] = yield* respond(Fault.altered({ status: 203 }))
      expect([list.status, none.status]).toEqual([203, 404])
    })
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
    { options: { retryAfter: Duration.millis(1500) }, headers: { "retry-after": "1.5" } },
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
    {
      name: "html of another status",
      fault: Fault.html(503),
      status: 503,
      type: "text/html",
      body: /<h1>503 Service Unavailable<\/h1>/
    },
    { name: "html of an odd status", fault: Fault.html(520), status: 520, type: "text/html", body: /<h1>520 Error</ },
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

  it.effect.each([
    { name: "openAiList", fault: Fault.openAiList },
    { name: "invalidModel", fault: Fault.invalidModel },
    { name: "emptyPage", fault: Fault.emptyPage }
  ])("leave the API's own errors as they are: $name", ({ fault }) =>
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

  it.effect("a fault that comes late, and a date that is told from then on", () =>
    Effect.gen(function* () {
      const fiber = yield* Effect.fork(ask("/v1/models"))
      yield* FakeAnthropic.awaitRequests(1)
      yield* TestClock.adjust("59 seconds")
      expect(yield* isDone(fiber)).toBe(false)
      yield* TestClock.adjust("1 seconds")
      const { headers, status } = yield* Fiber.join(fiber)
      expect([status, headers["retry-after"]]).toEqual([429, "Thu, 01 Jan 1970 00:01:30 GMT"])
      const late = Fault.after("50 seconds", Fault.rateLimit({ retryAfter: { fromNow: "30 seconds" } }))
      expect(yield* FakeAnthropic.requests).toEqual([expect.objectContaining({ fault: late, status: 429 })])
    }).pipe(
      Effect.provide(
        FakeAnthropic.layerClient({
          ...seven,
          latency: "10 seconds",
          faults: [
            Fault.after(
              "20 seconds",
              Fault.after("30 seconds", Fault.rateLimit({ retryAfter: { fromNow: "30 seconds" } }))
            )
          ]
        })
      )
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
      yield* FakeAnthropic.setFaults([Fault.overloaded()])
      yield* FakeAnthropic.setModels([Fixtures.model({ id: "claude-new" })], { latest: "claude-new" })
      expect((yield* ask("/v1/models/latest")).status).toBe(529)
      expect((yield* ask("/v1/models/latest")).body).toMatchObject({ id: "claude-new" })
      yield* FakeAnthropic.setModels([Fixtures.model({ id: "claude-new", max_tokens: 7 }), ...Fixtures.models(1)])
      expect((yield* ask("/v1/models/latest")).body).toMatchObject({ id: "claude-new", max_tokens: 7 })
      yield* FakeAnthropic.setModels(Fixtures.models(1))
      expect((yield* ask("/v1/models/latest")).status).toBe(404)
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
      const others = [
        "cookie",
        "proxy-authorization",
        "x-gateway-token",
        "x-client-secret",
        "ocp-apim-subscription-key"
      ]
      yield* request("/v1/models", {
        headers: {
          ...healthy,
          authorization: "Bearer sk-ant-other",
          ...Object.fromEntries(others.map((name) => [name, "sk-ant-third"]))
        }
      })
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
      yield* FakeAnthropic.awaitRequests(1)
      yield* Fiber.interrupt(fiber)
      expect(yield* FakeAnthropic.requests).toMatchObject([{ fault: Fault.noAnswer, status: undefined }])
    }).pipe(Effect.provide(FakeAnthropic.layerClient({ ...seven, faults: [Fault.noAnswer] })))
  )
})

describe("a request in process", () => {
  it.effect("goes to any origin, without what is behind a #", () =>
    Effect.gen(function* () {
      const response = yield* HttpClient.get("http://gateway.example:8080/v1/models?limit=2#top", { headers: healthy })
      expect(idsOf(yield* response.json)).toEqual([id(1), id(2)])
      expect((yield* FakeAnthropic.requests)[0]).toMatchObject({ path: "/v1/models", query: [["limit", "2"]] })
      expect((yield* HttpClient.get("http://gateway.example/v1/models#top", { headers: healthy })).status).toBe(200)
    }).pipe(Effect.provide(FakeAnthropic.layerClient(seven)))
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
