import * as Arbitrary from "effect/Arbitrary"
import * as Either from "effect/Either"
import * as ParseResult from "effect/ParseResult"
import * as Schema from "effect/Schema"
import * as AST from "effect/SchemaAST"
import { accepts, standFor } from "./compile.ts"
import { explain } from "./explain.ts"
import { jsonEquals } from "./jsonEquals.ts"

const message = (issue: ParseResult.ParseIssue) => ({ message: explain(issue), override: true })

/** Any JSON. */
export const Json = Schema.Unknown.annotations({ arbitrary: () => (fc) => fc.jsonValue() })

/** The keys that a struct does not name: kept as they are, and not looked into. */
export const open = { key: Schema.String, value: Json } as const

/**
 * A schema of JSON as it comes, handed on uncopied: its compiled test is asked first, the schema itself where the
 * test is not sure or an error has to be explained. To everything else (JSON Schema, arbitrary values) it is the
 * schema.
 */
export const wire = <A>(identifier: string, shape: Schema.Schema<A>): Schema.Schema<A> => {
  const schema = shape.annotations({ identifier, message })
  const isValid = accepts(schema)
  const validate = ParseResult.validateEither(schema)
  const judge = (u: unknown, options: AST.ParseOptions) => isValid(u) ? Either.right(u) : validate(u, options)
  const declaration: Schema.Schema<A> = Schema.declare([], { decode: () => judge, encode: () => judge }, {
    identifier,
    message,
    arbitrary: () => Arbitrary.makeLazy(schema),
    equivalence: () => jsonEquals,
    [AST.SurrogateAnnotationId]: schema.ast
  })
  standFor(declaration.ast, schema.ast)
  return declaration
}

/** A class like those of `Schema.Class`, whose encoded form is not that of its fields, but `Wire`. */
export interface WireClass<Self, Fields extends Schema.Struct.Fields, Wire> extends Schema.Schema<Self, Wire> {
  new(
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
export const wireClass = <Self>(identifier: string) =>
<Fields extends Schema.Struct.Fields, Wire>(fields: Fields, options: {
  readonly wire: Schema.Schema<Wire>
  readonly decode: (wire: Wire) => Schema.Struct.Type<Fields>
  readonly encode: (self: Schema.Struct.Type<Fields>) => Wire
}): WireClass<Self, Fields, Wire> => {
  const asts = new WeakMap<object, AST.Transformation>()
  const Base: ClassBase = Schema.Class<object>(identifier)(fields)
  class Class extends Base {
    static readonly toWire = options.encode
    static fromWire(wire: Wire): object {
      return Object.assign(Object.create(this.prototype), options.decode(wire))
    }
    static override get ast(): AST.Transformation {
      const known = asts.get(this)
      if (known !== undefined) return known
      const ast = new AST.Transformation(
        options.wire.ast,
        super.ast.to,
        new AST.FinalTransformation(
          (wire) => Either.right(this.fromWire(wire)),
          (self) => Either.right(this.toWire(self))
        ),
        { [AST.MessageAnnotationId]: message, [AST.SurrogateAnnotationId]: options.wire.ast }
      )
      asts.set(this, ast)
      return ast
    }
  }
  // The compiler cannot follow a class through a generic base: what it is said to be is what `ast` above makes it.
  return Class as never
}

interface ClassBase {
  new(props: never, options?: Schema.MakeOptions): object
  readonly ast: AST.Transformation
}
