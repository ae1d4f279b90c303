import * as Data from "effect/Data"

interface Parent {
  readonly prototype: object
}

/** Makes a class extend another, whatever it extended before. */
const inherit = (child: Parent, parent: Parent): void => {
  Object.setPrototypeOf(child, parent)
  Object.setPrototypeOf(child.prototype, parent.prototype)
}

/**
 * A class that is made when it is first constructed, or first asked for a static: for what it is as a schema. To make
 * the classes of schemas would be most of what this library does when a program starts, which may never see an error.
 *
 * An instance that is made past the constructor, before that, is what any of `Data.Class` is.
 */
export const lazily = <Class extends abstract new (...args: never) => object>(make: () => Class): Class => {
  let made: Class | undefined
  const get = (): Class => {
    if (made === undefined) {
      made = make()
      inherit(Lazy, made)
    }
    return made
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
  inherit(Lazy, Unmade)
  const statics = new Proxy(Unmade, {
    get: (unmade, key, self): unknown => Reflect.get(key === Symbol.hasInstance ? unmade : get(), key, self),
    has: (_, key) => Reflect.has(get(), key)
  })
  Object.setPrototypeOf(Lazy, statics)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- nothing but its time tells it from the class
  return Lazy as never
}
