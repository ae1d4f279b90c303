import * as ModelsError from "@anthropic-models/core/ModelsError"
import { describe, expect, it } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Equal from "effect/Equal"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

const answers = [
  [ModelsError.InvalidRequestError, 400, "invalid_request_error", false],
  [ModelsError.AuthenticationError, 401, "authentication_error", false],
  [ModelsError.BillingError, 402, "billing_error", false],
  [ModelsError.PermissionError, 403, "permission_error", false],
  [ModelsError.NotFoundError, 404, "not_found_error", false],
  [ModelsError.RequestTooLargeError, 413, "request_too_large", false],
  [ModelsError.RateLimitError, 429, "rate_limit_error", true],
  [ModelsError.GatewayTimeoutError, 504, "timeout_error", true],
  [ModelsError.OverloadedError, 529, "overloaded_error", true],
  [ModelsError.ApiError, 500, "api_error", true]
] as const

describe("the errors of the API", () => {
  it.each(answers)("%o", (Error, status, type, isRetryable) => {
    const error = new Error({})
    expect(error).toBeInstanceOf(globalThis.Error)
    expect(error.status).toBe(status)
    expect(error.type).toBe(type)
    expect(error.isRetryable).toBe(isRetryable)
    expect(error.message).toBe(`${status} ${type}`)
    expect(String(error)).toBe(`${error._tag}: ${status} ${type}`)
    expect(ModelsError.isModelsError(error)).toBe(true)
    expect(ModelsError.byType[type]).toBe(Error)
  })

  it.each([
    [{}, "429 rate_limit_error"],
    [{ detail: "slow down" }, "429 rate_limit_error: slow down"],
    [{ detail: "slow down", attempts: 3 }, "429 rate_limit_error: slow down (after 3 attempts)"],
    [
      { detail: "slow down", attempts: 3, requestId: Option.some("req_011") },
      "429 rate_limit_error: slow down (request req_011, after 3 attempts)"
    ],
    [{ type: "no_such_type", status: 499 }, "499 no_such_type"]
  ])("say themselves: %j", (fields, message) => {
    expect(new ModelsError.RateLimitError(fields).message).toBe(message)
  })

  it.each([
    [400, Option.none(), false],
    [408, Option.none(), true],
    [409, Option.none(), true],
    [418, Option.none(), false],
    [429, Option.none(), true],
    [499, Option.none(), false],
    [500, Option.none(), true],
    [529, Option.none(), true],
    [400, Option.some(true), true],
    [529, Option.some(false), false]
  ])("with status %d and x-should-retry %s are retryable: %s", (status, shouldRetry, isRetryable) => {
    expect(new ModelsError.ApiError({ status, shouldRetry }).isRetryable).toBe(isRetryable)
  })
})

describe("the errors of this side", () => {
  const timeout = Duration.seconds(30)

  it.each([
    [
      new ModelsError.ConnectionError({ reason: "CutBody", detail: "the body ended early", attempts: 3 }),
      true,
      "the body ended early (after 3 attempts)"
    ],
    [new ModelsError.RequestTimeoutError({ scope: "attempt", timeout }), true, "no whole answer within 30s"],
    [new ModelsError.RequestTimeoutError({ scope: "deadline", timeout }), false, "the deadline of 30s has passed"],
    [
      new ModelsError.UnexpectedResponseError({
        reason: "Html",
        status: 502,
        detail: "an HTML page",
        requestId: Option.some("req_1")
      }),
      false,
      "unexpected answer 502: an HTML page (request req_1)"
    ],
    [
      new ModelsError.InvalidParameterError({ parameter: "limit", detail: "must be a whole number from 1 to 1000" }),
      false,
      "limit: must be a whole number from 1 to 1000"
    ]
  ])("%s", (error, isRetryable, message) => {
    expect(error.isRetryable).toBe(isRetryable)
    expect(error.message).toBe(message)
    expect(ModelsError.isModelsError(error)).toBe(true)
  })
})

it.prop(
  "every error crosses a border and back",
  [Arbitrary.make(ModelsError.ModelsError)],
  ([error]) => {
    const wire: unknown = JSON.parse(JSON.stringify(Schema.encodeSync(ModelsError.ModelsError)(error)))
    const back = Schema.decodeUnknownSync(ModelsError.ModelsError)(wire)
    expect(Object.getPrototypeOf(back)).toBe(Object.getPrototypeOf(error))
    expect(Equal.equals(back, error)).toBe(true)
    expect(back.message).toBe(error.message)
    expect(back.isRetryable).toBe(error.isRetryable)
  },
  { fastCheck: { numRuns: 500 } }
)

it.each([undefined, null, {}, new Error("no"), { _tag: "RateLimitError" }])("%o is no error of the API", (u) => {
  expect(ModelsError.isModelsError(u)).toBe(false)
})

it.effect("are caught by their tag, with their fields", () =>
  Effect.gen(function* () {
    const failing: Effect.Effect<never, ModelsError.ModelsError> = Effect.fail(
      new ModelsError.RateLimitError({ retryAfter: Option.some(Duration.seconds(3)) })
    )
    const caught = yield* failing.pipe(
      Effect.catchTag("RateLimitError", (error) => Effect.succeed(error.retryAfter)),
      Effect.either
    )
    expect(caught).toEqual(Either.right(Option.some(Duration.seconds(3))))
  })
)
