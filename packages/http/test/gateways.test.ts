/** Answers of gateways and proxies that imitate the API, over the three clients. */
import { brotliCompressSync, gzipSync } from "node:zlib"
import * as ModelInfo from "@anthropic-models/core/ModelInfo"
import * as Models from "@anthropic-models/core/Models"
import { describe, expect, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as ModelsHttp from "../src/ModelsHttp.ts"
import * as RetryPolicy from "../src/RetryPolicy.ts"
import { anyClient, clients, names, type Client } from "./clients.ts"
import * as RawServer from "./RawServer.ts"
import { failure, key, page } from "./scripted.ts"

/** The facts of a model that gateways send in other forms. */
const factsOf = (model: ModelInfo.ModelInfo) => ({
  id: model.id,
  name: model.display_name,
  created: Option.getOrUndefined(Option.map(model.created_at, DateTime.formatIso)),
  tokens: Option.getOrUndefined(model.max_tokens),
  unreadable: ModelInfo.unreadable(model)
})

const model = (facts: object) => ({ data: [{ id: "a", type: "model", display_name: "A", ...facts }], has_more: false })
const read = (facts: object = {}) => [
  { id: "a", name: "A", created: undefined, tokens: undefined, unreadable: [], ...facts }
]

const lists: ReadonlyArray<[name: string, body: unknown, models: ReadonlyArray<object>]> = [
  [
    "the API's and OpenAI's fields together",
    {
      object: "list",
      data: [
        {
          id: "claude-x",
          object: "model",
          type: "model",
          created: 0,
          created_at: "1970-01-01T00:00:00Z",
          display_name: "Claude X"
        }
      ],
      has_more: false
    },
    read({ id: "claude-x", name: "Claude X" })
  ],
  [
    "OpenAI's fields alone",
    { object: "list", data: [{ id: "gpt-x", object: "model", created: 1_686_935_002, owned_by: "openai" }] },
    read({ id: "gpt-x", name: "gpt-x" })
  ],
  [
    "no display name and a created_at that is a number",
    { data: [{ id: "a", type: "model", created_at: 1_771_372_800 }], has_more: false },
    read({ name: "a", unreadable: ["created_at"] })
  ],
  ["a date without a time", model({ created_at: "2025-01-02" }), read({ created: "2025-01-02T00:00:00.000Z" })],
  [
    "a time without a zone",
    model({ created_at: "2025-09-29T00:00:00" }),
    read({ created: "2025-09-29T00:00:00.000Z" })
  ],
  ["an empty created_at", model({ created_at: "" }), read({ unreadable: ["created_at"] })],
  ["another type", model({ type: "chat" }), read({ unreadable: ["type"] })],
  ["a token count as text", model({ max_tokens: "64000" }), read({ unreadable: ["max_tokens"] })],
  ["a capability that is true", model({ capabilities: { batch: true } }), read({ unreadable: ["capabilities"] })],
  ["capabilities that are a list", model({ capabilities: ["vision"] }), read({ unreadable: ["capabilities"] })],
  ["a name", model({ name: "Other" }), read()],
  ["no data", { data: null, has_more: false, first_id: null, last_id: null }, []],
  ["empty ids", { data: [], has_more: false, first_id: "", last_id: "" }, []],
  ["no has_more", { data: [{ id: "a" }] }, read({ name: "a" })],
  [
    "the same model twice",
    { data: [{ id: "a" }, { id: "b" }, { id: "a" }], has_more: false },
    [...read({ name: "a" }), ...read({ id: "b", name: "b" }), ...read({ name: "a" })]
  ]
]

const foreign: ReadonlyArray<[name: string, body: unknown, detail: string]> = [
  ["a bare array", [{ id: "a" }], "expected an object"],
  ["another field", { models: [{ id: "a" }] }, "data: expected an array of models"],
  ["an envelope of its own", { code: 0, data: { data: [{ id: "a" }] } }, "data: expected an array of models"],
  ["entries without ids", { data: [{ name: "a" }] }, "data[0].id: expected a non-empty string"],
  ["an HTML page", "<!doctype html><title>Sign in</title>", "an HTML page"],
  ["text", "ok", "a body that is not JSON"],
  ["nothing", "", "an empty body"],
  [
    "an error object",
    { error: { message: "The model 'nope' does not exist", code: 404 } },
    "The model 'nope' does not exist"
  ],
  ["no success", { success: false, message: "no channel for this model" }, "no channel for this model"],
  ["a code", { code: 401, msg: "token expired", data: null }, "token expired"],
  ["a detail", { detail: "Not Found" }, "Not Found"]
]

const errors: ReadonlyArray<[status: number, body: unknown, tag: string, message: string]> = [
  [401, { error: { message: "no key", type: "auth_error", code: "401" } }, "AuthenticationError", "no key"],
  [401, { error: { message: "no key", type: "invalid_request_error" } }, "AuthenticationError", "no key"],
  [404, { error: { message: "no such model", type: "NotFoundError", code: 404 } }, "NotFoundError", "no such model"],
  [429, { error: { message: "slow", type: "requests" } }, "RateLimitError", "slow"],
  [400, { error: "model not found" }, "InvalidRequestError", "model not found"],
  [402, { message: "top up" }, "BillingError", "top up"],
  [403, { msg: "forbidden", code: 403 }, "PermissionError", "forbidden"],
  [404, { detail: "Not Found" }, "NotFoundError", "Not Found"],
  [422, { detail: [{ loc: ["query", "limit"], msg: "too many" }] }, "ApiError", "too many"],
  [429, { errors: [{ message: "slow" }] }, "RateLimitError", "slow"],
  [500, { success: false, message: "no channel" }, "ApiError", "no channel"],
  [502, "<html><head><title>502 Bad Gateway</title></head><body>nginx", "ApiError", "502 Bad Gateway"],
  [503, "no healthy upstream", "ApiError", "no healthy upstream"],
  [504, "", "GatewayTimeoutError", "504"],
  [401, failure("invalid_request_error", "by the API"), "InvalidRequestError", "by the API"],
  [429, failure("tenant_limit", "by the API"), "RateLimitError", "429 tenant_limit: by the API"]
]

const byDate = (retryAfter: string | ReadonlyArray<string>, date: string | ReadonlyArray<string>) => ({
  "retry-after": retryAfter,
  date
})
const noonAnd = (seconds: number) => `Sat, 21 Nov 2026 12:00:0${seconds} GMT`
const [sent, later, latest] = [noonAnd(0), noonAnd(7), noonAnd(9)]

type Headers = NonNullable<RawServer.Answer["headers"]>

const waits: ReadonlyArray<[name: string, headers: Headers, wait: Duration.DurationInput]> = [
  ["a header that is sent twice", { "retry-after": ["0.3", "0.3"] }, "300 millis"],
  ["the first of two values", { "retry-after": ["1", "2"] }, "1 second"],
  ["two values in one header", { "retry-after": "0.3, 0.4" }, "300 millis"],
  ["milliseconds that are sent twice", { "retry-after-ms": ["40", "40"], "retry-after": ["3", "3"] }, "40 millis"],
  ["a date, by the clock of the server", byDate(later, sent), "7 seconds"],
  ["a date that is sent twice", byDate([later, later], sent), "7 seconds"],
  ["the first of two dates", byDate([later, latest], [sent, sent]), "7 seconds"]
]

const modelsOf = (client: Client, url: string) =>
  ModelsHttp.layer({ apiKey: Redacted.make(key), baseUrl: url, retry: RetryPolicy.none }).pipe(
    Layer.provide(clients[client])
  )

/** Runs a call over a client, to a server that gives this answer. */
const answeringOver =
  (client: Client) =>
  <A, E>(answer: RawServer.Answer, call: Effect.Effect<A, E, Models.Models>) =>
    Effect.scoped(
      Effect.flatMap(
        RawServer.make(() => RawServer.answer(answer)),
        ({ url }) => Effect.provide(call, modelsOf(client, url))
      )
    )

describe.each(anyClient)("over %s", (client) => {
  const answering = answeringOver(client)

  it.live.each(lists)("reads a list with %s", ([, body, expected]) =>
    Effect.gen(function* () {
      const { data } = yield* answering({ body }, Models.list())
      expect(data.map(factsOf)).toEqual(expected)
    })
  )

  it.live("keeps values that cannot be read, as they were sent", () =>
    Effect.gen(function* () {
      const facts = { type: "chat", max_tokens: "64000", created_at: 1_771_372_800, capabilities: { batch: true } }
      const { data, extra } = yield* answering({ body: { object: "list", ...model(facts) } }, Models.list())
      expect(data[0]?.extra).toEqual(facts)
      expect(extra).toEqual({ object: "list" })
    })
  )

  it.live.each(foreign)("says what came in place of a list: %s", ([, body, detail]) =>
    Effect.gen(function* () {
      const error = yield* answering({ body }, Effect.flip(Models.list()))
      expect(error._tag).toBe("UnexpectedResponseError")
      expect(error.message).toContain(detail)
      expect(error.isRetryable).toBe(false)
    })
  )

  it.live.each(errors)("classes a %i by its status, or by the API's envelope: %j", ([status, body, tag, message]) =>
    Effect.gen(function* () {
      const calls = Effect.all([Effect.flip(Models.list()), Effect.flip(Models.get("a"))])
      for (const error of yield* answering({ status, body }, calls)) {
        expect(error._tag).toBe(tag)
        expect(error.message).toContain(message)
        expect(error).toMatchObject({ status })
      }
    })
  )

  it.live("reads a model, and says what came in place of one", () =>
    Effect.gen(function* () {
      const found = yield* answering({ body: { id: "a", object: "model", created: 5, owned_by: "b" } }, Models.get("a"))
      expect(factsOf(found)).toEqual(read({ name: "a" })[0])
      const error = yield* answering(
        { body: { error: { message: "The model 'nope' does not exist" } } },
        Effect.flip(Models.get("nope"))
      )
      expect(error.message).toContain("The model 'nope' does not exist")
    })
  )
})

describe.each(names)("over %s", (client) => {
  const answering = answeringOver(client)

  it.live.each(waits)("waits as long as the server asks for: %s", ([, headers, wait]) =>
    Effect.gen(function* () {
      const error = yield* answering({ status: 429, headers, body: "" }, Effect.flip(Models.list()))
      expect("retryAfter" in error && error.retryAfter).toEqual(Option.some(Duration.decode(wait)))
    })
  )

  it.live.each<[name: string, headers: Headers, id: string]>([
    ["request-id", { "request-id": "req_1" }, "req_1"],
    ["x-request-id", { "x-request-id": "req_2" }, "req_2"],
    ["request-id before x-request-id", { "x-request-id": "req_2", "request-id": "req_1" }, "req_1"],
    ["a header that is sent twice", { "request-id": ["req_1", "req_1"] }, "req_1"]
  ])("takes the request id from %s", ([, headers, id]) =>
    Effect.gen(function* () {
      const { response } = yield* answering({ headers, body: page("a") }, Models.list())
      expect(response.requestId).toEqual(Option.some(id))
      const error = yield* answering({ status: 500, headers, body: "" }, Effect.flip(Models.list()))
      expect("requestId" in error && error.requestId).toEqual(Option.some(id))
    })
  )

  const json = JSON.stringify(page("a"))
  it.live.each<[name: string, answer: RawServer.Answer]>([
    ["gzip", { body: gzipSync(json), headers: { "content-encoding": "gzip" } }],
    ["gzip that no header announces", { body: gzipSync(json) }],
    ["gzip in chunks", { body: gzipSync(json), headers: { "content-encoding": "gzip" }, framing: "chunked" }],
    ["the encoding identity", { body: json, headers: { "content-encoding": "identity" } }],
    ["a byte order mark", { body: `\ufeff${json}` }],
    ["the content type text/html", { body: json, headers: { "content-type": "text/html" } }],
    ["no content type", { body: json, headers: { "content-type": [] } }]
  ])("reads a body with %s", ([, answer]) =>
    Effect.gen(function* () {
      const { data } = yield* answering(answer, Models.list())
      expect(data.map(({ id }) => id)).toEqual(["a"])
    })
  )

  it.live("names a compression that it did not ask for, or reads it", () =>
    Effect.gen(function* () {
      const answer = { body: brotliCompressSync(json), headers: { "content-encoding": "br" } }
      const result = yield* answering(answer, Effect.either(Models.list()))
      if (client === "fetch") return expect(result._tag).toBe("Right")
      expect(result).toMatchObject({
        left: { _tag: "UnexpectedResponseError", reason: "Encoding", isRetryable: false }
      })
      expect(String(result)).toContain("br")
    })
  )

  it.live.each([
    ["/anthropic", "/anthropic/v1/models"],
    ["/api/anthropic/", "/api/anthropic/v1/models"],
    ["/v1", "/v1/models"],
    ["/anthropic/v1/", "/anthropic/v1/models"]
  ])("sends requests below the base URL %s", ([path, expected]) =>
    Effect.gen(function* () {
      const server = yield* RawServer.make(() => RawServer.answer({ body: page("a") }))
      yield* Effect.provide(Models.list(), modelsOf(client, server.url + path))
      expect(server.requests.map(({ path }) => path)).toEqual([expected])
    }).pipe(Effect.scoped)
  )

  it.live("names the URL if nothing listens there", () =>
    Effect.gen(function* () {
      const url = yield* Effect.scoped(
        Effect.map(
          RawServer.make(() => []),
          (server) => server.url
        )
      )
      const error = yield* Effect.flip(Effect.provide(Models.list(), modelsOf(client, url)))
      expect(error).toMatchObject({ _tag: "ConnectionError", reason: "Transport", isRetryable: true })
      expect(error.message).toBe(`no answer from ${url}/v1/models: ECONNREFUSED`)
    })
  )
})
