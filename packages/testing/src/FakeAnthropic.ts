/**
 * The Models API itself, from headers to error envelopes, with scripted faults.
 *
 * @since 0.1.0
 */
import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
import { none as noRateLimits, type RateLimits } from "@anthropic-models/core/RateLimits"
import * as Headers from "@effect/platform/Headers"
import type * as HttpApp from "@effect/platform/HttpApp"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpMiddleware from "@effect/platform/HttpMiddleware"
import * as HttpServer from "@effect/platform/HttpServer"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import * as Ref from "effect/Ref"
import type { Assumptions } from "./Assumptions.ts"
import { type Fault, isFault, isSocketFault, none } from "./Fault.ts"
import * as Fixtures from "./Fixtures.ts"
import * as Answer from "./internal/answer.ts"
import * as Api from "./internal/api.ts"
import { deliver, needsSocket } from "./internal/deliver.ts"
import * as Encode from "./internal/encode.ts"
import * as InProcess from "./internal/inProcess.ts"
import * as Listing from "./internal/listing.ts"
import * as Log from "./internal/log.ts"
import * as Paging from "./internal/paging.ts"
import * as Scripted from "./internal/scripted.ts"
import { pause, refuse, requireDuration } from "./internal/setup.ts"
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
 *   request; 0 where there is none such
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
 * A request and what became of it: the fault that befell it (`None` where it was answered well) and the status of
 * the answer, `undefined` where none is known.
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
export interface Options {
  /**
   * The models, newest first: they are listed in this order.
   *
   * @default Fixtures.catalogue
   */
  readonly models?: ReadonlyArray<ModelInfo> | undefined
  /**
   * Other names of models: from each alias to the id.
   *
   * @default Fixtures.aliases where `models` is not given, else none
   */
  readonly aliases?: { readonly [alias: string]: string } | undefined
  /**
   * The only key that is accepted, as `x-api-key` or as a Bearer token.
   *
   * @default any key that is not empty
   */
  readonly apiKey?: string | undefined
  /**
   * What befalls which request: a script, or what befalls the first requests, in order.
   *
   * @default nothing
   */
  readonly faults?: Script<ApiRequest, Fault> | ReadonlyArray<Fault> | undefined
  /**
   * How long each answer takes: in process by the caller's `Clock`, on a server by that of where the layer is built.
   *
   * @default "0 millis"
   */
  readonly latency?: Duration.DurationInput | undefined
  /**
   * The limits that every answer tells of in its `anthropic-ratelimit-*` headers.
   *
   * @default none
   */
  readonly rateLimits?: RateLimits | undefined
  /**
   * How requests are answered for which the reference states no answer.
   *
   * @default each is refused, with 400 `invalid_request_error`
   */
  readonly assumptions?: Assumptions | undefined
}

/**
 * The fake API of a test: where it is, what it was asked, and how it changes while the test runs.
 *
 * @since 0.1.0
 * @category tags
 */
export class FakeAnthropic extends Context.Tag("@anthropic-models/testing/FakeAnthropic")<
  FakeAnthropic,
  {
    /** What a client takes for its base URL. In process any other will do as well. */
    readonly baseUrl: string
    /** The API as a handler, to be mounted in a router of a test's own. */
    readonly app: HttpApp.Default
    /** Every request so far, in the order in which they came. */
    readonly requests: Effect.Effect<ReadonlyArray<RecordedRequest>>
    /** Waits until so many requests have come, those before it included. */
    readonly awaitRequests: (count: number) => Effect.Effect<void>
    /** Another list from now on, as when models are released and retired. */
    readonly setModels: (
      models: ReadonlyArray<ModelInfo>,
      aliases?: { readonly [alias: string]: string }
    ) => Effect.Effect<void>
    /** Another script from now on, in place of what was left of the last one. */
    readonly setFaults: (faults: Script<ApiRequest, Fault> | ReadonlyArray<Fault>) => Effect.Effect<void>
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
 * const program = HttpClient.get("https://api.anthropic.com/v1/models").pipe(
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

const credentials = ["authorization", "cookie", "proxy-authorization", "x-api-key"]

const make = (options: Options, baseUrl: string): Effect.Effect<FakeAnthropic["Type"]> =>
  Effect.gen(function* () {
    const { apiKey, assumptions = {}, faults = [], models, rateLimits = noRateLimits } = options
    if (apiKey === "") refuse(where, "apiKey is empty; leave it out to accept any key")
    const aliases = options.aliases ?? (models === undefined ? Fixtures.aliases : {})
    const latency = pause(requireDuration(`${where}, latency`, options.latency ?? 0))
    const listing = yield* Ref.make(Listing.make(where, models ?? Fixtures.catalogue, aliases))
    const sockets = yield* Effect.serviceOption(Sockets)
    const script = yield* Scripted.make<ApiRequest, Fault>(where, faults, complainWith(sockets))
    const commonHeaders = Encode.rateLimits(rateLimits)
    const log = Log.make<RecordedRequest>()
    let count = 0

    const handle = Effect.gen(function* () {
      const incoming = yield* HttpServerRequest.HttpServerRequest
      const request = requestOf(incoming)
      const known = yield* Ref.get(listing)
      const now = yield* Clock.currentTimeMillis
      const number = ++count
      const requestId = `req_${String(number).padStart(24, "0")}`
      const arrived: ApiRequest = {
        number,
        requestId,
        at: now,
        method: request.method,
        path: request.path,
        query: request.query,
        headers: Headers.redact(incoming.headers, credentials),
        betas: Api.betas(request),
        page: pageOf(known, request, assumptions)
      }
      const fault = Option.getOrElse(yield* script.decide(arrived), () => none)
      const content = Api.respond({ listing: known, apiKey, assumptions }, request)
      const answer = Answer.make(content, fault, { requestId, listing: known, now })
      yield* log.append({ ...arrived, fault, status: hasHead(answer) ? answer.status : undefined })
      yield* latency
      return yield* deliver(
        { ...answer, headers: { ...commonHeaders, ...answer.headers, "request-id": requestId } },
        sockets
      )
    })

    return FakeAnthropic.of({
      baseUrl,
      app: handle,
      requests: log.entries,
      awaitRequests: log.until,
      setModels: (models, aliases) =>
        Effect.suspend(() => Ref.set(listing, Listing.make(`${where}, setModels`, models, aliases))),
      setFaults: script.replace
    })
  })

const complainWith =
  (sockets: Option.Option<unknown>) =>
  (action: unknown): string | undefined => {
    if (!isFault(action)) return "which is no Fault; make it with the constructors of Fault, like Fault.overloaded()"
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

const pageOf = (listing: Listing.Listing, request: Api.Request, assumptions: Assumptions): number =>
  Api.route(request.path)?._tag === "List"
    ? Either.match(Api.pageQuery(request, assumptions), {
        onLeft: () => 0,
        onRight: (query) => Paging.pageNumber(listing, query)
      })
    : 0

const baseUrlOf = (address: HttpServer.Address): string =>
  HttpServer.formatAddress(
    address._tag === "TcpAddress" && address.hostname === "0.0.0.0" ? { ...address, hostname: "127.0.0.1" } : address
  )
