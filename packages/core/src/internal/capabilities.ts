import * as Predicate from "effect/Predicate"
import * as AST from "effect/SchemaAST"
import { ModelCapabilities } from "../ModelCapabilities.ts"
import { isJsonObject, type JsonObject, put } from "./json.ts"

/** The known keys of a node and the shape of each: an object with known keys of its own, or a boolean. */
type Shape = ReadonlyMap<string, Shape | "boolean">

const shapeOf = (ast: AST.AST): Shape | undefined => {
  // `Schema.optional` and `Schema.NullOr` make a union of unions.
  if (AST.isUnion(ast)) return ast.types.map(shapeOf).find(Predicate.isNotUndefined)
  if (!AST.isTypeLiteral(ast)) return undefined
  return new Map(ast.propertySignatures.map(({ name, type }) => [String(name), shapeOf(type) ?? "boolean"]))
}

const root: Shape = shapeOf(ModelCapabilities.ast) ?? new Map<string, Shape>()

/** Whether every known node is an object or null, and every `supported` a boolean. */
export const isReadable = (node: JsonObject, shape: Shape = root): boolean => {
  for (const key in node) {
    const value = node[key]
    const child = shape.get(key)
    if (child === undefined || value === null || value === undefined) continue
    if (child === "boolean" ? typeof value !== "boolean" : !isJsonObject(value) || !isReadable(value, child)) {
      return false
    }
  }
  return true
}

/** Separates the nodes that can be read from those that cannot. */
export const split = (
  node: JsonObject,
  shape: Shape = root
): { readonly readable: JsonObject; readonly odd: JsonObject } => {
  const readable: Record<string, unknown> = {}
  const odd: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(node)) {
    const child = shape.get(key)
    if (child === undefined || Predicate.isNullable(value)) put(readable, key, value)
    else if (child === "boolean") put(typeof value === "boolean" ? readable : odd, key, value)
    else if (!isJsonObject(value)) put(odd, key, value)
    else {
      const parts = split(value, child)
      put(readable, key, parts.readable)
      if (Object.keys(parts.odd).length > 0) put(odd, key, parts.odd)
    }
  }
  return { readable, odd }
}

/** Merges what `split` separated. A readable node wins. */
export const join = (readable: JsonObject, odd: unknown): JsonObject => {
  if (!isJsonObject(odd)) return readable
  const joined: Record<string, unknown> = { ...odd, ...readable }
  for (const [key, value] of Object.entries(readable)) {
    if (isJsonObject(value) && Object.hasOwn(odd, key)) put(joined, key, join(value, odd[key]))
  }
  return joined
}
