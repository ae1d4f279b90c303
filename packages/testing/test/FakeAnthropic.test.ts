/** The API in process, by its requests and answers. */
import { ModelInfo } from "@anthropic-models/core/ModelInfo"
import { ModelPage } from "@anthropic-models/core/ModelPage"
import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
import * as Fault from "@anthropic-models/testing/Fault"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import * as Script from "@anthropic-models/testing/Script"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import { describe, expect, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
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
const version = { "anthropic-version": "2023-06-01" }
const healthy = { ...version, "x-api-key": "sk-ant-test" }
const firstRequestId = "req_000000000000000000000001"

interface Sent {
  readonly headers?: Record<string, string>
  readonly method?: "GET" | "POST"
}

const request = (path: string, { headers = healthy, method = "GET" }: Sent = {}) =>
  HttpClient.execute(HttpClientRequest.make(method)(`https://api.anthropic.com${path}`, { headers }))

const ask = (path: string, sent?: Sent) =>
  Effect.flatMap(request(path, sent), ({ headers, json, status }) =>
    Effect.map(json, (body) => ({ status, headers, body }))
  )

const idsOf = (body: unknown): ReadonlyArray<string> =>
  Schema.decodeUnknownSync(ModelPage)(body).data.map((model) => model.id)

const isDone = <A, E>(fiber: Fiber.RuntimeFiber<A, E>) => Effect.map(Fiber.poll(fiber), Option.isSome)

describe("authentication", () => {
  const key = "sk-ant-right"

  it.effect.each<{ name: string; headers: Record<string, string>; status: number }>([
    { name: "no key", headers: {}, status: 401 },
    { name: "an empty key", headers: { "x-api-key": "" }, status: 401 },
    { name: "another key", headers: { "x-api-key": "sk-ant-wrong" }, status: 401 },
    { name: "another token", headers: { authorization: "Bearer sk-ant-wrong" }, status: 401 },
    { name: "another scheme", headers: { authorization: `Basic ${key}` }, status: 401 },
    { name: "the key", headers: { "x-api-key": key }, status: 200 },
    { name: "the key as a token", headers: { authorization: `Bearer ${key}` }, status: 200 },
    { name: "the scheme in lower case", headers: { authorization: `bearer ${key}` }, status: 200 },
    { name: "an empty key and a token", headers: { "x-api-key": "", authorization: `Bearer ${key}` }, status: 200 }
  ])("answers $name with $status", ({ headers, status }) =>
    Effect.gen(function* () {
      const answer = yield* ask("/v1/models", { headers: { ...version, ...headers } })
      expect(answer.status).toBe(status)
      if (status === 401) {
        expect(answer.body).toMatchObject({ type: "error", error: { type: "authentication_error" } })
        expect(JSON.stringify(answer.body)).not.toContain("sk-ant")
      }
    }).pipe(Effect.provide(FakeAnthropic.layerClient({ ...seven, apiKey: key })))
  )

  it.effect("accepts any key by default", () =>
    Effect.gen(function* () {
      expect((yield* request("/v1/models")).status).toBe(200)
    }).pipe(Effect.provide(FakeAnthropic.layerClient()))
  )
})

describe("requests that the API refuses", () => {
  it.effect.each<{ path: string; status: number; type: string; message: RegExp; sent?: Sent }>([
    {
      path: "/v1/models",
      sent: { headers: { "x-api-key": "k" } },
      status: 400,
      type: "invalid_request_error",
      message: /anthropic-version: header is required/
    },
    { path: "/v1/model", status: 404, type: "not_found_error", message: /Not Found/ },
    { path: "/v1/models/a/b", status: 404, type: "not_found_error", message: /Not Found/ },
    { path: "/v1/models/", status: 404, type: "not_found_error", message: /Not Found/ },
    { path: "/v1/models/%E0%A4%A", status: 404, type: "not_found_error", message: /Not Found/ },
    { path: "/v1/models/nobody", status: 404, type: "not_found_error", message: /^model: nobody$/ },
    {
      path: "/v1/models",
      sent: { method: "POST" },
      status: 405,
      type: "invalid_request_error",
      message: /Method Not Allowed/
    },
    { path: "/v1/models?limit=0", status: 400, type: "invalid_request_error", message: /limit: .* 1$/ },
    { path: "/v1/models?limit=1001", status: 400, type: "invalid_request_error", message: /limit: .* 1000$/ },
    { path: "/v1/models?limit=many", status: 400, type: "invalid_request_error", message: /valid integer/ },
    { path: "/v1/models?limit=", status: 400, type: "invalid_request_error", message: /valid integer/ },
    { path: "/v1/models?before_id=nobody", status: 400, type: "invalid_request_error", message: /before_id: .*nobody/ },
    { path: "/v1/models?lifecycle[]=bogus", status: 400, type: "invalid_request_error", message: /lifecycle: Input/ },
    { path: "/v1/models?lifecycle[]=", status: 400, type: "invalid_request_error", message: /lifecycle: Input/ },
    {
      path: `/v1/models?before_id=${id(1)}&after_id=${id(2)}`,
      status: 400,
      type: "invalid_request_error",
      message: /after_id, before_id: only one/
    }
  ])("answers $path with $status", ({ message, path, sent, status, type }) =>
    Effect.gen(function* () {
      const answer = yield* ask(path, sent)
      expect(answer.status).toBe(status)
      expect(answer.headers["content-type"]).toBe("application/json")
      expect(answer.body).toEqual({
        type: "error",
        error: { type, message: expect.stringMatching(message) },
        request_id: answer.headers["request-id"]
      })
    }).pipe(Effect.provide(FakeAnthropic.layerClient(seven)))
  )

  it.effect("are answered if the assumptions say so", () =>
    Effect.gen(function* () {
      expect(idsOf((yield* ask(`/v1/models?before_id=${id(1)}&after_id=${id(2)}&limit=0`)).body)).toEqual([id(3)])
      expect((yield* FakeAnthropic.requests).map(({ page }) => page)).toEqual([3])
    }).pipe(
      Effect.provide(
        FakeAnthropic.layerClient({ ...seven, assumptions: { bothCursors: "after_id", limitOutOfRange: "clamp" } })
      )
    )
  )
})

describe("answers of the API", () => {
  it.effect.each<{ query: string; numbers: ReadonlyArray<number>; has_more: boolean }>([
    { query: "", numbers: [1, 2, 3, 4, 5, 6, 7], has_more: false },
    { query: "?limit=3", numbers: [1, 2, 3], has_more: true },
    { query: `?limit=3&after_id=${id(6)}`, numbers: [7], has_more: false },
    { query: `?limit=3&before_id=${id(7)}`, numbers: [4, 5, 6], has_more: true },
    { query: `?limit=3&before_id=${id(4)}`, numbers: [1, 2, 3], has_more: false },
    { query: "?beta=true&limit=1", numbers: [1], has_more: true }
  ])("list a page for /v1/models$query", ({ has_more, numbers, query }) =>
    Effect.gen(function* () {
      const { body } = yield* ask(`/v1/models${query}`)
      expect(idsOf(body)).toEqual(numbers.map(id))
      expect(body).toMatchObject({ has_more, first_id: id(numbers[0] ?? 0), last_id: id(numbers.at(-1) ?? 0) })
    }).pipe(Effect.provide(FakeAnthropic.layerClient({ models: seven.models.toReversed() })))
  )

  it.effect("have null ids on an empty page", () =>
    Effect.gen(function* () {
      const { body } = yield* ask(`/v1/models?after_id=${id(7)}`)
      expect(body).toEqual({ data: [], first_id: null, last_id: null, has_more: false })
    }).pipe(Effect.provide(FakeAnthropic.layerClient(seven)))
  )

  it.effect.each<{ query: string; count: number }>([
    { query: "", count: 46 },
    { query: "&lifecycle=retired", count: 46 },
    { query: "&lifecycle%5B%5D=retired", count: 1 },
    { query: "&lifecycle[]=active&lifecycle[]=deprecated&lifecycle[]=retired", count: 47 }
  ])("are filtered by lifecycle: $query", ({ count, query }) =>
    Effect.gen(function* () {
      expect(idsOf((yield* ask(`/v1/models?limit=1000${query}`)).body).length).toBe(count)
    }).pipe(Effect.provide(FakeAnthropic.layerClient()))
  )

  it.effect("have every field of a model, null for unknown, and the epoch for an unknown date", () =>
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

  it.effect("find a model by alias", () =>
    Effect.gen(function* () {
      expect((yield* ask("/v1/models/claude-sonnet-4-5")).body).toMatchObject({ id: "claude-sonnet-4-5-20250929" })
    }).pipe(Effect.provide(FakeAnthropic.layerClient()))
  )

  it.effect.prop(
    "are equal to the models, one by one and on a page",
    [Fixtures.arbitraryCatalogue],
    ([models]) =>
      Effect.gen(function* () {
        const { data } = Schema.decodeUnknownSync(ModelPage)((yield* ask("/v1/models?limit=1000")).body)
        expect(data.map((model, index) => Equal.equals(model, models[index]))).toEqual(models.map(() => true))
        for (const model of models.slice(0, 2)) {
          const { body } = yield* ask(`/v1/models/${encodeURIComponent(model.id)}`)
          expect(Equal.equals(Schema.decodeUnknownSync(ModelInfo)(body), model)).toBe(true)
        }
      }).pipe(Effect.provide(FakeAnthropic.layerClient({ models }))),
    { fastCheck: { seed: 1, numRuns: 10 } }
  )
})

describe("headers", () => {
  const limited: FakeAnthropic.Options = {
    ...seven,
    rateLimits: { requests: { limit: 50, remaining: 0, reset: "2026-02-04T00:00:00Z" }, inputTokens: { limit: 40_000 } }
  }

  it.effect.each<{ name: string; fault: Fault.Fault }>([
    { name: "a page", fault: Fault.none },
    { name: "an error", fault: Fault.overloaded() },
    { name: "a body", fault: Fault.body("{}") },
    { name: "an altered page", fault: Fault.gateway("ids-only") }
  ])("of $name name the request and the rate limits", ({ fault }) =>
    Effect.gen(function* () {
      const { headers } = yield* request("/v1/models")
      expect(headers).toMatchObject({
        "request-id": firstRequestId,
        "anthropic-ratelimit-requests-limit": "50",
        "anthropic-ratelimit-requests-remaining": "0",
        "anthropic-ratelimit-requests-reset": "2026-02-04T00:00:00Z",
        "anthropic-ratelimit-input-tokens-limit": "40000"
      })
      expect(headers).not.toHaveProperty("anthropic-ratelimit-tokens-limit")
    }).pipe(Effect.provide(FakeAnthropic.layerClient({ ...limited, faults: [fault] })))
  )

  it.effect.each<{ name: string; fault: Fault.Fault; headers: Record<string, string> }>([
    { name: "a proxy has none of the API's", fault: Fault.html(), headers: { "content-type": "text/html" } },
    {
      name: "a gateway has its own request id",
      fault: Fault.gatewayError(500, "text"),
      headers: { "content-type": "text/plain", "x-request-id": firstRequestId }
    },
    {
      name: "null leaves one out, others replace",
      fault: Fault.overloaded({
        headers: { "Request-Id": null, "anthropic-ratelimit-requests-limit": "7", via: "1.1 proxy" }
      }),
      headers: { "content-type": "application/json", "anthropic-ratelimit-requests-limit": "7", via: "1.1 proxy" }
    },
    {
      name: "several values are joined in process",
      fault: Fault.body("{}", { from: "proxy", headers: { "Retry-After": ["0.3", "0.3"] } }),
      headers: { "content-type": "application/json", "retry-after": "0.3, 0.3" }
    }
  ])("of $name", ({ fault, headers: expected }) =>
    Effect.gen(function* () {
      const { headers } = yield* request("/v1/models")
      const seen = [
        "content-type",
        "request-id",
        "x-request-id",
        "anthropic-ratelimit-requests-limit",
        "via",
        "retry-after"
      ]
      expect(Object.fromEntries(seen.flatMap((name) => (headers[name] ? [[name, headers[name]]] : [])))).toEqual(
        expected
      )
    }).pipe(Effect.provide(FakeAnthropic.layerClient({ ...limited, faults: [fault] })))
  )

  it.effect.each<{ options: Fault.ErrorOptions; headers: Record<string, string> }>([
    { options: {}, headers: {} },
    { options: { retryAfter: 0.5 }, headers: { "retry-after": "0.5" } },
    { options: { retryAfter: "2 minutes" }, headers: { "retry-after": "120" } },
    { options: { retryAfter: Duration.seconds(3) }, headers: { "retry-after": "3" } },
    { options: { retryAfter: "soon" }, headers: { "retry-after": "soon" } },
    { options: { retryAfterMs: 1500 }, headers: { "retry-after-ms": "1500" } },
    { options: { shouldRetry: false }, headers: { "x-should-retry": "false" } },
    {
      options: { retryAfter: { fromNow: "1500 millis" } },
      headers: { "retry-after": "Thu, 01 Jan 1970 00:00:02 GMT" }
    }
  ])("of a 429 say when to come back: $options", ({ headers: expected, options }) =>
    Effect.gen(function* () {
      const { headers, status } = yield* request("/v1/models")
      expect(status).toBe(429)
      const seen = ["retry-after", "retry-after-ms", "x-should-retry"].filter((name) => name in headers)
      expect(Object.fromEntries(seen.map((name) => [name, headers[name]]))).toEqual(expected)
    }).pipe(Effect.provide(FakeAnthropic.layerClient({ ...seven, faults: [Fault.rateLimit(options)] })))
  )
})

describe("errors and bodies", () => {
  it.effect("of an error are the API's envelope", () =>
    Effect.gen(function* () {
      const { body, status } = yield* ask("/v1/models")
      expect([status, body]).toEqual([
        402,
        {
          type: "error",
          error: { type: "billing_error", message: "pay", details: { error_code: "no_money" } },
          request_id: firstRequestId
        }
      ])
    }).pipe(
      Effect.provide(FakeAnthropic.layerClient({ faults: [Fault.billing({ message: "pay", errorCode: "no_money" })] }))
    )
  )

  it.effect.each<{ name: string; fault: Fault.Fault; status: number; body: RegExp }>([
    { name: "html()", fault: Fault.html(), status: 502, body: /^<!DOCTYPE html>[^]*<title>502 Bad Gateway</ },
    { name: "html(520)", fault: Fault.html(520), status: 520, body: /<h1>520 Error</ },
    { name: "truncatedJson", fault: Fault.truncatedJson, status: 200, body: /^\{"data":\[.*[^}]$/ },
    { name: "body of text", fault: Fault.body("{}", { status: 203 }), status: 203, body: /^\{\}$/ },
    { name: "body of bytes", fault: Fault.body(Uint8Array.of(0x7b, 0x7d)), status: 200, body: /^\{\}$/ },
    { name: "an empty body", fault: Fault.body("", { status: 204 }), status: 204, body: /^$/ },
    {
      name: "an altered page",
      fault: Fault.altered({ status: 206, model: ({ id }, index) => [id, index], page: ({ data }) => data }),
      status: 206,
      body: /^\[\["claude-test-0001",0\],\["claude-test-0002",1\]\]$/
    }
  ])("of $name", ({ body, fault, status }) =>
    Effect.gen(function* () {
      const response = yield* request("/v1/models?limit=2")
      expect(response.status).toBe(status)
      expect(yield* response.text).toMatch(body)
    }).pipe(Effect.provide(FakeAnthropic.layerClient({ ...seven, faults: [fault] })))
  )

  it.effect("of a redirect are not followed by the client in process", () =>
    Effect.gen(function* () {
      const { headers, status } = yield* request("/v1/models")
      expect([status, headers["location"]]).toEqual([307, "https://elsewhere.example/v1"])
      expect((yield* FakeAnthropic.requests).length).toBe(1)
    }).pipe(
      Effect.provide(
        FakeAnthropic.layerClient({
          faults: [Fault.body("", { status: 307, headers: { location: "https://elsewhere.example/v1" } })]
        })
      )
    )
  )

  it.effect.each([Fault.truncatedJson, Fault.gateway("openai-list"), Fault.emptyPage])(
    "of the API's own errors stay as they are with $_tag",
    (fault) =>
      Effect.gen(function* () {
        expect((yield* ask("/v1/models?limit=0")).body).toMatchObject({ error: { type: "invalid_request_error" } })
      }).pipe(Effect.provide(FakeAnthropic.layerClient({ ...seven, faults: [fault] })))
  )

  it.effect("of wrong pages are those of `TestModels`, and a single model stays right", () =>
    Effect.gen(function* () {
      const next = `/v1/models?limit=2&after_id=${id(2)}`
      expect((yield* ask(next)).body).toMatchObject({ last_id: id(2), has_more: true, data: [{ id: id(3) }, {}] })
      expect((yield* ask(next)).body).toMatchObject({ first_id: null, last_id: null, has_more: true })
      expect((yield* ask(next)).body).toMatchObject({ data: [{ id: id(1) }, { id: id(2) }], has_more: true })
      expect((yield* ask(`/v1/models/${id(1)}`)).body).toMatchObject({ id: id(1) })
    }).pipe(
      Effect.provide(
        FakeAnthropic.layerClient({
          ...seven,
          faults: [Fault.stuckCursor, Fault.missingCursor, Fault.ignoredCursor, Fault.emptyPage]
        })
      )
    )
  )
})

describe("time is the caller's Clock", () => {
  it.effect("for the latency of every answer, and for a late fault with a date", () =>
    Effect.gen(function* () {
      const fiber = yield* Effect.fork(ask("/v1/models"))
      yield* FakeAnthropic.awaitRequests(1)
      yield* TestClock.adjust("59 seconds")
      expect(yield* isDone(fiber)).toBe(false)
      yield* TestClock.adjust("1 seconds")
      const { headers, status } = yield* Fiber.join(fiber)
      expect([status, headers["retry-after"]]).toEqual([429, "Thu, 01 Jan 1970 00:01:30 GMT"])
    }).pipe(
      Effect.provide(
        FakeAnthropic.layerClient({
          ...seven,
          latency: "10 seconds",
          faults: [Fault.after("50 seconds", Fault.rateLimit({ retryAfter: { fromNow: "30 seconds" } }))]
        })
      )
    )
  )

  it.effect.each([
    { name: "the right answer", fault: Fault.slowBody("10 seconds"), body: /has_more/ },
    { name: "an error", fault: Fault.slowBody("10 seconds", { of: Fault.overloaded() }), body: /overloaded_error/ }
  ])("for a slow body of $name, which arrives whole", ({ body, fault }) =>
    Effect.gen(function* () {
      const response = yield* request("/v1/models")
      const fiber = yield* Effect.fork(response.text)
      yield* TestClock.adjust("9 seconds")
      expect(yield* isDone(fiber)).toBe(false)
      yield* TestClock.adjust("2 seconds")
      const text = yield* Fiber.join(fiber)
      expect(text).toMatch(body)
      expect(() => JSON.parse(text) as unknown).not.toThrow()
    }).pipe(Effect.provide(FakeAnthropic.layerClient({ ...seven, faults: [fault] })))
  )

  it.effect.each<{ name: string; fault: Fault.Fault; status: number | undefined }>([
    { name: "no answer", fault: Fault.noAnswer, status: undefined },
    { name: "a stalled body", fault: Fault.stalledBody(), status: 200 },
    { name: "a stalled body of an error", fault: Fault.stalledBody({ of: Fault.overloaded() }), status: 529 }
  ])("for $name, which never ends and can be given up", ({ fault, status }) =>
    Effect.gen(function* () {
      const fiber = yield* request("/v1/models").pipe(
        Effect.flatMap((response) => response.text),
        Effect.timeoutOption("1 hour"),
        Effect.fork
      )
      yield* TestClock.adjust("1 hour")
      expect(yield* Fiber.join(fiber)).toEqual(Option.none())
      expect(yield* FakeAnthropic.requests).toMatchObject([{ fault, status }])
    }).pipe(Effect.provide(FakeAnthropic.layerClient({ ...seven, faults: [fault] })))
  )
})

describe("in process", () => {
  it.effect.each([
    { name: "cutBody", fault: Fault.cutBody() },
    { name: "compressed", fault: Fault.compressed("br") },
    { name: "bytes", fault: Fault.reset }
  ])("Fault.$name kills the request, and names the server to use", ({ fault, name }) =>
    Effect.gen(function* () {
      const cause = yield* Effect.flip(Effect.sandbox(request("/v1/models")))
      expect(Cause.pretty(cause)).toContain(`Fault.${name} acts on a socket; use FakeAnthropicNode.layer`)
    }).pipe(Effect.provide(FakeAnthropic.layerClient({ ...seven, faults: [fault] })))
  )

  it.effect("a request goes to any origin, without its fragment", () =>
    Effect.gen(function* () {
      const response = yield* HttpClient.get("http://gateway.example:8080/v1/models?limit=2#top", { headers: healthy })
      expect(idsOf(yield* response.json)).toEqual([id(1), id(2)])
      expect((yield* FakeAnthropic.requests)[0]).toMatchObject({ path: "/v1/models", query: [["limit", "2"]] })
    }).pipe(Effect.provide(FakeAnthropic.layerClient(seven)))
  )

  it.effect("a request that cannot be sent is an error of the client", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(request("/v1/models", { headers: { "x-api-key": "two\nlines" } }))
      expect(error).toMatchObject({ _tag: "RequestError", reason: "Transport" })
    }).pipe(Effect.provide(FakeAnthropic.layerClient(seven)))
  )
})

describe("scripts", () => {
  it.effect("match requests, and change while the test runs, as do the models", () =>
    Effect.gen(function* () {
      const paths = ["?limit=3", `?limit=3&after_id=${id(3)}`, `/${id(1)}`, `?limit=3&after_id=${id(3)}`]
      const statuses = yield* Effect.forEach(paths, (path) =>
        Effect.map(request(`/v1/models${path}`), ({ status }) => status)
      )
      expect(statuses).toEqual([200, 529, 429, 200])
      yield* FakeAnthropic.setFaults([Fault.api()])
      yield* FakeAnthropic.setModels([Fixtures.model({ id: "claude-new" })], { latest: "claude-new" })
      expect((yield* request("/v1/models/latest")).status).toBe(500)
      expect((yield* ask("/v1/models/latest")).body).toMatchObject({ id: "claude-new" })
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
})

describe("requests", () => {
  it.effect("are logged with their answers", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("5 seconds")
      const headers = { ...healthy, "anthropic-beta": "context-1m-2025-08-07, fast-mode-2026-02-01" }
      yield* request(`/v1/models?limit=3&after_id=${id(3)}&lifecycle[]=active`, { headers })
      yield* request("/v1/models/a%2Fb", { headers: { authorization: "Bearer sk-ant-secret" } })
      expect(yield* FakeAnthropic.requests).toMatchObject([
        {
          number: 1,
          at: 5000,
          requestId: firstRequestId,
          method: "GET",
          path: "/v1/models",
          query: [
            ["limit", "3"],
            ["after_id", id(3)],
            ["lifecycle[]", "active"]
          ],
          headers: version,
          betas: ["context-1m-2025-08-07", "fast-mode-2026-02-01"],
          page: 2,
          fault: Fault.overloaded(),
          status: 529
        },
        { number: 2, path: "/v1/models/a%2Fb", betas: [], page: 0, fault: Fault.none, status: 400 }
      ])
    }).pipe(Effect.provide(FakeAnthropic.layerClient({ ...seven, faults: [Fault.overloaded()] })))
  )

  it.effect("show no credential, and hold each as Redacted", () =>
    Effect.gen(function* () {
      const names = ["cookie", "proxy-authorization", "x-gateway-token", "x-client-secret", "x-litellm-api-key"]
      const secrets = Object.fromEntries(names.map((name) => [name, "sk-ant-third"]))
      yield* request("/v1/models", { headers: { ...healthy, ...secrets, authorization: "Bearer sk-ant-other" } })
      const log = yield* FakeAnthropic.requests
      expect(JSON.stringify(log) + Inspectable.format(log)).not.toContain("sk-ant")
      const [key, token] = [log[0]?.headers["x-api-key"], log[0]?.headers["authorization"]]
      expect(Redacted.isRedacted(key) && Redacted.value(key)).toBe("sk-ant-test")
      expect(Redacted.isRedacted(token) && Redacted.value(token)).toBe("Bearer sk-ant-other")
    }).pipe(Effect.provide(FakeAnthropic.layerClient(seven)))
  )
})
