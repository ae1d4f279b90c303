import * as Either from "effect/Either"
import * as Equal from "effect/Equal"
import * as Schema from "effect/Schema"
import * as AST from "effect/SchemaAST"
import { lazily } from "./lazily.ts"
import { message } from "./wire.ts"

/**
 * A class like those of `Schema.Class`, whose encoded form is not that of its fields, but `Wire`. It is not extended
 * as a schema: a schema with more fields would have to say where on the wire they are.
 */
export interface WireClass<Self, Fields extends Schema.Struct.Fields, Wire> extends Schema.Schema<Self, Wire> {
  new (
    props: Schema.Simplify<Schema.Struct.Constructor<Fields>>,
    options?: Schema.MakeOptions
  ): Schema.Struct.Type<Fields>
  readonly fields: { readonly [K in keyof Fields]: Fields[K] }
  readonly identifier: string
  readonly make: (props: Schema.Simplify<Schema.Struct.Constructor<Fields>>, options?: Schema.MakeOptions) => Self
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
 * schema before, so nothing is validated twice. Instances that are read do not pass through the class's own
 * constructor, but through `decode`, since a constructor is what makes many equal objects fastest.
 */
export const wireClass =
  <Self>(identifier: string) =>
  <Fields extends Schema.Struct.Fields, Wire>(
    fields: () => Fields,
    options: {
      readonly wire: Schema.Schema<Wire>
      readonly decode: new (wire: Wire) => Schema.Struct.Type<Fields> & object
      readonly encode: (self: Schema.Struct.Type<Fields>) => Wire
    }
  ): WireClass<Self, Fields, Wire> => {
    const asts = new WeakMap<object, AST.Transformation>()
    const Base: ClassBase = lazily(
      () => Schema.Class<object>(identifier)(fields(), { equivalence: () => Equal.equals }),
      identifier
    )
    class Class extends Base {
      static readonly toWire = options.encode
      static fromWire(wire: Wire): object {
        return Reflect.construct(options.decode, [wire], this)
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
