import * as Data from "effect/Data"

interface Parent {
  readonly prototype: object
}

/**
 * A class that is made when it is first constructed, or first asked for a static: for what it is as a schema. To make
 * the classes of schemas would be most of what this library does when a program starts, which may never see an error.
 *
 * An instance that is made past the constructor, before that, is what any of `Data.Class` is; where there may be such
 * ones of a `Schema.Class`, its `identifier` is what other copies of the package know them by.
 */
export const lazily = <Class extends abstract new (...args: never) => object>(
  make: () => Class,
  identifier?: string
): Class => {
  let made: Class | undefined
  const inherit = (parent: Parent): void => {
    Object.setPrototypeOf(Lazy.prototype, parent.prototype)
  }
  const get = (): Class => {
    if (made !== undefined) return made
    const parent = make()
    inherit(parent)
    // Where the class has been frozen, it goes on asking `statics`.
    Reflect.setPrototypeOf(Lazy, parent)
    made = parent
    return parent
  }
  function Lazy(...args: ReadonlyArray<unknown>): unknown {
    return Reflect.construct(get(), args, new.target)
  }
  class Unmade extends Data.Class {
    override toString(): string {
      get()
      return String(this)
    }
  }
  if (identifier !== undefined) {
    Object.defineProperty(Unmade.prototype, Symbol.for(`effect/Schema/Class/${identifier}`), { value: identifier })
  }
  inherit(Unmade)
  const statics = new Proxy(Unmade, {
    get: (unmade, key, self): unknown => Reflect.get(key === Symbol.hasInstance ? unmade : get(), key, self),
    getPrototypeOf: () => Reflect.getPrototypeOf(get()),
    has: (_, key) => Reflect.has(get(), key)
  })
  Object.setPrototypeOf(Lazy, statics)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- nothing but its time tells it from the class
  return Lazy as never
}
