import * as Predicate from "effect/Predicate"
import * as AST from "effect/SchemaAST"
import { ModelCapabilities } from "../ModelCapabilities.ts"
import { isJsonObject, type JsonObject, put } from "./json.ts"

/** The known keys below a node of the capabilities; `undefined` stands for a boolean. */
type Shape = ReadonlyMap<string, Shape | undefined>

const shapeOf = (ast: AST.AST): Shape | undefined => {
  const type = AST.isUnion(ast) ? ast.types.find(AST.isTypeLiteral) : ast
  return type !== undefined && AST.isTypeLiteral(type)
    ? new Map(type.propertySignatures.map(({ name, type }) => [String(name), shapeOf(type)]))
    : undefined
}

const root = shapeOf(ModelCapabilities.ast) ?? new Map<string, undefined>()

/** Whether every known node is an object or null, and every `supported` a boolean. */
export const isReadable = (node: JsonObject, shape: Shape = root): boolean => {
  for (const key in node) {
    const value = node[key]
    if (typeof value === "boolean") {
      if (shape.get(key) !== undefined) return false
    } else if (value !== null && value !== undefined && shape.has(key)) {
      const child = shape.get(key)
      if (child === undefined || !isJsonObject(value) || !isReadable(value, child)) return false
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
    if (!shape.has(key) || Predicate.isNullable(value)) put(readable, key, value)
    else if (child === undefined) put(typeof value === "boolean" ? readable : odd, key, value)
    else if (!isJsonObject(value)) put(odd, key, value)
    else {
      const parts = split(value, child)
      put(readable, key, parts.readable)
      if (Object.keys(parts.odd).length > 0) put(odd, key, parts.odd)
    }
  }
  return { readable, odd }
}

/** Puts the two parts of capabilities together again. A readable node wins. */
export const join = (readable: JsonObject, odd: unknown): JsonObject => {
  if (!isJsonObject(odd)) return readable
  const joined: Record<string, unknown> = { ...odd, ...readable }
  for (const [key, value] of Object.entries(readable)) {
    if (isJsonObject(value) && Object.hasOwn(odd, key)) put(joined, key, join(value, odd[key]))
  }
  return joined
}
