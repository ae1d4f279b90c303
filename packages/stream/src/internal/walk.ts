import * as Cursor from "@anthropic-models/core/Cursor"
import type { InvalidModel, ModelPage } from "@anthropic-models/core/ModelPage"
import * as Arr from "effect/Array"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import { PaginationError } from "../PaginationError.ts"
import * as Trail from "./trail.ts"

/** Where a walk stands between two pages. What it holds does not grow with the number of models. */
export interface Walk {
  readonly direction: Cursor.Cursor["_tag"]
  readonly maxPages: number
  /** Where the next page begins: none is the top of the list. */
  readonly cursor: Option.Option<Cursor.Cursor>
  /** Whether the last page was the end of the list. */
  readonly ended: boolean
  /** How many pages were read, and how many models they held. */
  readonly pages: number
  readonly models: number
  /** The first id of all, and those of the last page. */
  readonly first: string | undefined
  readonly previous: ReadonlySet<string>
  /** Belongs to one walk: a step takes it along. */
  readonly trail: Trail.Trail
}

export const start = (from: Cursor.Cursor | undefined, maxPages = Infinity): Walk => {
  const trail = Trail.make()
  if (from !== undefined) Trail.add(trail, from.id)
  return {
    direction: from?._tag ?? "After",
    maxPages,
    cursor: Option.fromNullable(from),
    ended: false,
    pages: 0,
    models: 0,
    first: undefined,
    previous: new Set(),
    trail
  }
}

/** Where the page to ask for begins. Left where there is none: the list has ended, or the walk must not go on. */
export const next = (walk: Walk): Either.Either<Option.Option<Cursor.Cursor>, Option.Option<PaginationError>> => {
  if (walk.ended) return Either.left(Option.none())
  return walk.pages < walk.maxPages ? Either.right(walk.cursor) : Either.left(Option.some(fault(walk, "TooManyPages")))
}

/** The walk after the page that was asked for. Left where that page cannot be part of the list. */
export const step = (walk: Walk, page: ModelPage): Either.Either<Walk, PaginationError> => {
  const cursor = page.has_more ? nextCursor(walk.direction, page) : Option.none()
  if (page.has_more && Option.isNone(cursor)) return Either.left(fault(walk, "MissingCursor"))
  if (Option.isSome(cursor) && Trail.has(walk.trail, cursor.value.id)) {
    return Either.left(fault(walk, "RepeatedCursor", { cursor }))
  }
  const twice = page.data.find(({ id }) => walk.previous.has(id) || id === walk.first || Trail.has(walk.trail, id))
  if (twice !== undefined) return Either.left(fault(walk, "OverlappingPages", { modelId: Option.some(twice.id) }))

  if (Option.isSome(cursor)) Trail.add(walk.trail, cursor.value.id)
  return Either.right({
    ...walk,
    cursor,
    ended: !page.has_more,
    pages: walk.pages + 1,
    models: walk.models + page.data.length,
    first: walk.first ?? page.data[0]?.id,
    previous: page.data.length === 0 ? walk.previous : new Set(page.data.map(({ id }) => id))
  })
}

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
): PaginationError => new PaginationError({ reason, cursor, page: pages + 1, models, ...details })
