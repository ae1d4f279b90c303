import * as Schema from "effect/Schema"

/** The fields of an object that this version has no name for. */
export type Extra = { readonly [key: string]: unknown }

const none: Extra = Object.freeze({})

const isExtra = (u: unknown): u is Extra => typeof u === "object" && u !== null && !Array.isArray(u)

/** `Schema.Record` would copy the object, and a key `__proto__` would not survive the copy. */
const Extra = Schema.declare(isExtra, {
  identifier: "Extra",
  description: "an object",
  jsonSchema: { type: "object" },
  arbitrary: () => (fc) =>
    fc.dictionary(
      fc.string().map((key) => `x_${key}`),
      fc.jsonValue(),
      { maxKeys: 3, noNullPrototype: true }
    )
})

/** The field `extra` of a class: empty where a constructor is not given it. */
export const extra = Extra.pipe(
  Schema.propertySignature,
  Schema.withConstructorDefault(() => none)
)

/** What of `wire` is not `known`. `Object.fromEntries` defines keys, so that `__proto__` is a key like others. */
export const gather = (wire: object, known: ReadonlySet<string>): Extra => {
  for (const key in wire) {
    if (!known.has(key)) return Object.fromEntries(Object.entries(wire).filter(([name]) => !known.has(name)))
  }
  return none
}
