import * as Cursor from "@anthropic-models/core/Cursor"
import type { InvalidModel, ModelPage } from "@anthropic-models/core/ModelPage"
import * as Arr from "effect/Array"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import { PaginationError } from "../PaginationError.ts"
import * as Trail from "./trail.ts"

/** So many pages without a model, one after the other, are no list any more. */
const maxEmptyPages = 100

/** Where a walk stands between two pages. What it holds does not grow with the number of models. */
export interface Walk {
  readonly direction: Cursor.Cursor["_tag"]
  readonly maxPages: number
  /** Where the next page begins: none is the top of the list. */
  readonly cursor: Option.Option<Cursor.Cursor>
  /** Whether the last page was the end of the list. */
  readonly ended: boolean
  /** How many pages were read, how many of the last ones were empty, and how many models the pages held. */
  readonly pages: number
  readonly emptyPages: number
  readonly models: number
  /** The first model of all, which is remembered however long the walk is. */
  readonly first: string | undefined
  /** The ids that the walk has gone on from, and those of the models that it has passed. A step changes them. */
  readonly cursors: Trail.Trail
  readonly seen: Trail.Trail
}

export const start = (from: Cursor.Cursor | undefined, maxPages = Infinity): Walk => ({
  direction: from?._tag ?? "After",
  maxPages,
  cursor: Option.fromNullable(from),
  ended: false,
  pages: 0,
  emptyPages: 0,
  models: 0,
  first: undefined,
  cursors: Trail.make(from?.id),
  seen: Trail.make(from?.id)
})

/** Where the page to ask for begins. Left where there is none: the list has ended, or the walk must not go on. */
export const next = (walk: Walk): Either.Either<Option.Option<Cursor.Cursor>, Option.Option<PaginationError>> => {
  if (walk.ended) return Either.left(Option.none())
  const mayGoOn = walk.pages < walk.maxPages && walk.emptyPages < maxEmptyPages
  return mayGoOn ? Either.right(walk.cursor) : Either.left(Option.some(fault(walk, "TooManyPages")))
}

/**
 * The walk after the page that was asked for. Left where that page cannot be part of the list. The walk that was
 * given is used up.
 */
export const step = (walk: Walk, page: ModelPage): Either.Either<Walk, PaginationError> => {
  const cursor = page.has_more ? nextCursor(walk.direction, page) : Option.none()
  if (page.has_more && Option.isNone(cursor)) return Either.left(fault(walk, "MissingCursor"))
  if (Option.isSome(cursor) && Trail.has(walk.cursors, cursor.value.id)) {
    return Either.left(fault(walk, "RepeatedCursor", { cursor }))
  }
  for (const { id } of page.data) {
    if (!Trail.add(walk.seen, id) || isPassed(walk, id)) {
      return Either.left(fault(walk, "OverlappingPages", { modelId: Option.some(id) }))
    }
  }
  if (Option.isSome(cursor)) Trail.add(walk.cursors, cursor.value.id)
  return Either.right({
    ...walk,
    cursor,
    ended: !page.has_more,
    pages: walk.pages + 1,
    emptyPages: page.data.length === 0 ? walk.emptyPages + 1 : 0,
    models: walk.models + page.data.length,
    first: walk.first ?? page.data[0]?.id
  })
}

/**
 * Old cursors are models that the walk has passed long ago. The one that it stands at may be yet to come: there are
 * servers whose cursor names the model that the next page begins with.
 */
const isPassed = ({ cursor, cursors, first }: Walk, id: string): boolean =>
  id === first || (Trail.has(cursors, id) && !(Option.isSome(cursor) && cursor.value.id === id))

/** Where the page after this one begins: at the id that the page names, else at its outermost model. */
export const nextCursor = (direction: Cursor.Cursor["_tag"], page: ModelPage): Option.Option<Cursor.Cursor> =>
  direction === "After"
    ? Option.map(page.last_id.pipe(Option.orElse(() => Arr.last(idsOf(page)))), Cursor.after)
    : Option.map(page.first_id.pipe(Option.orElse(() => Arr.head(idsOf(page)))), Cursor.before)

/** The ids on a page in the API's order. A model that could not be decoded may still tell its own. */
const idsOf = ({ data, invalid }: ModelPage): ReadonlyArray<string> => {
  const ids = data.map(({ id }): Option.Option<string> => Option.some(id))
  for (const model of invalid) ids.splice(model.index, 0, idOf(model))
  return Arr.getSomes(ids)
}

const idOf = ({ value }: InvalidModel): Option.Option<string> =>
  Predicate.hasProperty(value, "id") && Predicate.isString(value.id) && value.id !== ""
    ? Option.some(value.id)
    : Option.none()

const fault = (
  { cursor, models, pages }: Walk,
  reason: PaginationError["reason"],
  details: { readonly cursor?: Option.Option<Cursor.Cursor>; readonly modelId?: Option.Option<string> } = {}
): PaginationError => new PaginationError({ reason, cursor, page: pages + 1, emitted: models, ...details })
