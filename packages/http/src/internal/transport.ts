import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as HttpClient from "@effect/platform/HttpClient"
import type { HttpClientError } from "@effect/platform/HttpClientError"
import type { HttpClientRequest } from "@effect/platform/HttpClientRequest"
import type { HttpClientResponse } from "@effect/platform/HttpClientResponse"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Fiber from "effect/Fiber"
import * as FiberRef from "effect/FiberRef"
import * as FiberRefs from "effect/FiberRefs"
import { constTrue } from "effect/Function"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Runtime from "effect/Runtime"
import type * as RuntimeFlags from "effect/RuntimeFlags"
import * as Scope from "effect/Scope"
import * as Tracer from "effect/Tracer"

/** What runs outside of exchanges, and begins one. */
export interface Caller {
  readonly fiber: Fiber.RuntimeFiber<unknown, unknown>
  readonly flags: RuntimeFlags.RuntimeFlags
}

/** The platform's client, bound to a scope, whose end closes the socket, wherever the exchange is by then. */
export interface Transport {
  readonly execute: (request: HttpClientRequest) => Effect.Effect<HttpClientResponse, HttpClientError, Scope.Scope>
  /**
   * What an exchange runs in: all that the caller runs in, but
   *
   * - redirects are not followed (only fetch does), since that would hand the key to another origin
   * - the span of the platform is off, since that holds the headers
   */
  readonly runtime: (caller: Caller, scope: Scope.Scope, span: Tracer.Span) => Runtime.Runtime<Scope.Scope>
}

export const make: Effect.Effect<Transport, never, HttpClient.HttpClient> = Effect.zipWith(
  HttpClient.HttpClient,
  Effect.serviceOption(FetchHttpClient.RequestInit),
  (client, init) => ({
    execute: HttpClient.withScope(client).execute,
    runtime: ({ fiber, flags }, scope, span) =>
      Runtime.make({
        context: withoutRedirects(fiber.currentContext, init).pipe(
          Context.add(Scope.Scope, scope),
          Context.add(Tracer.ParentSpan, span)
        ),
        fiberRefs: FiberRefs.updateAs(fiber.getFiberRefs(), {
          fiberId: fiber.id(),
          fiberRef: HttpClient.currentTracerDisabledWhen,
          value: constTrue
        }),
        runtimeFlags: flags
      })
  })
)

/** The references that `runtime` sets, for an exchange alone. */
export const notInherited: ReadonlySet<unknown> = new Set<unknown>([
  FiberRef.currentContext,
  HttpClient.currentTracerDisabledWhen
])

/** Runs an effect of the caller's within an exchange as if it ran outside. */
export const outside = <A, E>({ fiber }: Caller, effect: Effect.Effect<A, E>): Effect.Effect<A, E> => {
  const { currentContext } = fiber
  const tracerDisabledWhen = fiber.getFiberRef(HttpClient.currentTracerDisabledWhen)
  return effect.pipe(
    Effect.locally(FiberRef.currentContext, currentContext),
    Effect.locally(HttpClient.currentTracerDisabledWhen, tracerDisabledWhen)
  )
}

/**
 * Ends the scope of an exchange with everything but a success: after a whole answer there is nothing to close, and the
 * socket goes back to its pool. Within the exchange, since what is to be closed may read the references of its fiber,
 * and set them.
 */
export const closing = <A, E, R>(
  exchange: Effect.Effect<A, E, R>,
  scope: Scope.CloseableScope
): Effect.Effect<A, E, R> =>
  Effect.onExit(exchange, (exit) => (Exit.isSuccess(exit) ? Effect.void : Scope.close(scope, exit)))

/** Only fetch reads its init: that of the call, else the one that there was when the client was made. */
const withoutRedirects = (context: Context.Context<never>, init: Option.Option<RequestInit>): Context.Context<never> =>
  Context.add(context, FetchHttpClient.RequestInit, {
    ...Option.getOrUndefined(Option.orElse(Context.getOption(context, FetchHttpClient.RequestInit), () => init)),
    redirect: "manual"
  })

/** Codes of errors, which are words of the platform: unlike messages, they never quote the request. */
const code = /^[A-Z][A-Z0-9_]{2,60}$/

const property = (u: unknown, name: string): unknown => (Predicate.hasProperty(u, name) ? u[name] : undefined)

/** The code of an error, or of one that caused it: `ECONNREFUSED`, `UND_ERR_SOCKET`, … */
export const codeOf = (error: unknown, depth = 5): string | undefined => {
  if (depth === 0 || error === undefined) return undefined
  const own = property(error, "code")
  if (typeof own === "string" && code.test(own)) return own
  const errors = property(error, "errors")
  return (
    codeOf(property(error, "cause"), depth - 1) ?? (Array.isArray(errors) ? codeOf(errors[0], depth - 1) : undefined)
  )
}
