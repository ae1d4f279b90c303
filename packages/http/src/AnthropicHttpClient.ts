/**
 * An `HttpClient` for the API: it adds headers and retries whole exchanges.
 *
 * @since 0.1.0
 */
import { InvalidParameterError, type ModelsError } from "@anthropic-models/core/ModelsError"
import * as Headers from "@effect/platform/Headers"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import * as UrlParams from "@effect/platform/UrlParams"
import type { ConfigError } from "effect/ConfigError"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import { aside } from "./internal/attempt.ts"
import type { BaseUrl } from "./internal/baseUrl.ts"
import { bodiless, parseJson } from "./internal/body.ts"
import * as Environment from "./internal/environment.ts"
import type { Answer, Sent } from "./internal/errors.ts"
import { cutJson, isEnvelope, ofAnswer } from "./internal/errors.ts"
import * as Exchange from "./internal/exchange.ts"
import { formatBetas, nameProblem, parseBetas, valueProblem } from "./internal/headerChecks.ts"
import type { ConfigOptions, Options, Secret } from "./internal/options.ts"
import * as Settings from "./internal/settings.ts"

export type { ConfigOptions, Options, Secret }

/**
 * The client as a service.
 *
 * **When to use**
 *
 * For parts of the API that `Models` does not cover. For models, use `ModelsHttp`.
 *
 * **Details**
 *
 * - A relative URL goes to the base URL. A URL on another origin is refused, because it would get the key.
 * - A status outside of 2xx, a redirect, and a body that is truncated or too large are a `ModelsError`.
 * - The response is complete, so reading it cannot fail halfway. This client is not for event streams.
 * - `POST` and `PATCH` are retried only if the server asks for it with `x-should-retry`.
 *
 * @example
 * ```ts
 * import { AnthropicHttpClient } from "@anthropic-models/http/AnthropicHttpClient"
 * import * as Effect from "effect/Effect"
 *
 * const program = Effect.gen(function* () {
 *   const client = yield* AnthropicHttpClient
 *   const response = yield* client.get("/v1/models", { urlParams: { limit: 1 } })
 *   return yield* response.json
 * })
 * ```
 *
 * @since 0.1.0
 * @category tags
 */
export class AnthropicHttpClient extends Context.Tag("@anthropic-models/http/AnthropicHttpClient")<
  AnthropicHttpClient,
  HttpClient.HttpClient.With<ModelsError>
>() {}

const refuse = (parameter: string, detail: string): Either.Either<never, InvalidParameterError> =>
  Either.left(new InvalidParameterError({ parameter, detail }))

/** The URL of a request, which must be below the base URL. */
const resolve = (
  baseUrl: BaseUrl,
  { hash, url, urlParams }: HttpClientRequest.HttpClientRequest
): Either.Either<URL, InvalidParameterError> => {
  const isAbsolute = /^\s*[a-z][a-z0-9+.-]*:/i.test(url)
  const href = isAbsolute ? url : `${baseUrl.href}/${url.replace(/^\//, "")}`
  return Either.match(UrlParams.makeUrl(href, urlParams, hash), {
    onLeft: () => refuse("url", "must be a URL"),
    onRight: (resolved) =>
      resolved.href.startsWith(`${baseUrl.href}/`)
        ? Either.right(resolved)
        : refuse("url", "must be relative, or begin with the base URL")
  })
}

/** The request with its whole URL and the headers of every request. Its own headers win, and its betas are added. */
const complete = (
  { baseUrl, headers: ours }: Settings.Settings,
  request: HttpClientRequest.HttpClientRequest
): Either.Either<
  { readonly request: HttpClientRequest.HttpClientRequest; readonly path: string },
  InvalidParameterError
> =>
  Either.gen(function* () {
    const url = yield* resolve(baseUrl, request)
    for (const [name, value] of Object.entries(request.headers)) {
      const wrongName = name === "content-length" ? undefined : nameProblem(name)
      if (wrongName !== undefined) yield* refuse("headers", `a name ${wrongName}`)
      const wrongValue = valueProblem(value)
      if (wrongValue !== undefined) yield* refuse(`header ${JSON.stringify(name.slice(0, 100))}`, wrongValue)
    }
    const allBetas = formatBetas([...ours.betas, ...parseBetas(request.headers["anthropic-beta"])])
    const headers = Headers.merge(Headers.fromInput(ours.all), request.headers)
    return {
      path: url.href.slice(baseUrl.href.length),
      request: HttpClientRequest.get(url).pipe(
        HttpClientRequest.setMethod(request.method),
        HttpClientRequest.setBody(request.body),
        HttpClientRequest.setHeaders(
          allBetas === "" ? Headers.remove(headers, "anthropic-beta") : Headers.set(headers, "anthropic-beta", allBetas)
        )
      )
    }
  })

/** A response whose body is complete. A body that says it is JSON has to be whole JSON. */
const readWhole = (
  request: HttpClientRequest.HttpClientRequest,
  answer: Answer,
  sent: Sent
): Either.Either<HttpClientResponse.HttpClientResponse, ModelsError> => {
  const { "content-encoding": _encoding, "content-length": _length, ...headers } = answer.headers
  if (answer.body.length > 0 && /\bjson\b/i.test(headers["content-type"] ?? "")) {
    const parsed = parseJson(answer.body)
    if (parsed._tag === "Cut") return Either.left(cutJson(answer, sent))
    if (parsed._tag === "Json" && isEnvelope(parsed.value)) return Either.left(ofAnswer(answer, sent))
  }
  const body = bodiless.has(answer.status) ? null : new Uint8Array(answer.body)
  const response = new Response(body, { status: answer.status, headers: Headers.fromInput(headers) })
  return Either.right(HttpClientResponse.fromWeb(request, response))
}

/**
 * Makes a client on top of the platform's. Invalid options fail with a `ConfigError` that names the option, before any
 * request.
 *
 * @example
 * ```ts
 * import * as AnthropicHttpClient from "@anthropic-models/http/AnthropicHttpClient"
 * import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
 * import * as Effect from "effect/Effect"
 * import * as Redacted from "effect/Redacted"
 *
 * const program = Effect.gen(function* () {
 *   const client = yield* AnthropicHttpClient.make({ apiKey: Redacted.make("sk-ant-…") })
 *   const response = yield* client.get("/v1/models/claude-opus-4-6")
 *   return response.headers["request-id"]
 * }).pipe(Effect.provide(FetchHttpClient.layer))
 * ```
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (
  options: Options
): Effect.Effect<HttpClient.HttpClient.With<ModelsError>, ConfigError, HttpClient.HttpClient> =>
  Effect.gen(function* () {
    const settings = yield* Settings.make(options)
    const exchange = yield* Exchange.make(settings)

    const send = (request: HttpClientRequest.HttpClientRequest) =>
      Effect.flatMap(complete(settings, request), (completed) =>
        aside<HttpClientResponse.HttpClientResponse, ModelsError, never>((keep) =>
          exchange({
            ...completed,
            name: request.method,
            sniffsGzip: false,
            namesUrl: false,
            read: (answer, sent) => Either.map(readWhole(request, answer, sent), keep)
          })
        )
      )
    return HttpClient.makeWith<never, never, ModelsError, never>(Effect.flatMap(send), Effect.succeed)
  })

/**
 * The client, configured by hand.
 *
 * @example
 * ```ts
 * import * as AnthropicHttpClient from "@anthropic-models/http/AnthropicHttpClient"
 * import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
 * import * as Layer from "effect/Layer"
 * import * as Redacted from "effect/Redacted"
 *
 * const Live = AnthropicHttpClient.layer({ apiKey: Redacted.make("sk-ant-…"), timeout: "10 seconds" }).pipe(
 *   Layer.provide(FetchHttpClient.layer)
 * )
 * ```
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (options: Options): Layer.Layer<AnthropicHttpClient, ConfigError, HttpClient.HttpClient> =>
  Layer.effect(AnthropicHttpClient, make(options))

/**
 * The client, configured by the environment: `ANTHROPIC_API_KEY`, `ANTHROPIC_AUTH_TOKEN`, `ANTHROPIC_BASE_URL` and
 * `ANTHROPIC_CUSTOM_HEADERS`. See `ModelsHttp.layerConfig`.
 *
 * @example
 * ```ts
 * import * as AnthropicHttpClient from "@anthropic-models/http/AnthropicHttpClient"
 * import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
 * import * as Layer from "effect/Layer"
 *
 * // reads the key from ANTHROPIC_API_KEY
 * const Live = AnthropicHttpClient.layerConfig().pipe(Layer.provide(FetchHttpClient.layer))
 * ```
 *
 * @since 0.1.0
 * @category layers
 */
export const layerConfig = (
  config: ConfigOptions = {}
): Layer.Layer<AnthropicHttpClient, ConfigError, HttpClient.HttpClient> =>
  Layer.effect(AnthropicHttpClient, Effect.flatMap(Environment.complete(config), make))
