import * as Fixtures from "@anthropic-models/testing/Fixtures"
import { describe, expect, it } from "@effect/vitest"
import { coloured, head, row, tokens, uncoloured } from "../src/demo/table.ts"

describe("the table of the demo", () => {
  it.each([
    [0, "0"],
    [999, "999"],
    [4_096, "4.1k"],
    [64_000, "64k"],
    [200_000, "200k"],
    [1_000_000, "1M"],
    [1_500_000, "1.5M"]
  ])("writes %d tokens as %s", (count, text) => {
    expect(tokens(count)).toBe(text)
  })

  it("has one line a model, in columns", () => {
    const model = Fixtures.model({
      id: "claude-opus-4-6",
      display_name: "Claude Opus 4.6",
      created_at: "2026-02-04T00:00:00Z",
      max_input_tokens: 1_000_000,
      max_tokens: 128_000,
      capabilities: { thinking: { supported: true }, image_input: { supported: true }, batch: { supported: false } }
    })
    expect([head(uncoloured), row(uncoloured)(model)].join("\n")).toBe(
      [
        "id                            name                    released    context  output  capabilities",
        "────────────────────────────  ──────────────────────  ──────────  ───────  ──────  ──────────────────────────────────────",
        "claude-opus-4-6               Claude Opus 4.6         2026-02-04       1M    128k  thinking images"
      ].join("\n")
    )
  })

  it("says – for what is not known", () => {
    const model = Fixtures.model({
      id: "claude",
      display_name: "Claude",
      created_at: null,
      max_input_tokens: null,
      max_tokens: null,
      capabilities: null
    })
    expect(row(uncoloured)(model)).toBe(
      "claude                        Claude                  –                 –       –  –"
    )
    expect(row(coloured)(model)).toContain("\u001b[2m")
  })

  it("cuts what is too long, and lets no control character through", () => {
    const model = Fixtures.model({ id: "x".repeat(100), display_name: "a\u001b[2J\nb" })
    expect(row(uncoloured)(model)).toMatch(/^x{27}…  a\uFFFD\[2J\uFFFDb {2}/)
  })
})
