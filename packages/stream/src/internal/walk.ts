import * as Cursor from "@anthropic-models/core/Cursor"
import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
import type { InvalidModel, ModelPage } from "@anthropic-models/core/ModelPage"
import { printable } from "@anthropic-models/core/ModelsError"
import * as Arr from "effect/Array"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import { PaginationError } from "../PaginationError.ts"

/** The longest run of empty pages that a walk follows. */
const maxEmptyPages = 100

/** The state of a walk between two pages. */
export interface Walk {
  readonly direction: Cursor.Cursor["_tag"]
  readonly maxPages: number
  /** Where the next page begins. None is the newest model. */
  readonly cursor: Option.Option<Cursor.Cursor>
  /** Whether the last page was the end of the list. */
  readonly ended: boolean
  /** The number of pages read, and how many of the last ones were empty. */
  readonly pages: number
  readonly emptyPages: number
  /** The number of models on these pages. A model that is twice on a page counts once. */
  readonly models: number
  /** The ids of the last page with models. */
  readonly lastPage: ReadonlySet<string>
  /**
   * Where the walk was: its first model, and the cursor and the last model of each page, which usually have the same id.
   * `step` adds to this set in place, because a copy per page would take quadratic time.
   */
  readonly visited: Set<string>
}

export const start = (cursor: Cursor.Cursor | undefined, maxPages = Infinity): Walk => {
  const ids = cursor === undefined ? [] : [cursor.id]
  return {
    direction: cursor?._tag ?? "After",
    maxPages,
    cursor: Option.fromNullable(cursor),
    ended: false,
    pages: 0,
    emptyPages: 0,
    models: 0,
    lastPage: new Set(ids),
    visited: new Set(ids)
  }
}

/** Where the next page begins. Fails if the walk may not request another page. */
export const next = (walk: Walk): Either.Either<Option.Option<Cursor.Cursor>, PaginationError> =>
  walk.pages < walk.maxPages && walk.emptyPages < maxEmptyPages
    ? Either.right(walk.cursor)
    : Either.left(fault(walk, "TooManyPages"))

/** The walk after this page. Fails if the page cannot be the next part of the list. */
export const step = (walk: Walk, page: ModelPage): Either.Either<Walk, PaginationError> => {
  const cursor = page.has_more ? nextCursor(walk.direction, page) : Option.none()
  if (Option.isSome(cursor) && walk.visited.has(cursor.value.id)) {
    return Either.left(fault(walk, "RepeatedCursor", { cursor }))
  }
  if (page.has_more && Option.isNone(cursor)) return Either.left(fault(walk, "MissingCursor"))

  const ids = modelsOf(walk.direction, page).map(({ id }) => id)
  const passed = ids.find((id) => isPassed(walk, id))
  if (passed !== undefined) return Either.left(fault(walk, "OverlappingPages", { modelId: passed }))

  const places = [walk.models === 0 ? ids.at(0) : undefined, ids.at(-1), Option.getOrUndefined(cursor)?.id]
  for (const id of places) if (id !== undefined) walk.visited.add(id)
  return Either.right({
    ...walk,
    cursor,
    ended: !page.has_more,
    pages: walk.pages + 1,
    emptyPages: ids.length === 0 ? walk.emptyPages + 1 : 0,
    models: walk.models + ids.length,
    lastPage: ids.length === 0 ? walk.lastPage : new Set(ids)
  })
}

/** The models of a page, each once, in the direction of the walk. */
export const modelsOf = (direction: Cursor.Cursor["_tag"], page: ModelPage): ReadonlyArray<ModelInfo> => {
  const models = new Map<string, ModelInfo>()
  for (const model of page.data) if (!models.has(model.id)) models.set(model.id, model)
  return direction === "After" ? [...models.values()] : [...models.values()].toReversed()
}

/** Where the page after this one begins: at the id that the page names, else at its outermost entry. */
export const nextCursor = (direction: Cursor.Cursor["_tag"], page: ModelPage): Option.Option<Cursor.Cursor> => {
  const id =
    direction === "After"
      ? Option.orElse(page.last_id, () => Arr.last(idsOf(page)))
      : Option.orElse(page.first_id, () => Arr.head(idsOf(page)))
  return Option.map(id, (id) => cursorAt(direction, id))
}

const cursorAt = (direction: Cursor.Cursor["_tag"], id: string): Cursor.Cursor =>
  direction === "After" ? Cursor.after(id) : Cursor.before(id)

/**
 * Whether the walk has passed this model. The current cursor does not count: some servers name the model that the next
 * page begins with.
 */
const isPassed = ({ cursor, lastPage, visited }: Walk, id: string): boolean =>
  lastPage.has(id) || (visited.has(id) && !Option.exists(cursor, (current) => current.id === id))

/** The ids on a page in the order of the server, with those of invalid entries. */
const idsOf = ({ data, invalid }: ModelPage): ReadonlyArray<string> => {
  const ids = data.map(({ id }) => Option.some(id))
  for (const entry of invalid) ids.splice(entry.index, 0, idOf(entry))
  return Arr.getSomes(ids)
}

const idOf = ({ value }: InvalidModel): Option.Option<string> =>
  Predicate.hasProperty(value, "id") && Predicate.isString(value.id) && value.id !== ""
    ? Option.some(value.id)
    : Option.none()

const fault = (
  walk: Walk,
  reason: PaginationError["reason"],
  { cursor = walk.cursor, modelId }: { cursor?: Option.Option<Cursor.Cursor>; modelId?: string } = {}
): PaginationError =>
  new PaginationError({
    reason,
    cursor: Option.filter(cursor, ({ id }) => shown(id) === id),
    page: walk.pages + 1,
    emitted: walk.models,
    modelId: Option.map(Option.fromNullable(modelId), shown)
  })

/** An id from a server, safe for logs and never empty. */
const shown = (id: string): string => printable(id) || "\uFFFD"
