import * as Equal from "effect/Equal"

type Container = { readonly [key: string]: unknown }

const isContainer = (u: unknown): u is Container => typeof u === "object" && u !== null

/**
 * Whether two values hold the same JSON: objects by their own keys in any order, arrays by position. Values
 * that know their own equality (Effect's data types) are asked for it. A stack of its own keeps it from
 * overflowing on input of any depth.
 */
export const jsonEquals = (left: unknown, right: unknown): boolean => {
  const rest: Array<readonly [unknown, unknown]> = [[left, right]]
  for (let pair = rest.pop(); pair !== undefined; pair = rest.pop()) {
    const [a, b] = pair
    if (Object.is(a, b) || a === b) continue
    if (!isContainer(a) || !isContainer(b) || Array.isArray(a) !== Array.isArray(b)) return false
    if (Equal.isEqual(a) || Equal.isEqual(b)) {
      if (!Equal.equals(a, b)) return false
      continue
    }
    const keys = Object.keys(a)
    if (keys.length !== Object.keys(b).length) return false
    for (const key of keys) {
      if (!Object.hasOwn(b, key)) return false
      rest.push([a[key], b[key]])
    }
  }
  return true
}
