/**
 * The `Models` contract over HTTP.
 *
 * @since 0.1.0
 */
import { ModelInfo } from "@anthropic-models/core/ModelInfo"
import * as ModelPage from "@anthropic-models/core/ModelPage"
import * as Models from "@anthropic-models/core/Models"
import {
  InvalidParameterError,
  type ModelsError,
  type UnexpectedResponseError
} from "@anthropic-models/core/ModelsError"
import type { HttpClient } from "@effect/platform/HttpClient"
import type { ConfigError } from "effect/ConfigError"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as ParseResult from "effect/ParseResult"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import { rateLimits } from "./internal/answerHeaders.ts"
import { aside } from "./internal/attempt.ts"
import { bodiless, maxDepth, maxValues, parseJson } from "./internal/body.ts"
import * as Environment from "./internal/environment.ts"
import {
  type Answer,
  connection,
  cutJson,
  isEnvelope,
  messageIn,
  ofAnswer,
  requestIdOf,
  type Sent,
  unexpected
} from "./internal/errors.ts"
import * as Exchange from "./internal/exchange.ts"
import type { ConfigOptions, Options, Secret } from "./internal/options.ts"
import * as Request from "./internal/request.ts"
import * as Settings from "./internal/settings.ts"

export type { ConfigOptions, Options, Secret }

/** The first problem of a shape, in one line: `data[3].id: expected a non-empty string`. */
const problemOf = (error: ParseResult.ParseError): string => {
  const [first] = ParseResult.ArrayFormatter.formatErrorSync(error)
  const path = (first?.path ?? []).map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("")
  return [...(path === "" ? [] : [path.replace(/^\./, "")]), first?.message ?? "another shape"].join(": ")
}

/** Gateways send `{"code": 401, "msg": "no key", "data": null}`, which would read as an empty page. */
const isFailureWithoutData = (json: unknown): boolean =>
  Predicate.isRecord(json) &&
  json["data"] === null &&
  json["success"] !== true &&
  ![0, 200].includes(Number(json["code"]))

/** Fetch makes an empty body of a compressed one that is cut near its beginning. */
const isCutAtBeginning = ({ body, headers, status }: Answer): boolean =>
  body.length === 0 && !bodiless.has(status) && !/^(?:identity)?$/i.test(headers["content-encoding"]?.trim() ?? "")

/** Reads the JSON of a 2xx, which may still be an error of the API or of a gateway. */
const readJson = <A>(
  answer: Answer,
  sent: Sent,
  decode: (json: unknown) => Either.Either<A, ParseResult.ParseError>
): Either.Either<A, ModelsError> => {
  const fail = (reason: UnexpectedResponseError["reason"], detail: string) =>
    Either.left(unexpected(reason, detail, answer, sent))
  const parsed = parseJson(answer.body)
  switch (parsed._tag) {
    case "Json": {
      const { value } = parsed
      if (isEnvelope(value)) return Either.left(ofAnswer(answer, sent))
      const message = messageIn(value)
      const failed = `an error under status ${answer.status}: ${message}`
      if (message !== undefined && isFailureWithoutData(value)) return fail("Shape", failed)
      return Either.orElse(decode(value), (error) => fail("Shape", message === undefined ? problemOf(error) : failed))
    }
    case "Cut":
      return Either.left(cutJson(answer, sent))
    case "Empty":
      return isCutAtBeginning(answer)
        ? Either.left(connection("CutBody", "the compressed body ended at its beginning", sent))
        : fail("Empty", "an empty body")
    case "Html":
      return fail("Html", "an HTML page")
    case "Text":
      return fail("NotJson", "a body that is not JSON")
    case "TooDeep":
      return fail("TooLarge", `JSON nested more than ${maxDepth} levels deep`)
    case "TooMany":
      return fail("TooLarge", `JSON with more than ${maxValues} values`)
  }
}

const readModel = (answer: Answer, sent: Sent) => readJson(answer, sent, Schema.decodeUnknownEither(ModelInfo))

/**
 * Makes the service on top of the platform's client. Invalid options fail with a `ConfigError` that names the option,
 * before any request.
 *
 * @example
 * Compares the lists of the API and of a gateway:
 *
 * ```ts
 * import * as ModelsHttp from "@anthropic-models/http/ModelsHttp"
 * import * as Effect from "effect/Effect"
 * import * as Redacted from "effect/Redacted"
 *
 * const apiKey = Redacted.make("sk-ant-…")
 *
 * const program = Effect.gen(function* () {
 *   const direct = yield* ModelsHttp.make({ apiKey })
 *   const gateway = yield* ModelsHttp.make({ apiKey, baseUrl: "https://gateway.example" })
 *   return yield* Effect.all([direct.list(), gateway.list()], { concurrency: 2 })
 * })
 * ```
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (options: Options): Effect.Effect<Models.Service, ConfigError, HttpClient> =>
  Effect.gen(function* () {
    const settings = yield* Settings.make(options)
    const exchange = yield* Exchange.make(settings)

    /** An argument may be a key in the wrong place. */
    const withoutSecrets = ({ detail, parameter }: InvalidParameterError) =>
      new InvalidParameterError({ parameter, detail: settings.redact([])(detail, 1000) })

    const send = <A>(
      callName: string,
      attemptName: string,
      checked: Either.Either<{ readonly path: string; readonly options: Models.GetOptions }, InvalidParameterError>,
      read: (answer: Answer, sent: Sent) => Either.Either<A, ModelsError>
    ): Effect.Effect<A, ModelsError> =>
      aside((keep) =>
        Effect.flatMap(Either.mapLeft(checked, withoutSecrets), ({ options, path }) =>
          exchange({
            name: attemptName,
            path,
            request: Request.get(settings, path, options),
            sniffsGzip: true,
            namesUrl: callName === "Models.list",
            read: (answer, sent) => Either.map(read(answer, sent), keep)
          })
        ).pipe(Effect.withSpan(callName, { captureStackTrace: false }))
      )

    const readPage = (answer: Answer, sent: Sent) => {
      const response = { requestId: requestIdOf(answer, sent), rateLimits: rateLimits(answer.headers) }
      const { onInvalidModel } = settings
      return readJson(answer, sent, (json) => ModelPage.fromBody(json, { onInvalidModel, response }))
    }

    return Models.Models.of({
      list: (options) => {
        const checked = Either.map(Models.checkList(options), (options) => ({
          options,
          path: Request.listPath(options)
        }))
        return send("Models.list", "GET /v1/models", checked, readPage)
      },
      get: (id, options) => {
        const checked = Either.map(Models.checkGet(id, options), ({ id, options }) => ({
          options,
          path: Request.modelPath(id)
        }))
        return send("Models.get", "GET /v1/models/{model_id}", checked, readModel)
      }
    })
  })

/**
 * The Models API, configured by hand.
 *
 * @example
 * ```ts
 * import * as ModelsHttp from "@anthropic-models/http/ModelsHttp"
 * import * as RetryPolicy from "@anthropic-models/http/RetryPolicy"
 * import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
 * import * as Layer from "effect/Layer"
 * import * as Redacted from "effect/Redacted"
 *
 * const Live = ModelsHttp.layer({
 *   apiKey: Redacted.make("sk-ant-…"),
 *   deadline: "1 minute",
 *   retry: RetryPolicy.make({ maxRetries: 5 })
 * }).pipe(Layer.provide(FetchHttpClient.layer))
 * ```
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (options: Options): Layer.Layer<Models.Models, ConfigError, HttpClient> =>
  Layer.effect(Models.Models, make(options))

/**
 * The Models API, configured by the environment: `ANTHROPIC_API_KEY`, `ANTHROPIC_AUTH_TOKEN`, `ANTHROPIC_BASE_URL` and
 * `ANTHROPIC_CUSTOM_HEADERS` (lines of `Name: value`).
 *
 * **Details**
 *
 * - Each option can be plain or a `Config`. An option wins over its variable.
 * - A credential in code means that no credential variable is read. Of the two variables the key wins.
 * - Variables are trimmed. A blank one is unset, and quotes around a value are a `ConfigError`.
 *
 * @example
 * ```ts
 * import * as Models from "@anthropic-models/core/Models"
 * import * as ModelsHttp from "@anthropic-models/http/ModelsHttp"
 * import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
 * import * as Config from "effect/Config"
 * import * as Effect from "effect/Effect"
 * import * as Layer from "effect/Layer"
 *
 * const Live = ModelsHttp.layerConfig({ apiKey: Config.redacted("MY_KEY"), timeout: "10 seconds" }).pipe(
 *   Layer.provide(FetchHttpClient.layer)
 * )
 * const program = Models.list({ limit: 5 }).pipe(Effect.provide(Live))
 * ```
 *
 * @since 0.1.0
 * @category layers
 */
export const layerConfig = (config: ConfigOptions = {}): Layer.Layer<Models.Models, ConfigError, HttpClient> =>
  Layer.effect(Models.Models, Effect.flatMap(Environment.complete(config), make))
