import * as Cursor from "@anthropic-models/core/Cursor"
import { InvalidModel, ModelPage } from "@anthropic-models/core/ModelPage"
import { describe, expect, it } from "@effect/vitest"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Walk from "../src/internal/walk.ts"
import { idsOf, model, page } from "./support/Api.ts"

/** A page without `first_id` and `last_id`. Each entry is the id of a model, or the JSON of an invalid entry. */
const mixed = (entries: ReadonlyArray<string | { readonly json: unknown }>): ModelPage =>
  new ModelPage({
    data: entries.flatMap((entry) => (typeof entry === "string" ? [model(entry)] : [])),
    invalid: entries.flatMap((entry, index) =>
      typeof entry === "string" ? [] : [new InvalidModel({ index, value: entry.json, reason: "" })]
    ),
    has_more: true
  })

const faultOf = (result: Either.Either<unknown, unknown>) => Either.getOrThrow(Either.flip(result))

describe("nextCursor", () => {
  it.each<[string, ModelPage, string | null, string | null]>([
    ["the ids of the page", page(["a", "b", "c"]), "c", "a"],
    ["ids that are no model's", page(["a", "b"], { first: "t0", last: "t1" }), "t1", "t0"],
    ["the outermost models, if the page has no ids", page(["a", "b", "c"], { first: null, last: null }), "c", "a"],
    ["the ids of an empty page", page([], { first: "t0", last: "t1" }), "t1", "t0"],
    ["nothing, if there is no id", page([]), null, null],
    ["models, with an invalid entry in the middle", mixed(["a", { json: { id: "b" } }, "c"]), "c", "a"],
    ["invalid entries at the edges", mixed([{ json: { id: "a" } }, "b", { json: { id: "c" } }]), "c", "a"],
    ["models, if those have no id", mixed([{ json: 7 }, "b", "c", { json: null }, { json: { id: "" } }]), "c", "b"],
    ["the one that has an id", mixed([{ json: {} }, { json: { id: "b" } }, { json: { id: 4 } }]), "b", "b"],
    ["nothing, if none has an id", mixed([{ json: 7 }, { json: [] }]), null, null]
  ])("continues from %s", (_, page, last, first) => {
    expect(Walk.nextCursor("After", page)).toEqual(Option.map(Option.fromNullable(last), Cursor.after))
    expect(Walk.nextCursor("Before", page)).toEqual(Option.map(Option.fromNullable(first), Cursor.before))
  })
})

describe("modelsOf", () => {
  it.each<[ReadonlyArray<string>, ReadonlyArray<string>]>([
    [[], []],
    [
      ["a", "b", "c"],
      ["a", "b", "c"]
    ],
    [
      ["a", "b", "a", "c", "b"],
      ["a", "b", "c"]
    ]
  ])("of %j are %j, reversed before a cursor", (sent, expected) => {
    expect(idsOf(Walk.modelsOf("After", page(sent)))).toEqual(expected)
    expect(idsOf(Walk.modelsOf("Before", page(sent)))).toEqual(expected.toReversed())
  })
})

describe("step", () => {
  it("counts pages and models, and ends without has_more", () => {
    const begun = Walk.start(undefined)
    expect(Walk.next(begun)).toEqual(Either.right(Option.none()))
    const one = Either.getOrThrow(Walk.step(begun, page(["a", "b", "a"], { more: true, last: "b" })))
    expect(one).toMatchObject({ pages: 1, models: 2, ended: false })
    expect(Walk.next(one)).toEqual(Either.right(Option.some(Cursor.after("b"))))
    const two = Either.getOrThrow(Walk.step(one, page(["c"])))
    expect(two).toMatchObject({ pages: 2, models: 3, ended: true })
  })

  it("keeps its direction", () => {
    const after = Either.getOrThrow(Walk.step(Walk.start(Cursor.before("x")), page(["a", "b"], { more: true })))
    expect(Walk.next(after)).toEqual(Either.right(Option.some(Cursor.before("a"))))
  })

  it("follows 100 empty pages in a row", () => {
    let walk = Walk.start(undefined)
    for (let at = 0; at < 100; at++) {
      expect(Either.isRight(Walk.next(walk))).toBe(true)
      walk = Either.getOrThrow(Walk.step(walk, page([], { more: true, last: `t${at}` })))
    }
    expect(faultOf(Walk.next(walk))).toMatchObject({ reason: "TooManyPages", page: 101, emitted: 0 })
  })

  it("counts empty pages anew after each model", () => {
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
    expect(faultOf(Walk.step(two, page(["b"])))).toMatchObject({
      reason: "OverlappingPages",
      modelId: Option.some("b")
    })
  })

  it.each<[string, ModelPage]>([
    ["RepeatedCursor", page(["a"], { more: true, last: "b" })],
    ["MissingCursor", page([], { more: true })],
    ["OverlappingPages", page(["a"], { more: true, last: "c" })]
  ])("tests %s before the rules after it", (reason, second) => {
    const one = Either.getOrThrow(Walk.step(Walk.start(undefined, 1), page(["a", "b"], { more: true })))
    expect(faultOf(Walk.step(one, second))).toMatchObject({ reason })
    expect(faultOf(Walk.next(one))).toMatchObject({ reason: "TooManyPages" })
  })

  it.each([
    ["a\nb", "a b"],
    ["\u202Ea\u001B[31m\u2028", "a [31m"],
    ["\n", "\uFFFD"]
  ])("makes the ids of an error printable: %j", (sent, shown) => {
    const repeated = Walk.step(Walk.start(Cursor.after(sent)), page(["x"], { more: true, last: sent }))
    expect(faultOf(repeated)).toMatchObject({ reason: "RepeatedCursor", cursor: Option.none() })
    const overlap = Walk.step(Walk.start(Cursor.before(sent)), page([sent]))
    expect(faultOf(overlap)).toMatchObject({ modelId: Option.some(shown), cursor: Option.none() })
  })

  it.each(["a", "a b", "é", "claude-opus-4-6"])("hands out the exact cursor to continue from: %j", (id) => {
    const one = Either.getOrThrow(Walk.step(Walk.start(undefined, 1), page(["x"], { more: true, last: id })))
    expect(faultOf(Walk.next(one))).toMatchObject({ cursor: Option.some(Cursor.after(id)) })
  })

  it.each(["a\u00a0b", "a  b", "a\u200db", "x".repeat(1200)])("hands out no cursor that differs: %j", (id) => {
    const one = Either.getOrThrow(Walk.step(Walk.start(undefined, 1), page(["x"], { more: true, last: id })))
    const error = faultOf(Walk.next(one))
    expect(error).toMatchObject({ reason: "TooManyPages", cursor: Option.none() })
    expect(String(error)).toContain("after an id that cannot be printed, but page 2 is beyond the limit (")
  })
})
