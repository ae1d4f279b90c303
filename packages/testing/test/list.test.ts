/** The paging rules, as pure functions over a list. */
import * as Cursor from "@anthropic-models/core/Cursor"
import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import { describe, expect, it } from "@effect/vitest"
import * as Either from "effect/Either"
import * as FastCheck from "effect/FastCheck"
import * as List from "../src/internal/list.ts"

const five = List.make(Fixtures.models(5), {})
const id = (number: number): string => `claude-test-000${number}`
const ids = (models: ReadonlyArray<ModelInfo>): ReadonlyArray<string> => models.map((model) => model.id)
const listOf = (...models: ReadonlyArray<ModelInfo>): List.List => List.make(models, {})

const pageOf = (list: List.List, query: List.Query): List.Page => Either.getOrThrow(List.paginate(list, query, {}))

/** Follows the ids of the pages from a cursor to the end. Returns each query and its page. */
const walk = (list: List.List, start: Cursor.Cursor | undefined, limit: number) => {
  const steps: Array<{ readonly query: List.Query; readonly page: List.Page }> = []
  const isForward = start?._tag !== "Before"
  for (let cursor = start; ;) {
    const query = { cursor, limit }
    const page = pageOf(list, query)
    steps.push({ query, page })
    const next = isForward ? page.last_id : page.first_id
    if (!page.has_more || next === null) return steps
    cursor = isForward ? Cursor.after(next) : Cursor.before(next)
  }
}

const anyModels = FastCheck.uniqueArray(Fixtures.arbitraryModel, { selector: ({ id }) => id, maxLength: 12 })
const anyLimit = FastCheck.integer({ min: 1, max: 7 })
const seeded = { fastCheck: { seed: 1, numRuns: 30 } }

describe("newestFirst", () => {
  const dated = (id: string, created_at: string | null) => Fixtures.model({ id, created_at })

  it.each([
    { name: "sorts by date", given: ["b 2025", "c 2024", "a 2026"], sorted: ["a", "b", "c"] },
    { name: "keeps the order of equal dates", given: ["a 2026", "b 2026", "c 2026"], sorted: ["a", "b", "c"] },
    {
      name: "moves a model without a date with the one before it",
      given: ["b 2025", "x", "a 2026"],
      sorted: ["a", "b", "x"]
    },
    {
      name: "keeps models without a date at the front",
      given: ["x", "y", "b 2025", "a 2026"],
      sorted: ["x", "y", "a", "b"]
    }
  ])("$name", ({ given, sorted }) => {
    const models = given.map((text) => {
      const [id = "", year] = text.split(" ")
      return dated(id, year === undefined ? null : `${year}-01-01T00:00:00Z`)
    })
    expect(ids(List.newestFirst(models))).toEqual(sorted)
  })

  it.prop(
    "keeps every model, and a sorted list as it is",
    [anyModels],
    ([models]) => {
      const sorted = List.newestFirst(models)
      expect(ids(sorted).toSorted()).toEqual(ids(models).toSorted())
      expect(ids(List.newestFirst(sorted))).toEqual(ids(sorted))
    },
    seeded
  )
})

describe("make", () => {
  it("refuses two models with one id, and an alias of no model", () => {
    expect(() => listOf(Fixtures.model({ id: "a" }), Fixtures.model({ id: "a" }))).toThrow(/Two models have the id a/)
    expect(() => List.make([], { latest: "a" })).toThrow(/alias latest names a, which is none of the models/)
  })

  it("finds by id first, then by alias", () => {
    const list = List.make(Fixtures.models(2), { latest: id(1), [id(2)]: id(1) })
    expect(["latest", id(2), "toString", "__proto__", ""].map((name) => List.find(list, name)?.id)).toEqual([
      id(1),
      id(2),
      undefined,
      undefined,
      undefined
    ])
  })
})

describe("paginate", () => {
  it.each<[string, List.Query, ReadonlyArray<number>, boolean]>([
    ["the newest", { limit: 2 }, [1, 2], true],
    ["all of them", { limit: 5 }, [1, 2, 3, 4, 5], false],
    ["up to 20 without a limit", {}, [1, 2, 3, 4, 5], false],
    ["after a model", { cursor: Cursor.after(id(2)), limit: 2 }, [3, 4], true],
    ["after a model, to the end", { cursor: Cursor.after(id(3)), limit: 2 }, [4, 5], false],
    ["none after the last", { cursor: Cursor.after(id(5)), limit: 2 }, [], false],
    ["those nearest before a model, newest first", { cursor: Cursor.before(id(4)), limit: 2 }, [2, 3], true],
    ["before a model, to the newest", { cursor: Cursor.before(id(3)), limit: 2 }, [1, 2], false],
    ["none before the first", { cursor: Cursor.before(id(1)), limit: 2 }, [], false]
  ])("lists %s", (_, query, numbers, has_more) => {
    const data = numbers.map(id)
    const page = pageOf(five, query)
    expect({ ...page, data: ids(page.data) }).toEqual({
      data,
      first_id: data.at(0) ?? null,
      last_id: data.at(-1) ?? null,
      has_more
    })
  })

  it.each<[string, List.Query, RegExp]>([
    ["limit 0", { limit: 0 }, /greater than or equal to 1/],
    ["limit 1001", { limit: 1001 }, /less than or equal to 1000/],
    ["a fraction", { limit: 1.5 }, /valid integer/],
    ["a limit that is no number", { limit: NaN }, /valid integer/],
    ["an unknown lifecycle", { lifecycle: ["active", "dreaming"] }, /lifecycle: Input should be/],
    [
      "four lifecycles",
      { lifecycle: ["active", "active", "active", "active"] },
      /lifecycle: List should have at most 3/
    ],
    ["an unknown cursor", { cursor: Cursor.after("nobody") }, /after_id: no model has the id "nobody"/],
    ["an unknown cursor backward", { cursor: Cursor.before("nobody") }, /before_id: no model has the id "nobody"/]
  ])("refuses %s, and gives it no number", (_, query, message) => {
    expect(Either.getOrThrow(Either.flip(List.paginate(five, query, {})))).toMatch(message)
    expect(List.pageNumber(five, query, {})).toBe(0)
  })

  it.each<[string, List.Query, number]>([
    ["a limit too small", { limit: 0 }, 1],
    ["a limit too large", { limit: 5000 }, 5],
    ["an unknown cursor", { cursor: Cursor.after("nobody") }, 5],
    ["an unknown lifecycle", { lifecycle: ["dreaming"] }, 0]
  ])("accepts %s if the assumptions say so", (_, query, length) => {
    const assumptions = { limitOutOfRange: "clamp", unknownCursor: "ignore", unknownLifecycle: "compare" } as const
    expect(Either.getOrThrow(List.paginate(five, query, assumptions)).data.length).toBe(length)
    expect(List.pageNumber(five, query, assumptions)).toBe(1)
  })

  it.each<[string, ReadonlyArray<string> | undefined, ReadonlyArray<string>]>([
    ["active and deprecated models by default", undefined, ["new", "unsaid", "old"]],
    ["the default for no lifecycle at all", [], ["new", "unsaid", "old"]],
    ["retired models", ["retired"], ["gone"]],
    ["active models, and those without a lifecycle", ["active"], ["new", "unsaid"]]
  ])("lists %s", (_, lifecycle, expected) => {
    const list = listOf(
      Fixtures.model({ id: "new", lifecycle: "active" }),
      Fixtures.model({ id: "gone", lifecycle: "retired" }),
      Fixtures.model({ id: "unsaid", lifecycle: null }),
      Fixtures.model({ id: "old", lifecycle: "deprecated" })
    )
    expect(ids(pageOf(list, { lifecycle }).data)).toEqual(expected)
    expect(pageOf(list, { lifecycle, limit: 1 }).has_more).toBe(expected.length > 1)
  })

  it("continues from a model that is not listed", () => {
    const list = listOf(
      ...["a", "gone", "b"].map((id) => Fixtures.model({ id, lifecycle: id === "gone" ? "retired" : "active" }))
    )
    expect(ids(pageOf(list, { cursor: Cursor.after("gone") }).data)).toEqual(["b"])
    expect(ids(pageOf(list, { cursor: Cursor.before("gone") }).data)).toEqual(["a"])
  })

  it.prop(
    "a walk sees each listed model once, in order, in both directions",
    [anyModels, anyLimit],
    ([models, limit]) => {
      const list = List.make(models, {})
      const listed = ids(list.models.filter(List.isListed()))
      const forward = walk(list, undefined, limit)
      expect(forward.flatMap(({ page }) => ids(page.data))).toEqual(listed)
      expect(forward.length).toBe(Math.max(1, Math.ceil(listed.length / limit)))
      expect(forward.map(({ query }) => List.pageNumber(list, query, {}))).toEqual(forward.map((_, index) => index + 1))

      const oldest = listed.at(-1)
      if (oldest === undefined) return
      const backward = walk(list, Cursor.before(oldest), limit)
      expect(backward.toReversed().flatMap(({ page }) => ids(page.data))).toEqual(listed.slice(0, -1))
      expect(backward.map(({ query }) => List.pageNumber(list, query, {}))).toEqual(
        backward.map((_, index) => index + 2)
      )
    },
    seeded
  )
})

describe("distort", () => {
  const after = (number: number): List.Query => ({ cursor: Cursor.after(id(number)), limit: 2 })
  const first: List.Query = { limit: 2 }

  it.each<[string, List.Query, ReadonlyArray<number>, string | null, boolean]>([
    ["StuckCursor", after(2), [3, 4], id(2), true],
    ["StuckCursor", first, [1, 2], id(2), true],
    ["IgnoredCursor", after(3), [1, 2], id(2), true],
    ["MissingCursor", after(3), [4, 5], null, true],
    ["EmptyPage", first, [], id(2), true],
    ["OverlappingPage", after(2), [2, 3], id(3), true],
    ["OverlappingPage", after(3), [3, 4], id(4), true],
    ["OverlappingPage", after(4), [4, 5], id(5), false],
    ["OverlappingPage", first, [1, 2], id(2), true],
    ["OverlappingPage", { cursor: Cursor.before(id(5)), limit: 2 }, [4, 5], id(5), true],
    ["DuplicateModels", first, [1, 2, 1, 2], id(2), true]
  ])("%s of %j", (_tag, query, numbers, last_id, has_more) => {
    const page = List.distort({ _tag } as Parameters<typeof List.distort>[0], five, query, pageOf(five, query))
    expect({ ...page, data: ids(page.data) }).toMatchObject({ data: numbers.map(id), last_id, has_more })
  })
})
