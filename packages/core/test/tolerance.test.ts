import * as ModelCapabilities from "@anthropic-models/core/ModelCapabilities"
import { ModelInfo, ModelInfoEncoded } from "@anthropic-models/core/ModelInfo"
import { ModelPage, ModelPageEncoded } from "@anthropic-models/core/ModelPage"
import { describe, expect, it } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as Either from "effect/Either"
import * as FastCheck from "effect/FastCheck"
import * as Option from "effect/Option"
import * as ParseResult from "effect/ParseResult"
import * as Schema from "effect/Schema"
import * as AST from "effect/SchemaAST"
import { accepts } from "../src/internal/compile.ts"

/** The schema without anything compiled in it: what Effect itself makes of its parts. */
const plain = (ast: AST.AST): AST.AST => {
  switch (ast._tag) {
    case "Declaration":
      return Option.match(AST.getSurrogateAnnotation(ast), { onNone: () => ast, onSome: plain })
    case "TypeLiteral":
      return new AST.TypeLiteral(
        ast.propertySignatures.map(
          (property) =>
            new AST.PropertySignature(property.name, plain(property.type), property.isOptional, property.isReadonly)
        ),
        ast.indexSignatures
      )
    case "Union":
      return AST.Union.make(ast.types.map(plain))
    case "TupleType":
      return new AST.TupleType(
        ast.elements,
        ast.rest.map((rest) => new AST.Type(plain(rest.type))),
        ast.isReadonly
      )
    default:
      return ast
  }
}

/** Keys and values that are near to what the schemas look at, beside anything else. */
const key = FastCheck.oneof(
  FastCheck.constantFrom(
    "id",
    "type",
    "data",
    "has_more",
    "last_id",
    "object",
    "capabilities",
    "effort",
    "thinking",
    "types",
    "supported",
    "created_at",
    "max_tokens",
    "lifecycle",
    "extra",
    "__proto__",
    "constructor",
    "prototype",
    "toString",
    "hasOwnProperty"
  ),
  FastCheck.string()
)

const leaf = FastCheck.oneof(
  FastCheck.constantFrom(null, true, false, 0, -1, 1.5, "", "model", "list", "2026-02-04T00:00:00Z", "2026-02-30"),
  FastCheck.string(),
  FastCheck.double()
)

const { json } = FastCheck.letrec<{ json: unknown }>((tie) => ({
  json: FastCheck.oneof(
    { maxDepth: 6 },
    leaf,
    FastCheck.array(tie("json"), { maxLength: 4 }),
    FastCheck.array(FastCheck.tuple(key, tie("json")), { maxLength: 6 }).map((entries) => Object.fromEntries(entries))
  )
}))

/** Puts `value` somewhere into `target`, at one of the keys that are there. */
const mutate = (target: unknown, path: ReadonlyArray<number>, value: unknown): unknown => {
  const [first, ...rest] = path
  if (first === undefined || typeof target !== "object" || target === null) return value
  if (Array.isArray(target)) {
    const items: ReadonlyArray<unknown> = target
    return items.length === 0
      ? [value]
      : items.map((item, i) => (i === first % items.length ? mutate(item, rest, value) : item))
  }
  const entries = Object.entries(target)
  return Object.fromEntries(
    entries.length === 0
      ? [["id", value]]
      : entries.map(([name, item], i) => [name, i === first % entries.length ? mutate(item, rest, value) : item])
  )
}

const mutated = (valid: FastCheck.Arbitrary<unknown>) =>
  FastCheck.tuple(valid, FastCheck.array(FastCheck.nat(12), { minLength: 1, maxLength: 5 }), json).map(
    ([target, path, value]) => mutate(target, path, value)
  )

const agrees = <A>(name: string, schema: Schema.Schema<A>) => {
  describe(`the compiled test of ${name} agrees with the schema`, () => {
    const is = ParseResult.is(Schema.make<A>(plain(schema.ast)))
    const test = accepts(schema)
    const valid = Arbitrary.make(schema)

    it.prop(
      "on valid input",
      [valid],
      ([value]) => {
        expect(is(value)).toBe(true)
        expect(test(value)).toBe(true)
      },
      { fastCheck: { numRuns: 500 } }
    )

    it.prop(
      "on mutated input",
      [mutated(valid)],
      ([value]) => {
        expect(test(value)).toBe(is(value))
      },
      { fastCheck: { numRuns: 2_000 } }
    )

    it.prop(
      "on any JSON",
      [json],
      ([value]) => {
        expect(test(value)).toBe(is(value))
      },
      { fastCheck: { numRuns: 2_000 } }
    )
  })
}

it("a closed struct is left to its schema, which may refuse other keys", () => {
  const test = accepts(Schema.Struct({ a: Schema.String }))
  expect(test({ a: "x" })).toBe(true)
  expect(test({ a: 1 })).toBe(false)
})

agrees("CapabilitySupport", ModelCapabilities.CapabilitySupport)
agrees("ThinkingTypes", ModelCapabilities.ThinkingTypes)
agrees("ModelCapabilities", ModelCapabilities.ModelCapabilities)
agrees("ModelInfoEncoded", ModelInfoEncoded)
agrees("ModelPageEncoded", ModelPageEncoded)

const globals = () => [Object.prototype, Array.prototype, Function.prototype].map((it) => Reflect.ownKeys(it).length)

describe("decoding", () => {
  const options = { errors: "all" } as const
  const decode = <A, I>(schema: Schema.Schema<A, I>) => {
    const decode = Schema.decodeUnknownEither(schema, options)
    return (u: unknown): Either.Either<unknown, ParseResult.ParseError> => decode(u)
  }
  const decoders = [decode(ModelPage), decode(ModelInfo), decode(ModelCapabilities.ModelCapabilities)]
  const before = globals()

  const text = FastCheck.oneof(
    json,
    json.map((model) => ({ data: [model] })),
    mutated(Arbitrary.make(ModelInfoEncoded))
  ).map((value) => JSON.stringify(value))

  it.prop(
    "never throws, and no key pollutes anything",
    [text],
    ([text]) => {
      for (const decode of decoders) {
        const result = decode(JSON.parse(text))
        if (Either.isLeft(result)) {
          expect(result.left.message.length).toBeLessThan(2_000)
        } else {
          expect([Object.prototype, ModelInfo.prototype, ModelPage.prototype]).toContain(
            Object.getPrototypeOf(result.right)
          )
        }
      }
      expect(globals()).toEqual(before)
    },
    { fastCheck: { numRuns: 10_000 } }
  )
})
