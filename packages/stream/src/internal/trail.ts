/**
 * Ids in the order in which a walk came by them, in bounded memory: all of the last `capacity` ones and more, and
 * one of the older ones.
 */
export interface Trail {
  recent: Set<string>
  older: ReadonlySet<string>
  milestone: string | undefined
  length: number
  nextMilestone: number
}

/** So many ids are surely remembered; at most twice as many are held. */
export const capacity = 4096

export const make = (first?: string): Trail => {
  const trail: Trail = { recent: new Set(), older: new Set(), milestone: undefined, length: 0, nextMilestone: 1 }
  if (first !== undefined) add(trail, first)
  return trail
}

/**
 * Whether the walk has come by this id. A loop of up to `capacity` ids is noticed as soon as one of it comes back. A
 * longer one is noticed by the milestone (Brent's method), in less than three times the ids up to its end.
 */
export const has = (trail: Trail, id: string): boolean =>
  trail.recent.has(id) || trail.older.has(id) || trail.milestone === id

/** Adds an id, in place: a copy would cost as much as the trail is long. Whether it is one to which `has` says no. */
export const add = (trail: Trail, id: string): boolean => {
  const before = trail.recent.size
  const isNew = trail.recent.add(id).size > before && !trail.older.has(id) && trail.milestone !== id
  if (trail.recent.size === capacity) {
    trail.older = trail.recent
    trail.recent = new Set()
  }
  trail.length += 1
  if (trail.length === trail.nextMilestone) {
    trail.milestone = id
    trail.nextMilestone *= 2
  }
  return isNew
}
