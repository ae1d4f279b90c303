import * as ConfigError from "effect/ConfigError"
import type * as Duration from "effect/Duration"
import * as Either from "effect/Either"
import * as Predicate from "effect/Predicate"
import * as Schedule from "effect/Schedule"
import { type RetryPolicy, standard } from "../RetryPolicy.ts"
import * as BaseUrl from "./baseUrl.ts"
import { type Checked, duration, oneOf, positive, refuse, refuseIf } from "./optionChecks.ts"
import type { Options } from "./options.ts"
import * as Redact from "./redact.ts"
import * as Headers from "./requestHeaders.ts"

/** Valid options, and the parts that all requests share. */
export interface Settings {
  readonly baseUrl: BaseUrl.BaseUrl
  readonly headers: Headers.RequestHeaders
  /** Removes the secrets of the headers, and these. */
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

/** Checks the options. */
export const make = (options: Options): Checked<Settings> =>
  Either.gen(function* () {
    if (!Predicate.isObject(options) || Array.isArray(options))
      return yield* refuse([], "the options must be an object")
    const {
      allowInsecureHttp = false,
      baseUrl: url = "https://api.anthropic.com",
      deadline = "2 minutes",
      maxBodyBytes = 8 * 1024 * 1024,
      maxRetryAfter = "60 seconds",
      onInvalidModel = "fail",
      retry = standard,
      timeout = "30 seconds",
      tracePropagation = false,
      transformClient = (client) => client
    } = options
    yield* oneOf("allowInsecureHttp", allowInsecureHttp, [true, false])
    yield* oneOf("onInvalidModel", onInvalidModel, ["fail", "collect"])
    yield* oneOf("tracePropagation", tracePropagation, [true, false])
    const isSize = maxBodyBytes === Infinity || (Number.isSafeInteger(maxBodyBytes) && maxBodyBytes > 0)
    yield* refuseIf(["maxBodyBytes"], isSize ? undefined : "must be a whole number of bytes, at least 1")
    yield* refuseIf(
      ["transformClient"],
      typeof transformClient === "function" ? undefined : "must be a function of an HttpClient"
    )
    const baseUrl = yield* typeof url === "string"
      ? Either.mapLeft(BaseUrl.parse(url, allowInsecureHttp), (detail) => ConfigError.InvalidData(["baseUrl"], detail))
      : refuse(["baseUrl"], "must be a string")

    const headers = yield* Headers.make(options)
    const secrets = Object.entries(headers.all).filter(([name]) => headers.isSecret(name))
    return {
      baseUrl,
      headers,
      redact: redactor(secrets.map(([, value]) => value)),
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
