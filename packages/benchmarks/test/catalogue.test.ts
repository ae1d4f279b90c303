import { ModelPage } from "@anthropic-models/core/ModelPage"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import { idOf, indexOf, page } from "../src/harness/catalogue.ts"

const read = Schema.decodeUnknownSync(Schema.parseJson(ModelPage))

describe("catalogue", () => {
  it("an id tells its place, and nothing else does", () => {
    expect([0, 7, 1_000_000].map((index) => indexOf(idOf(index)))).toEqual([0, 7, 1_000_000])
    expect(indexOf("claude-opus-4-6")).toBeNaN()
  })

  it.each([
    [0, 0, 20, 0, false],
    [45, 0, 20, 20, true],
    [45, 40, 20, 5, false],
    [40, 20, 20, 20, false],
    [45, 45, 20, 0, false]
  ])(
    "of %d models the page from %d on, at most %d, holds %d, and more follow: %s",
    (total, start, limit, count, more) => {
      const { data, first_id, has_more, last_id } = read(page({ total }, start, limit))
      expect(data.map(({ id }) => id)).toEqual(Array.from({ length: count }, (_, offset) => idOf(start + offset)))
      expect(has_more).toBe(more)
      expect(first_id._tag).toBe(count === 0 ? "None" : "Some")
      expect(last_id._tag).toBe(count === 0 ? "None" : "Some")
    }
  )

  it("every fact that the library knows is given, and none that it does not know", () => {
    const [model] = read(page({ total: 1 }, 0, 1)).data
    expect(model?.extra).toEqual({})
    expect(model?.capabilities._tag).toBe("Some")
    expect(model?.max_tokens._tag).toBe("Some")
    expect(model?.deprecated_at._tag).toBe("Some")
  })

  it.each([
    [undefined, 128],
    [1, 1],
    [3, 3],
    [1000, 1000]
  ])("a variety of %s makes %d different capabilities", (variety, count) => {
    const { data } = read(page({ total: 1000, variety }, 0, 1000))
    expect(new Set(data.map(({ capabilities }) => JSON.stringify(capabilities))).size).toBe(count)
  })
})
