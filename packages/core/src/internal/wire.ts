import type * as Arbitrary from "effect/Arbitrary"
import * as Either from "effect/Either"
import * as ParseResult from "effect/ParseResult"
import * as Schema from "effect/Schema"
import * as AST from "effect/SchemaAST"
import { accepts, declareTest } from "./compile.ts"
import { explain } from "./explain.ts"
import { jsonEquals } from "./jsonEquals.ts"

const message = (issue: ParseResult.ParseIssue) => ({ message: explain(issue), override: true })

/** Any JSON. */
export const Json = Schema.Unknown.annotations({ arbitrary: () => (fc) => fc.jsonValue() })

/** The keys that a struct does not name: kept as they are, and not looked into. */
export const open = { key: Schema.String, value: Json } as const

interface LeafAnnotations<A> extends Schema.Annotations.Schema<A> {
  /** What is expected, in an error's words. */
  readonly description: string
  readonly jsonSchema: object
  readonly arbitrary: () => Arbitrary.LazyArbitrary<A>
}

/**
 * A value of JSON that is judged by a predicate. A declaration rather than a filter, because a filter is dropped from
 * the encoded side of a schema, and because the predicate is its compiled test.
 */
export const leaf = <A>(is: (u: unknown) => u is A, annotations: LeafAnnotations<A>): Schema.Schema<A> => {
  const declaration: Schema.Schema<A> = Schema.declare(is, annotations)
  declareTest(declaration.ast, is)
  return declaration
}

/**
 * A schema of JSON as it comes, handed on uncopied: its compiled test is asked first, the schema itself where the
 * test is not sure or an error has to be explained. To everything else (JSON Schema, arbitrary values) it is the
 * schema.
 */
export const wire = <A>(identifier: string, shape: Schema.Schema<A>): Schema.Schema<A> => {
  const schema = shape.annotations({ identifier, message })
  const isValid = accepts(schema)
  const validate = ParseResult.validateEither(schema)
  const judge = (u: unknown, options: AST.ParseOptions) => (isValid(u) ? Either.right(u) : validate(u, options))
  const declaration: Schema.Schema<A> = Schema.declare(
    [schema],
    { decode: () => judge, encode: () => judge },
    {
      identifier,
      message,
      arbitrary: (self) => self,
      equivalence: () => jsonEquals,
      [AST.SurrogateAnnotationId]: schema.ast
    }
  )
  declareTest(declaration.ast, isValid)
  return declaration
}

/** A class like those of `Schema.Class`, whose encoded form is not that of its fields, but `Wire`. */
export interface WireClass<Self, Fields extends Schema.Struct.Fields, Wire> extends Schema.Schema<Self, Wire> {
  new (
    props: Schema.Simplify<Schema.Struct.Constructor<Fields>>,
    options?: Schema.MakeOptions
  ): Schema.Struct.Type<Fields>
  readonly fields: { readonly [K in keyof Fields]: Fields[K] }
  readonly identifier: string
  /**
   * An instance made of what the wire's schema has judged.
   *
   * @internal
   */
  readonly fromWire: (wire: Wire) => Self
  /** @internal */
  readonly toWire: (self: Schema.Struct.Type<Fields>) => Wire
}

/**
 * Makes a class that is read from `wire` by a total function: all that can be wrong has been judged by the wire's
 * schema before, so nothing is validated twice. Instances that are read do not pass through the constructor.
 */
export const wireClass =
  <Self>(identifier: string) =>
  <Fields extends Schema.Struct.Fields, Wire>(
    fields: Fields,
    options: {
      readonly wire: Schema.Schema<Wire>
      readonly decode: (wire: Wire) => Schema.Struct.Type<Fields>
      readonly encode: (self: Schema.Struct.Type<Fields>) => Wire
    }
  ): WireClass<Self, Fields, Wire> => {
    const asts = new WeakMap<object, AST.Transformation>()
    const Base: ClassBase = Schema.Class<object>(identifier)(fields)
    class Class extends Base {
      static readonly toWire = options.encode
      static fromWire(wire: Wire): object {
        const instance: object = Object.create(this.prototype) // oxlint-disable-line typescript/no-unsafe-assignment -- typed as any
        return Object.assign(instance, options.decode(wire))
      }
      static override get ast(): AST.Transformation {
        const known = asts.get(this)
        if (known !== undefined) return known
        const ast = new AST.Transformation(
          options.wire.ast,
          super.ast.to,
          new AST.FinalTransformation(
            (wire: Wire) => Either.right(this.fromWire(wire)),
            (self: Schema.Struct.Type<Fields>) => Either.right(this.toWire(self))
          ),
          { [AST.MessageAnnotationId]: message, [AST.SurrogateAnnotationId]: options.wire.ast }
        )
        asts.set(this, ast)
        return ast
      }
    }
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a class with a generic base has no type to check
    return Class as never
  }

interface ClassBase {
  new (props: never, options?: Schema.MakeOptions): object
  readonly ast: AST.Transformation
}
