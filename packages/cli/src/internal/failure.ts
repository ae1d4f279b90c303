import { stripVTControlCharacters } from "node:util"
import type { ModelsError } from "@anthropic-models/core/ModelsError"
import type { PaginationError } from "@anthropic-models/stream/PaginationError"
import * as HelpDoc from "@effect/cli/HelpDoc"
import * as ValidationError from "@effect/cli/ValidationError"
import * as Cause from "effect/Cause"
import * as ConfigError from "effect/ConfigError"
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"

/** The end of a command that did not succeed. */
export interface Failure {
  readonly exitCode: number
  /** What happened, and where. Undefined where the command has said all. */
  readonly message?: string | undefined
  /** What to do next. */
  readonly hint?: string | undefined
}

const interrupted = 130

/** The one place that turns failures into exit codes and words. */
export const describe = (cause: Cause.Cause<unknown>): Failure => {
  if (Cause.isInterruptedOnly(cause)) return { exitCode: interrupted }
  return Option.match(Cause.failureOption(cause), {
    onNone: () => bug(Cause.squash(cause)),
    onSome: describeError
  })
}

/** No list can be trusted after a bug. */
const bug = (defect: unknown): Failure => ({
  exitCode: 3,
  message: `this is a bug of anthropic-models: ${defect instanceof Error ? defect.message : String(defect)}`,
  hint: "Please report it, with the command. --log-level debug shows where it happened."
})

const describeError = (error: unknown): Failure => {
  if (ValidationError.isValidationError(error)) return wrongArguments(error)
  if (ConfigError.isConfigError(error)) return wrongEnvironment(error)
  if (isApiError(error)) return describeApi(error)
  return Predicate.hasProperty(error, "exitCode") && typeof error.exitCode === "number"
    ? { exitCode: error.exitCode, message: textOf(error, "message"), hint: textOf(error, "hint") }
    : bug(error)
}

const textOf = (error: object, name: string): string | undefined => {
  const value: unknown = Reflect.get(error, name)
  return typeof value === "string" && value !== "" ? value : undefined
}

const wrongArguments = ({ error }: ValidationError.ValidationError): Failure => ({
  exitCode: 2,
  message: stripVTControlCharacters(HelpDoc.toAnsiText(error)).trim()
})

const wrongEnvironment = (error: ConfigError.ConfigError): Failure => {
  const message = describeConfig(error)
  if (!/ANTHROPIC_(?:API_KEY|AUTH_TOKEN)/.test(message)) {
    return { exitCode: 2, message: `the environment is wrong: ${message}`, hint: "Try: anthropic-models doctor" }
  }
  return ConfigError.isMissingDataOnly(error)
    ? {
        exitCode: 4,
        message: "there is no credential: neither ANTHROPIC_API_KEY nor ANTHROPIC_AUTH_TOKEN is set",
        hint: "Set ANTHROPIC_API_KEY to a key of the Anthropic Console, or use a file: --snapshot FILE"
      }
    : { exitCode: 4, message: `the credential is wrong: ${message}`, hint: "Try: anthropic-models doctor" }
}

/** `ANTHROPIC_BASE_URL must be an http or https URL`. */
const describeConfig = (error: ConfigError.ConfigError): string =>
  "path" in error
    ? `${error.path.join("_")} ${error.message}`
    : `${describeConfig(error.left)}, ${describeConfig(error.right)}`

type ApiFailure = ModelsError | PaginationError

const tags: ReadonlySet<string> = new Set<ApiFailure["_tag"]>([
  "ApiError",
  "AuthenticationError",
  "BillingError",
  "ConnectionError",
  "GatewayTimeoutError",
  "InvalidParameterError",
  "InvalidRequestError",
  "NotFoundError",
  "OverloadedError",
  "PaginationError",
  "PermissionError",
  "RateLimitError",
  "RequestTimeoutError",
  "RequestTooLargeError",
  "UnexpectedResponseError"
])

const isApiError = (error: unknown): error is ApiFailure =>
  error instanceof Error &&
  Predicate.hasProperty(error, "_tag") &&
  typeof error._tag === "string" &&
  tags.has(error._tag)

const describeApi = (error: ApiFailure): Failure => {
  switch (error._tag) {
    case "AuthenticationError":
      return {
        exitCode: 4,
        message: `401: the key was refused ${at(error.url)}: ${error.message}`,
        hint: "Is ANTHROPIC_API_KEY current? Try: anthropic-models doctor"
      }
    case "PermissionError":
      return {
        exitCode: 4,
        message: `403: the key may not list models ${at(error.url)}: ${error.message}`,
        hint: "Does its workspace allow it? Try: anthropic-models doctor"
      }
    case "BillingError":
      return { exitCode: 3, message: error.message, hint: "See the billing page of the Anthropic Console." }
    case "RateLimitError": {
      const wait = Option.match(error.retryAfter, {
        onNone: () => "a minute",
        onSome: (wait) => Duration.format(wait)
      })
      return { exitCode: 3, message: error.message, hint: `Try again in ${wait}, or use a file: --snapshot FILE` }
    }
    case "ApiError":
    case "GatewayTimeoutError":
    case "OverloadedError":
      return {
        exitCode: 3,
        message: error.message,
        hint: "The API is busy. Try again in a minute, or use a file: --snapshot FILE"
      }
    case "ConnectionError":
    case "RequestTimeoutError":
      return {
        exitCode: 3,
        message: `no answer ${at(error.url)}: ${error.message}`,
        hint: "Is there a network, and is ANTHROPIC_BASE_URL right? Try: anthropic-models doctor"
      }
    case "InvalidRequestError":
      return { exitCode: 3, message: `the API refused the request ${at(error.url)}: ${error.message}`, hint: undefined }
    case "NotFoundError":
    case "RequestTooLargeError":
    case "UnexpectedResponseError":
      return {
        exitCode: 3,
        message: `the answer ${at(error.url)} is not that of the Models API: ${error.message}`,
        hint: "Is ANTHROPIC_BASE_URL right? Try: anthropic-models doctor"
      }
    case "InvalidParameterError":
      return { exitCode: 2, message: error.message }
    case "PaginationError":
      return {
        exitCode: 3,
        message: `the pages of the list do not fit together: ${error.message}`,
        hint: "A gateway may answer here. Is ANTHROPIC_BASE_URL right? Try: anthropic-models doctor"
      }
  }
}

const at = (url: string): string => {
  const address = url.replace(/\?.*$/, "")
  return address === "" ? "here" : `at ${address}`
}
