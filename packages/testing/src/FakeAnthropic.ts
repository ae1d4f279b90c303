/**
 * The Models API itself, from headers to error envelopes, with scripted faults.
 *
 * @since 0.1.0
 */
import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
import { none as noRateLimits, RateLimits } from "@anthropic-models/core/RateLimits"
import * as Headers from "@effect/platform/Headers"
import type * as HttpApp from "@effect/platform/HttpApp"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpMiddleware from "@effect/platform/HttpMiddleware"
import * as HttpServer from "@effect/platform/HttpServer"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import type * as Fake from "./Fake.ts"
import { type Fault, type Immediate, isImmediate, isSocketFault } from "./Fault.ts"
import * as Answer from "./internal/answer.ts"
import * as Api from "./internal/api.ts"
import { deliver, needsSocket } from "./internal/deliver.ts"
import * as Encode from "./internal/encode.ts"
import * as Fakes from "./internal/fake.ts"
import * as InProcess from "./internal/inProcess.ts"
import * as Log from "./internal/log.ts"
import { refuse } from "./internal/setup.ts"
import { Sockets } from "./internal/sockets.ts"
import type { Script } from "./Script.ts"

/**
 * A request that arrived.
 *
 * **Details**
 *
 * - `number`: its place in the order of arrival, from 1
 * - `at`: when it came, in epoch milliseconds by the `Clock`
 * - `path`: as it came, percent-encoded and without the query
 * - `query`: names and values, decoded, in their order
 * - `headers`: by names in lower case; those with credentials are `Redacted`, so that no log shows them
 * - `betas`: what `anthropic-beta` names
 * - `page`: which page of the list is asked for: 1 for the first, counted in the direction and by the limit of the
 *   request among the models that it wants; 0 where the request is refused for what it asks, or is for no list
 *
 * @since 0.1.0
 * @category models
 */
export interface ApiRequest {
  readonly number: number
  readonly requestId: string
  readonly at: number
  readonly method: string
  readonly path: string
  readonly query: ReadonlyArray<readonly [name: string, value: string]>
  readonly headers: { readonly [name: string]: string | Redacted.Redacted }
  readonly betas: ReadonlyArray<string>
  readonly page: number
}

/**
 * A request and what became of it.
 *
 * **Details**
 *
 * - `fault`: what the script named for it, `Fault.none` where it named nothing
 * - `status`: that of its answer, the API's own errors included; `undefined` where the fault leaves it without a head
 *
 * @since 0.1.0
 * @category models
 */
export interface RecordedRequest extends ApiRequest {
  readonly fault: Fault
  readonly status: number | undefined
}

/**
 * What the fake API knows, and how it behaves.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options extends Fake.Options<ApiRequest, Fault> {
  /**
   * The only key that is accepted, as `x-api-key` or as a Bearer token.
   *
   * @default any key that is not empty
   */
  readonly apiKey?: string | undefined
  /**
   * The limits that every answer of the API tells of in its `anthropic-ratelimit-*` headers: `RateLimits`, or plainly
   * `{ requests: { limit: 50, remaining: 0, reset: "2026-02-04T00:00:00Z" } }`.
   *
   * @default none
   */
  readonly rateLimits?: RateLimits | typeof RateLimits.Encoded | undefined
}

/**
 * The fake API of a test: where it is, what it was asked, and how it changes while the test runs.
 *
 * @since 0.1.0
 * @category tags
 */
export class FakeAnthropic extends Context.Tag("@anthropic-models/testing/FakeAnthropic")<
  FakeAnthropic,
  Fake.Controls<ApiRequest, Fault> & {
    /** What a client takes for its base URL. In process any other origin will do as well. */
    readonly baseUrl: string
    /** The API as a handler, to be mounted in a router of a test's own. */
    readonly app: HttpApp.Default
    /** Every request so far, in the order in which they came. */
    readonly requests: Effect.Effect<ReadonlyArray<RecordedRequest>>
    /** Waits until so many requests have come, those before it included. */
    readonly awaitRequests: (count: number) => Effect.Effect<void>
  }
>() {}

/**
 * Every request so far, in the order in which they came.
 *
 * @since 0.1.0
 * @category accessors
 */
export const requests: Effect.Effect<ReadonlyArray<RecordedRequest>, never, FakeAnthropic> = Effect.flatMap(
  FakeAnthropic,
  (fake) => fake.requests
)

/**
 * What a client takes for its base URL.
 *
 * @since 0.1.0
 * @category accessors
 */
export const baseUrl: Effect.Effect<string, never, FakeAnthropic> = Effect.map(FakeAnthropic, (fake) => fake.baseUrl)

/**
 * Waits until so many requests have come, those before it included.
 *
 * @since 0.1.0
 * @category accessors
 */
export const awaitRequests = (count: number): Effect.Effect<void, never, FakeAnthropic> =>
  Effect.flatMap(FakeAnthropic, (fake) => fake.awaitRequests(count))

/**
 * Another list from now on, as when models are released and retired. Where no aliases are given, those remain whose
 * model does.
 *
 * @since 0.1.0
 * @category accessors
 */
export const setModels = (
  models: ReadonlyArray<ModelInfo>,
  aliases?: { readonly [alias: string]: string }
): Effect.Effect<void, never, FakeAnthropic> => Effect.flatMap(FakeAnthropic, (fake) => fake.setModels(models, aliases))

/**
 * Another script from now on, in place of what was left of the last one.
 *
 * @since 0.1.0
 * @category accessors
 */
export const setFaults = (
  faults: Script<ApiRequest, Fault> | ReadonlyArray<Fault>
): Effect.Effect<void, never, FakeAnthropic> => Effect.flatMap(FakeAnthropic, (fake) => fake.setFaults(faults))

/**
 * Matches the requests for one page of the list, counted from 1: the predicate for `Script.when`.
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
 * In tests of what stands on an `HttpClient`. There are no sockets: it runs in browsers too, and every wait is the
 * caller's `Clock`, so that `TestClock` drives it. Faults that act on a socket are refused here; they need
 * `FakeAnthropicNode.layer`.
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
 * The API served by whatever `HttpServer` the platform has. On Node, `FakeAnthropicNode.layer` has one ready.
 *
 * @example
 * ```ts
 * import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
 * import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
 * import * as Layer from "effect/Layer"
 * import { createServer } from "node:http"
 *
 * const Fake = FakeAnthropic.layerServer().pipe(
 *   Layer.provide(NodeHttpServer.layer(createServer, { host: "127.0.0.1", port: 0 }))
 * )
 * ```
 *
 * @since 0.1.0
 * @category layers
 */
export const layerServer = (options: Options = {}): Layer.Layer<FakeAnthropic, never, HttpServer.HttpServer> =>
  Layer.scoped(
    FakeAnthropic,
    Effect.gen(function* () {
      const { address } = yield* HttpServer.HttpServer
      const fake = yield* make(options, baseUrlOf(address))
      yield* Effect.interruptible(fake.app).pipe(
        Effect.tapDefect((defect) => Effect.logError(`${where} could not answer`, defect)),
        HttpServer.serveEffect(),
        Effect.locally(HttpMiddleware.currentTracerDisabledWhen, () => true)
      )
      return fake
    })
  )

const where = "FakeAnthropic"

/** Headers that may hold a secret, whatever they are called. */
const secret = /auth|key|token|secret|cookie/i

const make = (options: Options, baseUrl: string): Effect.Effect<FakeAnthropic["Type"]> =>
  Effect.gen(function* () {
    const { apiKey, rateLimits = noRateLimits } = options
    if (apiKey !== undefined) requireKey(apiKey)
    const sockets = yield* Effect.serviceOption(Sockets)
    const fake = yield* Fakes.make<ApiRequest, Immediate>(where, options, complainWith(sockets))
    const commonHeaders = Encode.rateLimits(isRateLimits(rateLimits) ? rateLimits : decodeRateLimits(rateLimits))
    const log = Log.make<RecordedRequest>(`${where}, awaitRequests`)
    let count = 0

    const handle = Effect.gen(function* () {
      const incoming = yield* HttpServerRequest.HttpServerRequest
      const request = requestOf(incoming)
      const listing = yield* fake.listing
      const state: Api.State = { listing, apiKey, assumptions: fake.assumptions }
      const number = ++count
      const requestId = `req_${String(number).padStart(24, "0")}`
      const arrived: ApiRequest = {
        number,
        requestId,
        at: yield* Clock.currentTimeMillis,
        method: request.method,
        path: request.path,
        query: request.query,
        headers: Headers.redact(incoming.headers, secret),
        betas: Api.betas(request),
        page: Api.pageNumber(state, request)
      }
      const { action, named, wait } = yield* fake.fateOf(arrived)
      const headers = { ...commonHeaders, "request-id": requestId }
      const answer = Answer.make(Api.respond(state, request), action, { requestId, listing, headers })
      yield* log.append({ ...arrived, fault: named, status: hasHead(answer) ? answer.status : undefined })
      yield* wait
      return yield* deliver(answer, sockets)
    })

    return FakeAnthropic.of({
      ...fake.controls,
      baseUrl,
      app: handle,
      requests: log.entries,
      awaitRequests: log.until
    })
  })

const decodeRateLimits = Schema.decodeSync(RateLimits)

const isRateLimits = (u: unknown): u is RateLimits => u instanceof RateLimits

/** A key that no request can carry would be refused by every one. */
const requireKey = (apiKey: string): void => {
  if (apiKey === "") refuse(where, "apiKey is empty; leave it out to accept any key")
  if (!/^[\x21-\x7e]+$/.test(apiKey)) {
    refuse(where, "apiKey has blanks or letters that a header does not carry as they are; leave them out")
  }
}

const complainWith =
  (sockets: Option.Option<unknown>) =>
  (action: unknown): string | undefined => {
    if (!isImmediate(action))
      return "which is no Fault; make it with the constructors of Fault, like Fault.overloaded()"
    return isSocketFault(action) && Option.isNone(sockets) ? `which ${needsSocket}` : undefined
  }

const hasHead = ({ delivery }: Answer.Answer): boolean =>
  delivery._tag !== "NoAnswer" && delivery._tag !== "Reset" && delivery._tag !== "Bytes"

const requestOf = ({ headers, method, url }: HttpServerRequest.HttpServerRequest): Api.Request => {
  const [path = "", query = ""] = splitOnce(url, "?")
  return { method, path, query: [...new URLSearchParams(query)], headers }
}

const splitOnce = (text: string, separator: string): ReadonlyArray<string> => {
  const at = text.indexOf(separator)
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + separator.length)]
}

/** Who listens on every address is asked on the loopback. */
const loopbacks = new Map([
  ["0.0.0.0", "127.0.0.1"],
  ["::", "::1"]
])

const baseUrlOf = (address: HttpServer.Address): string => {
  if (address._tag !== "TcpAddress") return HttpServer.formatAddress(address)
  const host = loopbacks.get(address.hostname) ?? address.hostname
  return `http://${host.includes(":") ? `[${host}]` : host}:${address.port}`
}
