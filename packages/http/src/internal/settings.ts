import * as ConfigError from "effect/ConfigError"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Redacted from "effect/Redacted"
import { type RetryPolicy, standard } from "../RetryPolicy.ts"
import * as BaseUrl from "./baseUrl.ts"
import { refuseBeta, refuseName, refuseSecret, refuseText, refuseValue, secretsOf } from "./headerSyntax.ts"
import type { Options, Secret } from "./options.ts"
import { version } from "./version.ts"

/** The header that tells who asks, and what its value is made of. */
interface Credential {
  readonly header: "authorization" | "x-api-key"
  readonly prefix: "" | "Bearer "
  readonly secret: Secret
}

/** Options that have been judged, with everything computed that all requests have in common. */
export interface Settings {
  readonly baseUrl: BaseUrl.BaseUrl
  /** The headers of every request, but for a credential that has to be asked for. */
  readonly headers: { readonly [name: string]: string }
  readonly betas: ReadonlyArray<string>
  readonly credential: Credential | undefined
  /** What no error may show. */
  readonly secrets: ReadonlyArray<string>
  readonly timeout: Duration.Duration
  readonly deadline: Duration.Duration
  readonly retry: RetryPolicy
  readonly maxRetryAfter: Duration.Duration
  readonly maxBodyBytes: number
  readonly onInvalidModel: "fail" | "collect"
  readonly tracePropagation: boolean
}

type Refusing<A> = Either.Either<A, ConfigError.ConfigError>

const refuse = (path: ReadonlyArray<string>, what: string): Either.Either<never, ConfigError.ConfigError> =>
  Either.left(ConfigError.InvalidData([...path], what))

const judge = (path: ReadonlyArray<string>, what: string | undefined): Refusing<void> =>
  what === undefined ? Either.void : refuse(path, what)

const credentialOf = ({ apiKey, authScheme, authToken }: Options): Refusing<Credential | undefined> => {
  if (apiKey !== undefined && authToken !== undefined) return refuse(["authToken"], "must not be given beside apiKey")
  const secret = authToken ?? apiKey
  if (secret === undefined) return Either.right(undefined)
  const sent =
    secret === authToken || authScheme === "bearer"
      ? ({ header: "authorization", prefix: "Bearer " } as const)
      : ({ header: "x-api-key", prefix: "" } as const)
  if (Effect.isEffect(secret)) return Either.right({ ...sent, secret })
  const value = Redacted.value(secret).trim()
  return Either.map(judge([secret === authToken ? "authToken" : "apiKey"], refuseSecret(value)), () => ({
    ...sent,
    secret: Redacted.make(value)
  }))
}

interface OwnHeaders {
  readonly headers: { readonly [name: string]: string }
  readonly secrets: ReadonlyArray<string>
}

const ownHeaders = (given: NonNullable<Options["headers"]>): Refusing<OwnHeaders> =>
  Either.gen(function* () {
    const headers: Record<string, string> = {}
    const secrets: Array<string> = []
    for (const [name, value] of Object.entries(given)) {
      if (value === undefined) continue
      yield* judge(["headers"], refuseName(name))
      const text = Redacted.isRedacted(value) ? Redacted.value(value) : value
      yield* judge(["headers", name], refuseValue(text))
      headers[name.toLowerCase()] = text
      secrets.push(...(Redacted.isRedacted(value) ? [text] : []), ...secretsOf(name, text))
    }
    return { headers, secrets }
  })

const duration = (name: string, input: Duration.DurationInput): Refusing<Duration.Duration> => {
  const decoded = Duration.decode(input)
  return Duration.toMillis(decoded) > 0 ? Either.right(decoded) : refuse([name], "must be more than nothing")
}

/** Judges the options. No refusal shows a value, since any of them may be a secret in the wrong place. */
export const make = (options: Options): Refusing<Settings> =>
  Either.gen(function* () {
    const {
      allowInsecureHttp = false,
      anthropicVersion = "2023-06-01",
      betas = [],
      maxBodyBytes = 32 * 1024 * 1024,
      onInvalidModel = "fail",
      retry = standard,
      tracePropagation = false,
      workspaceId
    } = options
    const baseUrl = yield* Either.mapLeft(
      BaseUrl.parse(options.baseUrl ?? "https://api.anthropic.com", allowInsecureHttp),
      (what) => ConfigError.InvalidData(["baseUrl"], what)
    )
    const own = yield* ownHeaders(options.headers ?? {})
    const { "anthropic-beta": ownBetas, ...headers } = own.headers
    const given = yield* credentialOf(options)
    const credential = given !== undefined && given.header in headers ? undefined : given
    if (given === undefined && !("authorization" in headers) && !("x-api-key" in headers)) {
      return yield* Either.left(ConfigError.MissingData(["apiKey"], "give it or authToken"))
    }
    yield* judge(["anthropicVersion"], refuseText(anthropicVersion))
    yield* judge(["workspaceId"], workspaceId === undefined ? undefined : refuseText(workspaceId))
    for (const beta of betas) yield* judge(["betas"], refuseBeta(beta))
    const isSize = maxBodyBytes === Infinity || (Number.isSafeInteger(maxBodyBytes) && maxBodyBytes > 0)
    yield* judge(["maxBodyBytes"], isSize ? undefined : "must be a whole number, at least 1")

    const allBetas = [...betas, ...listed(ownBetas)]
    const secret =
      credential === undefined || Effect.isEffect(credential.secret) ? undefined : Redacted.value(credential.secret)
    return {
      baseUrl,
      headers: {
        accept: "application/json",
        "accept-encoding": "gzip",
        "anthropic-version": anthropicVersion,
        "user-agent": `anthropic-models/${version}`,
        ...(workspaceId === undefined ? {} : { "anthropic-workspace-id": workspaceId }),
        ...(credential === undefined || secret === undefined
          ? {}
          : { [credential.header]: credential.prefix + secret }),
        ...headers,
        ...(allBetas.length === 0 ? {} : { "anthropic-beta": joined(allBetas) })
      },
      betas: allBetas,
      credential,
      secrets: secret === undefined ? own.secrets : [...own.secrets, secret],
      timeout: yield* duration("timeout", options.timeout ?? "30 seconds"),
      deadline: yield* duration("deadline", options.deadline ?? "2 minutes"),
      maxRetryAfter: Duration.decode(options.maxRetryAfter ?? "60 seconds"),
      retry,
      maxBodyBytes,
      onInvalidModel,
      tracePropagation
    }
  })

/** The betas of a header `anthropic-beta`. */
export const listed = (header: string | undefined): ReadonlyArray<string> =>
  (header ?? "").split(",").flatMap((beta) => beta.trim() || [])

/** The value of `anthropic-beta`: each beta once. */
export const joined = (betas: Iterable<string>): string => [...new Set(betas)].join(",")
