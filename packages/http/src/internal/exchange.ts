import { InvalidParameterError, type ModelsError, RequestTimeoutError } from "@anthropic-models/core/ModelsError"
import * as HttpClient from "@effect/platform/HttpClient"
import type { HttpClientError } from "@effect/platform/HttpClientError"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import type { HttpClientResponse } from "@effect/platform/HttpClientResponse"
import * as HttpTraceContext from "@effect/platform/HttpTraceContext"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Either from "effect/Either"
import * as Redacted from "effect/Redacted"
import type * as Tracer from "effect/Tracer"
import type { Answer, Sent } from "./answer.ts"
import * as Body from "./body.ts"
import { connection, ofAnswer, requestOf, unexpected } from "./errors.ts"
import { refuseSecret } from "./headerSyntax.ts"
import * as Retrying from "./retrying.ts"
import { scrubbing } from "./secrets.ts"
import type { Credential, Settings } from "./settings.ts"
import * as Telemetry from "./telemetry.ts"
import * as Transport from "./transport.ts"

/** A request, and how its answer is read. */
export interface Call<A> {
  /** The name of the span of an attempt. */
  readonly name: string
  readonly request: HttpClientRequest.HttpClientRequest
  /** Secrets of this request alone. */
  readonly secrets?: ReadonlyArray<string>
  /** Reads a good answer. What it fails with is the attempt's failure. */
  readonly read: (answer: Answer, sent: Sent) => Either.Either<A, ModelsError>
}

/** Whole exchanges with the API. */
export interface Exchange {
  /** A GET with the headers of every request, to which the URL is to be set. */
  readonly template: HttpClientRequest.HttpClientRequest
  readonly send: <A>(call: Call<A>) => Effect.Effect<A, ModelsError>
}

const redirects: ReadonlySet<number> = new Set([0, 301, 302, 303, 307, 308])

/** Methods that may be sent again when it is not known what became of the first request. */
const idempotent: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS", "PUT", "DELETE"])

/** Speaks to the API over the client of the context. */
export const make = (settings: Settings): Effect.Effect<Exchange, never, HttpClient.HttpClient> =>
  Effect.map(HttpClient.HttpClient, (client) => {
    const transport = Transport.make(client)
    const telemetry = Telemetry.make(settings.baseUrl)
    const repeating = Retrying.make(settings)
    const secretsOf = ({ secrets = [] }: Call<unknown>) => [...settings.secrets, ...secrets]
    const scrubSettings = scrubbing(settings.secrets)
    const timeoutMillis = Duration.toMillis(settings.timeout)

    const exchange = <A>(
      { read, request }: Call<A>,
      sent: Sent,
      seen: Telemetry.Seen
    ): Effect.Effect<A, ModelsError> => {
      const received = (response: HttpClientResponse) => receive(response, sent, seen, settings.maxBodyBytes)
      return transport.execute(settings.tracePropagation ? traced(request, seen.span) : copyOf(request)).pipe(
        Effect.matchEffect({
          onFailure: (error) =>
            error.reason === "StatusCode" ? received(error.response) : Effect.fail(broken(error, sent)),
          onSuccess: received
        }),
        Effect.flatMap((answer) => (isGood(answer) ? read(answer, sent) : Effect.fail(ofAnswer(answer, sent)))),
        Transport.closing
      )
    }

    const authenticated = <A>(call: Call<A>, sent: Sent, seen: Telemetry.Seen): Effect.Effect<A, ModelsError> => {
      const { credential } = settings
      if (credential === undefined || !Effect.isEffect(credential.secret)) return exchange(call, sent, seen)
      return credential.secret.pipe(
        Effect.withParentSpan(seen.span),
        Effect.flatMap((secret) => withSecret(call, credential, Redacted.value(secret).trim())),
        Effect.flatMap(({ request, secret }) =>
          exchange({ ...call, request }, { ...sent, scrub: scrubbing([...secretsOf(call), secret]) }, seen)
        )
      )
    }

    return {
      template: HttpClientRequest.setHeaders(HttpClientRequest.get(""), settings.headers),
      send: (call) =>
        repeating(
          (attempts, left, clock) => {
            const { method, url } = call.request
            const scrub = call.secrets === undefined ? scrubSettings : scrubbing(secretsOf(call))
            const now = () => clock.unsafeCurrentTimeMillis()
            const sent: Sent = { method, url, attempts, scrub, now }
            const isLast = left <= timeoutMillis
            return telemetry.attempt(call.name, sent, clock, (seen) =>
              Effect.timeoutFail(authenticated(call, sent, seen), {
                duration: Math.min(left, timeoutMillis),
                onTimeout: () =>
                  new RequestTimeoutError({
                    scope: isLast ? "deadline" : "attempt",
                    timeout: isLast ? settings.deadline : settings.timeout,
                    ...requestOf(sent)
                  })
              })
            )
          },
          (error) => error.isRetryable && (idempotent.has(call.request.method) || isAskedFor(error))
        )
    }
  })

/** Whether the server itself asks for another attempt. */
const isAskedFor = (error: ModelsError): boolean => "shouldRetry" in error && error.shouldRetry._tag === "Some"

const isGood = ({ status }: Answer): boolean => status >= 200 && status < 300

const receive = (
  response: HttpClientResponse,
  sent: Sent,
  seen: Telemetry.Seen,
  maxBytes: number
): Effect.Effect<Answer, ModelsError> => {
  const { headers, status } = response
  const answer = (body: Uint8Array): Answer => ({ status, headers, body })
  seen.answered(status)
  if (redirects.has(status)) {
    return Effect.fail(unexpected("Redirect", "a redirect, which is not followed", answer(new Uint8Array()), sent))
  }
  return Effect.mapBoth(Body.read(response, headers, maxBytes), {
    onSuccess: answer,
    onFailure: (failure) =>
      failure._tag === "Cut"
        ? connection("CutBody", failure.detail, sent)
        : unexpected("TooLarge", `more than ${maxBytes} bytes`, answer(new Uint8Array()), sent)
  })
}

const broken = (error: HttpClientError, sent: Sent): ModelsError => {
  const code = Transport.codeOf(error.cause)
  return connection("Transport", `no answer came${code === undefined ? "" : `: ${code}`}`, sent)
}

/** The platform knows the scope of an exchange by the identity of its request, so no two may share one. */
const copyOf = (request: HttpClientRequest.HttpClientRequest): HttpClientRequest.HttpClientRequest =>
  HttpClientRequest.setMethod(request, request.method)

const traced = (request: HttpClientRequest.HttpClientRequest, span: Tracer.Span): HttpClientRequest.HttpClientRequest =>
  HttpClientRequest.setHeaders(request, HttpTraceContext.toHeaders(span))

const withSecret = <A>({ request }: Call<A>, { header, prefix }: Credential, secret: string) => {
  const what = secret === "" ? "must not be empty" : refuseSecret(secret)
  return what === undefined
    ? Effect.succeed({ secret, request: HttpClientRequest.setHeader(request, header, prefix + secret) })
    : Effect.fail(new InvalidParameterError({ parameter: header, detail: `the key ${what}` }))
}
