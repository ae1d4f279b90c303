import * as fc from "effect/FastCheck"
import { describe, expect, it } from "vitest"
import { measured, median, quantile, ratios } from "../src/harness/statistics.ts"

describe("statistics", () => {
  it.each([
    [[3], 3],
    [[3, 1], 2],
    [[9, 1, 5], 5],
    [[4, 1, 3, 2], 2.5]
  ])("the median of %j is %d", (values, expected) => {
    expect(median(values)).toBe(expected)
  })

  it("a quantile lies between the smallest and the largest value, and keeps the order of the values", () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), fc.double({ min: 0, max: 1, noNaN: true }), (values, q) => {
        const before = [...values]
        const value = quantile(values, q)
        expect(value).toBeGreaterThanOrEqual(Math.min(...values))
        expect(value).toBeLessThanOrEqual(Math.max(...values))
        expect(values).toEqual(before)
      }),
      { seed: 20261128 }
    )
  })

  it("a measured value is the median with its quartiles", () => {
    expect(measured([1, 2, 3, 4, 5])).toEqual({ value: 3, quartiles: [2, 4] })
    expect(measured([1])).toEqual({ value: 1 })
  })

  it("compares the samples of the same round", () => {
    expect(ratios([2, 9], [1, 3])).toEqual([2, 3])
  })
})
