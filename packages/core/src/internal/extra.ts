import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import { jsonEquals } from "./jsonEquals.ts"
import { prettyJson } from "./prettyJson.ts"

/** The fields of an object that this version has no name for. */
export type Extra = { readonly [key: string]: unknown }

const none: Extra = Object.freeze({})

/**
 * The field `extra` of a class whose own names on the wire are `known`: empty where a constructor is not given it.
 *
 * `Schema.Record` would copy the object, and a key `__proto__` would not survive the copy.
 */
export const extra = (known: ReadonlySet<string>) =>
  Schema.declare((u): u is Extra => Predicate.isRecord(u) && !Object.keys(u).some((key) => known.has(key)), {
    description: "an object without the fields that have a name here",
    jsonSchema: { type: "object" },
    equivalence: () => jsonEquals,
    pretty: () => prettyJson,
    arbitrary: () => (fc) =>
      fc.dictionary(
        fc.string().filter((key) => !known.has(key)),
        fc.jsonValue(),
        { maxKeys: 3, noNullPrototype: true }
      )
  }).pipe(
    Schema.propertySignature,
    Schema.withConstructorDefault(() => none)
  )

/** What of `wire` is not `known`. */
export const gather = (wire: Extra, known: ReadonlySet<string>): Extra => {
  let extra: Record<string, unknown> | undefined
  for (const key in wire) {
    if (known.has(key)) continue
    extra ??= {}
    // To assign this key would set the prototype, and lose it.
    if (key === "__proto__") Object.defineProperty(extra, key, { value: wire[key], enumerable: true })
    else extra[key] = wire[key]
  }
  return extra ?? none
}
