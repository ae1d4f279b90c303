import { type AuthenticationError, type ModelsError, RequestTimeoutError } from "@anthropic-models/core/ModelsError"
import type * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import type { HttpClientResponse } from "@effect/platform/HttpClientResponse"
import * as HttpTraceContext from "@effect/platform/HttpTraceContext"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type * as Tracer from "effect/Tracer"
import { limited } from "./attempt.ts"
import { type BodyError, readBytes } from "./body.ts"
import * as CallSecrets from "./callSecrets.ts"
import * as Credential from "./credential.ts"
import { type Answer, connection, isSuccess, noAnswer, ofAnswer, requestOf, type Sent, unexpected } from "./errors.ts"
import { guarded, isRedirect, Outgoing, withSocket } from "./guardedClient.ts"
import * as Retry from "./retry.ts"
import type { Settings } from "./settings.ts"
import * as Telemetry from "./telemetry.ts"

/** A request, and how to read its answer. */
interface Call {
  /** The name of the span of an attempt. */
  readonly name: string
  readonly request: HttpClientRequest.HttpClientRequest
  /** The part of the URL after the base URL. */
  readonly path: string
  /** Whether to decompress gzip that no header announces. */
  readonly sniffsGzip: boolean
  /** Whether a 404 means that the base URL is wrong, so that its message has to name the URL. */
  readonly namesUrl: boolean
  /** Reads the answer of a 2xx and keeps the result. */
  readonly read: (answer: Answer, sent: Sent) => Either.Either<void, ModelsError>
}

/** Sends a request until an attempt succeeds or a limit is reached. */
export interface Exchange {
  (call: Call): Effect.Effect<void, ModelsError>
}

/** Methods that are safe to send again when the fate of the first request is unknown. */
const idempotent: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS", "PUT", "DELETE"])

/** The longest URL that errors and spans show, in characters. */
const maxUrl = 2000

/** Whether the server itself asks for another attempt. */
const isAskedFor = (error: ModelsError): boolean => "shouldRetry" in error && error.shouldRetry._tag === "Some"

export const make = (settings: Settings): Effect.Effect<Exchange, never, HttpClient.HttpClient> =>
  Effect.gen(function* () {
    const { baseUrl, deadline, maxBodyBytes, timeout, tracePropagation } = settings
    if (baseUrl.isPlain) {
      yield* Effect.logWarning(`Requests to ${baseUrl.href} cross the network in plain text, with their key`)
    }
    const client = settings.transformClient(yield* guarded)
    const retry = Retry.make(settings)
    const telemetry = Telemetry.make(baseUrl)

    /** Sends a request and reads the whole answer. */
    const exchange = (
      call: Call,
      request: HttpClientRequest.HttpClientRequest,
      sent: Sent,
      seen: Telemetry.Seen
    ): Effect.Effect<void, ModelsError> => {
      // Not earlier, because the key that it may contain is known only now.
      seen.span.attribute("url.full", sent.url())
      const readWith = (response: HttpClientResponse) => {
        seen.answered(response.status)
        return readResponse(call, response, sent)
      }
      return Effect.matchEffect(client.execute(tracePropagation ? traced(request, seen.span) : copyOf(request)), {
        onSuccess: readWith,
        onFailure: (error) =>
          error._tag === "ResponseError" && error.reason === "StatusCode"
            ? readWith(error.response)
            : Effect.fail(noAnswer(error.cause ?? error, sent))
      })
    }

    const readResponse = (call: Call, response: HttpClientResponse, sent: Sent): Effect.Effect<void, ModelsError> => {
      const { headers, status } = response
      return Effect.matchEffect(readBytes(response, { maxBytes: maxBodyBytes, sniffsGzip: call.sniffsGzip }), {
        onSuccess: (body) => readAnswer(call, { status, headers, body }, sent),
        onFailure: (error) => Effect.fail(bodyError(call, error, { status, headers, body: new Uint8Array() }, sent))
      })
    }

    return (call) =>
      Effect.flatMap(Effect.clock, (clock) => {
        const { path, request } = call
        const secrets = CallSecrets.make(settings)
        const credential = Credential.make(settings.headers.credential, request)
        secrets.remember(request)
        let attempts = 0

        const sent = (): Sent => ({
          method: request.method,
          url: () => secrets.redact(baseUrl.href + path, maxUrl),
          attempts,
          redact: secrets.redact,
          now: () => clock.unsafeCurrentTimeMillis()
        })

        /** One attempt, with its span, its key, its time limit and its socket. `left` is the time until the deadline. */
        const attempt = (left: number): Effect.Effect<void, ModelsError> => {
          attempts += 1
          const current = sent()
          const isLast = left <= Duration.toMillis(timeout)
          const onTimeout = () =>
            new RequestTimeoutError({
              scope: isLast ? "deadline" : "attempt",
              timeout: isLast ? deadline : timeout,
              ...requestOf(current)
            })
          const withKey = (authorized: HttpClientRequest.HttpClientRequest, seen: Telemetry.Seen) => {
            secrets.remember(authorized)
            const whole = withSocket(exchange(call, authorized, current, seen))
            return Effect.provideService(whole, Outgoing, secrets.remember)
          }
          return telemetry.attempt(call.name, current, (seen) =>
            limited(
              Effect.flatMap(credential.authorize(request, current), (authorized) => withKey(authorized, seen)),
              isLast ? Duration.millis(left) : timeout,
              onTimeout
            )
          )
        }

        /** After a 401, asks for the key once more. If it changed, sends the request again at once. */
        const renew = (error: AuthenticationError, left: () => number): Effect.Effect<void, ModelsError> =>
          limited(
            credential.renew(error, sent()),
            Duration.millis(Math.min(left(), Duration.toMillis(timeout))),
            () => error
          ).pipe(Effect.zipRight(Effect.suspend(() => attempt(left()))))

        return retry(
          (left) =>
            Effect.catchTag(attempt(left()), "AuthenticationError", (error) =>
              credential.canRenew() ? renew(error, left) : Effect.fail(error)
            ),
          (error) => error.isRetryable && (idempotent.has(request.method) || isAskedFor(error))
        )
      })
  })

/** The error of a body that could not be read. Except under a 2xx the status names the class all the same. */
const bodyError = (call: Call, error: BodyError, answer: Answer, sent: Sent): ModelsError => {
  if (!isSuccess(answer)) return answerError(call, answer, sent)
  switch (error._tag) {
    case "Cut":
      return connection("CutBody", error.detail, sent)
    case "TooLarge":
      return unexpected("TooLarge", error.detail, answer, sent)
    case "Encoding":
      return unexpected(
        "Encoding",
        `the body has the encoding ${error.encoding}, which was not asked for`,
        answer,
        sent
      )
  }
}

const answerError = ({ namesUrl }: Call, answer: Answer, sent: Sent): ModelsError =>
  isRedirect(answer)
    ? unexpected("Redirect", "a redirect, which is not followed", answer, sent)
    : ofAnswer(answer, sent, namesUrl)

const readAnswer = (call: Call, answer: Answer, sent: Sent): Either.Either<void, ModelsError> =>
  isSuccess(answer) ? call.read(answer, sent) : Either.left(answerError(call, answer, sent))

/** The platform finds the scope of an exchange by the identity of its request, so every attempt needs its own. */
const copyOf = (request: HttpClientRequest.HttpClientRequest): HttpClientRequest.HttpClientRequest =>
  HttpClientRequest.setMethod(request, request.method)

/** Adds the ids of the trace. Without a tracer there are none. */
const traced = (request: HttpClientRequest.HttpClientRequest, span: Tracer.Span): HttpClientRequest.HttpClientRequest =>
  span.traceId === "noop" ? copyOf(request) : HttpClientRequest.setHeaders(request, HttpTraceContext.toHeaders(span))
