import type { PageFault } from "../Fault.ts"
import type { Listing } from "./listing.ts"
import { defaultLimit, type Query, type Slice } from "./paging.ts"

/** The page of a server that takes the cursor's own model for the first one after it. */
const inclusive = (listing: Listing, { cursor, limit = defaultLimit }: Query, slice: Slice): Slice => {
  const position = cursor === undefined ? undefined : listing.positions.get(cursor.id)
  const seen = position === undefined ? undefined : listing.models[position]
  if (cursor === undefined || seen === undefined) return slice
  const data = cursor._tag === "After" ? [seen, ...slice.data].slice(0, limit) : [...slice.data, seen].slice(-limit)
  return {
    data,
    first_id: data.at(0)?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more: slice.has_more || data.length <= slice.data.length
  }
}

/** The wrong page in place of the right one. */
export const distort = (fault: PageFault, listing: Listing, query: Query, slice: Slice): Slice => {
  switch (fault._tag) {
    case "StuckCursor": {
      const stuck = query.cursor?.id
      return { ...slice, first_id: stuck ?? slice.first_id, last_id: stuck ?? slice.last_id, has_more: true }
    }
    case "MissingCursor":
      return { ...slice, first_id: null, last_id: null, has_more: true }
    case "EmptyPage":
      return { ...slice, data: [] }
    case "OverlappingPage":
      return inclusive(listing, query, slice)
  }
}
