/**
 * `Models` in memory, with the API's paging rules, scripted failures and a log of calls.
 *
 * @since 0.1.0
 */
import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
import { ModelPage } from "@anthropic-models/core/ModelPage"
import { type GetOptions, type ListOptions, Models } from "@anthropic-models/core/Models"
import { InvalidRequestError, isModelsError, type ModelsError, NotFoundError } from "@anthropic-models/core/ModelsError"
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Ref from "effect/Ref"
import type { Assumptions } from "./Assumptions.ts"
import { isModelFault, isPageFault, type ModelFault, none, type PageFault } from "./Fault.ts"
import * as Fixtures from "./Fixtures.ts"
import * as Listing from "./internal/listing.ts"
import * as Log from "./internal/log.ts"
import { distort } from "./internal/pageFault.ts"
import * as Paging from "./internal/paging.ts"
import * as Scripted from "./internal/scripted.ts"
import { pause, requireDuration, SetupError } from "./internal/setup.ts"
import type { Script } from "./Script.ts"

/**
 * One call of `Models`.
 *
 * **Details**
 *
 * `page` says which page of the list a call asks for: 1 for the first, counted in the direction and by the limit of
 * the call; 0 where the cursor is no model's id or the limit none.
 *
 * @since 0.1.0
 * @category models
 */
export type Call =
  | { readonly _tag: "List"; readonly options: ListOptions; readonly page: number }
  | { readonly _tag: "Get"; readonly id: string; readonly options: GetOptions }

/**
 * What may befall a call: any error of the contract, a page in place of the right one, a fault of pages, or a wait.
 * What concerns pages leaves `get` as it is.
 *
 * @since 0.1.0
 * @category models
 */
export type Action = ModelsError | ModelPage | ModelFault

/**
 * What the `Models` in memory know, and how they behave.
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
   * What befalls which call: a script, or what befalls the first calls, in order.
   *
   * @default nothing
   */
  readonly faults?: Script<Call, Action> | ReadonlyArray<Action> | undefined
  /**
   * How long each call takes, by the `Clock`.
   *
   * @default "0 millis"
   */
  readonly latency?: Duration.DurationInput | undefined
  /**
   * How requests are answered for which the reference states no answer.
   *
   * @default each is refused, with `InvalidRequestError`
   */
  readonly assumptions?: Assumptions | undefined
}

/**
 * Watches and changes the `Models` in memory while a test runs.
 *
 * @example
 * ```ts
 * import * as Models from "@anthropic-models/core/Models"
 * import { OverloadedError } from "@anthropic-models/core/ModelsError"
 * import { TestModels } from "@anthropic-models/testing/TestModels"
 * import * as Effect from "effect/Effect"
 *
 * const test = Effect.gen(function*() {
 *   const fake = yield* TestModels
 *   yield* fake.setFaults([new OverloadedError({})])
 *   yield* Effect.flip(Models.list())
 *   return (yield* fake.calls).length // 1
 * })
 * ```
 *
 * @since 0.1.0
 * @category tags
 */
export class TestModels extends Context.Tag("@anthropic-models/testing/TestModels")<
  TestModels,
  {
    /** Every call so far, in the order in which they came. */
    readonly calls: Effect.Effect<ReadonlyArray<Call>>
    /** Waits until so many calls have come, those before it included. */
    readonly awaitCalls: (count: number) => Effect.Effect<void>
    /** Another list from now on, as when models are released and retired. */
    readonly setModels: (
      models: ReadonlyArray<ModelInfo>,
      aliases?: { readonly [alias: string]: string }
    ) => Effect.Effect<void>
    /** Another script from now on, in place of what was left of the last one. */
    readonly setFaults: (faults: Script<Call, Action> | ReadonlyArray<Action>) => Effect.Effect<void>
  }
>() {}

/**
 * Every call so far, in the order in which they came.
 *
 * @since 0.1.0
 * @category accessors
 */
export const calls: Effect.Effect<ReadonlyArray<Call>, never, TestModels> = Effect.flatMap(
  TestModels,
  (fake) => fake.calls
)

/**
 * Matches the calls that ask for one page of the list, counted from 1: the predicate for `Script.when`.
 *
 * @example
 * ```ts
 * import { OverloadedError } from "@anthropic-models/core/ModelsError"
 * import * as Script from "@anthropic-models/testing/Script"
 * import * as TestModels from "@anthropic-models/testing/TestModels"
 *
 * const ThirdPageFailsOnce = TestModels.layer({
 *   faults: Script.when(TestModels.onPage(3), Script.times(1, new OverloadedError({})))
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
 * - It pages like the API, in both directions: 20 models where no limit is given, `active` and `deprecated` ones
 *   where no lifecycle is.
 * - Limits and cursors that the API would not take are `InvalidRequestError`. (A client over HTTP may refuse such
 *   limits before it asks.)
 * - `get` finds a model by id or alias, else fails with the API's `NotFoundError`.
 * - Every call is logged, those that fail too.
 *
 * Options that cannot be are a defect that says what to change: there is nothing in it that a program could
 * recover from.
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
export const layer = (options: Options = {}): Layer.Layer<Models | TestModels> => Layer.effectContext(make(options))

const where = "TestModels"

const complain = (action: unknown): string | undefined =>
  isModelsError(action) || action instanceof ModelPage || isModelFault(action)
    ? undefined
    : "which is neither a ModelsError nor a page nor a wait; give an error like new OverloadedError({}), a " +
      "Fixtures.page, a Fault like Fault.latency or Fault.emptyPage, or use FakeAnthropic for faults of HTTP"

const make = (options: Options): Effect.Effect<Context.Context<Models | TestModels>> =>
  Effect.gen(function* () {
    const { assumptions = {}, faults = [], models } = options
    const aliases = options.aliases ?? (models === undefined ? Fixtures.aliases : {})
    const latency = pause(requireDuration(`${where}, latency`, options.latency ?? 0))
    const listing = yield* Ref.make(Listing.make(where, models ?? Fixtures.catalogue, aliases))
    const script = yield* Scripted.make<Call, Action>(where, faults, complain)
    const log = Log.make<Call>()

    /** Logs the call, waits, and fails where the script says so; what is left concerns pages. */
    const arrive = (call: Call): Effect.Effect<ModelPage | PageFault | undefined, ModelsError> =>
      Effect.gen(function* () {
        yield* log.append(call)
        const action = Option.getOrElse(yield* script.decide(call), (): Action => none)
        yield* latency
        if (isModelsError(action)) return yield* action
        if (action instanceof ModelPage || isPageFault(action)) return action
        if (action._tag === "Latency") yield* Effect.sleep(action.duration)
        return action._tag === "NoAnswer" ? yield* Effect.never : undefined
      })

    const list = (options: ListOptions = {}): Effect.Effect<ModelPage, ModelsError> =>
      Effect.gen(function* () {
        const known = yield* Ref.get(listing)
        const instead = yield* arrive({ _tag: "List", options, page: Paging.pageNumber(known, options) })
        const slice = yield* Paging.paginate(known, options, assumptions).pipe(
          Either.mapLeft((detail) => new InvalidRequestError({ detail }))
        )
        if (instead instanceof ModelPage) return instead
        return toPage(instead === undefined ? slice : distort(instead, known, options, slice))
      })

    const get = (id: string, options: GetOptions = {}): Effect.Effect<ModelInfo, ModelsError> =>
      Effect.gen(function* () {
        const known = yield* Ref.get(listing)
        yield* arrive({ _tag: "Get", id, options })
        const model = Listing.find(known, id)
        return model ?? (yield* new NotFoundError({ detail: `model: ${id}` }))
      })

    return Context.make(Models, { list, get }).pipe(
      Context.add(TestModels, {
        calls: log.entries,
        awaitCalls: log.until,
        setModels: (models, aliases) =>
          Effect.suspend(() => Ref.set(listing, Listing.make(`${where}, setModels`, models, aliases))),
        setFaults: script.replace
      })
    )
  })

const toPage = ({ data, first_id, has_more, last_id }: Paging.Slice): ModelPage =>
  new ModelPage(
    { data, first_id: Option.fromNullable(first_id), last_id: Option.fromNullable(last_id), has_more },
    { disableValidation: true }
  )

/**
 * `Models` of which only some methods are there, as a test wrote them. Calling another is a defect that names it.
 *
 * **When to use**
 *
 * Where a test wants one method to do something particular. `layer` is simpler for nearly all others.
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
export const layerPartial = (methods: Partial<Context.Tag.Service<Models>>): Layer.Layer<Models> =>
  Layer.succeed(Models, { list: missing("list"), get: missing("get"), ...methods })

const missing = (method: string) => () =>
  Effect.die(
    new SetupError(`TestModels.layerPartial: Models.${method} was called, but the stub has no "${method}"; add it`)
  )
