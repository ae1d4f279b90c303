import type { Cursor } from "@anthropic-models/core/Cursor"
import type { Lifecycle, ModelInfo } from "@anthropic-models/core/ModelInfo"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import type { Assumptions } from "../Assumptions.ts"
import type { Listing } from "./listing.ts"

/** What a request for a page says. */
export interface Query {
  readonly cursor?: Cursor | undefined
  readonly limit?: number | undefined
  readonly lifecycle?: ReadonlyArray<Lifecycle> | undefined
}

/** A page of the list, with the names of the API. */
export interface Slice {
  readonly data: ReadonlyArray<ModelInfo>
  readonly first_id: string | null
  readonly last_id: string | null
  readonly has_more: boolean
}

/** What is wrong with a query, in the words of the API's error. */
export type Problem = string

export const defaultLimit = 20
const maxLimit = 1000

const listedByDefault: ReadonlyArray<Lifecycle> = ["active", "deprecated"]
const lifecycles: ReadonlyArray<Lifecycle> = [...listedByDefault, "retired"]

/** A model that does not say where it stands is active. */
export const isListed =
  (lifecycle: ReadonlyArray<Lifecycle> = listedByDefault) =>
  (model: ModelInfo): boolean =>
    lifecycle.includes(Option.getOrElse(model.lifecycle, () => "active"))

/** None at all, as a query cannot say it, is the default. */
const checkLifecycle = (
  lifecycle: ReadonlyArray<Lifecycle> = [],
  { unknownLifecycle }: Assumptions
): Either.Either<ReadonlyArray<Lifecycle>, Problem> => {
  if (lifecycle.length === 0) return Either.right(listedByDefault)
  if (unknownLifecycle === "compare") return Either.right(lifecycle)
  if (lifecycle.length > lifecycles.length) {
    return Either.left(`lifecycle: List should have at most ${lifecycles.length} items`)
  }
  return lifecycle.every((one) => lifecycles.includes(one))
    ? Either.right(lifecycle)
    : Either.left(`lifecycle: Input should be 'active', 'deprecated' or 'retired'`)
}

const checkLimit = (limit: number, { limitOutOfRange }: Assumptions): Either.Either<number, Problem> => {
  if (!Number.isInteger(limit)) return Either.left("limit: Input should be a valid integer")
  if (limitOutOfRange === "clamp") return Either.right(Math.min(Math.max(limit, 1), maxLimit))
  if (limit < 1) return Either.left("limit: Input should be greater than or equal to 1")
  if (limit > maxLimit) return Either.left(`limit: Input should be less than or equal to ${maxLimit}`)
  return Either.right(limit)
}

/** The cursor with its position in the list, or neither. */
const locate = (
  listing: Listing,
  cursor: Cursor | undefined,
  { unknownCursor }: Assumptions
): Either.Either<{ readonly cursor: Cursor; readonly position: number } | undefined, Problem> => {
  if (cursor === undefined) return Either.right(undefined)
  const position = listing.positions.get(cursor.id)
  if (position !== undefined) return Either.right({ cursor, position })
  return unknownCursor === "ignore"
    ? Either.right(undefined)
    : Either.left(
        `${cursor._tag === "After" ? "after_id" : "before_id"}: no model has the id ${JSON.stringify(cursor.id)}`
      )
}

/** What a query asks for, in terms of the list. */
interface Asked {
  readonly limit: number
  /** Where the page begins. */
  readonly first: number
  /** 1 toward older models, -1 toward newer ones. */
  readonly step: 1 | -1
  readonly isWanted: (model: ModelInfo) => boolean
}

const understand = (listing: Listing, query: Query, assumptions: Assumptions): Either.Either<Asked, Problem> =>
  Either.gen(function* () {
    const limit = yield* checkLimit(query.limit ?? defaultLimit, assumptions)
    const lifecycle = yield* checkLifecycle(query.lifecycle, assumptions)
    const start = yield* locate(listing, query.cursor, assumptions)
    const step = start?.cursor._tag === "Before" ? -1 : 1
    return { limit, first: start === undefined ? 0 : start.position + step, step, isWanted: isListed(lifecycle) }
  })

/** The first models from a position on that are wanted, at most `count`. */
const collect = (
  { models }: Listing,
  from: number,
  step: 1 | -1,
  count: number,
  isWanted: (model: ModelInfo) => boolean
): Array<ModelInfo> => {
  const found: Array<ModelInfo> = []
  for (let at = from; found.length < count; at += step) {
    const model = models[at]
    if (model === undefined) break
    if (isWanted(model)) found.push(model)
  }
  return found
}

/**
 * The page that the API would send: the models right after the cursor, or right before it, newest first in either
 * direction. `has_more` speaks of the direction that was asked for.
 */
export const paginate = (
  listing: Listing,
  query: Query,
  assumptions: Assumptions = {}
): Either.Either<Slice, Problem> =>
  Either.map(understand(listing, query, assumptions), ({ first, isWanted, limit, step }) => {
    const found = collect(listing, first, step, limit + 1, isWanted)
    const inOrder = found.slice(0, limit)
    const data = step === 1 ? inOrder : inOrder.toReversed()
    return {
      data,
      first_id: data.at(0)?.id ?? null,
      last_id: data.at(-1)?.id ?? null,
      has_more: found.length > limit
    }
  })

/**
 * Which page of the list a query asks for, from 1, counted in its own direction, by its own limit and among the models
 * that it wants; 0 for a query that is refused.
 */
export const pageNumber = (listing: Listing, query: Query, assumptions: Assumptions = {}): number =>
  Either.match(understand(listing, query, assumptions), {
    onLeft: () => 0,
    onRight: ({ first, isWanted, limit, step }) => {
      const passed = collect(listing, first - step, step === 1 ? -1 : 1, Infinity, isWanted)
      return Math.ceil(passed.length / limit) + 1
    }
  })
