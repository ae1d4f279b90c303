import * as Cursor from "@anthropic-models/core/Cursor"
import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import { describe, expect, it } from "@effect/vitest"
import * as Either from "effect/Either"
import * as FastCheck from "effect/FastCheck"
import * as Option from "effect/Option"
import * as Listing from "../src/internal/listing.ts"
import { pageNumber, paginate, type Query, type Slice } from "../src/internal/paging.ts"

const five = Listing.make("test", Fixtures.models(5))
const id = (number: number): string => `claude-test-000${number}`

const slice = (listing: Listing.Listing, query: Query): Slice => Either.getOrThrow(paginate(listing, query))
const ids = (models: ReadonlyArray<ModelInfo>): ReadonlyArray<string> => models.map((model) => model.id)

/** Every page from a cursor on to the end, as the cursors of the pages lead. */
const walk = (listing: Listing.Listing, start: Cursor.Cursor | undefined, limit: number): ReadonlyArray<Slice> => {
  const pages: Array<Slice> = []
  let cursor = start
  for (;;) {
    const page = slice(listing, { cursor, limit })
    pages.push(page)
    const next = start?._tag === "Before" ? page.first_id : page.last_id
    if (!page.has_more || next === null) return pages
    cursor = start?._tag === "Before" ? Cursor.before(next) : Cursor.after(next)
  }
}

/** Listed ones among others. */
const arbitraryModels = FastCheck.uniqueArray(Fixtures.arbitraryModel, { selector: (model) => model.id, maxLength: 12 })

const limit = FastCheck.integer({ min: 1, max: 7 })

const listed = (models: ReadonlyArray<ModelInfo>): ReadonlyArray<ModelInfo> =>
  models.filter((model) => Option.getOrElse(model.lifecycle, () => "active").match(/^(active|deprecated)$/) !== null)

describe("paginate", () => {
  it.each<[string, Query, ReadonlyArray<number>, boolean]>([
    ["the newest", { limit: 2 }, [1, 2], true],
    ["all, where none is left out", { limit: 5 }, [1, 2, 3, 4, 5], false],
    ["20 where no limit is given", {}, [1, 2, 3, 4, 5], false],
    ["after a model", { cursor: Cursor.after(id(2)), limit: 2 }, [3, 4], true],
    ["after a model, to the end", { cursor: Cursor.after(id(3)), limit: 2 }, [4, 5], false],
    ["after the last", { cursor: Cursor.after(id(5)), limit: 2 }, [], false],
    ["before a model: those nearest to it, newest first", { cursor: Cursor.before(id(4)), limit: 2 }, [2, 3], true],
    ["before a model, to the newest", { cursor: Cursor.before(id(3)), limit: 2 }, [1, 2], false],
    ["before the first", { cursor: Cursor.before(id(1)), limit: 2 }, [], false]
  ])("%s", (_, query, numbers, has_more) => {
    const page = slice(five, query)
    expect(ids(page.data)).toEqual(numbers.map(id))
    expect(page.has_more).toBe(has_more)
    expect([page.first_id, page.last_id]).toEqual([ids(page.data).at(0) ?? null, ids(page.data).at(-1) ?? null])
  })

  it.each<[string, Query, RegExp]>([
    ["limit 0", { limit: 0 }, /greater than or equal to 1/],
    ["a negative limit", { limit: -3 }, /greater than or equal to 1/],
    ["limit 1001", { limit: 1001 }, /less than or equal to 1000/],
    ["a fraction", { limit: 1.5 }, /valid integer/],
    ["no number", { limit: NaN }, /valid integer/],
    ["an unknown lifecycle", { lifecycle: ["active", "dreaming"] }, /lifecycle: Input should be/],
    ["no lifecycle", { lifecycle: [""] }, /lifecycle: Input should be/],
    ["four of them", { lifecycle: ["active", "active", "active", "active"] }, /lifecycle: List should have at most 3/],
    ["an unknown cursor", { cursor: Cursor.after("nobody") }, /after_id: no model has the id "nobody"/],
    ["an unknown cursor, the other way", { cursor: Cursor.before("") }, /before_id: no model has the id ""/]
  ])("refuses %s", (_, query, message) => {
    expect(Either.getOrThrow(Either.flip(paginate(five, query)))).toMatch(message)
  })

  it.each<[string, Query, number]>([
    ["a limit too small", { limit: 0 }, 1],
    ["a limit too large", { limit: 5000 }, 5],
    ["an unknown cursor", { cursor: Cursor.after("nobody") }, 5]
  ])("takes %s where it is told to", (_, query, length) => {
    const page = Either.getOrThrow(paginate(five, query, { limitOutOfRange: "clamp", unknownCursor: "ignore" }))
    expect(page.data.length).toBe(length)
  })

  it.each<[string, ReadonlyArray<string> | undefined, ReadonlyArray<string>]>([
    ["what is not retired, by default", undefined, ["new", "unsaid", "old"]],
    ["retired ones", ["retired"], ["gone"]],
    ["active ones, and those that do not say", ["active"], ["new", "unsaid"]],
    ["all, where none is named: the default", [], ["new", "unsaid", "old"]]
  ])("lists %s", (_, lifecycle, expected) => {
    const listing = Listing.make("test", [
      Fixtures.model({ id: "new", lifecycle: "active" }),
      Fixtures.model({ id: "gone", lifecycle: "retired" }),
      Fixtures.model({ id: "unsaid", lifecycle: null }),
      Fixtures.model({ id: "old", lifecycle: "deprecated" })
    ])
    expect(ids(slice(listing, { lifecycle }).data)).toEqual(expected)
    expect(slice(listing, { lifecycle, limit: 1 }).has_more).toBe(expected.length > 1)
  })

  it("lists what a server may say next, where it is told to", () => {
    const listing = Listing.make("test", [
      Fixtures.model({ id: "new" }),
      Fixtures.model({ id: "asleep", lifecycle: "dreaming" })
    ])
    const page = Either.getOrThrow(paginate(listing, { lifecycle: ["dreaming"] }, { unknownLifecycle: "compare" }))
    expect(ids(page.data)).toEqual(["asleep"])
  })

  it("goes on from a model that is not listed", () => {
    const listing = Listing.make("test", [
      Fixtures.model({ id: "a" }),
      Fixtures.model({ id: "gone", lifecycle: "retired" }),
      Fixtures.model({ id: "b" })
    ])
    expect(ids(slice(listing, { cursor: Cursor.after("gone") }).data)).toEqual(["b"])
    expect(ids(slice(listing, { cursor: Cursor.before("gone") }).data)).toEqual(["a"])
  })

  it.prop("a walk after sees each listed model once, in order", [arbitraryModels, limit], ([models, limit]) => {
    const pages = walk(Listing.make("test", models), undefined, limit)
    expect(pages.flatMap((page) => ids(page.data))).toEqual(ids(listed(models)))
    expect(pages.slice(0, -1).every((page) => page.data.length === limit)).toBe(true)
    expect(pages.length).toBe(Math.max(1, Math.ceil(listed(models).length / limit)))
  })

  it.prop(
    "a walk before sees each newer model once, page by page from the cursor",
    [arbitraryModels, limit, FastCheck.nat()],
    ([models, limit, place]) => {
      const cursor = models[place % Math.max(1, models.length)]
      if (cursor === undefined) return
      const newer = models.slice(0, place % models.length)
      const pages = walk(Listing.make("test", models), Cursor.before(cursor.id), limit)
      expect(pages.toReversed().flatMap((page) => ids(page.data))).toEqual(ids(listed(newer)))
    }
  )

  it.prop("both directions meet at the cursor", [arbitraryModels, FastCheck.nat()], ([models, place]) => {
    const cursor = models[place % Math.max(1, models.length)]
    if (cursor === undefined) return
    const listing = Listing.make("test", models)
    const before = slice(listing, { cursor: Cursor.before(cursor.id), limit: 1000 })
    const after = slice(listing, { cursor: Cursor.after(cursor.id), limit: 1000 })
    expect([...ids(before.data), ...ids(listed([cursor])), ...ids(after.data)]).toEqual(ids(listed(models)))
  })
})

describe("pageNumber", () => {
  it.each<[Query, number]>([
    [{}, 1],
    [{ limit: 2 }, 1],
    [{ cursor: Cursor.after(id(2)), limit: 2 }, 2],
    [{ cursor: Cursor.after(id(4)), limit: 2 }, 3],
    [{ cursor: Cursor.before(id(5)), limit: 2 }, 2],
    [{ cursor: Cursor.before(id(3)), limit: 2 }, 3],
    [{ cursor: Cursor.after("nobody"), limit: 2 }, 0],
    [{ limit: 0 }, 0],
    [{ limit: 1.5 }, 0],
    [{ limit: 1001 }, 0],
    [{ lifecycle: ["dreaming"] }, 0],
    [{ cursor: Cursor.after(id(2)), limit: 0 }, 0],
    [{ cursor: Cursor.after(id(2)), limit: NaN }, 0]
  ])("%o is page %i", (query, page) => {
    expect(pageNumber(five, query)).toBe(page)
  })

  it("counts what is listed alone", () => {
    const listing = Listing.make("test", [
      Fixtures.model({ id: "r", lifecycle: "retired" }),
      ...["b", "c", "d", "e"].map((id) => Fixtures.model({ id }))
    ])
    const number = (cursor: string, lifecycle?: ReadonlyArray<string>) =>
      pageNumber(listing, { cursor: Cursor.after(cursor), limit: 2, lifecycle })
    expect([number("c"), number("e"), number("r")]).toEqual([2, 3, 1])
    expect(number("c", ["active", "retired"])).toBe(3)
  })

  it("is that of the answer where a query is taken for another", () => {
    const assumptions = { limitOutOfRange: "clamp", unknownCursor: "ignore" } as const
    expect(pageNumber(five, { cursor: Cursor.after("nobody"), limit: 2 }, assumptions)).toBe(1)
    expect(pageNumber(five, { cursor: Cursor.after(id(2)), limit: 0 }, assumptions)).toBe(3)
  })

  it.prop(
    "counts the pages of a walk, whatever is not listed, in both directions",
    [arbitraryModels, limit, FastCheck.constantFrom("After", "Before")],
    ([models, limit, direction]) => {
      const listing = Listing.make("test", models)
      const oldest = listed(models).at(-1)
      if (oldest === undefined) return
      const start = direction === "After" ? undefined : Cursor.before(oldest.id)
      const next = walk(listing, start, limit).flatMap(({ first_id, has_more, last_id }) =>
        has_more ? [direction === "After" ? Cursor.after(last_id ?? "") : Cursor.before(first_id ?? "")] : []
      )
      const numbers = [start, ...next].map((cursor) => pageNumber(listing, { cursor, limit }))
      const first = direction === "After" ? 1 : 2
      expect(numbers).toEqual(numbers.map((_, index) => first + index))
    }
  )
})
