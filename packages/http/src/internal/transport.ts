import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as HttpClient from "@effect/platform/HttpClient"
import type { HttpClientError } from "@effect/platform/HttpClientError"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { constTrue } from "effect/Function"
import * as Option from "effect/Option"
import * as Scope from "effect/Scope"

/**
 * The platform's client, made safe:
 *
 * - it is bound to the scope, whose end closes the socket, wherever the exchange is by then
 * - it does not follow redirects (only fetch does), since that would hand the key to another origin
 * - its own span is off, since that holds the headers
 */
export const make: Effect.Effect<
  HttpClient.HttpClient.With<HttpClientError, Scope.Scope>,
  never,
  HttpClient.HttpClient
> = Effect.zipWith(HttpClient.HttpClient, Effect.serviceOption(FetchHttpClient.RequestInit), (client, init) =>
  client.pipe(
    HttpClient.transformResponse((response) =>
      Effect.locally(
        Effect.mapInputContext(response, (context: Context.Context<never>) => withoutRedirects(context, init)),
        HttpClient.currentTracerDisabledWhen,
        constTrue
      )
    ),
    HttpClient.withScope
  )
)

/**
 * Provides the scope of an exchange. It ends with everything but a success: after a whole answer there is nothing to
 * close, and the socket goes back to its pool.
 */
export const closing = <A, E, R>(exchange: Effect.Effect<A, E, R>): Effect.Effect<A, E, Exclude<R, Scope.Scope>> =>
  Effect.flatMap(Scope.make(), (scope) =>
    Effect.onExit(Scope.extend(exchange, scope), (exit) =>
      Exit.isSuccess(exit) ? Effect.void : Scope.close(scope, exit)
    )
  )

/** Only fetch reads its init: that of the call, else the one that there was when the client was made. */
const withoutRedirects = (context: Context.Context<never>, init: Option.Option<RequestInit>): Context.Context<never> =>
  Context.add(context, FetchHttpClient.RequestInit, {
    ...Option.getOrUndefined(Option.orElse(Context.getOption(context, FetchHttpClient.RequestInit), () => init)),
    redirect: "manual"
  })

/** Codes of errors, which are words of the platform: unlike messages, they never quote the request. */
const code = /^[A-Z][A-Z0-9_]{2,60}$/

const property = (u: unknown, name: string): unknown =>
  typeof u === "object" && u !== null && name in u ? Reflect.get(u, name) : undefined

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
