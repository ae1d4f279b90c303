import { InvalidParameterError, type ModelsError, RequestTimeoutError } from "@anthropic-models/core/ModelsError"
import type * as HttpClient from "@effect/platform/HttpClient"
import type { HttpClientError } from "@effect/platform/HttpClientError"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import type { HttpClientResponse } from "@effect/platform/HttpClientResponse"
import * as HttpTraceContext from "@effect/platform/HttpTraceContext"
import type * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Redacted from "effect/Redacted"
import * as Scope from "effect/Scope"
import type * as Tracer from "effect/Tracer"
import type { Answer, Sent } from "./answer.ts"
import * as Body from "./body.ts"
import { joining, type Pieces } from "./bytes.ts"
import { connection, ofAnswer, requestOf, unexpected } from "./errors.ts"
import { refuseSecret } from "./headerSyntax.ts"
import * as Retrying from "./retrying.ts"
import * as Secrets from "./secrets.ts"
import type { Settings } from "./settings.ts"
import { excerpt } from "./snippet.ts"
import * as Telemetry from "./telemetry.ts"
import * as Transport from "./transport.ts"
import { type Restore, within } from "./within.ts"

/** A request, and what becomes of its answer. */
export interface Call {
  /** The name of the span of an attempt. */
  readonly name: string
  /** The span of the call, handed on by hand: to provide it would cost a fifth of the whole call. */
  readonly parent?: Tracer.AnySpan
  readonly request: HttpClientRequest.HttpClientRequest
  /** What of its URL follows the base URL. */
  readonly path: string
  /** Secrets of this request alone. */
  readonly secrets?: ReadonlyArray<string>
  /** Whether gzip is unzipped that is not said to be gzip. */
  readonly sniffs: boolean
  /** Reads a good answer, and keeps what it says. What it fails with is the attempt's failure. */
  readonly read: (answer: Answer, sent: Sent) => Either.Either<void, ModelsError>
}

/** Whole exchanges with the API. */
export interface Exchange {
  /** A GET with the headers of every request, to which the URL is to be set. */
  readonly template: HttpClientRequest.HttpClientRequest
  /**
   * For a region that cannot be interrupted: a call is interrupted only where it waits, by what restores the region, so
   * that no part of it needs a guard of its own.
   */
  readonly send: (restore: Restore) => (call: Call) => Effect.Effect<void, ModelsError>
}

const redirects: ReadonlySet<number> = new Set([0, 301, 302, 303, 307, 308])

/** Methods that may be sent again when it is not known what became of the first request. */
const idempotent: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS", "PUT", "DELETE"])

/** Speaks to the API over the client of the context. */
export const make = (settings: Settings): Effect.Effect<Exchange, never, HttpClient.HttpClient> =>
  Effect.map(Transport.make, (transport) => {
    const { baseUrl, credential, deadline, maxBodyBytes, timeout, tracePropagation } = settings
    const telemetry = Telemetry.make(baseUrl)
    const repeating = Retrying.make(settings)
    const secretsOf = Secrets.make(settings.secrets)
    const timeoutMillis = Duration.toMillis(timeout)
    const join = joining()

    const exchange = (
      { read, request, sniffs }: Call,
      sent: Sent,
      { answered, span }: Telemetry.Seen
    ): Effect.Effect<void, ModelsError, Scope.Scope> => {
      const received = (response: HttpClientResponse) => {
        answered(response.status)
        return receive(response, sent, maxBodyBytes, sniffs)
      }
      span.attribute("url.full", sent.url())
      return transport.execute(tracePropagation ? traced(request, span) : copyOf(request)).pipe(
        Effect.matchEffect({
          onFailure: (error) =>
            error.reason === "StatusCode" ? received(error.response) : Effect.fail(broken(error, sent)),
          onSuccess: received
        }),
        Effect.flatMap(({ head, pieces }) =>
          join(pieces, (body) => {
            const answer = { ...head, body }
            return isGood(answer) ? read(answer, sent) : Either.left(ofAnswer(answer, sent))
          })
        )
      )
    }

    /** Asks for the key, where it has to be asked for and the request does not bring one. */
    const authenticated = (
      call: Call,
      sent: Sent,
      seen: Telemetry.Seen,
      caller: Transport.Caller,
      learn: (secret: string) => void
    ): Effect.Effect<void, ModelsError, Scope.Scope> => {
      const { request } = call
      if (credential === undefined || !Effect.isEffect(credential.secret) || credential.header in request.headers) {
        return exchange(call, sent, seen)
      }
      const { header, prefix, secret } = credential
      return Transport.outside(caller, Effect.withParentSpan(Effect.disconnect(secret), seen.span)).pipe(
        Effect.flatMap((redacted) => {
          const value = Redacted.value(redacted).trim()
          const what = refuseSecret(value)
          if (what !== undefined) return new InvalidParameterError({ parameter: header, detail: `the key ${what}` })
          learn(value)
          return exchange(
            { ...call, request: HttpClientRequest.setHeader(request, header, prefix + value) },
            sent,
            seen
          )
        })
      )
    }

    /** One attempt, that takes at most `left` milliseconds. */
    const attempt = (
      call: Call,
      { left, ...sent }: Sent & { readonly left: number },
      clock: Clock.Clock,
      learn: (secret: string) => void,
      restore: Restore
    ): Effect.Effect<void, ModelsError> =>
      telemetry.attempt(call, sent, clock, (seen) =>
        Effect.withFiberRuntime((fiber, { runtimeFlags: flags }) =>
          Effect.flatMap(Scope.make(), (scope) => {
            const caller = { fiber, flags }
            const isLast = left <= timeoutMillis
            return within(Transport.closing(authenticated(call, sent, seen, caller, learn), scope), {
              clock,
              millis: Math.min(left, timeoutMillis),
              onTimeout: () =>
                underSpan(
                  call,
                  new RequestTimeoutError({
                    scope: isLast ? "deadline" : "attempt",
                    timeout: isLast ? deadline : timeout,
                    ...requestOf(sent)
                  })
                ),
              restore,
              runtime: transport.runtime(caller, scope, seen.span),
              notInherited: Transport.notInherited
            })
          })
        )
      )

    const send =
      (restore: Restore) =>
      (call: Call): Effect.Effect<void, ModelsError> => {
        const { method } = call.request
        const { add, scrub } = secretsOf(call.secrets)
        const url = () => baseUrl.href + excerpt(call.path, maxUrl, scrub)
        return repeating(
          (attempts, left, clock) => {
            const now = () => clock.unsafeCurrentTimeMillis()
            return attempt(call, { method, url, attempts, scrub, now, left }, clock, add, restore)
          },
          {
            mayRepeat: (error) => error.isRetryable && (idempotent.has(method) || isAskedFor(error)),
            between: (effect) => restore(underSpan(call, effect))
          }
        )
      }

    return { template: HttpClientRequest.setHeaders(HttpClientRequest.get(""), settings.headers), send }
  })

/** Runs what is rare as a part of the call, with its span. */
const underSpan = <A, E>({ parent }: Call, effect: Effect.Effect<A, E>): Effect.Effect<A, E> =>
  parent === undefined ? effect : Effect.withParentSpan(effect, parent)

/** How much of a URL errors and spans say. */
const maxUrl = 2000

/** Whether the server itself asks for another attempt. */
const isAskedFor = (error: ModelsError): boolean => "shouldRetry" in error && error.shouldRetry._tag === "Some"

const isGood = ({ status }: Answer): boolean => status >= 200 && status < 300

/** An answer whose body is still in pieces. */
interface Received {
  readonly head: Omit<Answer, "body">
  readonly pieces: Pieces
}

const receive = (
  response: HttpClientResponse,
  sent: Sent,
  maxBytes: number,
  sniffs: boolean
): Effect.Effect<Received, ModelsError> => {
  const { headers, status } = response
  const head = { status, headers }
  const refuse = (reason: "Redirect" | "TooLarge", detail: string) =>
    unexpected(reason, detail, { ...head, body: new Uint8Array() }, sent)
  if (redirects.has(status)) return Effect.fail(refuse("Redirect", "a redirect, which is not followed"))
  return Effect.mapBoth(Body.read(response, maxBytes, sniffs), {
    onSuccess: (pieces) => ({ head, pieces }),
    onFailure: (failure) =>
      failure._tag === "Cut"
        ? connection("CutBody", failure.detail, sent)
        : refuse("TooLarge", `more than ${maxBytes} bytes`)
  })
}

const broken = (error: HttpClientError, sent: Sent): ModelsError => {
  const code = Transport.codeOf(error.cause)
  return connection("Transport", `no answer came${code === undefined ? "" : `: ${code}`}`, sent)
}

/** The platform knows the scope of an exchange by the identity of its request, so no two may share one. */
const copyOf = (request: HttpClientRequest.HttpClientRequest): HttpClientRequest.HttpClientRequest =>
  HttpClientRequest.setMethod(request, request.method)

/** Without a tracer there are no ids to send along. */
const traced = (request: HttpClientRequest.HttpClientRequest, span: Tracer.Span): HttpClientRequest.HttpClientRequest =>
  span.traceId === "noop" ? copyOf(request) : HttpClientRequest.setHeaders(request, HttpTraceContext.toHeaders(span))
