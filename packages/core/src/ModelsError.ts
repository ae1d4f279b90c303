/**
 * Everything that can go wrong, as typed errors.
 *
 * One class for each error type of the API, by the API's own name, and four for what happens on this side of the
 * wire. All are plain data: no error holds a request, a response or a header, so that none can show a secret, and
 * each can be encoded and sent to another process.
 *
 * @since 0.1.0
 */
import * as Duration from "effect/Duration"
import * as Schema from "effect/Schema"
import { describe, describeAnswer, isRetryableAnswer } from "./internal/describe.ts"
import { DurationFromMillis } from "./internal/durations.ts"
import { optionalKey, withDefault } from "./internal/fields.ts"
import { lazily } from "./internal/lazily.ts"
import { Count } from "./internal/leaves.ts"
import { none as noRateLimits, RateLimits } from "./RateLimits.ts"

/** What every error that follows a request knows of it. */
const requestFields = () => ({
  /** The method of the request. */
  method: withDefault(Schema.String, "GET"),
  /** The URL of the request, without credentials; empty where there was none. */
  url: withDefault(Schema.String, ""),
  /** How many times it was sent. */
  attempts: withDefault(Count, 1)
})

const answerFields = (status: number, type: string) => ({
  /** The status of the answer. */
  status: withDefault(Count, status),
  /** The API's name for the error; open, since the list of types may grow. */
  type: withDefault(Schema.String, type),
  /** The API's own words. */
  detail: withDefault(Schema.String, ""),
  /** `details.error_code` of the error's body. */
  errorCode: optionalKey(Schema.String),
  /** The `request-id` of the answer, for Anthropic's support. */
  requestId: optionalKey(Schema.String),
  /** How long the server asks to wait before the next attempt. */
  retryAfter: optionalKey(DurationFromMillis),
  /** What `x-should-retry` says; it wins over the status. */
  shouldRetry: optionalKey(Schema.Boolean),
  /** The limits that the answer told of. */
  rateLimits: withDefault(RateLimits, noRateLimits),
  /** The beginning of a body that was not the API's error envelope. */
  snippet: optionalKey(Schema.String),
  ...requestFields()
})

/**
 * 400 `invalid_request_error`, and other 4xx of that type: something about the request is wrong.
 *
 * @since 0.1.0
 * @category errors
 */
export class InvalidRequestError extends lazily(() =>
  Schema.TaggedError<InvalidRequestError>("@anthropic-models/core/InvalidRequestError")(
    "InvalidRequestError",
    answerFields(400, "invalid_request_error")
  )
) {
  /** Whether another attempt may succeed. */
  get isRetryable(): boolean {
    return isRetryableAnswer(this)
  }
  override get message(): string {
    return describeAnswer(this)
  }
}

/**
 * 401 `authentication_error`: the API does not accept the key.
 *
 * @since 0.1.0
 * @category errors
 */
export class AuthenticationError extends lazily(() =>
  Schema.TaggedError<AuthenticationError>("@anthropic-models/core/AuthenticationError")(
    "AuthenticationError",
    answerFields(401, "authentication_error")
  )
) {
  /** Whether another attempt may succeed. */
  get isRetryable(): boolean {
    return isRetryableAnswer(this)
  }
  override get message(): string {
    return describeAnswer(this)
  }
}

/**
 * 402 `billing_error`: something about the account's billing is wrong.
 *
 * @since 0.1.0
 * @category errors
 */
export class BillingError extends lazily(() =>
  Schema.TaggedError<BillingError>("@anthropic-models/core/BillingError")(
    "BillingError",
    answerFields(402, "billing_error")
  )
) {
  /** Whether another attempt may succeed. */
  get isRetryable(): boolean {
    return isRetryableAnswer(this)
  }
  override get message(): string {
    return describeAnswer(this)
  }
}

/**
 * 403 `permission_error`: the key may not do this.
 *
 * @since 0.1.0
 * @category errors
 */
export class PermissionError extends lazily(() =>
  Schema.TaggedError<PermissionError>("@anthropic-models/core/PermissionError")(
    "PermissionError",
    answerFields(403, "permission_error")
  )
) {
  /** Whether another attempt may succeed. */
  get isRetryable(): boolean {
    return isRetryableAnswer(this)
  }
  override get message(): string {
    return describeAnswer(this)
  }
}

/**
 * 404 `not_found_error`: there is no such model.
 *
 * @since 0.1.0
 * @category errors
 */
export class NotFoundError extends lazily(() =>
  Schema.TaggedError<NotFoundError>("@anthropic-models/core/NotFoundError")(
    "NotFoundError",
    answerFields(404, "not_found_error")
  )
) {
  /** Whether another attempt may succeed. */
  get isRetryable(): boolean {
    return isRetryableAnswer(this)
  }
  override get message(): string {
    return describeAnswer(this)
  }
}

/**
 * 413 `request_too_large`: the request has more bytes than the API takes.
 *
 * @since 0.1.0
 * @category errors
 */
export class RequestTooLargeError extends lazily(() =>
  Schema.TaggedError<RequestTooLargeError>("@anthropic-models/core/RequestTooLargeError")(
    "RequestTooLargeError",
    answerFields(413, "request_too_large")
  )
) {
  /** Whether another attempt may succeed. */
  get isRetryable(): boolean {
    return isRetryableAnswer(this)
  }
  override get message(): string {
    return describeAnswer(this)
  }
}

/**
 * 429 `rate_limit_error`: too much was asked for in too short a time. `retryAfter` says how long to wait.
 *
 * @since 0.1.0
 * @category errors
 */
export class RateLimitError extends lazily(() =>
  Schema.TaggedError<RateLimitError>("@anthropic-models/core/RateLimitError")(
    "RateLimitError",
    answerFields(429, "rate_limit_error")
  )
) {
  /** Whether another attempt may succeed. */
  get isRetryable(): boolean {
    return isRetryableAnswer(this)
  }
  override get message(): string {
    return describeAnswer(this)
  }
}

/**
 * 504 `timeout_error`: the API itself ran out of time.
 *
 * @since 0.1.0
 * @category errors
 */
export class GatewayTimeoutError extends lazily(() =>
  Schema.TaggedError<GatewayTimeoutError>("@anthropic-models/core/GatewayTimeoutError")(
    "GatewayTimeoutError",
    answerFields(504, "timeout_error")
  )
) {
  /** Whether another attempt may succeed. */
  get isRetryable(): boolean {
    return isRetryableAnswer(this)
  }
  override get message(): string {
    return describeAnswer(this)
  }
}

/**
 * 529 `overloaded_error`: the API has too much to do for now.
 *
 * @since 0.1.0
 * @category errors
 */
export class OverloadedError extends lazily(() =>
  Schema.TaggedError<OverloadedError>("@anthropic-models/core/OverloadedError")(
    "OverloadedError",
    answerFields(529, "overloaded_error")
  )
) {
  /** Whether another attempt may succeed. */
  get isRetryable(): boolean {
    return isRetryableAnswer(this)
  }
  override get message(): string {
    return describeAnswer(this)
  }
}

/**
 * 500 `api_error`, and every error answer that has no class of its own: `status` and `type` say which.
 *
 * @since 0.1.0
 * @category errors
 */
export class ApiError extends lazily(() =>
  Schema.TaggedError<ApiError>("@anthropic-models/core/ApiError")("ApiError", answerFields(500, "api_error"))
) {
  /** Whether another attempt may succeed. */
  get isRetryable(): boolean {
    return isRetryableAnswer(this)
  }
  override get message(): string {
    return describeAnswer(this)
  }
}

/**
 * The class of each error type that the API has a name for. Whatever else it may say is an `ApiError`.
 *
 * **When to use**
 *
 * By whoever implements `Models`, and has an error of the API to fail with.
 *
 * @example
 * ```ts
 * import { byType } from "@anthropic-models/core/ModelsError"
 *
 * const busy = new byType.overloaded_error({ detail: "try later" })
 * ```
 *
 * @since 0.1.0
 * @category constructors
 */
export const byType = {
  invalid_request_error: InvalidRequestError,
  authentication_error: AuthenticationError,
  billing_error: BillingError,
  permission_error: PermissionError,
  not_found_error: NotFoundError,
  request_too_large: RequestTooLargeError,
  rate_limit_error: RateLimitError,
  api_error: ApiError,
  timeout_error: GatewayTimeoutError,
  overloaded_error: OverloadedError
} as const

/**
 * No whole answer arrived: the connection was refused, reset, or ended in the middle of a body.
 *
 * @since 0.1.0
 * @category errors
 */
export class ConnectionError extends lazily(() =>
  Schema.TaggedError<ConnectionError>("@anthropic-models/core/ConnectionError")("ConnectionError", {
    /** `"Transport"`: the exchange broke off. `"CutBody"`: a body came that is not whole. */
    reason: Schema.Literal("Transport", "CutBody"),
    /** What was seen. */
    detail: Schema.String,
    ...requestFields()
  })
) {
  /** Another attempt may succeed. */
  get isRetryable(): boolean {
    return true
  }
  override get message(): string {
    return describe(this.detail, this)
  }
}

/**
 * Time ran out: for one attempt (`scope: "attempt"`), or for all attempts and the waits between them
 * (`scope: "deadline"`).
 *
 * @since 0.1.0
 * @category errors
 */
export class RequestTimeoutError extends lazily(() =>
  Schema.TaggedError<RequestTimeoutError>("@anthropic-models/core/RequestTimeoutError")("RequestTimeoutError", {
    scope: Schema.Literal("attempt", "deadline"),
    /** The time that there was. */
    timeout: DurationFromMillis,
    ...requestFields()
  })
) {
  /** Another attempt may succeed, as long as the deadline has not passed. */
  get isRetryable(): boolean {
    return this.scope === "attempt"
  }
  override get message(): string {
    const within = Duration.format(this.timeout)
    return describe(
      this.scope === "attempt" ? `no whole answer within ${within}` : `the deadline of ${within} has passed`,
      this
    )
  }
}

/**
 * An answer came that is not the API's: an HTML page, another shape, a redirect, too many bytes.
 *
 * @since 0.1.0
 * @category errors
 */
export class UnexpectedResponseError extends lazily(() =>
  Schema.TaggedError<UnexpectedResponseError>("@anthropic-models/core/UnexpectedResponseError")(
    "UnexpectedResponseError",
    {
      status: withDefault(Count, 200),
      /**
       * - `"Html"`: a page for people, as proxies send them
       * - `"NotJson"`: a body that does not begin like JSON
       * - `"Empty"`: no body where there must be one
       * - `"Shape"`: JSON of another shape; `detail` names the path
       * - `"Redirect"`: an answer that sends elsewhere; `location` is the origin
       * - `"TooLarge"`: more bytes than `maxBodyBytes`
       */
      reason: Schema.Literal("Html", "NotJson", "Empty", "Shape", "Redirect", "TooLarge"),
      /** What was seen. */
      detail: Schema.String,
      /** The `request-id` of the answer, for Anthropic's support. */
      requestId: optionalKey(Schema.String),
      /** The origin that a redirect pointed to. */
      location: optionalKey(Schema.String),
      /** The beginning of the body. */
      snippet: optionalKey(Schema.String),
      ...requestFields()
    }
  )
) {
  /** Another attempt would get the same. */
  get isRetryable(): boolean {
    return false
  }
  override get message(): string {
    return describe(`unexpected answer ${this.status}: ${this.detail}`, this)
  }
}

/**
 * A parameter was refused before anything was sent.
 *
 * @since 0.1.0
 * @category errors
 */
export class InvalidParameterError extends lazily(() =>
  Schema.TaggedError<InvalidParameterError>("@anthropic-models/core/InvalidParameterError")("InvalidParameterError", {
    /** The parameter's name. */
    parameter: Schema.String,
    /** What it must be. */
    detail: Schema.String
  })
) {
  /** Another attempt would be refused again. */
  get isRetryable(): boolean {
    return false
  }
  override get message(): string {
    return `${this.parameter}: ${this.detail}`
  }
}

/**
 * The schema of every failure of the Models API, with which failures cross the borders of processes and workers.
 *
 * @example
 * ```ts
 * import * as Models from "@anthropic-models/core/Models"
 * import * as Duration from "effect/Duration"
 * import * as Effect from "effect/Effect"
 * import * as Option from "effect/Option"
 *
 * const program = Models.list().pipe(
 *   Effect.catchTag("RateLimitError", (error) => {
 *     const wait = Option.getOrElse(error.retryAfter, () => Duration.seconds(1))
 *     return Effect.delay(Models.list(), wait)
 *   })
 * )
 * ```
 *
 * @since 0.1.0
 * @category schemas
 */
export const ModelsError = /*#__PURE__*/ lazily(() =>
  // Marked as pure, so that bundlers drop it from programs that never name it.
  Schema.Union(
    InvalidRequestError,
    AuthenticationError,
    BillingError,
    PermissionError,
    NotFoundError,
    RequestTooLargeError,
    RateLimitError,
    GatewayTimeoutError,
    OverloadedError,
    ApiError,
    ConnectionError,
    RequestTimeoutError,
    UnexpectedResponseError,
    InvalidParameterError
  ).annotations({ identifier: "ModelsError" })
)

/**
 * Every failure of the Models API.
 *
 * @since 0.1.0
 * @category errors
 */
export type ModelsError = typeof ModelsError.Type

/**
 * Whether a value is one of the errors of this module.
 *
 * @since 0.1.0
 * @category guards
 */
export const isModelsError = (u: unknown): u is ModelsError => ModelsError.members.some((member) => u instanceof member)
