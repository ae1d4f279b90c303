import type { Cursor } from "@anthropic-models/core/Cursor"
import type { Lifecycle, ModelInfo } from "@anthropic-models/core/ModelInfo"
import * as DateTime from "effect/DateTime"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import type { Assumptions } from "../Assumptions.ts"
import type { PageFault } from "../Fault.ts"

/** The models of a fake, newest first, and their other names. */
export interface List {
  readonly models: ReadonlyArray<ModelInfo>
  readonly positions: ReadonlyMap<string, number>
  readonly aliases: { readonly [alias: string]: string }
}

/** The question for a page. */
export interface Query {
  readonly cursor?: Cursor | undefined
  readonly limit?: number | undefined
  readonly lifecycle?: ReadonlyArray<Lifecycle> | undefined
}

/** A page, with the names of the API. */
export interface Page {
  readonly data: ReadonlyArray<ModelInfo>
  readonly first_id: string | null
  readonly last_id: string | null
  readonly has_more: boolean
}

/** Sorts by `created_at`. A model without a date moves with the one before it. */
export const newestFirst = (models: ReadonlyArray<ModelInfo>): ReadonlyArray<ModelInfo> => {
  let released = Infinity
  return models
    .map((model) => {
      released = Option.match(model.created_at, { onNone: () => released, onSome: DateTime.toEpochMillis })
      return { model, released }
    })
    .toSorted((left, right) => (left.released === right.released ? 0 : right.released - left.released))
    .map(({ model }) => model)
}

/** Throws if an id or an alias would never be found: such a test would pass for the wrong reason. */
export const make = (given: ReadonlyArray<ModelInfo>, aliases: { readonly [alias: string]: string }): List => {
  const models = newestFirst(given)
  const positions = new Map(models.map(({ id }, position) => [id, position]))
  const twice = models.find(({ id }, position) => positions.get(id) !== position)
  if (twice !== undefined) throw new Error(`Two models have the id ${twice.id}; give each its own id`)
  for (const [alias, id] of Object.entries(aliases)) {
    if (!positions.has(id)) throw new Error(`The alias ${alias} names ${id}, which is none of the models`)
  }
  return { models, positions, aliases }
}

/** The aliases whose model is still on another list. */
export const remainingAliases = ({ aliases }: List, models: ReadonlyArray<ModelInfo>) => {
  const ids = new Set(models.map(({ id }) => id))
  return Object.fromEntries(Object.entries(aliases).filter(([, id]) => ids.has(id)))
}

/** Finds a model by id or alias. */
export const find = ({ aliases, models, positions }: List, name: string): ModelInfo | undefined => {
  const alias = Object.hasOwn(aliases, name) ? aliases[name] : undefined
  const position = positions.get(name) ?? positions.get(alias ?? name)
  return position === undefined ? undefined : models[position]
}

const maxLimit = 1000
const listedByDefault: ReadonlyArray<Lifecycle> = ["active", "deprecated"]
const lifecycles: ReadonlyArray<Lifecycle> = [...listedByDefault, "retired"]

/** Whether a model is on the list. A model without a lifecycle counts as active. */
export const isListed =
  (lifecycle: ReadonlyArray<Lifecycle> = listedByDefault) =>
  (model: ModelInfo): boolean =>
    lifecycle.includes(Option.getOrElse(model.lifecycle, () => "active"))

type Checked<A> = Either.Either<A, string>

const checkLimit = (limit: number, { limitOutOfRange }: Assumptions): Checked<number> => {
  if (!Number.isInteger(limit)) return Either.left("limit: Input should be a valid integer")
  if (limitOutOfRange === "clamp") return Either.right(Math.min(Math.max(limit, 1), maxLimit))
  if (limit < 1) return Either.left("limit: Input should be greater than or equal to 1")
  return limit <= maxLimit
    ? Either.right(limit)
    : Either.left(`limit: Input should be less than or equal to ${maxLimit}`)
}

/** A query cannot express an empty list of lifecycles: it is the default. */
const checkLifecycle = (lifecycle: ReadonlyArray<Lifecycle>, { unknownLifecycle }: Assumptions) => {
  if (lifecycle.length === 0) return Either.right(listedByDefault)
  if (unknownLifecycle === "compare") return Either.right(lifecycle)
  if (lifecycle.length > lifecycles.length) {
    return Either.left(`lifecycle: List should have at most ${lifecycles.length} items`)
  }
  return lifecycle.every((one) => lifecycles.includes(one))
    ? Either.right(lifecycle)
    : Either.left("lifecycle: Input should be 'active', 'deprecated' or 'retired'")
}

/** The first position of the page, and the step to the next one: 1 toward older models, -1 toward newer ones. */
const locate = ({ positions }: List, cursor: Cursor | undefined, { unknownCursor }: Assumptions) => {
  const position = cursor === undefined ? undefined : positions.get(cursor.id)
  const step = cursor?._tag === "Before" ? -1 : 1
  if (position !== undefined) return Either.right({ first: position + step, step })
  if (cursor === undefined || unknownCursor === "ignore") return Either.right({ first: 0, step: 1 })
  const parameter = cursor._tag === "After" ? "after_id" : "before_id"
  return Either.left(`${parameter}: no model has the id ${JSON.stringify(cursor.id)}`)
}

const understand = (list: List, query: Query, assumptions: Assumptions) =>
  Either.gen(function* () {
    const limit = yield* checkLimit(query.limit ?? 20, assumptions)
    const lifecycle = yield* checkLifecycle(query.lifecycle ?? [], assumptions)
    const { first, step } = yield* locate(list, query.cursor, assumptions)
    return { limit, first, step, isWanted: isListed(lifecycle) }
  })

/** The first models that are wanted, from a position on. */
const collect = (
  { models }: List,
  from: number,
  step: number,
  count: number,
  isWanted: (model: ModelInfo) => boolean
): ReadonlyArray<ModelInfo> => {
  const found: Array<ModelInfo> = []
  for (let at = from; found.length < count; at += step) {
    const model = models[at]
    if (model === undefined) break
    if (isWanted(model)) found.push(model)
  }
  return found
}

const pageOf = (data: ReadonlyArray<ModelInfo>, has_more: boolean): Page => ({
  data,
  first_id: data.at(0)?.id ?? null,
  last_id: data.at(-1)?.id ?? null,
  has_more
})

/**
 * The page that the API sends: the models right after the cursor, or right before it, newest first in both directions.
 * `has_more` is about the direction of the query. On the left the message of the API's 400.
 */
export const paginate = (list: List, query: Query, assumptions: Assumptions): Checked<Page> =>
  Either.map(understand(list, query, assumptions), ({ first, isWanted, limit, step }) => {
    const found = collect(list, first, step, limit + 1, isWanted)
    const data = found.slice(0, limit)
    return pageOf(step === 1 ? data : data.toReversed(), found.length > limit)
  })

/** The number of the page that a query asks for, from 1, in its direction and by its limit; 0 if it is refused. */
export const pageNumber = (list: List, query: Query, assumptions: Assumptions): number =>
  Either.match(understand(list, query, assumptions), {
    onLeft: () => 0,
    onRight: ({ first, isWanted, limit, step }) =>
      Math.ceil(collect(list, first - step, -step, Infinity, isWanted).length / limit) + 1
  })

/** The page of a server that counts the model of the cursor to the page. */
const inclusive = (list: List, { cursor, limit = 20 }: Query, page: Page): Page => {
  const seen = cursor === undefined ? undefined : list.models[list.positions.get(cursor.id) ?? -1]
  if (cursor === undefined || seen === undefined) return page
  const data = cursor._tag === "After" ? [seen, ...page.data].slice(0, limit) : [...page.data, seen].slice(-limit)
  return pageOf(data, page.has_more || data.length <= page.data.length)
}

/** The wrong page in place of the right one. */
export const distort = (fault: PageFault, list: List, query: Query, page: Page): Page => {
  switch (fault._tag) {
    case "StuckCursor": {
      const stuck = query.cursor?.id
      return { ...page, first_id: stuck ?? page.first_id, last_id: stuck ?? page.last_id, has_more: true }
    }
    case "IgnoredCursor": {
      const first = paginate(list, { ...query, cursor: undefined }, {})
      return { ...Either.getOrElse(first, () => page), has_more: true }
    }
    case "MissingCursor":
      return { ...page, first_id: null, last_id: null, has_more: true }
    case "EmptyPage":
      return { ...page, data: [] }
    case "OverlappingPage":
      return inclusive(list, query, page)
    case "DuplicateModels":
      return { ...page, data: [...page.data, ...page.data] }
  }
}
