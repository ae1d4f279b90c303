import * as fc from "effect/FastCheck"
import { describe, expect, it } from "vitest"
import { measured, median, quantile, ratios, slope } from "../src/harness/statistics.ts"

describe("statistics", () => {
  it.each([
    [[3], 3],
    [[3, 1], 2],
    [[9, 1, 5], 5],
    [[4, 1, 3, 2], 2.5]
  ])("the median of %j is %d", (values, expected) => {
    expect(median(values)).toBe(expected)
  })

  it("a quantile lies between the smallest and the largest value, and does not change their order", () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), fc.double({ min: 0, max: 1, noNaN: true }), (values, q) => {
        const before = [...values]
        const value = quantile(values, q)
        expect(value).toBeGreaterThanOrEqual(Math.min(...values))
        expect(value).toBeLessThanOrEqual(Math.max(...values))
        expect(values).toEqual(before)
      })
    )
  })

  it("a measured value stands between its quartiles", () => {
    expect(measured([1, 2, 3, 4, 5])).toEqual({ value: 3, spread: [2, 4] })
  })

  it("ratios are those of pairs", () => {
    expect(ratios([2, 9], [1, 3])).toEqual([2, 3])
  })

  it.each([
    ["constant", [1, 2, 3, 4], [5, 5, 5, 5], 0],
    ["growing", [1, 2, 3, 4], [1, 3, 5, 7], 2],
    ["falling", [1, 2, 4], [4, 3, 1], -1]
  ])("the slope of a %s line", (_, xs, ys, expected) => {
    expect(slope(xs.map((x, index) => [x, ys[index] ?? Number.NaN]))).toBeCloseTo(expected)
  })
})
