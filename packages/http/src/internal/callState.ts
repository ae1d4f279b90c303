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
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
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
  /** Keeps a request in the form that is sent, so that no error shows its secrets. */
  readonly remember: (request: Request) => void
  /** The request of the current attempt, with its key. */
  readonly authorize: (sent: Sent) => Effect.Effect<Request, ModelsError>
  /** Whether the key can be asked for once more. */
  readonly mayRenewKey: () => boolean
  /** Asks for the key once more. Fails with the error if it did not change. */
  readonly renewKey: (error: AuthenticationError) => Effect.Effect<void, ModelsError>
}

/** The longest URL that errors and spans show, in characters. */
const maxUrl = 2000

/** The parameters of a URL, in its query and in its fragment. */
const paramsOf = ({ hash, url, urlParams }: Request): ReadonlyArray<readonly [string, string]> => [
  ...urlParams,
  ...[...url.split(/[?#]/).slice(1), ...Option.toArray(hash)].flatMap((text) => [...new URLSearchParams(text)])
]

/** The user name and the password in a URL. */
const userInfoOf = ({ url }: Request): ReadonlyArray<string> => {
  const [, userInfo = ""] = /^[^/?#]*\/\/([^/?#]*)@/.exec(url) ?? []
  return userInfo === "" ? [] : userInfo.split(":")
}

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
    const inUrls = requests.flatMap(paramsOf).filter(([name]) => isSecretName(name))
    return [...[...inHeaders, ...inUrls].map(([, value]) => value), ...requests.flatMap(userInfoOf)]
  }

  const redact: Redact = (text, max) => {
    redactor ??= settings.redact(secrets())
    return redactor(text, max)
  }

  const sent = (): Sent => ({
    method: call.request.method,
    url: () => redact(baseUrl.href + call.path, maxUrl),
    attempts,
    redact,
    now: () => clock.unsafeCurrentTimeMillis()
  })

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
      remember(call.request)
      return sent()
    },
    remember,
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
      return Effect.matchEffect(ask(dynamic, sent()), {
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
