import { type Lifecycle, ModelInfo } from "@anthropic-models/core/ModelInfo"
import { checkList } from "@anthropic-models/core/Models"
import { printable } from "@anthropic-models/core/ModelsError"
import * as ConfigError from "effect/ConfigError"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import type { Limits } from "./state.ts"

/**
 * How a catalog keeps its list.
 *
 * **Details**
 *
 * `freshFor`, `staleFor` and `staleIfError` are ages, counted from when the list was fetched. A list that is younger
 * than `freshFor` is served as it is. A younger one than `staleFor` is served, too, and a refresh starts in the
 * background. For an older one callers wait for a refresh, and if that fails, a list younger than `staleIfError` is
 * served.
 *
 * @example
 * ```ts
 * import * as ModelCatalog from "@anthropic-models/catalog/ModelCatalog"
 * import * as Fixtures from "@anthropic-models/testing/Fixtures"
 *
 * const options: ModelCatalog.Options = {
 *   freshFor: "10 minutes",
 *   staleFor: "2 hours",
 *   staleIfError: "7 days",
 *   refreshEvery: "5 minutes",
 *   seed: Fixtures.catalogue,
 *   lifecycle: ["active", "deprecated"]
 * }
 *
 * const Catalog = ModelCatalog.layer(options)
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /**
   * The age up to which a list is served without a refresh.
   *
   * @default "5 minutes"
   */
  readonly freshFor?: Duration.DurationInput | undefined
  /**
   * The age up to which a list is served while it is refreshed in the background.
   *
   * @default "1 hour"
   */
  readonly staleFor?: Duration.DurationInput | undefined
  /**
   * The age up to which a list is served when a refresh fails.
   *
   * @default "1 day"
   */
  readonly staleIfError?: Duration.DurationInput | undefined
  /**
   * Refreshes this often, with up to 20 % jitter, whether or not anybody asks. A refresh that fails is tried again
   * sooner.
   *
   * @default undefined: refreshes on demand only
   */
  readonly refreshEvery?: Duration.DurationInput | undefined
  /**
   * A list to serve until the first refresh succeeds. It is never fresh, and never too old.
   *
   * @default no list
   */
  readonly seed?: ReadonlyArray<ModelInfo> | undefined
  /**
   * The stages of life of the models to list. With all of them, a retired model differs from one that disappeared. An
   * empty array sends no filter, for a gateway that refuses it.
   *
   * @default ["active", "deprecated", "retired"]
   */
  readonly lifecycle?: ReadonlyArray<Lifecycle> | undefined
}

/**
 * How a catalog keeps its list, and its name in the store.
 *
 * @example
 * ```ts
 * import * as ModelCatalog from "@anthropic-models/catalog/ModelCatalog"
 *
 * const options: ModelCatalog.PersistedOptions = { namespace: "picker", staleIfError: "7 days" }
 *
 * const Catalog = ModelCatalog.layerPersisted(options)
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export interface PersistedOptions extends Options {
  /**
   * Part of the key in the store. Catalogs that share a store and differ in base URL, key or workspace need different
   * names.
   *
   * @default "default"
   */
  readonly namespace?: string | undefined
}

/**
 * How a catalog keeps its list, its name in the store, and how often the processes that share it fetch the list.
 *
 * @example
 * ```ts
 * import * as ModelCatalog from "@anthropic-models/catalog/ModelCatalog"
 *
 * // at most one walk over the list every five minutes, by all processes together
 * const options: ModelCatalog.SharedOptions = { namespace: "picker", window: "5 minutes" }
 *
 * const Catalog = ModelCatalog.layerShared(options)
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export interface SharedOptions extends PersistedOptions {
  /**
   * The time in which at most one process walks over the list.
   *
   * @default "1 minute"
   */
  readonly window?: Duration.DurationInput | undefined
}

/** The options with their defaults. Times are in milliseconds. */
export interface Settings {
  readonly limits: Limits
  readonly refreshEvery: number | undefined
  readonly seed: ReadonlyArray<ModelInfo>
  readonly lifecycle: ReadonlyArray<Lifecycle>
}

export interface PersistedSettings extends Settings {
  readonly namespace: string
}

export interface SharedSettings extends PersistedSettings {
  readonly window: number
}

type Checked<A> = Either.Either<A, ConfigError.ConfigError>

const refuse = (option: string, reason: string): Checked<never> =>
  Either.left(ConfigError.InvalidData([option], reason))

const names = ["freshFor", "staleFor", "staleIfError", "refreshEvery", "seed", "lifecycle"]

/** Fails with a `ConfigError` that names the option. */
export const check = (options: Options): Effect.Effect<Settings, ConfigError.ConfigError> =>
  Effect.zipRight(checkNames(options, names), settings(options))

export const checkPersisted = (options: PersistedOptions): Effect.Effect<PersistedSettings, ConfigError.ConfigError> =>
  Effect.zipRight(checkNames(options, [...names, "namespace"]), persisted(options))

export const checkShared = (options: SharedOptions): Effect.Effect<SharedSettings, ConfigError.ConfigError> =>
  Either.gen(function* () {
    yield* checkNames(options, [...names, "namespace", "window"])
    const window = yield* positive("window", options.window ?? "1 minute")
    if (window === Infinity) return yield* refuse("window", "must be finite")
    return { ...(yield* persisted(options)), window }
  })

const persisted = (options: PersistedOptions): Checked<PersistedSettings> =>
  Either.gen(function* () {
    const { namespace = "default" } = options
    if (!Predicate.isString(namespace) || namespace.trim() === "") {
      return yield* refuse("namespace", `must be a text that is not blank, not ${show(namespace)}`)
    }
    return { ...(yield* settings(options)), namespace }
  })

const settings = (options: Options): Checked<Settings> =>
  Either.gen(function* () {
    const { freshFor = "5 minutes", lifecycle = ["active", "deprecated", "retired"], refreshEvery, seed = [] } = options
    const limits = {
      freshFor: yield* duration("freshFor", freshFor),
      staleFor: yield* duration("staleFor", options.staleFor ?? "1 hour"),
      staleIfError: yield* duration("staleIfError", options.staleIfError ?? "1 day")
    }
    return {
      limits,
      refreshEvery: refreshEvery === undefined ? undefined : yield* positive("refreshEvery", refreshEvery),
      seed: yield* checkSeed(seed),
      lifecycle: yield* checkLifecycle(lifecycle)
    }
  })

const checkNames = (options: unknown, known: ReadonlyArray<string>): Checked<void> => {
  if (!Predicate.isRecord(options)) return refuse("options", `must be an object, not ${show(options)}`)
  const unknown = Object.keys(options).find((name) => !known.includes(name))
  return unknown === undefined ? Either.void : refuse(unknown, `is no option; the options are ${known.join(", ")}`)
}

/** `Duration.decode` takes a negative duration for zero. */
const isNegative = (input: unknown): boolean => {
  if (Array.isArray(input)) return input.some(isNegative)
  if (Predicate.isString(input)) return input.startsWith("-")
  return Predicate.isNumber(input) ? !(input >= 0) : Predicate.isBigInt(input) && input < 0n
}

const duration = (option: string, input: unknown): Checked<number> =>
  Option.match(Duration.decodeUnknown(input), {
    onNone: () => refuse(option, `must be a duration such as "5 minutes", not ${show(input)}`),
    onSome: (duration) =>
      isNegative(input)
        ? refuse(option, `must not be negative, and is ${show(input)}`)
        : Either.right(Duration.toMillis(duration))
  })

const positive = (option: string, input: unknown): Checked<number> =>
  Either.flatMap(duration(option, input), (millis) =>
    millis > 0 ? Either.right(millis) : refuse(option, "must be greater than zero")
  )

const checkSeed = (seed: unknown): Checked<ReadonlyArray<ModelInfo>> => {
  if (!Array.isArray(seed)) return refuse("seed", `must be an array of models, not ${show(seed)}`)
  const models: Array<ModelInfo> = []
  const ids = new Set<string>()
  for (const [index, model] of seed.entries()) {
    if (!(model instanceof ModelInfo))
      return refuse("seed", `must hold models only; decode entry ${index} with ModelInfo`)
    if (ids.has(model.id)) return refuse("seed", `must not hold ${printable(model.id, 100)} twice`)
    ids.add(model.id)
    models.push(model)
  }
  return Either.right(models)
}

const checkLifecycle = (lifecycle: ReadonlyArray<Lifecycle>): Checked<ReadonlyArray<Lifecycle>> =>
  Either.mapBoth(checkList({ lifecycle }), {
    onLeft: ({ detail }) => ConfigError.InvalidData(["lifecycle"], detail),
    onRight: () => lifecycle
  })

const show = (value: unknown): string => {
  if (Predicate.isString(value)) return JSON.stringify(printable(value, 100))
  if (Array.isArray(value)) return value.length === 0 ? "an empty array" : "an array"
  return Predicate.isObject(value) ? "an object" : String(value)
}
