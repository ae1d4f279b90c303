import { ModelPage } from "@anthropic-models/core/ModelPage"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import { idOf, indexOf, page } from "../src/harness/catalogue.ts"

const read = Schema.decodeUnknownSync(Schema.parseJson(ModelPage))

describe("catalogue", () => {
  it("finds the place of a model by its id, and no place for other ids", () => {
    expect([0, 7, 1_000_000].map((index) => indexOf(idOf(index)))).toEqual([0, 7, 1_000_000])
    expect(indexOf("claude-opus-4-6")).toBeNaN()
  })

  it.each([
    { total: 0, start: 0, limit: 20, count: 0, more: false },
    { total: 45, start: 0, limit: 20, count: 20, more: true },
    { total: 45, start: 40, limit: 20, count: 5, more: false },
    { total: 40, start: 20, limit: 20, count: 20, more: false },
    { total: 45, start: 45, limit: 20, count: 0, more: false }
  ])("serves $count models from $start on at limit $limit of $total", ({ count, limit, more, start, total }) => {
    const { data, first_id, has_more, last_id } = read(page(total, start, limit))
    expect(data.map(({ id }) => id)).toEqual(Array.from({ length: count }, (_, offset) => idOf(start + offset)))
    expect(has_more).toBe(more)
    expect(first_id._tag).toBe(count === 0 ? "None" : "Some")
    expect(last_id._tag).toBe(count === 0 ? "None" : "Some")
  })

  it("gives every fact that the library knows, and no other", () => {
    const [model] = read(page(1, 0, 1)).data
    expect(model?.extra).toEqual({})
    expect(model?.capabilities._tag).toBe("Some")
    expect(model?.max_tokens._tag).toBe("Some")
    expect(model?.deprecated_at._tag).toBe("Some")
  })

  it("gives no two models the same capabilities", () => {
    const { data } = read(page(5000, 0, 5000))
    expect(new Set(data.map(({ capabilities }) => JSON.stringify(capabilities))).size).toBe(5000)
  })
})
