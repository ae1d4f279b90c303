import * as ConfigError from "effect/ConfigError"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Redacted from "effect/Redacted"
import { type RetryPolicy, standard } from "../RetryPolicy.ts"
import * as BaseUrl from "./baseUrl.ts"
import { refuseBeta, refuseName, refuseSecret, refuseValue, secretsOf } from "./headerSyntax.ts"
import type { Options, Secret } from "./options.ts"
import { version } from "./version.ts"

/** The header that tells who asks, and what its value is made of. */
export interface Credential {
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

const credentialOf = ({ apiKey, authScheme = "x-api-key", authToken }: Options): Refusing<Credential | undefined> => {
  if (apiKey !== undefined && authToken !== undefined) return refuse(["authToken"], "must not be given beside apiKey")
  if (authToken !== undefined) return trimmed("authToken", authToken, "authorization", "Bearer ")
  if (apiKey === undefined) return Either.right(undefined)
  return authScheme === "bearer"
    ? trimmed("apiKey", apiKey, "authorization", "Bearer ")
    : trimmed("apiKey", apiKey, "x-api-key", "")
}

const trimmed = (
  name: string,
  secret: Secret,
  header: Credential["header"],
  prefix: Credential["prefix"]
): Refusing<Credential> => {
  if (Effect.isEffect(secret)) return Either.right({ header, prefix, secret })
  const value = Redacted.value(secret).trim()
  return Either.map(judge([name], value === "" ? "must not be empty" : refuseSecret(value)), () => ({
    header,
    prefix,
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
      secrets.push(...(Redacted.isRedacted(value) ? [text] : []), ...secretsOf(name.toLowerCase(), text))
    }
    return { headers, secrets }
  })

const duration = (name: string, input: Duration.DurationInput): Refusing<Duration.Duration> => {
  const decoded = Duration.decode(input)
  return Duration.toMillis(decoded) > 0 ? Either.right(decoded) : refuse([name], "must be more than nothing")
}

const required = "set ANTHROPIC_API_KEY or ANTHROPIC_AUTH_TOKEN, or give apiKey or authToken"

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
    const given = yield* credentialOf(options)
    const credential = given !== undefined && given.header in own.headers ? undefined : given
    if (given === undefined && !("authorization" in own.headers) && !("x-api-key" in own.headers)) {
      return yield* Either.left(ConfigError.MissingData(["apiKey"], required))
    }
    yield* judge(["anthropicVersion"], refuseValue(anthropicVersion))
    yield* judge(["workspaceId"], workspaceId === undefined ? undefined : refuseValue(workspaceId))
    for (const beta of betas) yield* judge(["betas"], refuseBeta(beta))
    const isSize = maxBodyBytes === Infinity || (Number.isSafeInteger(maxBodyBytes) && maxBodyBytes > 0)
    yield* judge(["maxBodyBytes"], isSize ? undefined : "must be a whole number of bytes, at least 1")

    const allBetas = [...betas, ...listed(own.headers["anthropic-beta"])]
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
        ...own.headers,
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
  header === undefined ? [] : header.split(",").map((beta) => beta.trim())

/** The value of `anthropic-beta`: each beta once. */
export const joined = (betas: Iterable<string>): string => [...new Set(betas)].join(",")
