import { describe, expect, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import { maxDepth, maxValues, outsized } from "../src/internal/outsized.ts"

const of = (text: string) => outsized(new TextEncoder().encode(text))

const depthOf = (u: unknown): number =>
  typeof u === "object" && u !== null ? 1 + Math.max(0, ...Object.values(u).map(depthOf)) : 0

describe("outsized", () => {
  it.each<[string, string, ReturnType<typeof outsized>]>([
    ["a depth that is still allowed", "[".repeat(maxDepth) + "]".repeat(maxDepth), undefined],
    ["a list that is too deep", "[".repeat(maxDepth + 1), "TooDeep"],
    ["objects that are too deep", '{"a":'.repeat(maxDepth + 1), "TooDeep"],
    ["depth that goes up and down", "[{}],".repeat(1000), undefined],
    ["brackets in strings", JSON.stringify(["[{".repeat(1000)]), undefined],
    ["brackets behind an escaped quote", JSON.stringify([`\\"${"[".repeat(1000)}`]), undefined],
    ["brackets behind a string that ends in a backslash", `["\\\\",${"[".repeat(maxDepth)}`, "TooDeep"],
    ["commas in strings", JSON.stringify([",".repeat(maxValues + 1)]), undefined],
    ["values that are still allowed", `[${"0,".repeat(maxValues - 1)}`, undefined],
    ["too many values", `[${"0,".repeat(maxValues)}`, "TooMany"],
    ["too many objects", `[${"{},".repeat(maxValues)}`, "TooMany"],
    ["nothing", "", undefined]
  ])("%s", (_, text, expected) => {
    expect(of(text)).toBe(expected)
  })

  it.prop(
    "counts the depth of any JSON",
    [FastCheck.json(), FastCheck.integer({ min: 0, max: maxDepth + 2 })],
    ([json, more]) => {
      const nested = "[".repeat(more) + json + "]".repeat(more)
      expect(of(nested)).toBe(depthOf(JSON.parse(json)) + more > maxDepth ? "TooDeep" : undefined)
    }
  )
})
