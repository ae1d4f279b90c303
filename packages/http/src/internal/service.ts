import { ModelInfo } from "@anthropic-models/core/ModelInfo"
import * as ModelPage from "@anthropic-models/core/ModelPage"
import type { GetOptions, Models } from "@anthropic-models/core/Models"
import type { InvalidParameterError, ModelsError } from "@anthropic-models/core/ModelsError"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import { constTrue } from "effect/Function"
import * as ParseResult from "effect/ParseResult"
import type { Answer, Sent } from "./answer.ts"
import { connection, isEnvelope, ofAnswer, requestIdOf, unexpected } from "./errors.ts"
import type { Exchange } from "./exchange.ts"
import { parse, textOf } from "./json.ts"
import { callBetas, listPath, modelPath } from "./parameters.ts"
import { rateLimits } from "./rateLimits.ts"
import { joined, type Settings } from "./settings.ts"

/** `Models` on top of exchanges. */
export const service = (settings: Settings, exchange: Exchange): Context.Tag.Service<Models> => {
  const { baseUrl, betas, onInvalidModel } = settings

  const requestTo = (
    path: Either.Either<string, InvalidParameterError>,
    options: GetOptions
  ): Either.Either<HttpClientRequest.HttpClientRequest, InvalidParameterError> =>
    Either.flatMap(path, (path) =>
      Either.map(callBetas(options), (more) => {
        const request = HttpClientRequest.setUrl(exchange.template, baseUrl.href + path)
        return more.length === 0
          ? request
          : HttpClientRequest.setHeader(request, "anthropic-beta", joined([...betas, ...more]))
      })
    )

  const readPage = (answer: Answer, sent: Sent) => {
    const told = { onInvalidModel, requestId: requestIdOf(answer, sent), rateLimits: rateLimits(answer.headers) }
    return readJson(
      answer,
      sent,
      (json) => ModelPage.fromBody(json, told),
      (page) => page.invalid.length === 0
    )
  }

  return {
    list: (options = {}) =>
      Effect.flatMap(requestTo(listPath(options), options), (request) =>
        exchange.send({ name: "GET /v1/models", request, read: readPage })
      ).pipe(Effect.withSpan("Models.list", untraced)),
    get: (id, options = {}) =>
      Effect.flatMap(requestTo(modelPath(id), options), (request) =>
        exchange.send({ name: "GET /v1/models/{model_id}", request, read: readModel })
      ).pipe(Effect.withSpan("Models.get", untraced))
  }
}

/** To capture the caller's stack costs more than the rest of a span. */
const untraced = { captureStackTrace: false } as const

const decodeModel = ParseResult.decodeUnknownEither(ModelInfo)

const readModel = (answer: Answer, sent: Sent) =>
  readJson(
    answer,
    sent,
    (json) => Either.mapLeft(decodeModel(json), (issue) => new ParseResult.ParseError({ issue })),
    constTrue
  )

/** Reads the JSON of a good answer, which may turn out to be none. */
const readJson = <A>(
  answer: Answer,
  sent: Sent,
  decode: (json: unknown) => Either.Either<A, ParseResult.ParseError>,
  isClean: (decoded: A) => boolean
): Either.Either<A, ModelsError> => {
  const text = textOf(answer.body)
  const parsed = parse(text)
  switch (parsed._tag) {
    case "Json": {
      const decoded = decode(parsed.value)
      if (Either.isRight(decoded) && isClean(decoded.right)) return Either.right(decoded.right)
      if (isEnvelope(parsed.value)) return Either.left(ofAnswer(answer, sent))
      return Either.mapLeft(withoutSecrets(text, sent, decode) ?? decoded, ({ message }) =>
        unexpected("Shape", sent.scrub(message), answer, sent)
      )
    }
    case "Cut":
      return Either.left(connection("CutBody", "the body is no whole JSON", sent))
    case "Empty":
      return Either.left(unexpected("Empty", "no body", answer, sent))
    case "Html":
      return Either.left(unexpected("Html", "an HTML page", answer, sent))
    case "NotJson":
      return Either.left(unexpected("NotJson", "a body that is not JSON", answer, sent))
  }
}

/** What is wrong with a body is told with pieces of it, and a piece of a secret could not be found any more. */
const withoutSecrets = <A, E>(
  text: string,
  { scrub }: Sent,
  decode: (json: unknown) => Either.Either<A, E>
): Either.Either<A, E> | undefined => {
  const scrubbed = scrub(text)
  const parsed = scrubbed === text ? undefined : parse(scrubbed)
  return parsed?._tag === "Json" ? decode(parsed.value) : undefined
}
