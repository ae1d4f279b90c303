type Json = { readonly [key: string]: unknown }

/** Objects further down than this many keys are compared as one value. */
const maxSegments = 16

const isJson = (u: unknown): u is Json => typeof u === "object" && u !== null

const keysOf = (json: Json): ReadonlyArray<string> => Object.keys(json).filter((key) => json[key] !== undefined)

/** An object with keys of its own. Everything else, arrays included, is one value. */
const isBranch = (u: unknown): u is Json => isJson(u) && !Array.isArray(u) && keysOf(u).length > 0

const valueAt = (branch: Json, key: string): unknown => (Object.hasOwn(branch, key) ? branch[key] : undefined)

/** Whether two values are the same JSON. Has a stack of its own, so that JSON of any depth can be compared. */
const sameJson = (left: unknown, right: unknown): boolean => {
  const rest: Array<readonly [unknown, unknown]> = [[left, right]]
  for (let pair = rest.pop(); pair !== undefined; pair = rest.pop()) {
    const [a, b] = pair
    if (Object.is(a, b) || a === b) continue
    if (!isJson(a) || !isJson(b) || Array.isArray(a) !== Array.isArray(b)) return false
    const keys = keysOf(a)
    if (keys.length !== keysOf(b).length) return false
    for (const key of keys) rest.push([a[key], valueAt(b, key)])
  }
  return true
}

/**
 * The paths at which two JSON objects differ, sorted. A path is the keys down to a value, joined by dots; an array is
 * one value. Where an object stands in place of a value, that value and all values of the object differ.
 */
export const differences = (before: Json, after: Json): ReadonlyArray<string> => {
  // Most models do not change, and this is several times faster than to look for paths.
  if (sameJson(before, after)) return []
  const paths = new Set<string>()
  const compare = (before: unknown, after: unknown, segments: ReadonlyArray<string>): void => {
    const branches = segments.length < maxSegments ? [before, after].filter(isBranch) : []
    if (branches.length === 0 ? !sameJson(before, after) : branches.length === 1 && isValue(before, after)) {
      paths.add(segments.join("."))
    }
    for (const key of new Set(branches.flatMap(keysOf))) {
      compare(isBranch(before) ? valueAt(before, key) : undefined, isBranch(after) ? valueAt(after, key) : undefined, [
        ...segments,
        key
      ])
    }
  }
  compare(before, after, [])
  return [...paths].sort()
}

/** Of a branch and something else, whether the other is a value, and not absent. */
const isValue = (before: unknown, after: unknown): boolean => before !== undefined && after !== undefined
