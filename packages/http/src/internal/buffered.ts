import { InvalidParameterError, type ModelsError } from "@anthropic-models/core/ModelsError"
import * as Headers from "@effect/platform/Headers"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import * as UrlParams from "@effect/platform/UrlParams"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type { Answer, Sent } from "./answer.ts"
import { aside } from "./aside.ts"
import type { BaseUrl } from "./baseUrl.ts"
import { bodiless } from "./body.ts"
import { cutJson, isEnvelope, ofAnswer } from "./errors.ts"
import type { Call, Exchange } from "./exchange.ts"
import { refuseName, refuseValue, secretsOf } from "./headerSyntax.ts"
import { parse } from "./json.ts"
import { joined, listed, type Settings } from "./settings.ts"

type Request = HttpClientRequest.HttpClientRequest
type Response = HttpClientResponse.HttpClientResponse

/** An `HttpClient` on top of exchanges, whose responses are whole. */
export const buffered = (settings: Settings, exchange: Exchange): HttpClient.HttpClient.With<ModelsError> =>
  HttpClient.makeWith<never, never, ModelsError, never>(
    Effect.flatMap((request) =>
      aside((keep) =>
        Effect.uninterruptibleMask((restore) =>
          Effect.flatMap(callOf(settings, exchange, request, keep), exchange.send(restore))
        )
      )
    ),
    Effect.succeed
  )

const callOf = (
  settings: Settings,
  exchange: Exchange,
  request: Request,
  keep: (response: Response) => void
): Either.Either<Call, InvalidParameterError> =>
  Either.gen(function* () {
    const url = yield* resolve(settings.baseUrl, request)
    const { headers } = request
    for (const [name, value] of Object.entries(headers)) {
      const wrongName = name === "content-length" ? undefined : refuseName(name)
      if (wrongName !== undefined) yield* refuse("headers", wrongName)
      const wrongValue = refuseValue(value)
      if (wrongValue !== undefined) yield* refuse(`header ${JSON.stringify(name.slice(0, 100))}`, wrongValue)
    }
    const betas = joined([...settings.betas, ...listed(headers["anthropic-beta"])])
    const merged = Headers.merge(exchange.template.headers, headers)
    return {
      name: request.method,
      path: url.href.slice(settings.baseUrl.href.length),
      request: HttpClientRequest.get(url).pipe(
        HttpClientRequest.setMethod(request.method),
        HttpClientRequest.setBody(request.body),
        HttpClientRequest.setHeaders(
          betas === "" ? Headers.remove(merged, "anthropic-beta") : Headers.set(merged, "anthropic-beta", betas)
        )
      ),
      sniffs: false,
      secrets: Object.entries(headers).flatMap(([name, value]) => secretsOf(name, value)),
      read: (answer, sent) => Either.map(readWhole(request, answer, sent), keep)
    }
  })

const refuse = (parameter: string, detail: string): Either.Either<never, InvalidParameterError> =>
  Either.left(new InvalidParameterError({ parameter, detail }))

/** The URL of a request, which is never on another origin, nor beside the path of the base URL. */
const resolve = (baseUrl: BaseUrl, { hash, url, urlParams }: Request): Either.Either<URL, InvalidParameterError> => {
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

const readWhole = (request: Request, answer: Answer, sent: Sent): Either.Either<Response, ModelsError> => {
  const { "content-encoding": _encoding, "content-length": _length, ...headers } = answer.headers
  if (answer.body.length > 0 && /\bjson\b/i.test(headers["content-type"] ?? "")) {
    const parsed = parse(answer.body)
    if (parsed._tag === "Cut") return Either.left(cutJson(answer, sent))
    if (parsed._tag === "Json" && isEnvelope(parsed.value)) return Either.left(ofAnswer(answer, sent))
  }
  const body = bodiless.has(answer.status) ? null : new Uint8Array(answer.body)
  return Either.right(
    HttpClientResponse.fromWeb(
      request,
      new globalThis.Response(body, { status: answer.status, headers: Headers.fromInput(headers) })
    )
  )
}
