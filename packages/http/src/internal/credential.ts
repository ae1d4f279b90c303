import {
  type AuthenticationError,
  InvalidParameterError,
  isModelsError,
  type ModelsError
} from "@anthropic-models/core/ModelsError"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import { connection, type Sent } from "./errors.ts"
import { reveal, secretProblem } from "./headerChecks.ts"
import type { DynamicCredential } from "./requestHeaders.ts"

type Request = HttpClientRequest.HttpClientRequest

/** The credential of one call. */
export interface Credential {
  /** Adds it to a request. An effect is run for it. */
  readonly authorize: (request: Request, sent: Sent) => Effect.Effect<Request, ModelsError>
  /** Whether its effect can be run once more after a 401. */
  readonly canRenew: () => boolean
  /** Runs its effect once more, for the next attempt. Fails with the error if the key did not change. */
  readonly renew: (error: AuthenticationError, sent: Sent) => Effect.Effect<void, ModelsError>
}

/** A credential that is a plain value is in the headers of every request, so there is nothing to add. */
const fixed: Credential = {
  authorize: Effect.succeed,
  canRenew: () => false,
  renew: Effect.fail
}

/** The credential of a call with this request, which may have one of its own. */
export const make = (credential: DynamicCredential | undefined, { headers }: Request): Credential =>
  credential === undefined || credential.header in headers ? fixed : dynamic(credential)

const dynamic = (credential: DynamicCredential): Credential => {
  let key: string | undefined
  let renewed: string | undefined
  let canRenew = true

  const add = (request: Request, value: string): Request => {
    key = value
    return HttpClientRequest.setHeader(request, credential.header, credential.prefix + value)
  }

  return {
    authorize: (request, sent) => {
      const value = renewed === undefined ? ask(credential, sent) : Effect.succeed(renewed)
      renewed = undefined
      return Effect.map(value, (value) => add(request, value))
    },
    canRenew: () => canRenew,
    renew: (error, sent) => {
      canRenew = false
      return Effect.matchEffect(ask(credential, sent), {
        onFailure: () => Effect.fail(error),
        onSuccess: (value) => {
          if (value === key) return Effect.fail(error)
          renewed = value
          return Effect.void
        }
      })
    }
  }
}

/**
 * Runs the effect of a key. It runs as a daemon that nobody interrupts, because the first caller's timeout must not end
 * a fetch that `Effect.cached` shares with all later callers.
 */
const ask = ({ option, secret }: DynamicCredential, sent: Sent): Effect.Effect<string, ModelsError> =>
  Effect.forkDaemon(Effect.exit(Effect.uninterruptible(secret))).pipe(
    Effect.flatMap(Fiber.join),
    Effect.flatMap(
      Exit.matchEffect({
        onSuccess: (value) => check(option, value),
        onFailure: (cause) => {
          const error = Cause.squash(cause)
          if (isModelsError(error)) return Effect.fail(error)
          const end = Cause.isInterruptedOnly(cause)
            ? "was interrupted"
            : `${Cause.isDie(cause) ? "died" : "failed"}: ${messageOf(error)}`
          return Effect.fail(connection("Credential", `the effect that provides the key ${end}`, sent))
        }
      })
    )
  )

/** The words of an error from any source. No other field is shown, because it may hold a secret. */
const messageOf = (error: unknown): string => {
  const words = Predicate.hasProperty(error, "message") ? error.message : error
  return typeof words === "string" ? words : "an error without a message"
}

const check = (option: string, secret: unknown): Effect.Effect<string, InvalidParameterError> => {
  const value = Redacted.isRedacted(secret) ? reveal(secret) : undefined
  const key = typeof value === "string" ? value.trim() : ""
  const problem = secretProblem(key)
  return problem === undefined
    ? Effect.succeed(key)
    : Effect.fail(
        new InvalidParameterError({ parameter: option, detail: `the value that the effect yields ${problem}` })
      )
}
