import { ModelInfo } from "@anthropic-models/core/ModelInfo"
import * as ModelPage from "@anthropic-models/core/ModelPage"
import type { GetOptions, Models } from "@anthropic-models/core/Models"
import type { InvalidParameterError, ModelsError, UnexpectedResponseError } from "@anthropic-models/core/ModelsError"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type * as ParseResult from "effect/ParseResult"
import * as Schema from "effect/Schema"
import type { Answer, Sent } from "./answer.ts"
import { aside } from "./aside.ts"
import { cutJson, isEnvelope, ofAnswer, requestIdOf, unexpected } from "./errors.ts"
import type { Call, Exchange } from "./exchange.ts"
import { parse, textOf } from "./json.ts"
import { maxDepth, maxValues } from "./outsized.ts"
import { callBetas, listPath, modelPath } from "./parameters.ts"
import { rateLimits } from "./rateLimits.ts"
import { joined, type Settings } from "./settings.ts"
import { useSpanUnguarded } from "./unguarded.ts"

/** `Models` on top of exchanges. */
export const service = (settings: Settings, exchange: Exchange): Context.Tag.Service<Models> => {
  const { baseUrl, betas, onInvalidModel } = settings
  const parsePage = ModelPage.makeParse()

  const send = <A>(
    callName: string,
    attemptName: string,
    target: Either.Either<string, InvalidParameterError>,
    options: GetOptions,
    read: (answer: Answer, sent: Sent) => Either.Either<A, ModelsError>
  ): Effect.Effect<A, ModelsError> =>
    aside((keep) =>
      Effect.uninterruptibleMask((restore) =>
        useSpanUnguarded(callName, {}, (parent) =>
          Either.match(
            Either.zipWith(target, callBetas(options), (path, more): Call => {
              const template = HttpClientRequest.setUrl(exchange.template, baseUrl.href + path)
              return {
                name: attemptName,
                parent,
                path,
                request:
                  more.length === 0
                    ? template
                    : HttpClientRequest.setHeader(template, "anthropic-beta", joined([...betas, ...more])),
                sniffs: true,
                read: (answer, sent) => Either.map(read(answer, sent), keep)
              }
            }),
            { onLeft: (error) => Effect.withParentSpan(error, parent), onRight: exchange.send(restore) }
          )
        )
      )
    )

  const readPage = (answer: Answer, sent: Sent) => {
    const told = { onInvalidModel, requestId: requestIdOf(answer, sent), rateLimits: rateLimits(answer.headers) }
    return readJson(answer, sent, (json) => ModelPage.fromBody(json, told), { parseText: parsePage })
  }

  return {
    list: (options = {}) => send("Models.list", "GET /v1/models", listPath(options), options, readPage),
    get: (id, options = {}) => send("Models.get", "GET /v1/models/{model_id}", modelPath(id), options, readModel)
  }
}

const readModel = (answer: Answer, sent: Sent) => readJson(answer, sent, Schema.decodeUnknownEither(ModelInfo))

type Decode<A> = (json: unknown) => Either.Either<A, ParseResult.ParseError>

/** Reads the JSON of a good answer, which may turn out to be none. */
const readJson = <A>(
  answer: Answer,
  sent: Sent,
  decode: Decode<A>,
  reading?: Parameters<typeof parse>[1]
): Either.Either<A, ModelsError> => {
  const parsed = parse(answer.body, reading)
  const refuse = (reason: UnexpectedResponseError["reason"], detail: string) =>
    Either.left(unexpected(reason, detail, answer, sent))
  switch (parsed._tag) {
    case "Json":
      return Either.orElse(decode(parsed.value), () =>
        isEnvelope(parsed.value) ? Either.left(ofAnswer(answer, sent)) : refuse("Shape", mistake(answer, sent, decode))
      )
    case "Cut":
      return Either.left(cutJson(answer, sent))
    case "Empty":
      return refuse("Empty", "no body")
    case "Html":
      return refuse("Html", "an HTML page")
    case "NotJson":
      return refuse("NotJson", "a body that is not JSON")
    case "TooDeep":
      return refuse("Shape", `nested more than ${maxDepth} deep`)
    case "TooMany":
      return refuse("TooLarge", `more than ${maxValues} values`)
  }
}

/**
 * What is wrong with the shape of an answer is told with pieces of it, and a piece of a secret could not be found any
 * more: so the answer is read again, without secrets.
 */
const mistake = ({ body }: Answer, { scrub }: Sent, decode: Decode<unknown>): string => {
  const parsed = parse(body, { textOf: (body) => scrub(textOf(body)) })
  const decoded = parsed._tag === "Json" ? decode(parsed.value) : Either.void
  return Either.isLeft(decoded) ? scrub(decoded.left.message) : "another shape"
}
