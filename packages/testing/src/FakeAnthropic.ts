/**
 * The Models API itself, from headers to error envelopes, with scripted faults.
 *
 * @since 0.1.0
 */
import type { RateLimits } from "@anthropic-models/core/RateLimits"
import * as Headers from "@effect/platform/Headers"
import type * as HttpApp from "@effect/platform/HttpApp"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpMiddleware from "@effect/platform/HttpMiddleware"
import * as HttpServer from "@effect/platform/HttpServer"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { identity } from "effect/Function"
import * as Layer from "effect/Layer"
import type * as Redacted from "effect/Redacted"
import type * as Fake from "./Fake.ts"
import type * as Fault from "./Fault.ts"
import * as Answer from "./internal/answer.ts"
import * as Api from "./internal/api.ts"
import { deliver } from "./internal/deliver.ts"
import * as Fakes from "./internal/fake.ts"
import * as InProcess from "./internal/inProcess.ts"

/**
 * A request that arrived.
 *
 * **Details**
 *
 * - `number`: its number in the order of arrival, from 1
 * - `at`: its arrival by the `Clock`, in epoch milliseconds
 * - `path`: percent-encoded, without the query
 * - `query`: names and values, decoded, in their order
 * - `headers`: by names in lower case; those that may hold a credential are `Redacted`, so that no log shows them
 * - `betas`: the betas in `anthropic-beta`
 * - `page`: the number of the page that it asks for, from 1, counted in its direction and by its limit; 0 if it is
 *   refused or asks for no page
 *
 * @example
 * ```ts
 * import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
 * import * as Fault from "@anthropic-models/testing/Fault"
 * import * as Script from "@anthropic-models/testing/Script"
 *
 * // a gateway that refuses betas
 * const hasBetas = ({ betas }: FakeAnthropic.ApiRequest): boolean => betas.length > 0
 *
 * const Gateway = FakeAnthropic.layerClient({
 *   faults: Script.when(hasBetas, Script.always(Fault.invalidRequest({ message: "anthropic-beta: not supported" })))
 * })
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export interface ApiRequest {
  readonly number: number
  /** The `request-id` of the answer. */
  readonly requestId: string
  readonly at: number
  /** The HTTP method. */
  readonly method: string
  readonly path: string
  readonly query: ReadonlyArray<readonly [name: string, value: string]>
  readonly headers: { readonly [name: string]: string | Redacted.Redacted }
  readonly betas: ReadonlyArray<string>
  readonly page: number
}

/**
 * A request and its answer.
 *
 * **Details**
 *
 * - `fault`: the fault that the script names, or `Fault.none`
 * - `status`: the status of the answer; `undefined` if the fault sends no head
 *
 * @example
 * ```ts
 * import type * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
 *
 * // a line of a log that a snapshot test compares
 * const line = ({ fault, method, number, path, status }: FakeAnthropic.RecordedRequest): string =>
 *   `${number} ${method} ${path} ${status ?? "no answer"} (${fault._tag})`
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export interface RecordedRequest extends ApiRequest {
  readonly fault: Fault.Fault
  readonly status: number | undefined
}

/**
 * The models of the fake API, and its behaviour.
 *
 * @example
 * ```ts
 * import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
 * import * as Fault from "@anthropic-models/testing/Fault"
 * import * as Fixtures from "@anthropic-models/testing/Fixtures"
 *
 * const options: FakeAnthropic.Options = {
 *   models: Fixtures.models(45),
 *   faults: [Fault.none, Fault.rateLimit({ retryAfter: 3 })],
 *   apiKey: "test-key",
 *   rateLimits: { requests: { limit: 50, remaining: 49 } }
 * }
 *
 * const Fake = FakeAnthropic.layerClient(options)
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export interface Options extends Fake.Options<ApiRequest, Fault.Fault> {
  /** The only key that the API accepts, as `x-api-key` or as a Bearer token. @default any key that is not empty */
  readonly apiKey?: string | undefined
  /** The `anthropic-ratelimit-*` headers: `{ requests: { limit: 50, remaining: 0 } }`. @default none */
  readonly rateLimits?: typeof RateLimits.Encoded | undefined
}

/**
 * The options of the fake API as a server.
 *
 * @example
 * ```ts
 * import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
 *
 * // for a web page that calls the API
 * const options: FakeAnthropic.ServerOptions = { cors: true, latency: "300 millis" }
 *
 * const Server = FakeAnthropic.layerServer(options)
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export interface ServerOptions extends Options {
  /** Lets pages of every origin call the API from a browser. @default false */
  readonly cors?: boolean | undefined
}

/**
 * The fake API of a test: its URL, its requests, and its controls.
 *
 * @example
 * ```ts
 * import { FakeAnthropic } from "@anthropic-models/testing/FakeAnthropic"
 * import * as Effect from "effect/Effect"
 *
 * const sentBetas = Effect.gen(function* () {
 *   const fake = yield* FakeAnthropic
 *   const requests = yield* fake.requests
 *   return requests.map(({ betas }) => betas)
 * })
 * ```
 *
 * @since 0.1.0
 * @category tags
 */
export class FakeAnthropic extends Context.Tag("@anthropic-models/testing/FakeAnthropic")<
  FakeAnthropic,
  Fake.Controls<ApiRequest, Fault.Fault> & {
    /** The base URL for a client. In process every other origin works as well. */
    readonly baseUrl: string
    /** The API as a handler, for a router of your own. */
    readonly app: HttpApp.Default
    /** The requests so far, in the order of arrival. */
    readonly requests: Effect.Effect<ReadonlyArray<RecordedRequest>>
    /** Waits until `count` requests have arrived in total. */
    readonly awaitRequests: (count: number) => Effect.Effect<void>
  }
>() {}

/**
 * The requests so far, in the order of arrival.
 *
 * @example
 * ```ts
 * import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
 * import * as Effect from "effect/Effect"
 *
 * const statuses = Effect.map(FakeAnthropic.requests, (requests) => requests.map(({ status }) => status))
 * ```
 *
 * @since 0.1.0
 * @category accessors
 */
export const requests = Effect.flatMap(FakeAnthropic, (fake) => fake.requests)

/**
 * The base URL for a client.
 *
 * @example
 * ```ts
 * import * as ModelsHttp from "@anthropic-models/http/ModelsHttp"
 * import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
 * import * as FakeAnthropicNode from "@anthropic-models/testing/FakeAnthropicNode"
 * import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
 * import * as Effect from "effect/Effect"
 * import * as Layer from "effect/Layer"
 * import * as Redacted from "effect/Redacted"
 *
 * const Test = FakeAnthropic.baseUrl.pipe(
 *   Effect.map((baseUrl) => ModelsHttp.layer({ baseUrl, apiKey: Redacted.make("any") })),
 *   Layer.unwrapEffect,
 *   Layer.provide([FakeAnthropicNode.layer(), FetchHttpClient.layer])
 * )
 * ```
 *
 * @since 0.1.0
 * @category accessors
 */
export const baseUrl = Effect.map(FakeAnthropic, (fake) => fake.baseUrl)

/**
 * Waits until `count` requests have arrived in total.
 *
 * @example
 * ```ts
 * import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
 * import * as Effect from "effect/Effect"
 * import * as TestClock from "effect/TestClock"
 *
 * // waits until the request has arrived, then moves the clock to its answer
 * const nextAnswer = Effect.zipRight(FakeAnthropic.awaitRequests(1), TestClock.adjust("2 seconds"))
 * ```
 *
 * @since 0.1.0
 * @category accessors
 */
export const awaitRequests = Effect.serviceFunctionEffect(FakeAnthropic, (fake) => fake.awaitRequests)

/**
 * Replaces the models and the aliases. Aliases stay with their models by default.
 *
 * @example
 * ```ts
 * import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
 * import * as Fixtures from "@anthropic-models/testing/Fixtures"
 *
 * const release = FakeAnthropic.setModels([Fixtures.model({ id: "claude-next" }), ...Fixtures.catalogue])
 * ```
 *
 * @since 0.1.0
 * @category accessors
 */
export const setModels = Effect.serviceFunctionEffect(FakeAnthropic, (fake) => fake.setModels)

/**
 * Replaces the faults, and starts the new script.
 *
 * @example
 * ```ts
 * import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
 * import * as Fault from "@anthropic-models/testing/Fault"
 * import * as Script from "@anthropic-models/testing/Script"
 *
 * const breakDown = FakeAnthropic.setFaults(Script.always(Fault.html(502)))
 * const recover = FakeAnthropic.setFaults([])
 * ```
 *
 * @since 0.1.0
 * @category accessors
 */
export const setFaults = Effect.serviceFunctionEffect(FakeAnthropic, (fake) => fake.setFaults)

/**
 * Matches requests for one page, counted from 1: for `Script.when`.
 *
 * @example
 * ```ts
 * import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
 * import * as Fault from "@anthropic-models/testing/Fault"
 * import * as Script from "@anthropic-models/testing/Script"
 *
 * const SlowThirdPage = FakeAnthropic.layerClient({
 *   faults: Script.when(FakeAnthropic.onPage(3), Script.always(Fault.latency("10 seconds")))
 * })
 * ```
 *
 * @since 0.1.0
 * @category predicates
 */
export const onPage =
  (page: number) =>
  (request: ApiRequest): boolean =>
    request.page === page

/**
 * The API in process: an `HttpClient` whose requests it answers, and its `FakeAnthropic`.
 *
 * **When to use**
 *
 * In tests of anything that uses an `HttpClient`. There are no sockets, so it runs in browsers, and `TestClock` drives
 * every wait. Faults that act on a socket need `FakeAnthropicNode.layer`.
 *
 * @example
 * ```ts
 * import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
 * import * as Fault from "@anthropic-models/testing/Fault"
 * import * as HttpClient from "@effect/platform/HttpClient"
 * import * as Effect from "effect/Effect"
 *
 * const headers = { "x-api-key": "any", "anthropic-version": "2023-06-01" }
 * const program = HttpClient.get("https://api.anthropic.com/v1/models", { headers }).pipe(
 *   Effect.provide(FakeAnthropic.layerClient({ faults: [Fault.overloaded()] }))
 * )
 * ```
 *
 * @since 0.1.0
 * @category layers
 */
export const layerClient = (options: Options = {}): Layer.Layer<HttpClient.HttpClient | FakeAnthropic> =>
  Layer.effectContext(
    Effect.map(make(options, "https://api.anthropic.com"), (fake) =>
      Context.make(FakeAnthropic, fake).pipe(Context.add(HttpClient.HttpClient, InProcess.client(fake.app)))
    )
  )

/**
 * The API on the `HttpServer` of any platform. `FakeAnthropicNode.layer` includes one for Node.
 *
 * @example
 * ```ts
 * import { createServer } from "node:http"
 * import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
 * import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
 * import * as Layer from "effect/Layer"
 *
 * const Server = FakeAnthropic.layerServer({ cors: true }).pipe(
 *   Layer.provide(NodeHttpServer.layer(createServer, { host: "127.0.0.1", port: 0 }))
 * )
 * ```
 *
 * @since 0.1.0
 * @category layers
 */
export const layerServer = (options: ServerOptions = {}): Layer.Layer<FakeAnthropic, never, HttpServer.HttpServer> =>
  Layer.scoped(
    FakeAnthropic,
    Effect.gen(function* () {
      const { address } = yield* HttpServer.HttpServer
      const fake = yield* make(options, HttpServer.formatAddress(address))
      yield* Effect.interruptible(fake.app).pipe(
        Effect.tapDefect((defect) => Effect.logError("FakeAnthropic could not answer a request", defect)),
        HttpServer.serveEffect(options.cors === true ? HttpMiddleware.cors({ exposedHeaders: ["*"] }) : identity),
        Effect.locally(HttpMiddleware.currentTracerDisabledWhen, () => true)
      )
      return fake
    })
  )

/** Headers that may hold a credential. */
const secret = /auth|key|token|secret|cookie/i

/** Faults that send no head. */
const headless: ReadonlySet<string> = new Set(["NoAnswer", "Bytes"])

const make = (options: Options, baseUrl: string): Effect.Effect<FakeAnthropic["Type"]> =>
  Effect.gen(function* () {
    const { apiKey, rateLimits } = options
    const fake = yield* Fakes.make<ApiRequest, RecordedRequest, Fault.Answer | Fault.Delivery>(options)
    let count = 0

    const app = Effect.gen(function* () {
      const { headers, method, url } = yield* HttpServerRequest.HttpServerRequest
      const [, path = "", query] = /^([^?]*)\??(.*)$/s.exec(url) ?? []
      const request: Api.Request = { method, path, query: [...new URLSearchParams(query)], headers }
      const list = yield* fake.list
      const state: Api.State = { list, apiKey, assumptions: fake.assumptions }
      const number = ++count
      const arrived: ApiRequest = {
        number,
        requestId: `req_${String(number).padStart(24, "0")}`,
        at: yield* Clock.currentTimeMillis,
        method,
        path,
        query: request.query,
        headers: Headers.redact(headers, secret),
        betas: Api.betas(request),
        page: Api.pageNumber(state, request)
      }
      const { action, named, wait } = yield* fake.decide(arrived)
      const answer = Answer.make(Api.respond(state, request), action, {
        requestId: arrived.requestId,
        list,
        rateLimits: rateLimitHeaders(rateLimits),
        sentAt: arrived.at + Duration.toMillis(wait)
      })
      yield* fake.append({ ...arrived, fault: named, status: headless.has(action._tag) ? undefined : answer.status })
      yield* Fakes.pause(wait)
      return yield* deliver(answer)
    })

    return FakeAnthropic.of({
      ...fake.controls,
      baseUrl,
      app,
      requests: fake.entries,
      awaitRequests: fake.until
    })
  })

const rateLimitHeaders = (rateLimits: typeof RateLimits.Encoded = {}): { readonly [name: string]: string } =>
  Object.fromEntries(
    Object.entries(rateLimits).flatMap(([kind, limit]) =>
      Object.entries(limit ?? {}).map(([part, value]) => [
        `anthropic-ratelimit-${kind.replace("Tokens", "-tokens")}-${part}`,
        String(value)
      ])
    )
  )
