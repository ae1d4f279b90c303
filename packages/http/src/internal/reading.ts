import type { ModelsError, UnexpectedResponseError } from "@anthropic-models/core/ModelsError"
import * as Either from "effect/Either"
import * as ParseResult from "effect/ParseResult"
import * as Predicate from "effect/Predicate"
import type { Answer, Sent } from "./answer.ts"
import { maxDepth, maxValues, parseJson } from "./body.ts"
import { cutJson, isEnvelope, messageIn, ofAnswer, unexpected } from "./errors.ts"

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

/** Reads the JSON of a 2xx, which may still be an error of the API or of a gateway. */
export const readJson = <A>(
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
      return fail("Empty", "an empty body")
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
