import * as ParseResult from "effect/ParseResult"
import * as Schema from "effect/Schema"
import * as AST from "effect/SchemaAST"

/**
 * A compiled schema: `true` only where the schema accepts the value, `false` where the schema itself is to be
 * asked. `Schema.is` answers by interpreting the schema and allocates a result for every node that it visits; a
 * test allocates nothing.
 */
export type Test = (u: unknown) => boolean

type Json = { readonly [key: string]: unknown }

const isRecord = (u: unknown): u is Json => typeof u === "object" && u !== null && !Array.isArray(u)

const never: Test = () => false

/** One property has nothing to be searched for: most objects of a model are of this kind. */
const single = ({ isOptional, name, type }: AST.PropertySignature): Test => {
  const key = String(name)
  const test = compile(type)
  const isUndefinedFine = test(undefined)
  return (u) => {
    if (!isRecord(u)) return false
    const value = u[key]
    return value === undefined ? isOptional && isUndefinedFine : test(value)
  }
}

/**
 * Walks the keys that are there, not those that could be: real answers leave most optional keys out, and to look
 * for an absent key is what costs most.
 */
const record = (properties: ReadonlyArray<AST.PropertySignature>): Test => {
  const [first, ...others] = properties
  if (first !== undefined && others.length === 0) return single(first)
  const tests: Record<string, Test> = Object.create(null) // oxlint-disable-line typescript/no-unsafe-assignment -- typed as any
  for (const { name, type } of properties) tests[String(name)] = compile(type)
  const required = properties.filter((property) => !property.isOptional).map((property) => String(property.name))
  return (u) => {
    if (!isRecord(u)) return false
    for (const key in u) {
      const test = tests[key]
      if (test !== undefined && !test(u[key])) return false
    }
    for (const key of required) if (!Object.hasOwn(u, key)) return false
    return true
  }
}

/** Whether a struct leaves the keys that it does not name alone. A closed one may refuse them: its schema knows. */
const isOpen = ({ indexSignatures: [keys, ...others], propertySignatures }: AST.TypeLiteral): boolean =>
  keys !== undefined &&
  others.length === 0 &&
  AST.isStringKeyword(keys.parameter) &&
  AST.isUnknownKeyword(keys.type) &&
  propertySignatures.every(({ name }) => typeof name === "string")

const isNullish = (ast: AST.AST): boolean => AST.isUndefinedKeyword(ast) || (AST.isLiteral(ast) && ast.literal === null)

const union = (types: ReadonlyArray<AST.AST>): Test => {
  const members = types.map(compile)
  const isNullFine = members.some((test) => test(null))
  const isUndefinedFine = members.some((test) => test(undefined))
  const [test = never, ...others] = types.filter((type) => !isNullish(type)).map(compile)
  const present = others.reduce((one, other) => (u) => one(u) || other(u), test)
  return (u) => (u === null ? isNullFine : u === undefined ? isUndefinedFine : present(u))
}

const array = (item: AST.AST): Test => {
  const test = compile(item)
  return (u) => {
    if (!Array.isArray(u)) return false
    for (const element of u) if (!test(element)) return false
    return true
  }
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
    case "BooleanKeyword":
      return (u) => typeof u === "boolean"
    case "UndefinedKeyword":
      return (u) => u === undefined
    case "Literal":
      return (u) => u === ast.literal
    case "Union":
      return union(ast.types)
    case "TypeLiteral":
      return isOpen(ast) ? record(ast.propertySignatures) : interpreted(ast)
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
export const accepts = <A>(schema: Schema.Schema<A>): ((u: unknown) => u is A) => {
  const test = compile(schema.ast)
  return (u): u is A => test(u)
}

/** Says the test of a declaration, which has no parts that could be compiled. */
export const declareTest = (declaration: AST.AST, test: Test): void => {
  compiled.set(declaration, test)
}
