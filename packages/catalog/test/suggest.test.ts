import { describe, expect, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import { suggest } from "../src/internal/suggest.ts"

const ids = [
  "claude-opus-4-6",
  "claude-sonnet-4-6",
  "claude-opus-4-5-20251101",
  "claude-sonnet-4-5-20250929",
  "claude-haiku-4-5-20251001",
  "claude-3-5-sonnet-20241022"
]

describe("suggest", () => {
  it.each([
    ["claude-opus-4.6", ["claude-opus-4-6"]],
    ["claude-opsu-4-6", ["claude-opus-4-6"]],
    ["Claude-Opus-4-6", ["claude-opus-4-6"]],
    ["claude-opus-4-6-20260204", ["claude-opus-4-6"]],
    ["anthropic/claude-sonnet-4.6", ["claude-sonnet-4-6"]],
    ["haiku", ["claude-haiku-4-5-20251001"]],
    ["claude-sonnet-4-5", ["claude-sonnet-4-5-20250929", "claude-sonnet-4-6"]],
    ["gpt-5", []],
    ["", []],
    ["//", []],
    ["x".repeat(1_000_000), []]
  ])("%s", (id, expected) => {
    const found = suggest(id, ids)
    expect(found.slice(0, Math.max(expected.length, 1))).toEqual(expected)
  })

  it("names at most three", () => {
    expect(suggest("claude", ids)).toEqual(ids.slice(0, 3))
  })

  it("names the id itself first, whatever else the list holds", () => {
    FastCheck.assert(
      FastCheck.property(FastCheck.constantFrom(...ids), FastCheck.array(FastCheck.string()), (id, others) => {
        expect(suggest(id, [...others.filter((other) => !ids.includes(other)), id])[0]).toBe(id)
      })
    )
  })
})
