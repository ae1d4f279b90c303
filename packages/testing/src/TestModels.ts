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
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Fake from "./Fake.ts"
import { type After, isModelFault, type ModelFault, type PageFault } from "./Fault.ts"
import * as Fakes from "./internal/fake.ts"
import * as Listing from "./internal/listing.ts"
import * as Log from "./internal/log.ts"
import * as ModelsErrors from "./internal/modelsError.ts"
import { distort } from "./internal/pageFault.ts"
import * as Paging from "./internal/paging.ts"
import { SetupError } from "./internal/setup.ts"
import type { Script } from "./Script.ts"

/**
 * One call of `Models`.
 *
 * **Details**
 *
 * `page` says which page of the list a call asks for: 1 for the first, counted in the direction and by the limit of
 * the call, among the models that it wants; 0 where the call is refused.
 *
 * @since 0.1.0
 * @category models
 */
export type Call =
  | { readonly _tag: "List"; readonly options: ListOptions; readonly page: number }
  | { readonly _tag: "Get"; readonly id: string; readonly options: GetOptions }

/**
 * What may befall a call: any error, of the contract or as a `Fault`, a page in place of the right one, a fault of
 * pages, no answer, or any of these after a time. What concerns pages leaves `get` as it is.
 *
 * @since 0.1.0
 * @category models
 */
export type Action = ImmediateAction | After<ImmediateAction>

type ImmediateAction = ModelsError | ModelPage | ModelFault

/**
 * What the `Models` in memory know, and how they behave.
 *
 * @since 0.1.0
 * @category models
 */
export type Options = Fake.Options<Call, Action>

/**
 * Watches and changes the `Models` in memory while a test runs.
 *
 * @example
 * ```ts
 * import * as Models from "@anthropic-models/core/Models"
 * import * as Fault from "@anthropic-models/testing/Fault"
 * import * as TestModels from "@anthropic-models/testing/TestModels"
 * import * as Effect from "effect/Effect"
 *
 * const test = Effect.gen(function*() {
 *   yield* TestModels.setFaults([Fault.overloaded()])
 *   yield* Effect.flip(Models.list())
 *   return (yield* TestModels.calls).length // 1
 * })
 * ```
 *
 * @since 0.1.0
 * @category tags
 */
export class TestModels extends Context.Tag("@anthropic-models/testing/TestModels")<
  TestModels,
  Fake.Controls<Call, Action> & {
    /** Every call so far, in the order in which they came. */
    readonly calls: Effect.Effect<ReadonlyArray<Call>>
    /** Waits until so many calls have come, those before it included. */
    readonly awaitCalls: (count: number) => Effect.Effect<void>
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
 * Waits until so many calls have come, those before it included.
 *
 * @since 0.1.0
 * @category accessors
 */
export const awaitCalls = (count: number): Effect.Effect<void, never, TestModels> =>
  Effect.flatMap(TestModels, (fake) => fake.awaitCalls(count))

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
): Effect.Effect<void, never, TestModels> => Effect.flatMap(TestModels, (fake) => fake.setModels(models, aliases))

/**
 * Another script from now on, in place of what was left of the last one.
 *
 * @since 0.1.0
 * @category accessors
 */
export const setFaults = (
  faults: Script<Call, Action> | ReadonlyArray<Action>
): Effect.Effect<void, never, TestModels> => Effect.flatMap(TestModels, (fake) => fake.setFaults(faults))

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
    : "which befalls no call in memory; give an error like Fault.overloaded() or new OverloadedError({}), a " +
      "Fixtures.page, a Fault like Fault.latency or Fault.emptyPage, or use FakeAnthropic for faults of HTTP"

const make = (options: Options): Effect.Effect<Context.Context<Models | TestModels>> =>
  Effect.gen(function* () {
    const fake = yield* Fakes.make<Call, ImmediateAction>(where, options, complain)
    const { assumptions } = fake
    const log = Log.make<Call>(`${where}, awaitCalls`)

    /** Logs the call, waits, and fails where the script says so; what is left concerns pages. */
    const arrive = (call: Call): Effect.Effect<ModelPage | PageFault | undefined, ModelsError> =>
      Effect.gen(function* () {
        yield* log.append(call)
        const { action, wait } = yield* fake.fateOf(call)
        yield* wait
        if (isModelsError(action)) return yield* action
        if (action instanceof ModelPage) return action
        switch (action._tag) {
          case "None":
            return undefined
          case "NoAnswer":
            return yield* Effect.never
          case "Error":
            return yield* ModelsErrors.ofFault(action)
          case "StuckCursor":
          case "MissingCursor":
          case "EmptyPage":
          case "OverlappingPage":
            return action
        }
      })

    const list = (options: ListOptions = {}): Effect.Effect<ModelPage, ModelsError> =>
      Effect.gen(function* () {
        const known = yield* fake.listing
        const instead = yield* arrive({ _tag: "List", options, page: Paging.pageNumber(known, options, assumptions) })
        const slice = yield* Paging.paginate(known, options, assumptions).pipe(
          Either.mapLeft((detail) => new InvalidRequestError({ detail }))
        )
        if (instead instanceof ModelPage) return instead
        return toPage(instead === undefined ? slice : distort(instead, known, options, slice))
      })

    const get = (id: string, options: GetOptions = {}): Effect.Effect<ModelInfo, ModelsError> =>
      Effect.gen(function* () {
        const known = yield* fake.listing
        yield* arrive({ _tag: "Get", id, options })
        const model = Listing.find(known, id)
        return model ?? (yield* new NotFoundError({ detail: `model: ${id}` }))
      })

    return Context.make(Models, { list, get }).pipe(
      Context.add(TestModels, { ...fake.controls, calls: log.entries, awaitCalls: log.until })
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
  Layer.succeed(Models, { list: methods.list ?? missing("list"), get: methods.get ?? missing("get") })

const missing = (method: string) => () =>
  Effect.die(
    new SetupError(`TestModels.layerPartial: Models.${method} was called, but the stub has no "${method}"; add it`)
  )
