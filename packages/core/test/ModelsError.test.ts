import { inspect } from "node:util"
import * as ModelsError from "@anthropic-models/core/ModelsError"
import { describe, expect, it } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as Cause from "effect/Cause"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Equal from "effect/Equal"
import * as FastCheck from "effect/FastCheck"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { runs } from "./fixtures/arbitrary.ts"

const { ModelsError: Any } = ModelsError

const answers = [
  [ModelsError.InvalidRequestError, "InvalidRequestError", 400, "invalid_request_error", false],
  [ModelsError.AuthenticationError, "AuthenticationError", 401, "authentication_error", false],
  [ModelsError.BillingError, "BillingError", 402, "billing_error", false],
  [ModelsError.PermissionError, "PermissionError", 403, "permission_error", false],
  [ModelsError.NotFoundError, "NotFoundError", 404, "not_found_error", false],
  [ModelsError.RequestTooLargeError, "RequestTooLargeError", 413, "request_too_large", false],
  [ModelsError.RateLimitError, "RateLimitError", 429, "rate_limit_error", true],
  [ModelsError.GatewayTimeoutError, "GatewayTimeoutError", 504, "timeout_error", true],
  [ModelsError.OverloadedError, "OverloadedError", 529, "overloaded_error", true],
  [ModelsError.ApiError, "ApiError", 500, "api_error", true]
] as const

const timeout = Duration.seconds(30)

const ours = [
  new ModelsError.ConnectionError({ reason: "Transport", detail: "ECONNREFUSED" }),
  new ModelsError.RequestTimeoutError({ scope: "attempt", timeout }),
  new ModelsError.UnexpectedResponseError({ reason: "Html", detail: "an HTML page" }),
  new ModelsError.InvalidParameterError({ parameter: "limit", detail: "must be positive" })
]

const all = [...answers.map(([Class]): ModelsError.ModelsError => new Class()), ...ours]

describe.each(answers)("%o", (Class, tag, status, type, isRetryable) => {
  const error: ModelsError.ModelsError = new Class({ detail: "no" })

  it("is an error with a tag, a name, a status and a type", () => {
    expect(error).toBeInstanceOf(Error)
    expect(error).toBeInstanceOf(Class)
    expect(error._tag).toBe(tag)
    expect(error.name).toBe(tag)
    expect(Class._tag).toBe(tag)
    expect(Class.name).toBe(tag)
    expect(error).toMatchObject({ status, type, isRetryable })
    expect(ModelsError.byType[type]).toBe(Class)
  })

  it("is an instance of no other class", () => {
    expect(answers.filter(([Other]) => error instanceof Other).map(([, tag]) => tag)).toEqual([tag])
  })

  it("shows its message in String, the stack and inspect", () => {
    const line = `${tag}: ${status} ${type}: no`
    expect(error.message).toBe(`${status} ${type}: no`)
    expect(String(error)).toBe(line)
    expect(error.stack?.split("\n")[0]).toBe(line)
    expect(inspect(error).split("\n")[0]).toBe(line)
    expect(Cause.pretty(Cause.fail(error)).split("\n")[0]).toBe(line)
  })

  it.effect("is yielded as a failure", () =>
    Effect.gen(function* () {
      const failing = Effect.gen(function* () {
        return yield* error
      })
      expect(yield* Effect.flip(failing)).toBe(error)
    })
  )

  it("is equal after encoding and decoding, by its class and by the union", () => {
    const full = new Class({
      status: 418,
      type: "another",
      detail: "no",
      errorCode: Option.some("code"),
      requestId: Option.some("req_1"),
      retryAfter: Option.some(Duration.seconds(3)),
      shouldRetry: Option.some(true),
      snippet: Option.some("<html>"),
      method: "POST",
      url: "https://api.anthropic.com/v1/models",
      attempts: 3
    })
    for (const schema of [Class, Any] as ReadonlyArray<Schema.Schema<unknown, unknown>>) {
      for (const error of [full, new Class()]) {
        const again = Schema.decodeUnknownSync(schema)(JSON.parse(JSON.stringify(Schema.encodeSync(schema)(error))))
        expect(again).toBeInstanceOf(Class)
        expect(Equal.equals(again, error)).toBe(true)
        expect(again).toMatchObject({ message: error.message, isRetryable: error.isRetryable })
      }
    }
  })
})

describe("messages", () => {
  const { RateLimitError } = ModelsError

  it.each([
    [new RateLimitError(), "429 rate_limit_error"],
    [new RateLimitError({ detail: "slow down" }), "429 rate_limit_error: slow down"],
    [new RateLimitError({ detail: "slow down", attempts: 3 }), "429 rate_limit_error: slow down (after 3 attempts)"],
    [
      new RateLimitError({ detail: "slow down", attempts: 3, requestId: Option.some("req_011") }),
      "429 rate_limit_error: slow down (request req_011, after 3 attempts)"
    ],
    [new RateLimitError({ type: "another_type", status: 499 }), "499 another_type"],
    [
      new ModelsError.ConnectionError({ reason: "CutBody", detail: "the body ended early", attempts: 3 }),
      "the body ended early (after 3 attempts)"
    ],
    [new ModelsError.RequestTimeoutError({ scope: "attempt", timeout }), "no complete answer within 30s"],
    [
      new ModelsError.RequestTimeoutError({ scope: "deadline", timeout, attempts: 2 }),
      "the deadline of 30s passed (after 2 attempts)"
    ],
    [
      new ModelsError.UnexpectedResponseError({
        reason: "Html",
        status: 502,
        detail: "an HTML page",
        requestId: Option.some("req_1")
      }),
      "unexpected answer 502: an HTML page (request req_1)"
    ],
    [
      new ModelsError.InvalidParameterError({ parameter: "limit", detail: "must be a whole number from 1 to 1000" }),
      "limit: must be a whole number from 1 to 1000"
    ]
  ])("%s", (error, message) => {
    expect(error.message).toBe(message)
  })

  const unprintable = /[^\P{C}]|[\u2028\u2029]/u

  it.prop(
    "are one printable line of bounded length, whatever the server sends",
    [FastCheck.fullUnicodeString({ maxLength: 3000, size: "max" }), FastCheck.fullUnicodeString({ maxLength: 300 })],
    ([text, other]) => {
      const requestId = Option.some(other)
      for (const error of [
        new RateLimitError({ detail: text, type: other, requestId, attempts: 3 }),
        new ModelsError.ConnectionError({ reason: "Transport", detail: text, attempts: 3 }),
        new ModelsError.UnexpectedResponseError({ reason: "Shape", detail: text, requestId }),
        new ModelsError.InvalidParameterError({ parameter: other, detail: text })
      ]) {
        expect(error.message.length).toBeLessThan(2000)
        expect(error.message.replaceAll(/[\p{Co}\p{Cn}]/gu, "")).not.toMatch(unprintable)
      }
    },
    runs(300)
  )

  it.each([
    ["a line break", "a\r\nb"],
    ["a line separator", "a\u2028b"],
    ["an escape sequence of a terminal", "a\u001b\u0007b"],
    ["a C1 control character", "a\u009b\u0085b"],
    ["a bidirectional override", "a\u202e\u2066b"],
    ["a zero-width character", "a\u200b\ufeffb"],
    ["a lone surrogate", "a\ud800b"],
    ["many blanks", "  a \t\t b  "]
  ])("replace %s by one blank", (_, detail) => {
    expect(new RateLimitError({ detail }).message).toBe("429 rate_limit_error: a b")
    expect(ModelsError.printable(detail)).toBe("a b")
  })
})

describe("printable", () => {
  it("keeps texts of all scripts", () => {
    const text = "model “claude” 模型 نموذج 🙂 e\u0301"
    expect(ModelsError.printable(text)).toBe(text)
  })

  it("cuts a long text, and not within a character", () => {
    expect(ModelsError.printable("abcdef", 3)).toBe("abc…")
    expect(ModelsError.printable("abc", 3)).toBe("abc")
    expect(ModelsError.printable("ab🙂", 3)).toBe("ab…")
    expect(ModelsError.printable("x".repeat(1_000_000))).toBe(`${"x".repeat(1000)}…`)
    expect(ModelsError.printable(`${" ".repeat(1_000_000)}x`, 10)).toBe("…")
  })
})

describe("isRetryable", () => {
  it.each([
    [400, Option.none(), false],
    [401, Option.none(), false],
    [408, Option.none(), true],
    [409, Option.none(), true],
    [418, Option.none(), false],
    [429, Option.none(), true],
    [499, Option.none(), false],
    [500, Option.none(), true],
    [503, Option.none(), true],
    [529, Option.none(), true],
    [400, Option.some(true), true],
    [529, Option.some(false), false]
  ])("of status %d with x-should-retry %s is %s", (status, shouldRetry, isRetryable) => {
    expect(new ModelsError.ApiError({ status, shouldRetry }).isRetryable).toBe(isRetryable)
  })

  it.each([
    ["Transport", true],
    ["CutBody", true],
    ["Credential", true],
    ["Certificate", false],
    ["Protocol", false]
  ] as const)("of a failed connection by %s is %s", (reason, isRetryable) => {
    expect(new ModelsError.ConnectionError({ reason, detail: "" }).isRetryable).toBe(isRetryable)
  })

  it.each([
    ["attempt", true],
    ["deadline", false]
  ] as const)("of a timeout of the %s is %s", (scope, isRetryable) => {
    expect(new ModelsError.RequestTimeoutError({ scope, timeout }).isRetryable).toBe(isRetryable)
  })

  it("of an unexpected answer and of a wrong parameter is false", () => {
    expect(ours.slice(2).map((error) => error.isRetryable)).toEqual([false, false])
  })
})

describe("every error", () => {
  it.each(all)("%s is a ModelsError with a name of its own", (error) => {
    expect(ModelsError.isModelsError(error)).toBe(true)
    expect(Schema.is(Any)(error)).toBe(true)
    expect(error.name).toBe(error._tag)
    expect(error.constructor.name).toBe(error._tag)
    expect(error.message).not.toBe("")
  })

  it.prop(
    "is equal after encoding and decoding",
    [Arbitrary.make(Any)],
    ([error]) => {
      const again = Schema.decodeUnknownSync(Any)(JSON.parse(JSON.stringify(Schema.encodeSync(Any)(error))))
      expect(Object.getPrototypeOf(again)).toBe(Object.getPrototypeOf(error))
      expect(Equal.equals(again, error)).toBe(true)
      expect(again.message).toBe(error.message)
      expect(again.isRetryable).toBe(error.isRetryable)
    },
    runs(500)
  )

  it.effect("is caught by its tag, with its fields", () =>
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

  it.effect("is caught by tag among all others", () =>
    Effect.gen(function* () {
      const tagOf = ({ _tag }: ModelsError.ModelsError) => Effect.succeed(_tag)
      const tags = yield* Effect.forEach(all, (error) =>
        Effect.fail(error).pipe(
          Effect.catchTags({
            InvalidRequestError: tagOf,
            AuthenticationError: tagOf,
            BillingError: tagOf,
            PermissionError: tagOf,
            NotFoundError: tagOf,
            RequestTooLargeError: tagOf,
            RateLimitError: tagOf,
            GatewayTimeoutError: tagOf,
            OverloadedError: tagOf,
            ApiError: tagOf,
            ConnectionError: tagOf,
            RequestTimeoutError: tagOf,
            UnexpectedResponseError: tagOf,
            InvalidParameterError: tagOf
          })
        )
      )
      expect(tags).toEqual(all.map(({ _tag }) => _tag))
      expect(new Set(tags).size).toBe(14)
    })
  )
})

it.each([undefined, null, {}, "no", new Error("no"), { _tag: "RateLimitError" }])("%o is not a ModelsError", (u) => {
  expect(ModelsError.isModelsError(u)).toBe(false)
})
