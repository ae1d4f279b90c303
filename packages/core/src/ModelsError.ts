/**
 * The errors of the Models API.
 *
 * One class for each error type of the API, by the API's name, and four for failures on this side of the wire. All are
 * plain data: none holds a request, a response or a header, so none can show a secret, and each can be encoded and sent
 * to another process. Every error has a readable `message` and an `isRetryable` flag.
 *
 * @since 0.1.0
 */
import type { YieldableError } from "effect/Cause"
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { describe, describeAnswer } from "./internal/errorMessage.ts"
import { finiteDuration, optional } from "./internal/fields.ts"
import { printable as printableLine } from "./internal/printable.ts"
import { none as noRateLimits, RateLimits } from "./RateLimits.ts"

const requestFields = {
  /** The method of the request. */
  method: Schema.optionalWith(Schema.String, { default: () => "GET" }),
  /** The URL of the request, without credentials; empty if there was no request. */
  url: Schema.optionalWith(Schema.String, { default: () => "" }),
  /** How often the request was sent. */
  attempts: Schema.optionalWith(Schema.NonNegativeInt, { default: () => 1 })
}

const answerFields = {
  /** The server's message; empty if it sent none. */
  detail: Schema.optionalWith(Schema.String, { default: () => "" }),
  /** `details.error_code` of the error's body. */
  errorCode: optional(Schema.String),
  /** The `request-id` of the answer, for Anthropic's support. */
  requestId: optional(Schema.String),
  /** How long the server asks to wait before the next attempt. */
  retryAfter: optional(finiteDuration),
  /** The `x-should-retry` header, which wins over the status. */
  shouldRetry: optional(Schema.Boolean),
  /** The rate limits that the answer reports. */
  rateLimits: Schema.optionalWith(RateLimits, { default: () => noRateLimits }),
  /** The beginning of a body that is not the API's error envelope. */
  snippet: optional(Schema.String),
  ...requestFields
}

const typedFields = (status: number, type: string) => ({
  /** The status of the answer. */
  status: Schema.optionalWith(Schema.NonNegativeInt, { default: () => status }),
  /** The API's name for the error. Open, because the list of types may grow. */
  type: Schema.optionalWith(Schema.String, { default: () => type }),
  ...answerFields
})

type AnswerFields = ReturnType<typeof typedFields>

interface AnswerMembers {
  /** Whether another attempt may succeed: by `x-should-retry`, else for 408, 409, 429 and every status from 500 on. */
  readonly isRetryable: boolean
}

/** The class of an error answer. */
interface AnswerErrorClass<Self, Tag extends string> extends Schema.Class<
  Self,
  { readonly _tag: Schema.tag<Tag> } & AnswerFields,
  Schema.Struct.Encoded<{ readonly _tag: Schema.tag<Tag> } & AnswerFields>,
  never,
  Schema.Struct.Constructor<AnswerFields>,
  AnswerMembers,
  YieldableError
> {
  readonly _tag: Tag
}

/** Makes the class of one error type of the API, with the status and type that it has by default. */
const answerError =
  <Self>() =>
  <Tag extends string>(tag: Tag, status: number, type: string): AnswerErrorClass<Self, Tag> => {
    class AnswerError extends Schema.TaggedError<AnswerError>(`@anthropic-models/core/${tag}`)(
      tag as string,
      typedFields(status, type)
    ) {
      get isRetryable(): boolean {
        const { shouldRetry, status } = this
        return Option.getOrElse(shouldRetry, () => status === 408 || status === 409 || status === 429 || status >= 500)
      }
      override get message(): string {
        return describeAnswer(this)
      }
    }
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- TypeScript cannot name a generic `Self` in `TaggedError`
    return AnswerError as never
  }

/**
 * 400 `invalid_request_error`, and other 4xx of that type: something about the request is wrong.
 *
 * @example
 * Asks again without the filter:
 *
 * ```ts
 * import * as Models from "@anthropic-models/core/Models"
 * import * as Effect from "effect/Effect"
 *
 * const program = Models.list({ lifecycle: ["active"] }).pipe(
 *   Effect.catchTag("InvalidRequestError", (error) =>
 *     Effect.zipRight(Effect.logWarning(`no filter: ${error.detail}`), Models.list())
 *   )
 * )
 * ```
 *
 * @since 0.1.0
 * @category errors
 */
export class InvalidRequestError extends answerError<InvalidRequestError>()(
  "InvalidRequestError",
  400,
  "invalid_request_error"
) {}

/**
 * 401 `authentication_error`: the API does not accept the key.
 *
 * @example
 * ```ts
 * import * as Models from "@anthropic-models/core/Models"
 * import * as Console from "effect/Console"
 * import * as Effect from "effect/Effect"
 *
 * const program = Models.list().pipe(
 *   Effect.tapErrorTag("AuthenticationError", () => Console.error("Set ANTHROPIC_API_KEY to a new key."))
 * )
 * ```
 *
 * @since 0.1.0
 * @category errors
 */
export class AuthenticationError extends answerError<AuthenticationError>()(
  "AuthenticationError",
  401,
  "authentication_error"
) {}

/**
 * 402 `billing_error`: something about the account's billing is wrong.
 *
 * @example
 * ```ts
 * import * as Models from "@anthropic-models/core/Models"
 * import * as Effect from "effect/Effect"
 *
 * const program = Models.list().pipe(
 *   Effect.tapErrorTag("BillingError", (error) => Effect.logFatal(`tell the owner of the account: ${error.detail}`))
 * )
 * ```
 *
 * @since 0.1.0
 * @category errors
 */
export class BillingError extends answerError<BillingError>()("BillingError", 402, "billing_error") {}

/**
 * 403 `permission_error`: the key lacks the permission.
 *
 * @example
 * Shows no models to a key that may not list them:
 *
 * ```ts
 * import * as Models from "@anthropic-models/core/Models"
 * import * as Effect from "effect/Effect"
 *
 * const choices = Models.list().pipe(
 *   Effect.map((page) => page.data),
 *   Effect.catchTag("PermissionError", () => Effect.succeed([]))
 * )
 * ```
 *
 * @since 0.1.0
 * @category errors
 */
export class PermissionError extends answerError<PermissionError>()("PermissionError", 403, "permission_error") {}

/**
 * 404 `not_found_error`: the model does not exist, or the base URL leads elsewhere.
 *
 * @example
 * ```ts
 * import * as Models from "@anthropic-models/core/Models"
 * import * as Effect from "effect/Effect"
 *
 * const find = (id: string) =>
 *   Models.get(id).pipe(
 *     Effect.asSome,
 *     Effect.catchTag("NotFoundError", () => Effect.succeedNone)
 *   )
 * ```
 *
 * @since 0.1.0
 * @category errors
 */
export class NotFoundError extends answerError<NotFoundError>()("NotFoundError", 404, "not_found_error") {}

/**
 * 413 `request_too_large`: the request exceeds the size limit.
 *
 * @example
 * ```ts
 * import type { AnthropicBeta } from "@anthropic-models/core/AnthropicBeta"
 * import * as Models from "@anthropic-models/core/Models"
 * import * as Effect from "effect/Effect"
 *
 * // a long list of betas makes a large request: asks again with the first ten
 * const listWith = (betas: ReadonlyArray<AnthropicBeta>) =>
 *   Models.list({ betas }).pipe(
 *     Effect.catchTag("RequestTooLargeError", () => Models.list({ betas: betas.slice(0, 10) }))
 *   )
 * ```
 *
 * @since 0.1.0
 * @category errors
 */
export class RequestTooLargeError extends answerError<RequestTooLargeError>()(
  "RequestTooLargeError",
  413,
  "request_too_large"
) {}

/**
 * 429 `rate_limit_error`: too many requests. `retryAfter` says how long to wait.
 *
 * @example
 * `ModelsHttp` retries it twice by default. Waits once more after that:
 *
 * ```ts
 * import * as Models from "@anthropic-models/core/Models"
 * import * as Duration from "effect/Duration"
 * import * as Effect from "effect/Effect"
 * import * as Option from "effect/Option"
 *
 * const program = Models.list().pipe(
 *   Effect.catchTag("RateLimitError", (error) => {
 *     const wait = Option.getOrElse(error.retryAfter, () => Duration.minutes(1))
 *     return Effect.delay(Models.list(), wait)
 *   })
 * )
 * ```
 *
 * @since 0.1.0
 * @category errors
 */
export class RateLimitError extends answerError<RateLimitError>()("RateLimitError", 429, "rate_limit_error") {}

/**
 * 504 `timeout_error`: the API itself ran out of time.
 *
 * @example
 * ```ts
 * import * as Models from "@anthropic-models/core/Models"
 * import * as Effect from "effect/Effect"
 *
 * // a smaller page takes less time
 * const program = Models.list({ limit: 1000 }).pipe(
 *   Effect.catchTag("GatewayTimeoutError", () => Models.list({ limit: 100 }))
 * )
 * ```
 *
 * @since 0.1.0
 * @category errors
 */
export class GatewayTimeoutError extends answerError<GatewayTimeoutError>()(
  "GatewayTimeoutError",
  504,
  "timeout_error"
) {}

/**
 * 529 `overloaded_error`: the API is overloaded for now.
 *
 * @example
 * ```ts
 * import type { ModelPage } from "@anthropic-models/core/ModelPage"
 * import * as Models from "@anthropic-models/core/Models"
 * import * as Effect from "effect/Effect"
 *
 * const orTheLastOne = (last: ModelPage) =>
 *   Models.list().pipe(Effect.catchTag("OverloadedError", () => Effect.succeed(last)))
 * ```
 *
 * @since 0.1.0
 * @category errors
 */
export class OverloadedError extends answerError<OverloadedError>()("OverloadedError", 529, "overloaded_error") {}

/**
 * 500 `api_error`, and every error answer without a class of its own: see `status` and `type`.
 *
 * @example
 * Logs the parts that Anthropic's support asks for:
 *
 * ```ts
 * import * as Models from "@anthropic-models/core/Models"
 * import * as Effect from "effect/Effect"
 * import * as Option from "effect/Option"
 *
 * const program = Models.list().pipe(
 *   Effect.tapErrorTag("ApiError", ({ requestId, status, type }) =>
 *     Effect.logError(`${status} ${type}, request ${Option.getOrElse(requestId, () => "without an id")}`)
 *   )
 * )
 * ```
 *
 * @since 0.1.0
 * @category errors
 */
export class ApiError extends answerError<ApiError>()("ApiError", 500, "api_error") {}

/**
 * The class of each error type of the API. Any other type is an `ApiError`.
 *
 * **When to use**
 *
 * To implement `Models`, when the server names an error type.
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
  timeout_error: GatewayTimeoutError,
  overloaded_error: OverloadedError,
  api_error: ApiError
} as const

/**
 * No whole answer arrived.
 *
 * **Details**
 *
 * | `reason` | meaning | retried |
 * | --- | --- | --- |
 * | `"Transport"` | the connection was refused, reset, or ended early | yes |
 * | `"CutBody"` | the body ended early: truncated JSON or corrupt gzip | yes |
 * | `"Credential"` | the effect that provides the key died or was interrupted | yes |
 * | `"Certificate"` | the server's certificate does not verify | no |
 * | `"Protocol"` | an https URL whose port speaks plain http, or the reverse | no |
 *
 * @example
 * ```ts
 * import * as Models from "@anthropic-models/core/Models"
 * import type { ConnectionError } from "@anthropic-models/core/ModelsError"
 * import * as Console from "effect/Console"
 * import * as Effect from "effect/Effect"
 *
 * const advice = ({ reason }: ConnectionError): string =>
 *   reason === "Certificate" ? "Does a proxy use a certificate of its own?" : "Is the network up?"
 *
 * const program = Models.list().pipe(
 *   Effect.tapErrorTag("ConnectionError", (error) => Console.error(`${error.message}. ${advice(error)}`))
 * )
 * ```
 *
 * @since 0.1.0
 * @category errors
 */
export class ConnectionError extends Schema.TaggedError<ConnectionError>("@anthropic-models/core/ConnectionError")(
  "ConnectionError",
  {
    reason: Schema.Literal("Transport", "CutBody", "Credential", "Certificate", "Protocol"),
    /** What happened, with the code of the failure if there is one. */
    detail: Schema.String,
    ...requestFields
  }
) {
  /** Whether another attempt may succeed. */
  get isRetryable(): boolean {
    return this.reason !== "Certificate" && this.reason !== "Protocol"
  }
  override get message(): string {
    return describe(this.detail, this)
  }
}

/**
 * Time ran out: for one attempt (`scope: "attempt"`), or for all attempts and the waits between them
 * (`scope: "deadline"`).
 *
 * @example
 * ```ts
 * import * as Models from "@anthropic-models/core/Models"
 * import * as Duration from "effect/Duration"
 * import * as Effect from "effect/Effect"
 *
 * const program = Models.list().pipe(
 *   Effect.tapErrorTag("RequestTimeoutError", ({ attempts, timeout }) =>
 *     Effect.logWarning(`attempt ${attempts}: no answer within ${Duration.format(timeout)}`)
 *   )
 * )
 * ```
 *
 * @since 0.1.0
 * @category errors
 */
export class RequestTimeoutError extends Schema.TaggedError<RequestTimeoutError>(
  "@anthropic-models/core/RequestTimeoutError"
)("RequestTimeoutError", {
  /** Whether one attempt took too long, or all of them together. */
  scope: Schema.Literal("attempt", "deadline"),
  /** The limit that passed. */
  timeout: finiteDuration,
  ...requestFields
}) {
  /** Another attempt may succeed unless the deadline passed. */
  get isRetryable(): boolean {
    return this.scope === "attempt"
  }
  override get message(): string {
    const limit = Duration.format(this.timeout)
    return describe(
      this.scope === "attempt" ? `no complete answer within ${limit}` : `the deadline of ${limit} passed`,
      this
    )
  }
}

/**
 * An answer that is not the API's.
 *
 * **Details**
 *
 * | `reason` | meaning |
 * | --- | --- |
 * | `"Html"` | an HTML page, as proxies send them |
 * | `"NotJson"` | a body that does not begin like JSON |
 * | `"Empty"` | no body |
 * | `"Shape"` | JSON of another shape; `detail` names the path, or holds the server's message |
 * | `"Redirect"` | a redirect, which is not followed; `location` is its origin |
 * | `"TooLarge"` | more bytes, values or nesting than the limits allow |
 * | `"Encoding"` | a compression that was not asked for |
 *
 * @example
 * ```ts
 * import * as Models from "@anthropic-models/core/Models"
 * import type { UnexpectedResponseError } from "@anthropic-models/core/ModelsError"
 * import * as Console from "effect/Console"
 * import * as Effect from "effect/Effect"
 * import * as Option from "effect/Option"
 *
 * const advice = ({ detail, location, reason }: UnexpectedResponseError): string =>
 *   reason === "Redirect" ? `Set the base URL to ${Option.getOrElse(location, () => "the right host")}.` : detail
 *
 * const program = Models.list().pipe(
 *   Effect.tapErrorTag("UnexpectedResponseError", (error) => Console.error(advice(error)))
 * )
 * ```
 *
 * @since 0.1.0
 * @category errors
 */
export class UnexpectedResponseError extends Schema.TaggedError<UnexpectedResponseError>(
  "@anthropic-models/core/UnexpectedResponseError"
)("UnexpectedResponseError", {
  /** The HTTP status. */
  status: Schema.optionalWith(Schema.NonNegativeInt, { default: () => 200 }),
  reason: Schema.Literal("Html", "NotJson", "Empty", "Shape", "Redirect", "TooLarge", "Encoding"),
  /** What the answer is instead. */
  detail: Schema.String,
  /** The `request-id` of the answer, for Anthropic's support. */
  requestId: optional(Schema.String),
  /** The origin that a redirect points to. */
  location: optional(Schema.String),
  /** The beginning of the body. */
  snippet: optional(Schema.String),
  ...requestFields
}) {
  /** Another attempt would get the same answer. */
  get isRetryable(): boolean {
    return false
  }
  override get message(): string {
    return describe(`unexpected answer ${this.status}: ${this.detail}`, this)
  }
}

/**
 * A parameter is wrong. Nothing was sent.
 *
 * @example
 * Answers a form with the field that is wrong:
 *
 * ```ts
 * import * as Models from "@anthropic-models/core/Models"
 * import * as Effect from "effect/Effect"
 *
 * const submit = (form: { readonly limit: number }) =>
 *   Models.list(form).pipe(
 *     Effect.map((page) => ({ ok: true as const, models: page.data })),
 *     Effect.catchTag("InvalidParameterError", ({ detail, parameter }) =>
 *       Effect.succeed({ ok: false as const, field: parameter, detail })
 *     )
 *   )
 * ```
 *
 * @since 0.1.0
 * @category errors
 */
export class InvalidParameterError extends Schema.TaggedError<InvalidParameterError>(
  "@anthropic-models/core/InvalidParameterError"
)("InvalidParameterError", {
  /** The name of the parameter. */
  parameter: Schema.String,
  /** The rule that it breaks. */
  detail: Schema.String
}) {
  /** Another attempt would fail in the same way. */
  get isRetryable(): boolean {
    return false
  }
  override get message(): string {
    return describe(`${this.parameter}: ${this.detail}`, { attempts: 1 })
  }
}

/**
 * The schema of every error of the Models API, for sending errors to other processes.
 *
 * @example
 * ```ts
 * import { ModelsError, RateLimitError } from "@anthropic-models/core/ModelsError"
 * import * as Schema from "effect/Schema"
 *
 * const Json = Schema.parseJson(ModelsError)
 *
 * const sent = Schema.encodeSync(Json)(new RateLimitError({ detail: "50 requests a minute" }))
 * const received = Schema.decodeSync(Json)(sent)
 *
 * received.isRetryable // true
 * ```
 *
 * @since 0.1.0
 * @category schemas
 */
export const ModelsError = Schema.Union(
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

/**
 * Every error of the Models API.
 *
 * @example
 * ```ts
 * import type { ModelsError } from "@anthropic-models/core/ModelsError"
 *
 * // the status that a service of your own answers with
 * const statusOf = (error: ModelsError): number => {
 *   switch (error._tag) {
 *     case "NotFoundError":
 *       return 404
 *     case "InvalidParameterError":
 *       return 400
 *     default:
 *       return error.isRetryable ? 503 : 502
 *   }
 * }
 * ```
 *
 * @since 0.1.0
 * @category errors
 */
export type ModelsError = typeof ModelsError.Type

/**
 * Whether a value is one of the errors of this module.
 *
 * @example
 * ```ts
 * import { isModelsError } from "@anthropic-models/core/ModelsError"
 *
 * const exitCode = (error: unknown): number => (isModelsError(error) && error.isRetryable ? 75 : 1)
 * ```
 *
 * @since 0.1.0
 * @category guards
 */
export const isModelsError = (u: unknown): u is ModelsError => ModelsError.members.some((Class) => u instanceof Class)

/**
 * Makes one printable line of at most `max` characters: control characters, line breaks and bidirectional overrides
 * become blanks.
 *
 * **When to use**
 *
 * For texts of a server that go into messages or logs. The messages of this module are printable already.
 *
 * @example
 * ```ts
 * import { printable } from "@anthropic-models/core/ModelsError"
 *
 * printable("first line\nsecond line") // "first line second line"
 * printable("claude-opus-4-6", 10) // "claude-opu…"
 * ```
 *
 * @since 0.1.0
 * @category messages
 */
export const printable = (text: string, max = 1000): string => printableLine(text, max)
