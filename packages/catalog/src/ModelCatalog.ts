/**
 * A list of models that is kept fresh.
 *
 * @since 0.1.0
 */
import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
import { Models, type Service as ModelsService } from "@anthropic-models/core/Models"
import { type ModelsError, NotFoundError } from "@anthropic-models/core/ModelsError"
import * as ModelStream from "@anthropic-models/stream/ModelStream"
import type { PaginationError } from "@anthropic-models/stream/PaginationError"
import type { RateLimiter } from "@effect/experimental/RateLimiter"
import type { KeyValueStore } from "@effect/platform/KeyValueStore"
import * as Chunk from "effect/Chunk"
import type { ConfigError } from "effect/ConfigError"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Predicate from "effect/Predicate"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import * as Catalog from "./internal/catalog.ts"
import type { Holder, Source } from "./internal/holder.ts"
import * as Lease from "./internal/lease.ts"
import { check, checkPersisted, checkShared, type PersistedSettings, type Settings } from "./internal/options.ts"
import type { Options, PersistedOptions, SharedOptions } from "./internal/options.ts"
import * as Refresher from "./internal/refresher.ts"
import * as Stored from "./internal/stored.ts"
import type { ModelChange } from "./ModelChange.ts"
import type { Snapshot } from "./Snapshot.ts"

export type { Options, PersistedOptions, SharedOptions }

/**
 * A list of models that is kept fresh.
 *
 * @example
 * ```ts
 * import type * as ModelCatalog from "@anthropic-models/catalog/ModelCatalog"
 * import * as Effect from "effect/Effect"
 *
 * // the entries of a menu
 * const entries = (catalog: ModelCatalog.Service) =>
 *   Effect.map(catalog.snapshot, ({ models }) =>
 *     models.map(({ display_name, id }) => ({ value: id, label: display_name }))
 *   )
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export interface Service {
  /**
   * The list: fresh, or stale within the limits of the options.
   *
   * Fails if there is no list to serve and the refresh fails. An `AuthenticationError` or a `PermissionError` of the
   * last refresh also fails it, and `get` and `find`, whatever list is held.
   */
  readonly snapshot: Effect.Effect<Snapshot, ModelsError | PaginationError>
  /**
   * One model by its id or an alias of it.
   *
   * An id that is not in the list is asked of the API once, and the answer is remembered until the next list. An
   * unknown one is a `NotFoundError` that suggests ids that are spelled alike.
   */
  readonly get: (id: string) => Effect.Effect<ModelInfo, ModelsError | PaginationError>
  /** The newest model that satisfies the predicate. */
  readonly find: (
    predicate: Predicate.Predicate<ModelInfo>
  ) => Effect.Effect<Option.Option<ModelInfo>, ModelsError | PaginationError>
  /** Fetches the list now, waits, and reports the failure. Concurrent calls share one walk. */
  readonly refresh: Effect.Effect<Snapshot, ModelsError | PaginationError>
  /** The list that is held, without a wait and without a request. */
  readonly current: Effect.Effect<Option.Option<Snapshot>>
  /**
   * The changes from the moment of subscription on.
   *
   * Each subscriber gets the difference between the list that it saw last and the present one: a slow reader misses
   * steps, and no net change. The first list is no change. The stream ends with the catalog's scope.
   */
  readonly changes: Stream.Stream<ModelChange>
}

/**
 * A list of models that is kept fresh.
 *
 * **When to use**
 *
 * In programs that look models up again and again: to show a choice, to check a setting, to pick the newest model that
 * can do something. For one pass over the list, `ModelStream.models` is enough.
 *
 * @example
 * ```ts
 * import * as ModelCatalog from "@anthropic-models/catalog/ModelCatalog"
 * import { supports } from "@anthropic-models/core/ModelCapabilities"
 * import * as Effect from "effect/Effect"
 *
 * const program = Effect.gen(function*() {
 *   const catalog = yield* ModelCatalog.ModelCatalog
 *   const model = yield* catalog.get("claude-opus-4-6")
 *   const newest = yield* catalog.find(supports("thinking.types.adaptive"))
 *   return [model, newest]
 * })
 * ```
 *
 * @since 0.1.0
 * @category tags
 */
export class ModelCatalog extends Context.Tag("@anthropic-models/catalog/ModelCatalog")<ModelCatalog, Service>() {}

const sourceOf = (models: ModelsService, { lifecycle }: Settings): Source => ({
  list: ModelStream.models({ lifecycle, maxPages }).pipe(
    Stream.runCollect,
    Effect.map(Chunk.toReadonlyArray),
    Effect.provideService(Models, models)
  ),
  get: (id) => models.get(id)
})

/** A bound for servers that never stop. */
const maxPages = 100

/**
 * Makes a catalog that holds its list in memory. Fails with a `ConfigError` that names the option if one is wrong.
 *
 * @example
 * ```ts
 * import * as ModelCatalog from "@anthropic-models/catalog/ModelCatalog"
 * import * as Effect from "effect/Effect"
 *
 * const program = Effect.gen(function* () {
 *   const catalog = yield* ModelCatalog.make({ lifecycle: ["active"], freshFor: "1 minute" })
 *   return yield* catalog.get("claude-opus-4-6")
 * }).pipe(Effect.scoped)
 * ```
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (options: Options = {}): Effect.Effect<Service, ConfigError, Models | Scope.Scope> =>
  Effect.gen(function* () {
    const settings = yield* check(options)
    const models = yield* Models
    return yield* Catalog.make(sourceOf(models, settings), settings, (holder) =>
      Effect.succeed(Refresher.direct(holder))
    )
  })

/**
 * A catalog that holds its list in memory.
 *
 * **Details**
 *
 * - The first look-up waits for the list. Later ones are answered from memory, as the ages of the options say.
 * - One walk over the pages is in flight at a time, however many fibers wait for it. A caller that is interrupted leaves
 *   the walk to the others.
 * - A refresh that fails keeps the last complete list, and the failure is in the snapshot. The next try comes after 1, 2,
 *   4, … 60 seconds, and not before the server's `retry-after`.
 * - An empty list after a full one is a refresh that failed. So is a walk of more than 100 pages (the catalog asks for
 *   1000 models a page) or of more than 5 minutes.
 *
 * @example
 * ```ts
 * import * as ModelCatalog from "@anthropic-models/catalog/ModelCatalog"
 * import * as Fixtures from "@anthropic-models/testing/Fixtures"
 * import * as TestModels from "@anthropic-models/testing/TestModels"
 * import * as Layer from "effect/Layer"
 *
 * const Catalog = ModelCatalog.layer({ freshFor: "10 minutes" }).pipe(
 *   Layer.provide(TestModels.layer({ models: Fixtures.models(45) }))
 * )
 * ```
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (options: Options = {}): Layer.Layer<ModelCatalog, ConfigError, Models> =>
  Layer.scoped(ModelCatalog, make(options))

/**
 * Makes a catalog that keeps its last complete list in a store.
 *
 * @example
 * ```ts
 * import * as ModelCatalog from "@anthropic-models/catalog/ModelCatalog"
 *
 * // teams with different keys share a store, and need different names in it
 * const catalogOf = (team: string) => ModelCatalog.makePersisted({ namespace: team, staleIfError: "7 days" })
 * ```
 *
 * @since 0.1.0
 * @category constructors
 */
export const makePersisted = (
  options: PersistedOptions = {}
): Effect.Effect<Service, ConfigError, Models | KeyValueStore | Scope.Scope> =>
  Effect.gen(function* () {
    const settings = yield* checkPersisted(options)
    const models = yield* Models
    const stored = yield* Stored.make(keyOf(settings))
    return yield* Catalog.make(sourceOf(models, settings), settings, (holder) =>
      Effect.as(readAtStart(stored, holder), Refresher.persisted(holder, stored))
    )
  })

/**
 * A catalog that keeps its last complete list in a `KeyValueStore`, so that it survives a restart: a program that starts
 * while the API is down serves the last good list.
 *
 * **Details**
 *
 * - The store is read when the layer is built. Whatever takes longer than one second, then and later, is given up.
 * - An entry that is corrupt, or of another format, is ignored with a warning and overwritten.
 * - A store that is slow, full, read-only or down costs warnings, and nothing else.
 *
 * @example
 * ```ts
 * import * as ModelCatalog from "@anthropic-models/catalog/ModelCatalog"
 * import * as KeyValueStore from "@effect/platform/KeyValueStore"
 * import * as NodeContext from "@effect/platform-node/NodeContext"
 * import * as Layer from "effect/Layer"
 *
 * const Store = KeyValueStore.layerFileSystem(".cache/models").pipe(Layer.provide(NodeContext.layer))
 *
 * const Catalog = ModelCatalog.layerPersisted({ namespace: "picker" }).pipe(Layer.provide(Store))
 * ```
 *
 * @since 0.1.0
 * @category layers
 */
export const layerPersisted = (
  options: PersistedOptions = {}
): Layer.Layer<ModelCatalog, ConfigError, Models | KeyValueStore> => Layer.scoped(ModelCatalog, makePersisted(options))

/**
 * Makes a catalog that shares its list with other processes.
 *
 * @example
 * ```ts
 * import * as CatalogRedis from "@anthropic-models/catalog/CatalogRedis"
 * import * as ModelCatalog from "@anthropic-models/catalog/ModelCatalog"
 * import * as Effect from "effect/Effect"
 *
 * const program = Effect.gen(function* () {
 *   const catalog = yield* ModelCatalog.makeShared({ window: "30 seconds" })
 *   return yield* catalog.snapshot
 * }).pipe(Effect.scoped, Effect.provide(CatalogRedis.layer({ host: "redis.internal" })))
 * ```
 *
 * @since 0.1.0
 * @category constructors
 */
export const makeShared = (
  options: SharedOptions = {}
): Effect.Effect<Service, ConfigError, Models | KeyValueStore | RateLimiter | Scope.Scope> =>
  Effect.gen(function* () {
    const settings = yield* checkShared(options)
    const models = yield* Models
    const stored = yield* Stored.make(keyOf(settings))
    const lease = yield* Lease.make(`${keyOf(settings)}:lease`, settings.window)
    return yield* Catalog.make(sourceOf(models, settings), settings, (holder) =>
      Effect.as(readAtStart(stored, holder), Refresher.shared(holder, stored, lease, settings.window))
    )
  })

/**
 * A catalog for many processes with one store: they agree on which of them refreshes.
 *
 * **Details**
 *
 * - In each `window` at most one process walks over the list; the others take its list from the store.
 * - A process that may not walk serves its list. Without one it reads the store every second, and after one window it
 *   walks by itself.
 * - If the process that may walk dies or fails, another one walks in the next window.
 * - If the store or the `RateLimiter` is down, each process refreshes by itself.
 * - `refresh` also gives the list of another process if it was fetched less than a window ago.
 *
 * `CatalogRedis.layer` provides the store and the `RateLimiter` on one Redis.
 *
 * @example
 * ```ts
 * import * as CatalogRedis from "@anthropic-models/catalog/CatalogRedis"
 * import * as ModelCatalog from "@anthropic-models/catalog/ModelCatalog"
 * import * as Layer from "effect/Layer"
 *
 * const Catalog = ModelCatalog.layerShared({ window: "1 minute" }).pipe(
 *   Layer.provide(CatalogRedis.layer({ host: "redis.internal" }))
 * )
 * ```
 *
 * @since 0.1.0
 * @category layers
 */
export const layerShared = (
  options: SharedOptions = {}
): Layer.Layer<ModelCatalog, ConfigError, Models | KeyValueStore | RateLimiter> =>
  Layer.scoped(ModelCatalog, makeShared(options))

const keyOf = ({ lifecycle, namespace }: PersistedSettings): string =>
  `anthropic-models/catalog/${namespace}/${lifecycle.length === 0 ? "any" : [...new Set(lifecycle)].toSorted().join("+")}`

/** Reads the store, within the time limit of the store. */
const readAtStart = ({ read }: Stored.Stored, { adopt }: Holder): Effect.Effect<void> =>
  read.pipe(Effect.flatMap(Option.match({ onNone: () => Effect.void, onSome: adopt })), Effect.ignore)

/**
 * A catalog that holds these models, for tests. It never changes, and asks nobody.
 *
 * @example
 * ```ts
 * import * as ModelCatalog from "@anthropic-models/catalog/ModelCatalog"
 * import * as Fixtures from "@anthropic-models/testing/Fixtures"
 * import * as Effect from "effect/Effect"
 *
 * const test = ModelCatalog.get("claude-opus-4-6").pipe(
 *   Effect.provide(ModelCatalog.layerTest(Fixtures.catalogue))
 * )
 * ```
 *
 * @since 0.1.0
 * @category layers
 */
export const layerTest = (models: ReadonlyArray<ModelInfo>): Layer.Layer<ModelCatalog> => {
  const source: Source = {
    list: Effect.succeed(models),
    get: (id) => Effect.fail(new NotFoundError({ detail: `model: ${id}` }))
  }
  const forever = { freshFor: Infinity, staleFor: Infinity, staleIfError: Infinity }
  const settings = { limits: forever, refreshEvery: undefined, seed: [], lifecycle: [] }
  return Layer.scoped(
    ModelCatalog,
    Effect.tap(
      Catalog.make(source, settings, (holder) => Effect.succeed(Refresher.direct(holder))),
      ({ refresh }) => Effect.orDie(refresh)
    )
  )
}

/**
 * The list: fresh, or stale within the limits of the options.
 *
 * @example
 * ```ts
 * import * as ModelCatalog from "@anthropic-models/catalog/ModelCatalog"
 * import * as Effect from "effect/Effect"
 *
 * const ids = Effect.map(ModelCatalog.snapshot, ({ models }) => models.map(({ id }) => id))
 * ```
 *
 * @since 0.1.0
 * @category accessors
 */
export const snapshot: Effect.Effect<Snapshot, ModelsError | PaginationError, ModelCatalog> = Effect.flatMap(
  ModelCatalog,
  (catalog) => catalog.snapshot
)

/**
 * One model by its id or an alias of it. An unknown one is a `NotFoundError` that suggests ids that are spelled alike.
 *
 * @example
 * ```ts
 * import * as ModelCatalog from "@anthropic-models/catalog/ModelCatalog"
 * import * as Console from "effect/Console"
 * import * as Effect from "effect/Effect"
 *
 * const check = (id: string) =>
 *   ModelCatalog.get(id).pipe(
 *     Effect.tapErrorTag("NotFoundError", (error) => Console.error(error.detail))
 *   )
 * ```
 *
 * @since 0.1.0
 * @category accessors
 */
export const get = (id: string): Effect.Effect<ModelInfo, ModelsError | PaginationError, ModelCatalog> =>
  Effect.flatMap(ModelCatalog, (catalog) => catalog.get(id))

/**
 * The newest model that satisfies the predicate.
 *
 * @example
 * ```ts
 * import * as ModelCatalog from "@anthropic-models/catalog/ModelCatalog"
 * import { supports } from "@anthropic-models/core/ModelCapabilities"
 * import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
 * import * as Option from "effect/Option"
 * import * as Predicate from "effect/Predicate"
 *
 * const newest = ModelCatalog.find(
 *   Predicate.and(
 *     (model: ModelInfo) => Option.contains(model.lifecycle, "active"),
 *     supports("thinking.types.adaptive")
 *   )
 * )
 * ```
 *
 * @since 0.1.0
 * @category accessors
 */
export const find = (
  predicate: Predicate.Predicate<ModelInfo>
): Effect.Effect<Option.Option<ModelInfo>, ModelsError | PaginationError, ModelCatalog> =>
  Effect.flatMap(ModelCatalog, (catalog) => catalog.find(predicate))

/**
 * Fetches the list now, waits, and reports the failure.
 *
 * @example
 * ```ts
 * import * as ModelCatalog from "@anthropic-models/catalog/ModelCatalog"
 * import * as Effect from "effect/Effect"
 *
 * // a button that loads the list anew, and says how that went
 * const onClick = Effect.match(ModelCatalog.refresh, {
 *   onFailure: ({ message }) => `The list could not be loaded: ${message}`,
 *   onSuccess: ({ models }) => `${models.length} models`
 * })
 * ```
 *
 * @since 0.1.0
 * @category accessors
 */
export const refresh: Effect.Effect<Snapshot, ModelsError | PaginationError, ModelCatalog> = Effect.flatMap(
  ModelCatalog,
  (catalog) => catalog.refresh
)

/**
 * The list that is held, without a wait and without a request.
 *
 * @example
 * ```ts
 * import * as ModelCatalog from "@anthropic-models/catalog/ModelCatalog"
 * import * as Effect from "effect/Effect"
 * import * as Option from "effect/Option"
 *
 * // a health check that makes no request
 * const isReady = Effect.map(ModelCatalog.current, Option.isSome)
 * ```
 *
 * @since 0.1.0
 * @category accessors
 */
export const current: Effect.Effect<Option.Option<Snapshot>, never, ModelCatalog> = Effect.flatMap(
  ModelCatalog,
  (catalog) => catalog.current
)

/**
 * The changes from the moment of subscription on.
 *
 * @example
 * ```ts
 * import * as ModelCatalog from "@anthropic-models/catalog/ModelCatalog"
 * import * as ModelChange from "@anthropic-models/catalog/ModelChange"
 * import * as Console from "effect/Console"
 * import * as Stream from "effect/Stream"
 *
 * const watch = Stream.runForEach(ModelCatalog.changes, (change) => Console.log(ModelChange.describe(change)))
 * ```
 *
 * @since 0.1.0
 * @category accessors
 */
export const changes: Stream.Stream<ModelChange, never, ModelCatalog> = Stream.unwrap(
  Effect.map(ModelCatalog, (catalog) => catalog.changes)
)
