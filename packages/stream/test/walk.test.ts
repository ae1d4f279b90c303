import * as Cursor from "@anthropic-models/core/Cursor"
import { InvalidModel, ModelPage } from "@anthropic-models/core/ModelPage"
import { describe, expect, it } from "@effect/vitest"
import * as Either from "effect/Either"
import * as FastCheck from "effect/FastCheck"
import * as Option from "effect/Option"
import * as Trail from "../src/internal/trail.ts"
import * as Walk from "../src/internal/walk.ts"
import { model, page } from "./support/Api.ts"

const mixed = (entries: ReadonlyArray<string | { readonly bad: unknown }>): ModelPage =>
  new ModelPage({
    data: entries.flatMap((entry) => (typeof entry === "string" ? [model(entry)] : [])),
    invalid: entries.flatMap((entry, index) =>
      typeof entry === "string" ? [] : [new InvalidModel({ index, value: entry.bad, reason: "bad" })]
    ),
    has_more: true
  })

describe("nextCursor", () => {
  it.each<[string, ModelPage, string | null, string | null]>([
    ["the ids of the page", page(["a", "b", "c"]), "c", "a"],
    ["ids that are no model's", page(["a", "b"], { first: "t0", last: "t1" }), "t1", "t0"],
    ["the outermost models, where there are no ids", page(["a", "b", "c"], { first: null, last: null }), "c", "a"],
    ["the ids of an empty page", page([], { first: "t0", last: "t1" }), "t1", "t0"],
    ["nothing", page([]), null, null],
    ["a model in the middle that could not be read", mixed(["a", { bad: { id: "b" } }, "c"]), "c", "a"],
    ["models at the edges that could not be read", mixed([{ bad: { id: "a" } }, "b", { bad: { id: "c" } }]), "c", "a"],
    ["those of them that have no id", mixed([{ bad: 7 }, "b", "c", { bad: null }, { bad: { id: "" } }]), "c", "b"],
    ["the first of them that has one", mixed([{ bad: {} }, { bad: { id: "b" } }, { bad: { id: 4 } }]), "b", "b"],
    ["only such without ids", mixed([{ bad: 7 }, { bad: [] }]), null, null]
  ])("goes on from %s", (_, page, last, first) => {
    expect(Walk.nextCursor("After", page)).toEqual(Option.map(Option.fromNullable(last), Cursor.after))
    expect(Walk.nextCursor("Before", page)).toEqual(Option.map(Option.fromNullable(first), Cursor.before))
  })
})

describe("step", () => {
  it("counts pages and models, and ends where there are no more", () => {
    const begun = Walk.start(undefined)
    expect(Walk.next(begun)).toEqual(Either.right(Option.none()))
    const one = Either.getOrThrow(Walk.step(begun, page(["a", "b"], { more: true })))
    expect(one).toMatchObject({ pages: 1, models: 2, ended: false })
    expect(Walk.next(one)).toEqual(Either.right(Option.some(Cursor.after("b"))))
    const two = Either.getOrThrow(Walk.step(one, page(["c"])))
    expect(two).toMatchObject({ pages: 2, models: 3, ended: true })
    expect(Walk.next(two)).toEqual(Either.left(Option.none()))
  })

  it("keeps its direction", () => {
    const after = Either.getOrThrow(Walk.step(Walk.start(Cursor.before("x")), page(["a", "b"], { more: true })))
    expect(Walk.next(after)).toEqual(Either.right(Option.some(Cursor.before("a"))))
  })

  it("goes on over 100 empty pages, and no further", () => {
    let walk = Walk.start(undefined)
    for (let at = 0; at < 100; at++) {
      expect(Either.isRight(Walk.next(walk))).toBe(true)
      walk = Either.getOrThrow(Walk.step(walk, page([], { more: true, last: `t${at}` })))
    }
    expect(Walk.next(walk)).toMatchObject({ left: { value: { reason: "TooManyPages", page: 101, emitted: 0 } } })
  })

  it("begins to count empty pages anew after each model", () => {
    let walk = Walk.start(undefined)
    for (let at = 0; at < 500; at++) {
      const ids = at % 100 === 99 ? [`m${at}`] : []
      walk = Either.getOrThrow(Walk.step(walk, page(ids, { more: true, last: `t${at}` })))
    }
    expect(Either.isRight(Walk.next(walk))).toBe(true)
  })

  it("remembers the last models over an empty page", () => {
    const one = Either.getOrThrow(Walk.step(Walk.start(undefined), page(["a", "b", "c"], { more: true })))
    const two = Either.getOrThrow(Walk.step(one, page([], { more: true, last: "t" })))
    expect(Either.flip(Walk.step(two, page(["b"]))).pipe(Either.getOrThrow)).toMatchObject({
      reason: "OverlappingPages",
      modelId: Option.some("b")
    })
  })
})

/** How many ids go on a trail that ends in a loop, before the loop is noticed. */
const stepsUntilNoticed = (tail: number, loop: number): number => {
  const trail = Trail.make()
  for (let at = 0; at < 4 * (tail + loop); at++) {
    const id = String(at < tail ? at : tail + ((at - tail) % loop))
    const isKnown = Trail.has(trail, id)
    expect(Trail.add(trail, id)).toBe(!isKnown)
    if (isKnown) return at
  }
  return Infinity
}

describe("Trail", () => {
  it.prop(
    "notices a loop when its first id comes back",
    [FastCheck.nat(9000), FastCheck.integer({ min: 1, max: Trail.capacity })],
    ([tail, loop]) => {
      expect(stepsUntilNoticed(tail, loop)).toBe(tail + loop)
    },
    { fastCheck: { numRuns: 200 }, timeout: 60_000 }
  )

  it.prop(
    "notices every longer loop in less than three times the way to its end",
    [FastCheck.nat(30_000), FastCheck.integer({ min: Trail.capacity + 1, max: 30_000 })],
    ([tail, loop]) => {
      expect(stepsUntilNoticed(tail, loop)).toBeLessThan(3 * (tail + loop))
    },
    { fastCheck: { numRuns: 50 }, timeout: 60_000 }
  )

  it("never holds more than twice its capacity", () => {
    const trail = Trail.make()
    let most = 0
    for (let at = 0; at < 10 * Trail.capacity + 7; at++) {
      Trail.add(trail, String(at))
      most = Math.max(most, trail.recent.size + trail.older.size)
    }
    expect(most).toBe(2 * Trail.capacity - 1)
  })
})
