import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as HttpClient from "@effect/platform/HttpClient"
import { ResponseError } from "@effect/platform/HttpClientError"
import type { HttpClientRequest } from "@effect/platform/HttpClientRequest"
import type { HttpClientResponse } from "@effect/platform/HttpClientResponse"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { constTrue, constVoid } from "effect/Function"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Scope from "effect/Scope"

/** Statuses of redirects. Browsers hide the status of a redirect that they do not follow: it is 0. */
const redirects: ReadonlySet<number> = new Set([0, 301, 302, 303, 307, 308])

/** `HttpClient.followRedirects` follows every 3xx with a `location`. */
const is3xx = ({ status }: HttpClientResponse): boolean => status === 0 || (status >= 300 && status < 400)

export const isRedirect = ({ status }: { readonly status: number }): boolean => redirects.has(status)

const ignore: (request: HttpClientRequest) => void = constVoid

/** Gets each request in the form that is sent, with what `transformClient` adds to it. */
export class Outgoing extends Context.Reference<Outgoing>()("@anthropic-models/http/Outgoing", {
  defaultValue: () => ignore
}) {}

/**
 * The platform's client with four guards that `transformClient` cannot undo:
 *
 * - Redirects are errors, because they would take the key to another origin.
 * - The platform's span is off, because it would show the headers.
 * - The scope of the exchange closes the socket.
 * - A server that switches to another protocol gets its socket closed.
 */
export const guarded: Effect.Effect<HttpClient.HttpClient, never, HttpClient.HttpClient> = Effect.gen(function* () {
  const client = yield* HttpClient.HttpClient
  const init = yield* Effect.serviceOption(FetchHttpClient.RequestInit)

  const withoutRedirects = HttpClient.transform(
    client.pipe(HttpClient.withTracerDisabledWhen(constTrue), HttpClient.withScope),
    (effect, request) =>
      effect.pipe(
        Effect.mapInputContext((context: Context.Context<Scope.Scope>) => {
          Context.get(context, Outgoing)(request)
          const current = Option.orElse(Context.getOption(context, FetchHttpClient.RequestInit), () => init)
          return Context.add(context, FetchHttpClient.RequestInit, {
            ...Option.getOrUndefined(current),
            redirect: "manual"
          })
        }),
        Effect.flatMap((response) => {
          closeUpgraded(response)
          return is3xx(response)
            ? Effect.fail(new ResponseError({ request, response, reason: "StatusCode", description: "a redirect" }))
            : Effect.succeed(response)
        })
      )
  )
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `withSocket` provides the scope; users need not know it
  return withoutRedirects as HttpClient.HttpClient
})

const isDestroyable = (u: unknown): u is { readonly destroy: () => void } =>
  Predicate.hasProperty(u, "destroy") && typeof u.destroy === "function"

/**
 * The client on node:http answers a 101 with a socket that nobody owns: it stays open, and its next error ends the
 * process.
 */
const closeUpgraded = (response: HttpClientResponse): void => {
  if (response.status !== 101 || !Predicate.hasProperty(response, "source")) return
  const { source } = response
  if (Predicate.hasProperty(source, "socket") && isDestroyable(source.socket)) source.socket.destroy()
}

/**
 * Runs an exchange with a scope whose end closes the socket, unless the exchange succeeded: then the whole answer was
 * read, and the socket returns to its pool.
 */
export const withSocket = <E>(exchange: Effect.Effect<void, E>): Effect.Effect<void, E> =>
  Effect.acquireUseRelease(
    Scope.make(),
    (scope) => Scope.extend(exchange, scope),
    (scope, exit) => (Exit.isSuccess(exit) ? Effect.void : Scope.close(scope, exit))
  )
