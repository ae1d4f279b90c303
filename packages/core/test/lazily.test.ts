import { types } from "node:util"
import * as ModelPage from "@anthropic-models/core/ModelPage"
import * as ModelsError from "@anthropic-models/core/ModelsError"
import * as RateLimits from "@anthropic-models/core/RateLimits"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Equal from "effect/Equal"
import * as Schema from "effect/Schema"
import { lazily } from "../src/internal/lazily.ts"

/** A class of a schema, and how often it was made. */
const counted = () => {
  const count = { made: 0 }
  class Lazy extends lazily(() => {
    count.made += 1
    return Schema.TaggedError<Lazy>("test/Lazy")("Lazy", { id: Schema.String })
  }) {
    get shout(): string {
      return this.id.toUpperCase()
    }
  }
  return { Lazy, count }
}

describe("a class made lazily", () => {
  it("is made once, when it is constructed", () => {
    const { Lazy, count } = counted()
    expect(count.made).toBe(0)
    const error = new Lazy({ id: "a" })
    expect(error).toBeInstanceOf(Lazy)
    expect(error).toBeInstanceOf(Error)
    expect([error.id, error._tag, error.shout]).toEqual(["a", "Lazy", "A"])
    expect(Equal.equals(error, new Lazy({ id: "a" }))).toBe(true)
    expect(count.made).toBe(1)
  })

  it.each<readonly [string, (Lazy: ReturnType<typeof counted>["Lazy"]) => unknown]>([
    ["its tree", (Lazy) => Lazy.ast],
    ["its fields", (Lazy) => Lazy.fields],
    ["whether it is a schema", (Lazy) => Schema.isSchema(Lazy)],
    ["its instances, by make", (Lazy) => Lazy.make({ id: "a" })],
    ["its pipe", (Lazy) => Lazy.pipe(Schema.is)],
    ["its values", (Lazy) => Schema.decodeUnknownSync(Lazy)({ _tag: "Lazy", id: "a" })]
  ])("is made once, when it is asked for %s", (_, ask) => {
    const { Lazy, count } = counted()
    expect(ask(Lazy)).toBeTruthy()
    expect(ask(Lazy)).toBeTruthy()
    expect(count.made).toBe(1)
  })

  it("is not made to tell what is no instance of it", () => {
    const { Lazy, count } = counted()
    expect(new Error("no")).not.toBeInstanceOf(Lazy)
    expect(count.made).toBe(0)
  })

  it("is the schema of itself, not of the class behind it", () => {
    const { Lazy } = counted()
    expect(Schema.decodeUnknownSync(Lazy)({ _tag: "Lazy", id: "a" }).shout).toBe("A")
    expect(Schema.encodeSync(Lazy)(new Lazy({ id: "a" }))).toEqual({ _tag: "Lazy", id: "a" })
    expect(Schema.is(Lazy)(new Lazy({ id: "a" }))).toBe(true)
  })

  it("is an error's class before it is made", () => {
    const { Lazy, count } = counted()
    expect(Object.prototype.isPrototypeOf.call(Error, Lazy)).toBe(true)
    expect(count.made).toBe(1)
  })

  it("can be frozen before it is made", () => {
    const Lazy = Object.freeze(lazily(() => Schema.Union(Schema.String, Schema.Number)))
    expect(Lazy.members).toEqual([Schema.String, Schema.Number])
    expect(Schema.is(Lazy)(1)).toBe(true)
  })

  it("fails each time where it cannot be made, and is made when it can", () => {
    let isBroken = true
    class Lazy extends lazily(() => {
      if (isBroken) throw new Error("not yet")
      return Schema.Class<Lazy>("test/Late")({ id: Schema.String })
    }) {}
    expect(() => new Lazy({ id: "a" })).toThrow("not yet")
    expect(() => Lazy.ast).toThrow("not yet")
    isBroken = false
    expect(new Lazy({ id: "a" }).id).toBe("a")
  })

  it("has its early instances known by other copies of it", () => {
    const make = () => Schema.Class<{ readonly id: string }>("test/Twice")({ id: Schema.String })
    class Fields {
      readonly id = "a"
    }
    class Lazy extends lazily(make, "test/Twice") {}
    class Copy extends make() {}
    class Unknown extends lazily(make) {}
    expect(Schema.is(Copy)(Reflect.construct(Fields, [], Lazy))).toBe(true)
    expect(Schema.is(Copy)(Reflect.construct(Fields, [], Unknown))).toBe(false)
  })

  it("takes in the instances that were made before it was", () => {
    class Lazy extends lazily(() => Schema.Class<Lazy>("test/Early")({ id: Schema.String })) {}
    class Fields {
      readonly id = "a"
    }
    const early: Lazy = Reflect.construct(Fields, [], Lazy)
    expect(early).toBeInstanceOf(Lazy)
    expect(Equal.equals(early, Reflect.construct(Fields, [], Lazy))).toBe(true)
    // oxlint-disable-next-line typescript/no-base-to-string -- whether it is the class's own is what is asked
    expect(early.toString()).toBe('test/Early({ "id": "a" })')
    expect(Equal.equals(early, new Lazy({ id: "a" }))).toBe(true)
    expect(Schema.is(Lazy)(early)).toBe(true)
  })
})

it("a page is read without the classes of errors, limits and pages", () => {
  const isMade = (Class: abstract new (...args: never) => object): boolean => {
    let parent: unknown = Class
    while (typeof parent === "function" && !types.isProxy(parent)) parent = Object.getPrototypeOf(parent)
    return !types.isProxy(parent)
  }
  const classes = [
    ModelsError.RateLimitError,
    ModelsError.ConnectionError,
    ModelsError.ModelsError,
    RateLimits.RateLimit,
    RateLimits.RateLimits,
    ModelPage.InvalidModel,
    ModelPage.ModelPage
  ]
  const body = { data: [{ id: "claude-opus-4-6", capabilities: { batch: { supported: true } } }] }
  const page = Effect.runSync(Effect.flatten(Effect.succeed(ModelPage.fromBody(body))))
  expect(page.data.length).toBe(1)
  expect(classes.map(isMade)).toEqual(classes.map(() => false))
  expect(isMade(class extends Schema.Class<object>("test/Eager")({}) {})).toBe(true)
})
