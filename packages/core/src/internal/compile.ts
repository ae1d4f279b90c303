import * as Option from "effect/Option"
import * as ParseResult from "effect/ParseResult"
import * as Schema from "effect/Schema"
import * as AST from "effect/SchemaAST"

/**
 * A compiled schema: `true` only where the schema accepts the value, `false` where the schema itself is to be
 * asked. `Schema.is` answers by interpreting the schema and allocates a result for every node that it visits; a
 * test allocates nothing.
 */
export type Test = (u: unknown) => boolean

type PlainRecord = { readonly [key: string]: unknown }

const isPlainRecord = (u: unknown): u is PlainRecord => {
  if (typeof u !== "object" || u === null) return false
  const prototype: unknown = Object.getPrototypeOf(u)
  return prototype === Object.prototype || prototype === null
}

/**
 * Walks the keys that are there, not those that could be: real answers leave most optional keys out, and to look
 * for an absent key is what costs most.
 */
const record = (properties: ReadonlyArray<AST.PropertySignature>): Test => {
  const tests: Record<string, Test> = Object.create(null)
  for (const { name, type } of properties) tests[String(name)] = compile(type)
  const required = properties.filter((property) => !property.isOptional).map((property) => String(property.name))
  return (u) => {
    if (!isPlainRecord(u)) return false
    for (const key in u) {
      const test = tests[key]
      if (test !== undefined && !test(u[key])) return false
    }
    return required.every((key) => Object.hasOwn(u, key))
  }
}

const isOpenRecord = (ast: AST.TypeLiteral): boolean =>
  ast.propertySignatures.every((property) => typeof property.name === "string") &&
  ast.indexSignatures.every(({ parameter, type }) => AST.isStringKeyword(parameter) && AST.isUnknownKeyword(type))

const union = (types: ReadonlyArray<AST.AST>): Test => {
  const tests = types.map(compile)
  return (u) => {
    for (const test of tests) if (test(u)) return true
    return false
  }
}

const array = (item: AST.AST): Test => {
  const test = compile(item)
  return (u) => {
    if (!Array.isArray(u)) return false
    for (const element of u) if (!test(element)) return false
    return true
  }
}

const refinement = (ast: AST.Refinement): Test => {
  const from = compile(ast.from)
  return (u) => from(u) && Option.isNone(ast.filter(u, AST.defaultParseOption, ast))
}

const interpreted = (ast: AST.AST): Test => {
  const is = ParseResult.is(Schema.make(ast))
  return (u) => is(u)
}

const compileNode = (ast: AST.AST): Test => {
  switch (ast._tag) {
    case "UnknownKeyword":
      return () => true
    case "StringKeyword":
      return (u) => typeof u === "string"
    case "NumberKeyword":
      return (u) => typeof u === "number"
    case "BooleanKeyword":
      return (u) => typeof u === "boolean"
    case "UndefinedKeyword":
      return (u) => u === undefined
    case "Literal":
      return (u) => u === ast.literal
    case "Refinement":
      return refinement(ast)
    case "Union":
      return union(ast.types)
    case "TypeLiteral":
      return isOpenRecord(ast) ? record(ast.propertySignatures) : interpreted(ast)
    case "TupleType": {
      const [item, ...others] = ast.rest
      return item !== undefined && others.length === 0 && ast.elements.length === 0
        ? array(item.type)
        : interpreted(ast)
    }
    default:
      return interpreted(ast)
  }
}

const compiled = new WeakMap<AST.AST, Test>()

const compile = (ast: AST.AST): Test => {
  const known = compiled.get(ast)
  if (known !== undefined) return known
  const test = compileNode(ast)
  compiled.set(ast, test)
  return test
}

/** The test of a schema that judges and does not transform, made once for each of its nodes. */
export const accepts = <A>(schema: Schema.Schema<A>): (u: unknown) => u is A => {
  const test = compile(schema.ast)
  return (u): u is A => test(u)
}

/** Lets a declaration stand for another schema wherever it is part of a compiled one. */
export const standFor = (declaration: AST.AST, schema: AST.AST): void => {
  compiled.set(declaration, compile(schema))
}
