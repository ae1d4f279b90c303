import * as Equal from "effect/Equal"
import * as Inspectable from "effect/Inspectable"
import * as Schema from "effect/Schema"
import { printable } from "./printable.ts"

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: unknown
}

export const isJsonObject = (u: unknown): u is JsonObject => typeof u === "object" && u !== null && !Array.isArray(u)

export const empty: JsonObject = Object.freeze({})

/** Sets an own property. An assignment to `__proto__` would set the prototype instead. */
export const put = (object: Record<string, unknown>, key: string, value: unknown): void => {
  if (key === "__proto__") {
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
  } else object[key] = value
}

/** The keys of an object. A key that holds `undefined` is not written as JSON, so it counts as missing. */
const keysOf = (object: JsonObject): ReadonlyArray<string> =>
  Object.keys(object).filter((key) => object[key] !== undefined)

/** Whether two values hold the same JSON. Keeps its own stack, so that the depth of the input does not matter. */
export const jsonEquals = (left: unknown, right: unknown): boolean => {
  const rest: Array<readonly [unknown, unknown]> = [[left, right]]
  for (let pair = rest.pop(); pair !== undefined; pair = rest.pop()) {
    const [a, b] = pair
    if (Equal.equals(a, b)) continue
    if (Array.isArray(a) && Array.isArray(b) && a.length === b.length) {
      for (const [index, item] of a.entries()) rest.push([item, b[index]])
    } else if (isJsonObject(a) && isJsonObject(b)) {
      const keys = keysOf(a)
      if (keys.length !== keysOf(b).length) return false
      for (const key of keys) {
        if (!Object.hasOwn(b, key)) return false
        rest.push([a[key], b[key]])
      }
    } else return false
  }
  return true
}

/** A short description of a value. Never looks inside of it, because servers send values of any size and depth. */
export const show = (u: unknown): string => {
  if (typeof u === "string") return printable(JSON.stringify(u.length > 60 ? `${u.slice(0, 60)}…` : u), 400)
  if (Array.isArray(u)) return `an array of ${u.length}`
  if (typeof u === "object" && u !== null) return "an object"
  return typeof u === "function" || typeof u === "symbol" ? `a ${typeof u}` : String(u)
}

/** The kind of a value. Unlike `show`, never a part of it, because a part of a secret could not be redacted. */
export const kindOf = (u: unknown): string => {
  if (u === null || u === undefined) return String(u)
  return Array.isArray(u) || typeof u === "object" ? show(u) : `a ${typeof u}`
}

/**
 * The field for everything without a field of its own. `Schema.Record` would copy the object and lose a key
 * `__proto__`.
 */
export const extra = (known: ReadonlySet<string>) =>
  Schema.declare(isJsonObject, {
    description: "an object",
    jsonSchema: { type: "object" },
    equivalence: () => jsonEquals,
    pretty: () => (value) => Inspectable.toStringUnknown(value, 0),
    arbitrary: () => (fc) =>
      fc.dictionary(
        fc.string().filter((key) => !known.has(key)),
        fc.jsonValue(),
        { maxKeys: 3, noNullPrototype: true }
      )
  }).pipe(
    Schema.propertySignature,
    Schema.withConstructorDefault(() => empty)
  )
