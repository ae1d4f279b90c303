import { describe, expect, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as RetryPolicy from "../src/RetryPolicy.ts"
import { failure, key, make, models, type Reply } from "./scripted.ts"

const service = (...replies: ReadonlyArray<Reply>) => models(make(...replies), { retry: RetryPolicy.none })

const errorOf = (reply: Reply) => Effect.flatMap(service(reply), ({ list }) => Effect.flip(list()))
const errorOfGet = (reply: Reply) => Effect.flatMap(service(reply), ({ get }) => Effect.flip(get("m")))

describe("an error of the API", () => {
  it.effect.each([
    [400, "invalid_request_error", "InvalidRequestError"],
    [422, "invalid_request_error", "InvalidRequestError"],
    [401, "authentication_error", "AuthenticationError"],
    [402, "billing_error", "BillingError"],
    [403, "permission_error", "PermissionError"],
    [404, "not_found_error", "NotFoundError"],
    [413, "request_too_large", "RequestTooLargeError"],
    [429, "rate_limit_error", "RateLimitError"],
    [500, "api_error", "ApiError"],
    [504, "timeout_error", "GatewayTimeoutError"],
    [529, "overloaded_error", "OverloadedError"],
    // The envelope wins over the status.
    [500, "overloaded_error", "OverloadedError"],
    [401, "invalid_request_error", "InvalidRequestError"],
    // An unknown type is kept, and the status names the class.
    [429, "quota_error", "RateLimitError"],
    [403, "region_error", "PermissionError"],
    [418, "teapot_error", "ApiError"],
    [500, "constructor", "ApiError"]
  ] as const)("%s %s is a %s with all its facts", ([status, type, tag]) =>
    Effect.gen(function* () {
      const error = yield* errorOfGet({
        status,
        headers: {
          "request-id": "req_header",
          "retry-after": "2",
          "anthropic-ratelimit-requests-limit": "50",
          "anthropic-ratelimit-requests-remaining": "0",
          "anthropic-ratelimit-requests-reset": "2026-11-21T12:00:00Z",
          "anthropic-ratelimit-input-tokens-limit": "many"
        },
        body: failure(type, "slow down", { request_id: "req_body" })
      })
      expect(error).toMatchObject({
        _tag: tag,
        status,
        type,
        detail: "slow down",
        attempts: 1,
        method: "GET",
        url: "https://api.anthropic.com/v1/models/m",
        errorCode: Option.none(),
        requestId: Option.some("req_header"),
        retryAfter: Option.some(Duration.seconds(2)),
        shouldRetry: Option.none(),
        snippet: Option.none()
      })
      expect(error.message).toBe(`${status} ${type}: slow down (request req_header)`)
      if (!("rateLimits" in error)) return expect.fail("not an error answer")
      const { inputTokens, requests } = error.rateLimits
      expect(inputTokens).toEqual(Option.none())
      expect(Option.map(requests, ({ limit, remaining }) => [limit, remaining])).toEqual(
        Option.some([Option.some(50), Option.some(0)])
      )
    })
  )

  it.effect("has the request id of the body if no header has it, and the error code", () =>
    Effect.gen(function* () {
      const error = { type: "permission_error", message: "no", details: { error_code: "region_not_allowed" } }
      expect(yield* errorOf({ status: 403, body: { type: "error", error, request_id: "req_b" } })).toMatchObject({
        requestId: Option.some("req_b"),
        errorCode: Option.some("region_not_allowed")
      })
    })
  )

  it.effect.each<[name: string, error: object]>([
    ["none", { type: "api_error" }],
    ["null", { type: "api_error", message: null }],
    ["an object", { type: "api_error", message: { a: 1 } }],
    ["blank", { type: "api_error", message: " " }]
  ])("has no detail if its message is %s", ([, error]) =>
    Effect.map(errorOf({ status: 500, body: { type: "error", error } }), (error) => {
      expect(error).toMatchObject({ _tag: "ApiError", detail: "" })
      expect(error.message).toBe("500 api_error")
    })
  )

  it.effect("under a 200 has the status of its type", () =>
    Effect.gen(function* () {
      expect(yield* errorOf({ body: failure("overloaded_error", "busy") })).toMatchObject({
        _tag: "OverloadedError",
        status: 529,
        isRetryable: true,
        detail: "busy"
      })
      expect(yield* errorOfGet({ body: failure("not_found_error", "model: m") })).toMatchObject({
        _tag: "NotFoundError",
        status: 404,
        isRetryable: false
      })
    })
  )

  it.effect("under a 200 with an unknown type is an answer that is not the API's", () =>
    Effect.map(errorOf({ body: failure("new_error", "words") }), (error) => {
      expect(error).toMatchObject({ _tag: "UnexpectedResponseError", reason: "Shape" })
      expect(error.message).toContain("words")
    })
  )
})

const statuses = [
  [400, "InvalidRequestError", "invalid_request_error"],
  [401, "AuthenticationError", "authentication_error"],
  [402, "BillingError", "billing_error"],
  [403, "PermissionError", "permission_error"],
  [404, "NotFoundError", "not_found_error"],
  [405, "ApiError", "api_error"],
  [413, "RequestTooLargeError", "request_too_large"],
  [418, "ApiError", "api_error"],
  [422, "ApiError", "api_error"],
  [429, "RateLimitError", "rate_limit_error"],
  [500, "ApiError", "api_error"],
  [502, "ApiError", "api_error"],
  [504, "GatewayTimeoutError", "timeout_error"],
  [520, "ApiError", "api_error"],
  [529, "OverloadedError", "overloaded_error"]
] as const

describe("an error of a gateway or proxy", () => {
  it.effect.each(statuses)("with status %i is a %s, whatever its body", ([status, tag, type]) =>
    Effect.gen(function* () {
      const bodies: ReadonlyArray<[body: unknown, detail: string]> = [
        ["", ""],
        [" \n", ""],
        [`<html><head><title>${status} Bad</title></head><body><p>nginx</p></body></html>`, `${status} Bad`],
        ["no healthy upstream", "no healthy upstream"],
        [{ error: { message: "no", type: "invalid_request_error", code: null } }, "no"],
        [{ error: { message: "no", type: "overloaded_error" } }, "no"],
        [{ detail: "no" }, "no"],
        [{ message: "no" }, "no"],
        [{ error: "no" }, "no"],
        ["null", ""],
        ["[]", ""],
        ['{"error":{"message":"cut of', ""]
      ]
      const { get } = yield* service(...bodies.map(([body]) => ({ status, body })))
      for (const [, detail] of bodies) {
        const error = yield* Effect.flip(get("m"))
        expect(error).toMatchObject({ _tag: tag, status, type, detail })
        expect(error.message).toBe(`${status} ${type}${detail === "" ? "" : `: ${detail}`}`)
      }
    })
  )

  it.effect("has the beginning of its body as a snippet", () =>
    Effect.gen(function* () {
      const html = "<html><head><style>p { color: red }</style></head><script>var p = '<p>'</script><p>Bad</p> <b>nginx"
      expect(yield* errorOf({ status: 502, body: html })).toMatchObject({ snippet: Option.some("Bad nginx") })
      expect(yield* errorOf({ status: 502, body: { a: "b" } })).toMatchObject({ snippet: Option.some('{"a":"b"}') })
      expect(yield* errorOf({ status: 502, body: "" })).toMatchObject({ snippet: Option.none() })
    })
  )

  it.effect.each<[name: string, body: unknown, code: Option.Option<string>]>([
    ["a text", { error: { message: "no", code: "invalid_api_key" } }, Option.some("invalid_api_key")],
    ["a number", { error: { message: "no", code: 401 } }, Option.some("401")],
    ["a number beside a message", { code: 401, msg: "no" }, Option.some("401")],
    ["null", { error: { message: "no", code: null } }, Option.none()]
  ])("has its code as the error code: %s", ([, body, errorCode]) =>
    Effect.map(errorOf({ status: 401, body }), (error) => expect(error).toMatchObject({ errorCode }))
  )

  it.effect("has the usual request id if there is no other", () =>
    Effect.map(errorOf({ status: 502, body: "", headers: { "x-request-id": "abc" } }), (error) =>
      expect(error).toMatchObject({ requestId: Option.some("abc") })
    )
  )
})

describe("the URL", () => {
  it.effect.each<[name: string, reply: Reply]>([
    ["an error of the API", { status: 404, body: failure("not_found_error", "Not found") }],
    ["an error of a gateway", { status: 404, body: { detail: "Not Found" } }],
    ["an empty body", { status: 404, body: "" }]
  ])("is in the message of a 404 on list, with %s, because the base URL may be wrong", ([, reply]) =>
    Effect.gen(function* () {
      expect((yield* errorOf(reply)).message).toContain("https://api.anthropic.com/v1/models")
      expect((yield* errorOfGet(reply)).message).not.toContain("https://")
    })
  )

  it.effect("is in the message of a failed connection", () =>
    Effect.map(errorOf("refused"), (error) => {
      expect(error).toMatchObject({ _tag: "ConnectionError", reason: "Transport", attempts: 1, isRetryable: true })
      expect(error.message).toBe("no answer from https://api.anthropic.com/v1/models: ECONNREFUSED")
    })
  )
})

describe("every message", () => {
  const long = "x".repeat(1_000_000)

  it.effect.each<[name: string, reply: Reply]>([
    ["an envelope", { status: 500, body: failure(long, long, { request_id: long }) }],
    ["a text", { status: 500, body: long }],
    ["a page", { status: 500, body: `<html><title>${long}` }],
    ["a request id", { status: 500, headers: { "request-id": "r".repeat(10_000) } }],
    ["an error code", { status: 500, body: { error: { message: long, code: long } } }],
    ["a message under a 200", { body: { error: { message: long } } }]
  ])("has a bounded length, however long the server's words are: %s", ([, reply]) =>
    Effect.map(errorOf(reply), (error) => {
      expect(JSON.stringify(error).length).toBeLessThan(4000)
      expect(error.message.length).toBeLessThan(2000)
    })
  )

  it.effect.each([
    "\n2026-01-01 ERROR forged",
    "\u001b[31mred",
    "\u202eright to left",
    "\u0085next",
    "a\u0000b",
    "\u2028line"
  ])("and field is one printable line: %j", (words) =>
    Effect.gen(function* () {
      const code = { error_code: words }
      const replies: ReadonlyArray<Reply> = [
        {
          status: 400,
          body: { type: "error", error: { type: words, message: words, details: code }, request_id: words }
        },
        { status: 400, body: words },
        { status: 400, body: { error: { message: words, code: words } } },
        { body: words },
        { body: { error: { message: words } } },
        { body: { data: words, has_more: words } },
        { body: { data: [{ id: 7, [words]: words }] } }
      ]
      const { list } = yield* service(...replies)
      for (const _ of replies) {
        const error = yield* Effect.flip(list())
        const shown = [
          error.message,
          ...Object.values(error).flatMap((value) => (typeof value === "string" ? value : []))
        ]
        if ("snippet" in error) shown.push(...Option.toArray(error.snippet), ...Option.toArray(error.requestId))
        if ("errorCode" in error) shown.push(...Option.toArray(error.errorCode))
        for (const text of shown) expect(text).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u)
      }
    })
  )

  it.effect("shows no secret that the server echoes", () =>
    Effect.map(errorOf({ status: 401, body: failure("authentication_error", `invalid key ${key}`) }), (error) =>
      expect(error.message).toBe("401 authentication_error: invalid key [redacted]")
    )
  )
})
