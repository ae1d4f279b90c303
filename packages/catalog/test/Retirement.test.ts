import * as Retirement from "@anthropic-models/catalog/Retirement"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import { describe, expect, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as FastCheck from "effect/FastCheck"

const now = DateTime.unsafeMake("2026-11-28T12:00:00Z")
const at = DateTime.unsafeMake("2026-11-30T00:00:00Z")
const past = DateTime.unsafeMake("2026-11-28T11:59:59Z")

const { Active, Deprecated, Overdue, Retired, Retiring, Unknown } = Retirement.Retirement

describe("Retirement", () => {
  describe("of", () => {
    const table: ReadonlyArray<readonly [Fixtures.ModelFacts, Retirement.Retirement]> = [
      [{ lifecycle: "active" }, Active()],
      [{ lifecycle: "active", retires_at: "2026-11-30T00:00:00Z" }, Active()],
      [{ lifecycle: "active", retires_at: "2026-11-28T11:59:59Z" }, Active()],
      [{ lifecycle: "deprecated" }, Deprecated()],
      [{ lifecycle: "deprecated", retires_at: "2026-11-30T00:00:00Z" }, Retiring({ at })],
      [{ lifecycle: "deprecated", retires_at: "2026-11-28T12:00:00Z" }, Overdue({ at: now })],
      [{ lifecycle: "deprecated", retires_at: "2026-11-28T11:59:59Z" }, Overdue({ at: past })],
      [{ lifecycle: "retired", retires_at: "2026-11-30T00:00:00Z" }, Retired()],
      [{ lifecycle: null, retires_at: "2026-11-30T00:00:00Z" }, Unknown()],
      [{ lifecycle: "sunset", retires_at: "2026-11-30T00:00:00Z" }, Unknown()]
    ]

    it.each(table)("%o is %o", (facts, retirement) => {
      expect(Retirement.of(Fixtures.model(facts), now)).toEqual(retirement)
    })

    it.prop("carries a date exactly for deprecated models that have one", [Fixtures.arbitraryModel], ([model]) => {
      const retirement = Retirement.of(model, now)
      const dated = retirement._tag === "Retiring" || retirement._tag === "Overdue"
      expect(dated).toBe(
        model.lifecycle._tag === "Some" && model.lifecycle.value === "deprecated" && model.retires_at._tag === "Some"
      )
    })
  })

  describe("retiringWithin", () => {
    const deprecated = (retires_at: string | null) => Fixtures.model({ lifecycle: "deprecated", retires_at })

    it("picks models that retire up to the end of the time, and overdue ones", () => {
      const within = Retirement.retiringWithin("2 days", now)
      expect(within(deprecated("2026-11-30T12:00:00Z"))).toBe(true)
      expect(within(deprecated("2026-11-30T12:00:01Z"))).toBe(false)
      expect(within(deprecated("2025-01-01T00:00:00Z"))).toBe(true)
      expect(within(deprecated(null))).toBe(false)
      expect(within(Fixtures.model({ retires_at: "2026-11-29T00:00:00Z" }))).toBe(false)
      expect(within(Fixtures.model({ lifecycle: "retired", retires_at: "2026-11-29T00:00:00Z" }))).toBe(false)
    })

    it("picks every deprecated model with a date within an infinite time", () => {
      expect(Retirement.retiringWithin(Duration.infinity, now)(deprecated("9999-12-31T00:00:00Z"))).toBe(true)
    })

    it.prop(
      "picks no fewer models within a longer time",
      [Fixtures.arbitraryModel, FastCheck.nat(), FastCheck.nat()],
      ([model, days, more]) => {
        const soon = Retirement.retiringWithin(Duration.days(days), now)(model)
        const later = Retirement.retiringWithin(Duration.days(days + more), now)(model)
        expect(soon && !later).toBe(false)
      }
    )
  })
})
