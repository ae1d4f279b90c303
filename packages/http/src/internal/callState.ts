import {
  type AuthenticationError,
  InvalidParameterError,
  isModelsError,
  type ModelsError
} from "@anthropic-models/core/ModelsError"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as Cause from "effect/Cause"
import type * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Inspectable from "effect/Inspectable"
import * as Redacted from "effect/Redacted"
import { connection, type Sent } from "./errors.ts"
import { isSecretName, reveal, secretProblem } from "./headerRules.ts"
import type { DynamicCredential } from "./headers.ts"
import type { Redact } from "./redact.ts"
import type { Settings } from "./settings.ts"

type Request = HttpClientRequest.HttpClientRequest

/** The state of one call: the number of its attempts, its key, and the requests whose secrets its errors must not show. */
export interface CallState {
  /** Begins an attempt. */
  readonly next: () => Sent
  /** The facts of the current attempt, whose request was sent in this form. */
  readonly sent: (request: Request) => Sent
  /** The request of the current attempt, with its key. */
  readonly authorize: (sent: Sent) => Effect.Effect<Request, ModelsError>
  /** Whether the key can be asked for once more. */
  readonly mayRenewKey: () => boolean
  /** Asks for the key once more. Fails with the error if it did not change. */
  readonly renewKey: (error: AuthenticationError) => Effect.Effect<void, ModelsError>
}

/** The longest URL that errors and spans show, in characters. */
const maxUrl = 2000

/** The parameters that the text of a URL has. */
const paramsIn = (url: string): Iterable<readonly [string, string]> => new URLSearchParams(/\?([^#]*)/.exec(url)?.[1])

export const make = (
  settings: Settings,
  call: { readonly request: Request; readonly path: string },
  clock: Clock.Clock
): CallState => {
  const {
    baseUrl,
    headers: { credential, isSecret }
  } = settings
  const dynamic = credential !== undefined && !(credential.header in call.request.headers) ? credential : undefined
  const requests: Array<Request> = []
  let attempts = 0
  let key: string | undefined
  let renewed: "no" | "now" | "done" = "no"

  /** Removes the secrets of all requests so far. Undefined until a text needs it. */
  let redactor: Redact | undefined

  const remember = (request: Request): void => {
    if (requests.includes(request)) return
    requests.push(request)
    redactor = undefined
  }

  const secrets = (): ReadonlyArray<string> => {
    const inHeaders = requests.flatMap(({ headers }) => Object.entries(headers)).filter(([name]) => isSecret(name))
    const inUrls = requests.flatMap(({ url, urlParams }) => [...urlParams, ...paramsIn(url)])
    return [...inHeaders, ...inUrls.filter(([name]) => isSecretName(name))].map(([, value]) => value)
  }

  const redact: Redact = (text, max) => {
    redactor ??= settings.redact(secrets())
    return redactor(text, max)
  }

  const sent = (request: Request): Sent => {
    remember(request)
    return {
      method: request.method,
      url: () => redact(baseUrl.href + call.path, maxUrl),
      attempts,
      redact,
      now: () => clock.unsafeCurrentTimeMillis()
    }
  }

  const withKey = (value: string): Request => {
    key = value
    const request =
      dynamic === undefined
        ? call.request
        : HttpClientRequest.setHeader(call.request, dynamic.header, dynamic.prefix + value)
    remember(request)
    return request
  }

  return {
    next: () => {
      attempts += 1
      return sent(call.request)
    },
    sent,
    authorize: (sent) => {
      if (dynamic === undefined) return Effect.succeed(call.request)
      if (renewed === "now" && key !== undefined) {
        renewed = "done"
        return Effect.succeed(withKey(key))
      }
      return Effect.map(ask(dynamic, sent), withKey)
    },
    mayRenewKey: () => dynamic !== undefined && renewed === "no",
    renewKey: (error) => {
      if (dynamic === undefined) return Effect.fail(error)
      renewed = "done"
      return Effect.matchEffect(ask(dynamic, sent(call.request)), {
        onFailure: () => Effect.fail(error),
        onSuccess: (renewedKey) => {
          if (renewedKey === key) return Effect.fail(error)
          key = renewedKey
          renewed = "now"
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
const ask = ({ secret }: DynamicCredential, sent: Sent): Effect.Effect<string, ModelsError> =>
  Effect.forkDaemon(Effect.exit(Effect.uninterruptible(secret))).pipe(
    Effect.flatMap(Fiber.join),
    Effect.flatMap(
      Exit.matchEffect({
        onSuccess: check,
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

/** The words of an error from any source. */
const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : Inspectable.toStringUnknown(error)

const check = (secret: unknown): Effect.Effect<string, InvalidParameterError> => {
  const value = Redacted.isRedacted(secret) ? reveal(secret) : undefined
  const key = typeof value === "string" ? value.trim() : ""
  const problem = secretProblem(key)
  return problem === undefined
    ? Effect.succeed(key)
    : Effect.fail(
        new InvalidParameterError({ parameter: "apiKey", detail: `the key that the effect yields ${problem}` })
      )
}
