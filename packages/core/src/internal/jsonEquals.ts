import * as Equal from "effect/Equal"

type Container = { readonly [key: string]: unknown }

const isContainer = (u: unknown): u is Container => typeof u === "object" && u !== null

/** A key that holds `undefined` is not written, so it is not there. */
const keysOf = (container: Container): ReadonlyArray<string> =>
  Object.keys(container).filter((key) => container[key] !== undefined)

const isPlain = (container: Container): boolean => {
  const prototype: unknown = Object.getPrototypeOf(container)
  return prototype === Object.prototype || prototype === Array.prototype || prototype === null
}

/**
 * Whether two values hold the same JSON: objects by their own keys in any order, arrays by position. Values that are
 * no JSON are asked for their own equality. A stack of its own keeps it from overflowing on input of any depth.
 */
export const jsonEquals = (left: unknown, right: unknown): boolean => {
  const rest: Array<readonly [unknown, unknown]> = [[left, right]]
  for (let pair = rest.pop(); pair !== undefined; pair = rest.pop()) {
    const [a, b] = pair
    if (Object.is(a, b) || a === b) continue
    if (!isContainer(a) || !isContainer(b) || Array.isArray(a) !== Array.isArray(b)) return false
    if (!isPlain(a) || !isPlain(b)) {
      if (!Equal.equals(a, b)) return false
      continue
    }
    const keys = keysOf(a)
    if (keys.length !== keysOf(b).length || (Array.isArray(a) && a.length !== b["length"])) return false
    for (const key of keys) {
      if (!Object.hasOwn(b, key)) return false
      rest.push([a[key], b[key]])
    }
  }
  return true
}

const fieldsOf = (instance: object): Container => Object.fromEntries(Object.entries(instance))

/** Whether two instances of one class hold the same JSON, or equal values, in their fields. */
export const fieldsEqual = (left: object, right: object): boolean => jsonEquals(fieldsOf(left), fieldsOf(right))
