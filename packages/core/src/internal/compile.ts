import * as ParseResult from "effect/ParseResult"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import * as AST from "effect/SchemaAST"

/**
 * A compiled schema: `true` only where the schema accepts the value, `false` where the schema itself is to be
 * asked. `Schema.is` answers by interpreting the schema and allocates a result for every node that it visits; a
 * test allocates nothing.
 */
export type Test = (u: unknown) => boolean

const never: Test = () => false

/** A test of which the answers for `null` and `undefined` are known, so that most values take one call less. */
interface Nullable {
  readonly null: boolean
  readonly undefined: boolean
  readonly present: Test
}

/** Those of unions, whose members that are `null` and `undefined` are left out of `present`. */
const nullables = new WeakMap<Test, Nullable>()

const nullable = (ast: AST.AST): Nullable => {
  const test = compile(ast)
  return nullables.get(test) ?? { null: test(null), undefined: test(undefined), present: test }
}

const passes = (test: Nullable, u: unknown): boolean =>
  u === null ? test.null : u === undefined ? test.undefined : test.present(u)

/** One property has nothing to be searched for: most objects of a model are of this kind. */
const single = ({ isOptional, name, type }: AST.PropertySignature): Test => {
  const key = String(name)
  const test = nullable(type)
  const isMissingFine = isOptional && test.undefined
  const { null: isNullFine, present } = test
  return (u) => {
    if (!Predicate.isRecord(u)) return false
    const value = u[key]
    return value === undefined ? isMissingFine : value === null ? isNullFine : present(value)
  }
}

/** So many keys are expected in the order in which the last object had them. */
const maxExpected = 64

/**
 * Walks the keys that are there, not those that could be: real answers leave most optional keys out, and to look
 * for an absent key is what costs most. Objects of a kind have their keys in one order, so a known key is looked up
 * only where the last object had another one in its place.
 */
const record = (properties: ReadonlyArray<AST.PropertySignature>): Test => {
  const [first, ...others] = properties
  if (first !== undefined && others.length === 0) return single(first)
  const tests = new Map(properties.map(({ name, type }) => [String(name), nullable(type)]))
  const required = properties.filter((property) => !property.isOptional).map((property) => String(property.name))
  const expected: Array<string> = []
  const ordered: Array<Nullable | undefined> = []
  return (u) => {
    if (!Predicate.isRecord(u)) return false
    let place = 0
    for (const key in u) {
      let test = ordered[place]
      if (key !== expected[place]) {
        test = tests.get(key)
        if (test !== undefined && place < maxExpected) {
          expected[place] = key
          ordered[place] = test
        }
      }
      place++
      if (test !== undefined && !passes(test, u[key])) return false
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
  const [first = never, ...others] = types.filter((type) => !isNullish(type)).map(compile)
  const known = {
    null: members.some((test) => test(null)),
    undefined: members.some((test) => test(undefined)),
    present: others.reduce<Test>((one, other) => (u) => one(u) || other(u), first)
  }
  const test: Test = (u) => passes(known, u)
  nullables.set(test, known)
  return test
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
