/**
 * `Models` in memory, with the API's paging rules, scripted failures and a log of calls.
 *
 * @since 0.1.0
 */
import { ModelPage } from "@anthropic-models/core/ModelPage"
import * as Models from "@anthropic-models/core/Models"
import {
  ApiError,
  byType,
  InvalidRequestError,
  isModelsError,
  type ModelsError,
  NotFoundError,
  UnexpectedResponseError
} from "@anthropic-models/core/ModelsError"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Fake from "./Fake.ts"
import type { After, ErrorFault, HeaderChanges, ModelFault, PageFault } from "./Fault.ts"
import * as Fakes from "./internal/fake.ts"
import * as List from "./internal/list.ts"

/**
 * A call of `Models` with valid arguments.
 *
 * **Details**
 *
 * `id` and `options` are the arguments of the call. `page` is the number of the page that the call asks for, from 1,
 * counted in the direction and by the limit of the call; 0 if the call is refused.
 *
 * @example
 * ```ts
 * import type * as TestModels from "@anthropic-models/testing/TestModels"
 *
 * const line = (call: TestModels.Call): string => (call._tag === "Get" ? `get ${call.id}` : `list, page ${call.page}`)
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export type Call =
  | { readonly _tag: "List"; readonly options: Models.ListOptions; readonly page: number }
  | { readonly _tag: "Get"; readonly id: string; readonly options: Models.GetOptions }

/**
 * A fault of a call: an error, of the contract or as a `Fault`; a page in place of the right one; a wrong page; no
 * answer; or one of these after a wait. Pages do not change the answers of `get`.
 *
 * @example
 * ```ts
 * import { RequestTimeoutError } from "@anthropic-models/core/ModelsError"
 * import * as Fault from "@anthropic-models/testing/Fault"
 * import * as Fixtures from "@anthropic-models/testing/Fixtures"
 * import * as TestModels from "@anthropic-models/testing/TestModels"
 * import * as Duration from "effect/Duration"
 *
 * const actions: ReadonlyArray<TestModels.Action> = [
 *   Fault.overloaded(),
 *   new RequestTimeoutError({ scope: "deadline", timeout: Duration.minutes(2) }),
 *   Fixtures.page(Fixtures.models(3)),
 *   Fault.after("5 seconds", Fault.emptyPage)
 * ]
 *
 * const Test = TestModels.layer({ faults: actions })
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export type Action = ImmediateAction | After<ImmediateAction>

type ImmediateAction = ModelsError | ModelPage | ModelFault

/**
 * The models in memory, and their behaviour.
 *
 * @example
 * ```ts
 * import * as Fixtures from "@anthropic-models/testing/Fixtures"
 * import * as TestModels from "@anthropic-models/testing/TestModels"
 *
 * const options: TestModels.Options = {
 *   models: [Fixtures.model({ id: "claude-a" }), Fixtures.model({ id: "claude-b" })],
 *   aliases: { "claude-latest": "claude-a" },
 *   latency: "20 millis"
 * }
 *
 * const Test = TestModels.layer(options)
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export type Options = Fake.Options<Call, Action>

/**
 * Watches and changes the models in memory while a test runs.
 *
 * @example
 * ```ts
 * import { TestModels } from "@anthropic-models/testing/TestModels"
 * import * as Effect from "effect/Effect"
 *
 * const countCalls = Effect.gen(function* () {
 *   const fake = yield* TestModels
 *   return (yield* fake.calls).length
 * })
 * ```
 *
 * @since 0.1.0
 * @category tags
 */
export class TestModels extends Context.Tag("@anthropic-models/testing/TestModels")<
  TestModels,
  Fake.Controls<Call, Action> & {
    /** The calls so far, in order. */
    readonly calls: Effect.Effect<ReadonlyArray<Call>>
    /** Waits until `count` calls have been made in total. */
    readonly awaitCalls: (count: number) => Effect.Effect<void>
  }
>() {}

/**
 * The calls so far, in order.
 *
 * @example
 * ```ts
 * import * as Models from "@anthropic-models/core/Models"
 * import * as TestModels from "@anthropic-models/testing/TestModels"
 * import { expect, it } from "@effect/vitest"
 * import * as Effect from "effect/Effect"
 *
 * it.effect("asks for one model", () =>
 *   Effect.gen(function* () {
 *     yield* Models.get("claude-opus-4-6")
 *     expect(yield* TestModels.calls).toMatchObject([{ _tag: "Get", id: "claude-opus-4-6" }])
 *   }).pipe(Effect.provide(TestModels.layer()))
 * )
 * ```
 *
 * @since 0.1.0
 * @category accessors
 */
export const calls = Effect.flatMap(TestModels, (fake) => fake.calls)

/**
 * Waits until `count` calls have been made in total.
 *
 * @example
 * ```ts
 * import * as Models from "@anthropic-models/core/Models"
 * import * as TestModels from "@anthropic-models/testing/TestModels"
 * import * as Effect from "effect/Effect"
 * import * as Fiber from "effect/Fiber"
 *
 * // cancels a call that waits for its answer
 * const cancel = Effect.gen(function* () {
 *   const fiber = yield* Effect.fork(Models.list())
 *   yield* TestModels.awaitCalls(1)
 *   return yield* Fiber.interrupt(fiber)
 * }).pipe(Effect.provide(TestModels.layer({ latency: "1 minute" })))
 * ```
 *
 * @since 0.1.0
 * @category accessors
 */
export const awaitCalls = Effect.serviceFunctionEffect(TestModels, (fake) => fake.awaitCalls)

/**
 * Replaces the models and the aliases. Aliases stay with their models by default.
 *
 * @example
 * ```ts
 * import * as Fixtures from "@anthropic-models/testing/Fixtures"
 * import * as TestModels from "@anthropic-models/testing/TestModels"
 *
 * const next = Fixtures.model({ id: "claude-next", created_at: "2026-02-01T00:00:00Z" })
 *
 * // lists the new model first
 * const release = TestModels.setModels([next, ...Fixtures.models(45)])
 * ```
 *
 * @since 0.1.0
 * @category accessors
 */
export const setModels = Effect.serviceFunctionEffect(TestModels, (fake) => fake.setModels)

/**
 * Replaces the faults, and starts the new script.
 *
 * @example
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 * import * as Script from "@anthropic-models/testing/Script"
 * import * as TestModels from "@anthropic-models/testing/TestModels"
 * import * as Effect from "effect/Effect"
 *
 * const duringOutage = <A, E, R>(test: Effect.Effect<A, E, R>) =>
 *   Effect.gen(function* () {
 *     yield* TestModels.setFaults(Script.always(Fault.overloaded()))
 *     const result = yield* Effect.exit(test)
 *     yield* TestModels.setFaults([])
 *     return result
 *   })
 * ```
 *
 * @since 0.1.0
 * @category accessors
 */
export const setFaults = Effect.serviceFunctionEffect(TestModels, (fake) => fake.setFaults)

/**
 * Matches calls for one page, counted from 1: for `Script.when`.
 *
 * @example
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 * import * as Script from "@anthropic-models/testing/Script"
 * import * as TestModels from "@anthropic-models/testing/TestModels"
 *
 * const ThirdPageFails = TestModels.layer({
 *   faults: Script.when(TestModels.onPage(3), Script.always(Fault.overloaded()))
 * })
 * ```
 *
 * @since 0.1.0
 * @category predicates
 */
export const onPage =
  (page: number) =>
  (call: Call): boolean =>
    call._tag === "List" && call.page === page

/**
 * `Models` in memory, and its `TestModels`.
 *
 * **Details**
 *
 * - It pages like the API, in both directions: by default 20 models a page, and active and deprecated models.
 * - Wrong arguments fail with the `InvalidParameterError` that they have over HTTP. They are no calls: they meet no fault
 *   and are not logged.
 * - A cursor or a lifecycle that the API would refuse is an `InvalidRequestError`.
 * - `get` finds a model by id or alias, else fails with the API's `NotFoundError`.
 *
 * Two models with the same id, or an alias of no model, are a defect.
 *
 * @example
 * ```ts
 * import * as Models from "@anthropic-models/core/Models"
 * import * as Fixtures from "@anthropic-models/testing/Fixtures"
 * import * as TestModels from "@anthropic-models/testing/TestModels"
 * import * as Effect from "effect/Effect"
 *
 * const page = Models.list({ limit: 5 }).pipe(
 *   Effect.provide(TestModels.layer({ models: Fixtures.models(45) }))
 * )
 * ```
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (options: Options = {}): Layer.Layer<Models.Models | TestModels> =>
  Layer.effectContext(make(options))

const make = (options: Options): Effect.Effect<Context.Context<Models.Models | TestModels>> =>
  Effect.gen(function* () {
    const fake = yield* Fakes.make<Call, Call, ImmediateAction>(options)
    const { assumptions } = fake

    /** Logs the call and meets its fault. Faults of pages are left to the caller. */
    const arrive = (call: Call): Effect.Effect<ModelPage | PageFault | undefined, ModelsError> =>
      Effect.gen(function* () {
        yield* fake.append(call)
        const { action, wait } = yield* fake.decide(call)
        yield* Fakes.pause(wait)
        if (isModelsError(action)) return yield* action
        if (action instanceof ModelPage) return action
        if (action._tag === "None") return undefined
        if (action._tag === "NoAnswer") return yield* Effect.never
        if (action._tag === "Error") return yield* errorOf(action)
        return action
      })

    const list: Models.Service["list"] = (options) =>
      Effect.gen(function* () {
        const query = yield* Models.checkList(options)
        const known = yield* fake.list
        const fault = yield* arrive({ _tag: "List", options: query, page: List.pageNumber(known, query, assumptions) })
        const page = yield* Either.mapLeft(
          List.paginate(known, query, assumptions),
          (detail) => new InvalidRequestError({ detail })
        )
        if (fault instanceof ModelPage) return fault
        return toModelPage(fault === undefined ? page : List.distort(fault, known, query, page))
      })

    const get: Models.Service["get"] = (id, options) =>
      Effect.gen(function* () {
        const checked = yield* Models.checkGet(id, options)
        const known = yield* fake.list
        yield* arrive({ _tag: "Get", ...checked })
        return List.find(known, id) ?? (yield* new NotFoundError({ detail: `model: ${id}` }))
      })

    return Context.make(Models.Models, { list, get }).pipe(
      Context.add(TestModels, { ...fake.controls, calls: fake.entries, awaitCalls: fake.until })
    )
  })

const toModelPage = ({ data, first_id, has_more, last_id }: List.Page): ModelPage =>
  new ModelPage(
    { data, first_id: Option.fromNullable(first_id), last_id: Option.fromNullable(last_id), has_more },
    { disableValidation: true }
  )

const classes = Object.values(byType)

/** The error that a client makes of an error of the API: the class by its type, else by its status. */
const errorOf = ({ errorCode, headers, message, status, type }: ErrorFault): ModelsError => {
  const isSuccess = status < 300
  const known = classes.find((Class) => new Class({}).type === type)
  if (known === undefined && isSuccess) {
    return new UnexpectedResponseError({
      status,
      reason: "Shape",
      detail: `an error under status ${status}: ${message}`
    })
  }
  const Class = known ?? classes.find((Class) => new Class({}).status === status) ?? ApiError
  const shouldRetry = isSuccess ? undefined : headers["x-should-retry"]
  return new Class({
    ...(isSuccess ? {} : { status }),
    type,
    detail: message,
    errorCode: Option.fromNullable(errorCode),
    retryAfter: Option.orElse(waitOf(headers["retry-after-ms"], 1), () => waitOf(headers["retry-after"], 1000)),
    shouldRetry: typeof shouldRetry === "string" ? Option.some(shouldRetry === "true") : Option.none()
  })
}

/** The wait that a header asks for, if it is a positive number, or an HTTP date in the future. */
const waitOf = (value: HeaderChanges[string] | undefined, unit: number): Option.Option<Duration.Duration> => {
  if (typeof value === "object" && value !== null && "fromNow" in value) {
    return Option.some(Duration.decode(value.fromNow)).pipe(Option.filter(Duration.greaterThan(0)))
  }
  const [text = ""] = (typeof value === "string" ? value : (value?.[0] ?? "")).split(",")
  const millis = /^\s*(?:\d+(?:\.\d*)?|\.\d+)\s*$/.test(text) ? Number(text) * unit : 0
  return millis > 0 ? Option.some(Duration.millis(millis)) : Option.none()
}

/**
 * `Models` with some methods only. A call of another one is a defect that names it.
 *
 * @example
 * ```ts
 * import * as Fixtures from "@anthropic-models/testing/Fixtures"
 * import * as TestModels from "@anthropic-models/testing/TestModels"
 * import * as Effect from "effect/Effect"
 *
 * const Stub = TestModels.layerPartial({
 *   list: () => Effect.succeed(Fixtures.page(Fixtures.models(3)))
 * })
 * ```
 *
 * @since 0.1.0
 * @category layers
 */
export const layerPartial = (methods: Partial<Models.Service>): Layer.Layer<Models.Models> =>
  Layer.mock(Models.Models, methods)
