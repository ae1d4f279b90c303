import * as Cursor from "@anthropic-models/core/Cursor"
import { describe, expect, it } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as Equal from "effect/Equal"
import * as Hash from "effect/Hash"
import * as Schema from "effect/Schema"
import { runs } from "./fixtures/arbitrary.ts"

describe("Cursor", () => {
  it("has a direction and the id of a model", () => {
    expect({ ...Cursor.after("claude") }).toEqual({ _tag: "After", id: "claude" })
    expect({ ...Cursor.before("claude") }).toEqual({ _tag: "Before", id: "claude" })
  })

  it("is compared by value", () => {
    expect(Equal.equals(Cursor.after("claude"), Cursor.after("claude"))).toBe(true)
    expect(Hash.hash(Cursor.after("claude"))).toBe(Hash.hash(Cursor.after("claude")))
    expect(Equal.equals(Cursor.after("claude"), Cursor.before("claude"))).toBe(false)
    expect(Equal.equals(Cursor.after("claude"), Cursor.after("other"))).toBe(false)
  })

  it("is stored as JSON", () => {
    const stored = Schema.encodeSync(Schema.parseJson(Cursor.Cursor))(Cursor.after("claude"))
    expect(stored).toBe(`{"_tag":"After","id":"claude"}`)
    expect(JSON.stringify(Cursor.after("claude"))).toBe(stored)
  })

  it.prop(
    "is equal after it was stored and read again",
    [Arbitrary.make(Cursor.Cursor)],
    ([cursor]) => {
      const stored = Schema.encodeSync(Schema.parseJson(Cursor.Cursor))(cursor)
      const again = Schema.decodeSync(Schema.parseJson(Cursor.Cursor))(stored)
      expect(Schema.equivalence(Cursor.Cursor)(again, cursor)).toBe(true)
      expect(again).toEqual(cursor)
    },
    runs(200)
  )

  it("may be a plain object", () => {
    const plain: Cursor.Cursor = { _tag: "Before", id: "claude" }
    expect(Schema.is(Cursor.Cursor)(plain)).toBe(true)
    expect(Schema.equivalence(Cursor.Cursor)(plain, Cursor.before("claude"))).toBe(true)
  })

  it.each([
    { after: "a", before: "b" },
    { _tag: "Both", id: "a" },
    { _tag: "After" },
    { _tag: "After", id: "" },
    "a",
    null
  ])("is not %j", (u) => {
    expect(Schema.is(Cursor.Cursor)(u)).toBe(false)
  })
})
