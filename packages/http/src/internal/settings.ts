import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as ConfigError from "effect/ConfigError"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import * as Schedule from "effect/Schedule"
import { type RetryPolicy, standard } from "../RetryPolicy.ts"
import * as BaseUrl from "./baseUrl.ts"
import * as Durations from "./durations.ts"
import {
  betaProblem,
  formatBetas,
  isHeaders,
  isSecretName,
  nameProblem,
  parseBetas,
  reveal,
  secretProblem,
  textProblem,
  valueProblem
} from "./headers.ts"
import type { Options, Secret } from "./options.ts"
import * as Redact from "./redact.ts"
import { version } from "./version.ts"

/** A credential, and the header that carries it. */
interface Credential {
  readonly header: "authorization" | "x-api-key"
  readonly prefix: "" | "Bearer "
  readonly secret: Secret
}

/** A credential that is asked for before each attempt. */
export interface DynamicCredential extends Credential {
  readonly secret: Exclude<Secret, Redacted.Redacted>
}

/** Valid options, and the parts that all requests share. */
export interface Settings {
  readonly baseUrl: BaseUrl.BaseUrl
  /** A GET with the headers of every request, without a URL. */
  readonly template: HttpClientRequest.HttpClientRequest
  readonly betas: ReadonlyArray<string>
  /** Set if the credential is not part of the template. */
  readonly credential: DynamicCredential | undefined
  /** Whether the value of a header is a secret. */
  readonly isSecret: (name: string) => boolean
  /** Removes the secrets of the template, and these. */
  readonly redact: (secrets: ReadonlyArray<string>) => Redact.Redact
  readonly timeout: Duration.Duration
  readonly deadline: Duration.Duration
  readonly retry: RetryPolicy
  readonly maxRetryAfter: Duration.Duration
  readonly maxBodyBytes: number
  readonly onInvalidModel: "fail" | "collect"
  readonly tracePropagation: boolean
  readonly transformClient: NonNullable<Options["transformClient"]>
}

type Checked<A> = Either.Either<A, ConfigError.ConfigError>

const refuse = (path: ReadonlyArray<string>, detail: string): Checked<never> =>
  Either.left(ConfigError.InvalidData([...path], detail))

const refuseIf = (path: ReadonlyArray<string>, problem: string | undefined): Checked<void> =>
  problem === undefined ? Either.void : refuse(path, problem)

const oneOf = (option: string, value: unknown, allowed: ReadonlyArray<string | boolean>): Checked<void> =>
  allowed.some((one) => one === value)
    ? Either.void
    : refuse([option], `must be ${allowed.map((one) => JSON.stringify(one)).join(" or ")}`)

const duration = (option: string, input: unknown, isValid: (millis: number) => boolean, rule: string) =>
  Either.fromOption(Durations.decode(input), () => ConfigError.InvalidData([option], rule)).pipe(
    Either.filterOrLeft(
      (decoded) => isValid(Duration.toMillis(decoded)),
      () => ConfigError.InvalidData([option], rule)
    )
  )

const positive = (option: string, input: unknown): Checked<Duration.Duration> =>
  duration(option, input, (millis) => millis > 0, 'must be a duration greater than zero, such as "30 seconds"')

const credentialOf = ({ apiKey, authScheme, authToken }: Options): Checked<Credential | undefined> => {
  if (apiKey !== undefined && authToken !== undefined) return refuse(["authToken"], "cannot be combined with apiKey")
  const option = authToken === undefined ? "apiKey" : "authToken"
  const secret: unknown = authToken === undefined ? apiKey : authToken
  if (secret === undefined) return Either.right(undefined)
  const sent =
    option === "authToken" || authScheme === "bearer"
      ? ({ header: "authorization", prefix: "Bearer " } as const)
      : ({ header: "x-api-key", prefix: "" } as const)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the value that it yields is checked at each attempt
  if (Effect.isEffect(secret)) return Either.right({ ...sent, secret: secret as DynamicCredential["secret"] })
  if (!Redacted.isRedacted(secret)) return refuse([option], "must be Redacted.make(…), or an Effect of one")
  const value = reveal(secret)
  const trimmed = typeof value === "string" ? value.trim() : ""
  return Either.map(refuseIf([option], secretProblem(trimmed)), () => ({ ...sent, secret: Redacted.make(trimmed) }))
}

interface OwnHeaders {
  readonly headers: { readonly [name: string]: string }
  readonly redacted: ReadonlySet<string>
}

const ownHeaders = (given: unknown): Checked<OwnHeaders> =>
  Either.gen(function* () {
    const headers: Record<string, string> = {}
    const redacted = new Set<string>()
    if (!isHeaders(given)) return yield* refuse(["headers"], "must be an object of names and values")
    for (const [name, value] of Object.entries(given)) {
      if (value === undefined) continue
      yield* refuseIf(["headers"], nameProblem(name))
      const text = Redacted.isRedacted(value) ? reveal(value) : value
      yield* refuseIf(["headers", name], valueProblem(text))
      headers[name.toLowerCase()] = String(text).trim()
      if (Redacted.isRedacted(value)) redacted.add(name.toLowerCase())
    }
    return { headers, redacted }
  })

const isBudget = (u: unknown): boolean =>
  u === false ||
  (Predicate.isRecord(u) &&
    ["capacity", "retryCost", "timeoutCost", "refund"]
      .map((key) => u[key])
      .every((n) => typeof n === "number" && n >= 0))

const policy = (retry: RetryPolicy): Checked<RetryPolicy> => {
  if (!Predicate.isRecord(retry) || !Schedule.isSchedule(retry["schedule"])) {
    return refuse(["retry"], "must be a RetryPolicy, such as RetryPolicy.make({ maxRetries: 2 })")
  }
  if (typeof retry["problem"] === "string") return refuse(["retry"], retry["problem"])
  if (isBudget(retry["budget"])) return Either.right(retry)
  return refuse(["retry"], "budget must be false, or have a capacity, retryCost, timeoutCost and refund from 0")
}

/** Most calls have no secrets of their own, so the search for the shared ones is prepared once. */
const redactor = (shared: ReadonlyArray<string>): Settings["redact"] => {
  const redact = Redact.make(shared)
  return (secrets) => {
    const own = secrets.filter((secret) => !shared.includes(secret))
    return own.length === 0 ? redact : Redact.make([...shared, ...own])
  }
}

/** Checks the options. No message shows a value, because any value may be a secret in the wrong place. */
export const make = (options: Options): Checked<Settings> =>
  Either.gen(function* () {
    if (!Predicate.isObject(options) || Array.isArray(options))
      return yield* refuse([], "the options must be an object")
    const {
      allowInsecureHttp = false,
      anthropicVersion = "2023-06-01",
      authScheme = "x-api-key",
      baseUrl: url = "https://api.anthropic.com",
      betas = [],
      deadline = "2 minutes",
      headers: given = {},
      maxBodyBytes = 8 * 1024 * 1024,
      maxRetryAfter = "60 seconds",
      onInvalidModel = "fail",
      retry = standard,
      timeout = "30 seconds",
      tracePropagation = false,
      transformClient = (client) => client,
      workspaceId
    } = options
    yield* oneOf("allowInsecureHttp", allowInsecureHttp, [true, false])
    yield* oneOf("authScheme", authScheme, ["x-api-key", "bearer"])
    yield* oneOf("onInvalidModel", onInvalidModel, ["fail", "collect"])
    yield* oneOf("tracePropagation", tracePropagation, [true, false])
    yield* refuseIf(["anthropicVersion"], textProblem(anthropicVersion))
    yield* refuseIf(["workspaceId"], workspaceId === undefined ? undefined : textProblem(workspaceId))
    yield* refuseIf(
      ["betas"],
      Array.isArray(betas)
        ? Array.from<unknown, string | undefined>(betas, betaProblem).find(Predicate.isNotUndefined)
        : "must be an array of beta names"
    )
    const isSize = maxBodyBytes === Infinity || (Number.isSafeInteger(maxBodyBytes) && maxBodyBytes > 0)
    yield* refuseIf(["maxBodyBytes"], isSize ? undefined : "must be a whole number of bytes, at least 1")
    yield* refuseIf(
      ["transformClient"],
      typeof transformClient === "function" ? undefined : "must be a function of an HttpClient"
    )
    const baseUrl = yield* typeof url === "string"
      ? Either.mapLeft(BaseUrl.parse(url, allowInsecureHttp), (detail) => ConfigError.InvalidData(["baseUrl"], detail))
      : refuse(["baseUrl"], "must be a string")

    const own = yield* ownHeaders(given)
    const { "anthropic-beta": ownBetas, ...headers } = own.headers
    const hasOwnCredential = "authorization" in headers || "x-api-key" in headers
    const secret = yield* credentialOf(options)
    if (secret === undefined && !hasOwnCredential && own.redacted.size === 0) {
      return yield* Either.left(ConfigError.MissingData(["apiKey"], "set apiKey, authToken, or a Redacted header"))
    }
    const credential = hasOwnCredential ? undefined : secret
    const allBetas = [...betas, ...parseBetas(ownBetas)]
    const isSecret = (name: string) => own.redacted.has(name) || name === credential?.header || isSecretName(name)
    const template = HttpClientRequest.setHeaders(HttpClientRequest.get(""), {
      accept: "application/json",
      "accept-encoding": "gzip",
      "anthropic-version": anthropicVersion,
      "user-agent": `anthropic-models/${version}`,
      ...(workspaceId === undefined ? {} : { "anthropic-workspace-id": workspaceId }),
      ...(credential === undefined || Effect.isEffect(credential.secret)
        ? {}
        : { [credential.header]: credential.prefix + Redacted.value(credential.secret) }),
      ...headers,
      ...(allBetas.length === 0 ? {} : { "anthropic-beta": formatBetas(allBetas) })
    })
    return {
      baseUrl,
      template,
      betas: allBetas,
      credential:
        credential !== undefined && Effect.isEffect(credential.secret)
          ? { ...credential, secret: credential.secret }
          : undefined,
      isSecret,
      redact: redactor(Object.entries(template.headers).flatMap(([name, value]) => (isSecret(name) ? [value] : []))),
      timeout: yield* positive("timeout", timeout),
      deadline: yield* positive("deadline", deadline),
      maxRetryAfter: yield* duration(
        "maxRetryAfter",
        maxRetryAfter,
        (millis) => millis >= 0,
        'must be a duration, such as "60 seconds"'
      ),
      retry: yield* policy(retry),
      maxBodyBytes,
      onInvalidModel,
      tracePropagation,
      transformClient
    }
  })
