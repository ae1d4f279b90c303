/**
 * The difference between two lists of models.
 *
 * @since 0.1.0
 */
import { ModelInfo } from "@anthropic-models/core/ModelInfo"
import { printable } from "@anthropic-models/core/ModelsError"
import * as DateTime from "effect/DateTime"
import { dual } from "effect/Function"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import { byId, sort } from "./internal/order.ts"
import { differences } from "./internal/paths.ts"

/**
 * A model that was not in the list before.
 *
 * @example
 * ```ts
 * import * as ModelChange from "@anthropic-models/catalog/ModelChange"
 * import * as Fixtures from "@anthropic-models/testing/Fixtures"
 *
 * const added = new ModelChange.Added({ model: Fixtures.model({ id: "claude-next" }) })
 *
 * ModelChange.describe(added) // "claude-next: added (Claude Next)"
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export class Added extends Schema.TaggedClass<Added>("@anthropic-models/catalog/ModelChange/Added")("Added", {
  /** The model as it is in the new list. */
  model: ModelInfo
}) {}

/**
 * A model that is no longer in the list.
 *
 * @example
 * ```ts
 * import * as ModelChange from "@anthropic-models/catalog/ModelChange"
 * import * as Stream from "effect/Stream"
 *
 * // the ids of models as they disappear
 * const gone = (changes: Stream.Stream<ModelChange.ModelChange>) =>
 *   changes.pipe(
 *     Stream.filter((change): change is ModelChange.Removed => change._tag === "Removed"),
 *     Stream.map((removed) => removed.model.id)
 *   )
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export class Removed extends Schema.TaggedClass<Removed>("@anthropic-models/catalog/ModelChange/Removed")("Removed", {
  /** The model as it was in the old list. */
  model: ModelInfo
}) {}

/**
 * A model with other facts than before.
 *
 * **Details**
 *
 * `before` and `after` are the model in the two lists. `paths` names every fact that differs, by its path in the API's JSON: `lifecycle`, `retires_at`,
 * `capabilities.effort.max.supported`. The keys are joined by dots, and an array is one fact.
 *
 * @example
 * ```ts
 * import type * as ModelChange from "@anthropic-models/catalog/ModelChange"
 *
 * const gainedCapabilities = ({ paths }: ModelChange.Changed): boolean =>
 *   paths.some((path) => path.startsWith("capabilities."))
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export class Changed extends Schema.TaggedClass<Changed>("@anthropic-models/catalog/ModelChange/Changed")("Changed", {
  before: ModelInfo,
  after: ModelInfo,
  paths: Schema.Array(Schema.String)
}) {}

/**
 * One difference between two lists of models.
 *
 * @example
 * ```ts
 * import type * as ModelChange from "@anthropic-models/catalog/ModelChange"
 *
 * const idOf = (change: ModelChange.ModelChange): string =>
 *   change._tag === "Changed" ? change.after.id : change.model.id
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export type ModelChange = Added | Removed | Changed

/**
 * The schema of a change, to store it or to send it: `{"_tag":"Removed","model":{"id":"claude-2.1",…}}`.
 *
 * @example
 * ```ts
 * import * as ModelChange from "@anthropic-models/catalog/ModelChange"
 * import * as Schema from "effect/Schema"
 *
 * const encode = Schema.encode(Schema.parseJson(ModelChange.ModelChange))
 * ```
 *
 * @since 0.1.0
 * @category schemas
 */
export const ModelChange = Schema.Union(Added, Removed, Changed).annotations({ identifier: "ModelChange" })

/**
 * Compares two lists of models by id.
 *
 * **Details**
 *
 * Changes and additions come first, newest model first, then removals. The order of the lists does not matter. Of
 * several models with one id, the first counts.
 *
 * @example
 * ```ts
 * import * as ModelChange from "@anthropic-models/catalog/ModelChange"
 * import * as Fixtures from "@anthropic-models/testing/Fixtures"
 *
 * const before = [Fixtures.model({ id: "claude-a" }), Fixtures.model({ id: "claude-b" })]
 * const after = [Fixtures.model({ id: "claude-a", lifecycle: "deprecated" })]
 *
 * ModelChange.diff(before, after).map(ModelChange.describe)
 * // ["claude-a: active -> deprecated", "claude-b: removed"]
 * ```
 *
 * @since 0.1.0
 * @category comparing
 */
export const diff: {
  (after: Iterable<ModelInfo>): (before: Iterable<ModelInfo>) => ReadonlyArray<ModelChange>
  (before: Iterable<ModelInfo>, after: Iterable<ModelInfo>): ReadonlyArray<ModelChange>
} = dual(2, (before: Iterable<ModelInfo>, after: Iterable<ModelInfo>): ReadonlyArray<ModelChange> => {
  const old = byId(before)
  const changes: Array<ModelChange> = []
  for (const model of sort(byId(after).values())) {
    const previous = old.get(model.id)
    old.delete(model.id)
    if (previous === model) continue
    if (previous === undefined) {
      changes.push(new Added({ model }))
    } else {
      const paths = differences(previous.toJSON(), model.toJSON())
      if (paths.length > 0) changes.push(new Changed({ before: previous, after: model, paths }))
    }
  }
  for (const model of sort(old.values())) changes.push(new Removed({ model }))
  return changes
})

/**
 * Applies changes to a list of models.
 *
 * **Details**
 *
 * `apply(before, diff(before, after))` holds the models of `after`, for lists with unique ids. The result is sorted:
 * newest first by `created_at`, then by id, and models without a date last. A removal of a model that is not there
 * does nothing, and an addition of one that is there replaces it.
 *
 * @example
 * ```ts
 * import * as ModelChange from "@anthropic-models/catalog/ModelChange"
 * import * as Fixtures from "@anthropic-models/testing/Fixtures"
 *
 * const before = [Fixtures.model({ id: "claude-a" })]
 * const after = [Fixtures.model({ id: "claude-b" })]
 *
 * const changes = ModelChange.diff(before, after)
 * ModelChange.apply(before, changes).map(({ id }) => id) // ["claude-b"]
 * ```
 *
 * @since 0.1.0
 * @category comparing
 */
export const apply: {
  (changes: Iterable<ModelChange>): (before: Iterable<ModelInfo>) => ReadonlyArray<ModelInfo>
  (before: Iterable<ModelInfo>, changes: Iterable<ModelChange>): ReadonlyArray<ModelInfo>
} = dual(2, (before: Iterable<ModelInfo>, changes: Iterable<ModelChange>): ReadonlyArray<ModelInfo> => {
  const models = byId(before)
  for (const change of changes) {
    switch (change._tag) {
      case "Added":
        models.set(change.model.id, change.model)
        break
      case "Removed":
        models.delete(change.model.id)
        break
      case "Changed":
        models.delete(change.before.id)
        models.set(change.after.id, change.after)
        break
    }
  }
  return sort(models.values())
})

const lifecyclePaths: ReadonlySet<string> = new Set(["lifecycle", "deprecated_at", "retires_at"])

/**
 * Whether a change matters to those who operate programs that use the model: it disappeared, or its lifecycle or the
 * dates of its deprecation or retirement are others.
 *
 * @example
 * ```ts
 * import * as ModelCatalog from "@anthropic-models/catalog/ModelCatalog"
 * import * as ModelChange from "@anthropic-models/catalog/ModelChange"
 * import * as Stream from "effect/Stream"
 *
 * const alerts = Stream.filter(ModelCatalog.changes, ModelChange.isLifecycle)
 * ```
 *
 * @since 0.1.0
 * @category predicates
 */
export const isLifecycle = (change: ModelChange): boolean => {
  switch (change._tag) {
    case "Added":
      return false
    case "Removed":
      return true
    case "Changed":
      return change.paths.some((path) => lifecyclePaths.has(path))
  }
}

/**
 * A change as one readable line: `claude-sonnet-4-5: active -> deprecated, retires 30 Nov 2026`.
 *
 * **Details**
 *
 * The line is printable and of bounded length, whatever a server put into the model. Days are those of UTC.
 *
 * @example
 * ```ts
 * import * as ModelChange from "@anthropic-models/catalog/ModelChange"
 * import * as Fixtures from "@anthropic-models/testing/Fixtures"
 *
 * const before = [Fixtures.model({ id: "claude-a" })]
 * const after = [Fixtures.model({ id: "claude-a", lifecycle: "deprecated", retires_at: "2026-11-30T00:00:00Z" })]
 *
 * ModelChange.diff(before, after).map(ModelChange.describe)
 * // ["claude-a: active -> deprecated, retires 30 Nov 2026"]
 * ```
 *
 * @since 0.1.0
 * @category rendering
 */
export const describe = (change: ModelChange): string => {
  switch (change._tag) {
    case "Added": {
      const { display_name, id } = change.model
      return `${printable(id, 100)}: added${display_name === id ? "" : ` (${printable(display_name, 60)})`}`
    }
    case "Removed":
      return `${printable(change.model.id, 100)}: removed`
    case "Changed":
      return `${printable(change.after.id, 100)}: ${describeFacts(change).join(", ")}`
  }
}

/** A line names this many facts besides those of the lifecycle. */
const maxFacts = 3

const describeFacts = (change: Changed): ReadonlyArray<string> => {
  const facts = change.paths.filter((path) => !lifecyclePaths.has(path))
  const named = facts.slice(0, maxFacts).map((path) => describeFact(change, path))
  return [
    ...describeLifecycle(change),
    ...named,
    ...(facts.length > named.length ? [`and ${facts.length - named.length} more`] : [])
  ]
}

const stage = ({ lifecycle }: ModelInfo): string =>
  printable(
    Option.getOrElse(lifecycle, () => "unknown"),
    30
  )

const describeLifecycle = ({ after, before, paths }: Changed): ReadonlyArray<string> => {
  const lines: Array<string> = []
  if (paths.includes("lifecycle")) lines.push(`${stage(before)} -> ${stage(after)}`)
  if (paths.includes("deprecated_at") && !paths.includes("lifecycle")) {
    lines.push(describeDate(before.deprecated_at, after.deprecated_at, "deprecated since", "no deprecation date"))
  }
  if (paths.includes("retires_at")) {
    lines.push(describeDate(before.retires_at, after.retires_at, "retires", "no retirement date"))
  } else if (paths.includes("lifecycle") && Option.contains(after.lifecycle, "deprecated")) {
    lines.push(...Option.toArray(after.retires_at).map((date) => `retires ${day(date)}`))
  }
  return lines
}

const describeDate = (
  before: Option.Option<DateTime.Utc>,
  after: Option.Option<DateTime.Utc>,
  verb: string,
  none: string
): string =>
  Option.match(after, {
    onNone: () => none,
    onSome: (date) =>
      Option.match(before, {
        onNone: () => `${verb} ${day(date)}`,
        onSome: (was) => `${verb} ${day(date)} (was ${day(was)})`
      })
  })

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

const day = (date: DateTime.Utc): string => {
  const { day, month, year } = DateTime.toPartsUtc(date)
  return `${day} ${months[month - 1] ?? month} ${year}`
}

const describeFact = ({ after, before }: Changed, path: string): string => {
  const name = printable(path, 80)
  const was = scalarAt(before, path)
  const is = scalarAt(after, path)
  if (was === undefined && is === undefined) return `${name} changed`
  return `${name} ${was ?? "unknown"} -> ${is ?? "unknown"}`
}

/** The value at a path, if it fits a line: undefined for what is absent, null, an object or an array. */
const scalarAt = (model: ModelInfo, path: string): string | undefined => {
  let value: unknown = model.toJSON()
  for (const key of path.split(".")) {
    if (!Predicate.isRecord(value) || !Object.hasOwn(value, key)) return undefined
    value = value[key]
  }
  return Predicate.isString(value) || Predicate.isNumber(value) || Predicate.isBoolean(value)
    ? printable(String(value), 40)
    : undefined
}
