/** The official SDK asks the fake: an independent check that the fake speaks the API. */
import * as Sdk from "@anthropic-ai/sdk"
import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
import * as FakeAnthropicNode from "@anthropic-models/testing/FakeAnthropicNode"
import * as Fault from "@anthropic-models/testing/Fault"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Struct from "effect/Struct"

const apiKey = "sk-ant-sdk"

const client = (options: { readonly maxRetries?: number; readonly timeout?: number; readonly apiKey?: string } = {}) =>
  Effect.map(
    FakeAnthropic.baseUrl,
    (baseURL) => new Sdk.Anthropic({ apiKey, baseURL, maxRetries: 0, timeout: 5000, logLevel: "off", ...options })
  )

const failure = (promise: () => PromiseLike<unknown>) =>
  Effect.flip(Effect.tryPromise({ try: promise, catch: (error) => error }))

const collect = async (models: AsyncIterable<Sdk.Anthropic.ModelInfo>) => {
  const ids: Array<string> = []
  for await (const model of models) ids.push(model.id)
  return ids
}

const all: ReadonlyArray<string> = Fixtures.catalogue
  .filter((model) => model.id !== "claude-1.0")
  .map((model) => model.id)

const timestamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/

/** Each field that the SDK's type requires, and whether its value has that type. */
const fields: Record<keyof Sdk.Anthropic.ModelInfo, (model: Sdk.Anthropic.ModelInfo) => boolean> = {
  id: ({ id }) => id !== "",
  capabilities: ({ capabilities }) => capabilities === null || typeof capabilities.batch.supported === "boolean",
  created_at: ({ created_at }) => timestamp.test(created_at),
  deprecated_at: ({ deprecated_at }) => deprecated_at === null || timestamp.test(deprecated_at),
  display_name: ({ display_name }) => display_name !== "",
  lifecycle: ({ lifecycle }) => ["active", "deprecated", "retired"].includes(lifecycle),
  line: ({ line }) => line === null || ["haiku", "sonnet", "opus", "fable", "mythos"].includes(line),
  max_input_tokens: ({ max_input_tokens }) => max_input_tokens === null || Number.isSafeInteger(max_input_tokens),
  max_tokens: ({ max_tokens }) => max_tokens === null || Number.isSafeInteger(max_tokens),
  retires_at: ({ retires_at }) => retires_at === null || timestamp.test(retires_at),
  type: ({ type }) => type === "model"
}

const wrongFields = (model: Sdk.Anthropic.ModelInfo) => Struct.keys(fields).filter((field) => !fields[field](model))

describe.concurrent("the official SDK", () => {
  const Catalogue = FakeAnthropicNode.layer({ apiKey })

  it.live.each([7, 20, 1000])("lists all pages of %i, newest first", (limit) =>
    Effect.gen(function* () {
      const sdk = yield* client()
      expect(yield* Effect.promise(() => collect(sdk.models.list({ limit })))).toEqual(all)
      const requests = yield* FakeAnthropic.requests
      expect(requests.length).toBe(Math.ceil(all.length / limit))
    }).pipe(Effect.provide(Catalogue))
  )

  it.live.each([7, 45])("lists all pages of %i before a model, each newest first", (limit) =>
    Effect.gen(function* () {
      const sdk = yield* client()
      const before_id = "claude-2.0"
      const newer = all.slice(0, all.indexOf(before_id))
      const pages: Array<ReadonlyArray<string>> = []
      yield* Effect.promise(async () => {
        for await (const page of (await sdk.models.list({ limit, before_id })).iterPages()) {
          pages.push(page.data.map((model) => model.id))
        }
      })
      expect(pages.toReversed().flat()).toEqual(newer)
      expect(pages.length).toBe(Math.ceil(newer.length / limit))
    }).pipe(Effect.provide(Catalogue))
  )

  it.live("filters by lifecycle", () =>
    Effect.gen(function* () {
      const sdk = yield* client()
      expect(yield* Effect.promise(() => collect(sdk.models.list({ lifecycle: ["retired"] })))).toEqual(["claude-1.0"])
    }).pipe(Effect.provide(Catalogue))
  )

  it.live("lists through its beta resource", () =>
    Effect.gen(function* () {
      const sdk = yield* client()
      const page = yield* Effect.promise(() => sdk.beta.models.list({ limit: 3, betas: ["context-1m-2025-08-07"] }))
      expect(page.data.map((model) => model.id)).toEqual(all.slice(0, 3))
      const requests = yield* FakeAnthropic.requests
      expect(requests[0]?.betas).toContain("context-1m-2025-08-07")
    }).pipe(Effect.provide(Catalogue))
  )

  it.live("retrieves each model, with every field that its type requires", () =>
    Effect.gen(function* () {
      const sdk = yield* client()
      for (const id of all) {
        const model = yield* Effect.promise(() => sdk.models.retrieve(id))
        expect(model.id).toBe(id)
        expect(Object.keys(model).toSorted()).toEqual(Object.keys(fields).toSorted())
        expect([id, wrongFields(model)]).toEqual([id, []])
      }
    }).pipe(Effect.provide(Catalogue))
  )

  it.live("retrieves by alias, and by ids that need escapes in a path", () =>
    Effect.gen(function* () {
      const sdk = yield* client()
      expect((yield* Effect.promise(() => sdk.models.retrieve("latest"))).id).toBe("team/claude 1%")
      expect((yield* Effect.promise(() => sdk.models.retrieve("team/claude 1%"))).id).toBe("team/claude 1%")
    }).pipe(
      Effect.provide(
        FakeAnthropicNode.layer({
          models: [Fixtures.model({ id: "team/claude 1%" })],
          aliases: { latest: "team/claude 1%" }
        })
      )
    )
  )

  it.live("raises AuthenticationError for another key", () =>
    Effect.gen(function* () {
      const sdk = yield* client({ apiKey: "sk-ant-wrong" })
      const error = yield* failure(() => sdk.models.list())
      expect(error).toBeInstanceOf(Sdk.AuthenticationError)
    }).pipe(Effect.provide(Catalogue))
  )

  it.live("raises NotFoundError for an unknown model, with the id of the request", () =>
    Effect.gen(function* () {
      const sdk = yield* client()
      const error = yield* failure(() => sdk.models.retrieve("nobody"))
      expect(error).toBeInstanceOf(Sdk.NotFoundError)
      expect(error).toMatchObject({
        status: 404,
        type: "not_found_error",
        apiMessage: "model: nobody",
        requestID: "req_000000000000000000000001"
      })
    }).pipe(Effect.provide(Catalogue))
  )
})

describe.concurrent("the faults raise the error classes of the SDK", () => {
  it.live.each<{ name: string; fault: Fault.Fault; error: abstract new (...args: never) => Error; facts?: object }>([
    {
      name: "BadRequestError",
      fault: Fault.invalidRequest(),
      error: Sdk.BadRequestError,
      facts: { type: "invalid_request_error" }
    },
    {
      name: "AuthenticationError",
      fault: Fault.authentication(),
      error: Sdk.AuthenticationError,
      facts: { type: "authentication_error" }
    },
    {
      name: "PaymentRequiredError",
      fault: Fault.billing({ message: "pay", errorCode: "no_money" }),
      error: Sdk.PaymentRequiredError,
      facts: { type: "billing_error", apiMessage: "pay", errorCode: "no_money" }
    },
    {
      name: "PermissionDeniedError",
      fault: Fault.permission(),
      error: Sdk.PermissionDeniedError,
      facts: { type: "permission_error" }
    },
    { name: "NotFoundError", fault: Fault.notFound(), error: Sdk.NotFoundError, facts: { type: "not_found_error" } },
    { name: "RequestTimeoutError", fault: Fault.error(408, "timeout_error"), error: Sdk.RequestTimeoutError },
    { name: "ConflictError", fault: Fault.error(409, "conflict_error"), error: Sdk.ConflictError },
    { name: "ContentTooLargeError", fault: Fault.requestTooLarge(), error: Sdk.ContentTooLargeError },
    { name: "UnprocessableEntityError", fault: Fault.error(422, "odd_error"), error: Sdk.UnprocessableEntityError },
    {
      name: "RateLimitError",
      fault: Fault.rateLimit(),
      error: Sdk.RateLimitError,
      facts: { type: "rate_limit_error" }
    },
    { name: "InternalServerError", fault: Fault.api(), error: Sdk.InternalServerError, facts: { type: "api_error" } },
    {
      name: "ServiceUnavailableError",
      fault: Fault.html(503),
      error: Sdk.ServiceUnavailableError,
      facts: { type: null }
    },
    { name: "GatewayTimeoutError", fault: Fault.gatewayTimeout(), error: Sdk.GatewayTimeoutError },
    {
      name: "OverloadedError",
      fault: Fault.overloaded(),
      error: Sdk.OverloadedError,
      facts: { type: "overloaded_error" }
    },
    { name: "APIConnectionError", fault: Fault.reset, error: Sdk.APIConnectionError },
    { name: "APIConnectionTimeoutError", fault: Fault.noAnswer, error: Sdk.APIConnectionTimeoutError }
  ])("$name", ({ error, facts = {}, fault }) =>
    Effect.gen(function* () {
      const sdk = yield* client(fault === Fault.noAnswer ? { timeout: 200 } : {})
      const raised = yield* failure(() => sdk.models.list())
      expect(raised).toBeInstanceOf(error)
      expect(raised).toMatchObject(facts)
    }).pipe(Effect.provide(FakeAnthropicNode.layer({ faults: [fault] })))
  )
})

describe.concurrent("the SDK obeys the headers of a fault", () => {
  it.live.each([
    { name: "retry-after-ms", fault: Fault.rateLimit({ retryAfterMs: 1 }), sent: 2 },
    { name: "retry-after", fault: Fault.rateLimit({ retryAfter: 0.01 }), sent: 2 },
    { name: "x-should-retry: true", fault: Fault.invalidRequest({ shouldRetry: true, retryAfterMs: 1 }), sent: 2 },
    { name: "x-should-retry: false", fault: Fault.overloaded({ shouldRetry: false }), sent: 1 }
  ])("$name: $sent requests", ({ fault, sent }) =>
    Effect.gen(function* () {
      const sdk = yield* client({ maxRetries: 1 })
      yield* Effect.exit(Effect.tryPromise(() => sdk.models.list()))
      expect((yield* FakeAnthropic.requests).length).toBe(sent)
    }).pipe(Effect.provide(FakeAnthropicNode.layer({ faults: [fault] })))
  )
})
