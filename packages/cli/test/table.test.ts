import * as Fixtures from "@anthropic-models/testing/Fixtures"
import { describe, expect, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as FastCheck from "effect/FastCheck"
import stringWidth from "string-width"
import { cut, printable, widthOf, wrap } from "../src/internal/cells.ts"
import { columns } from "../src/internal/modelTable.ts"
import { coloured, isColoured, plain } from "../src/internal/style.ts"
import * as Table from "../src/internal/table.ts"
import { runs } from "./support/runs.ts"
import { plain as withoutColours } from "./support/text.ts"

const now = DateTime.unsafeMake("2026-11-28")
const modelColumns = columns(now)

const titles = (width: number): ReadonlyArray<string> =>
  Table.layout(modelColumns, Fixtures.catalogue, width).map(({ column }) => column.title)

const render = (models: typeof Fixtures.catalogue, width?: number, style = plain): ReadonlyArray<string> => {
  const layout = Table.layout(modelColumns, models, width)
  return [Table.head(layout, style), ...models.map(Table.row(layout, style))]
}

describe("a table of models", () => {
  it.each([
    [60, ["ID", "CONTEXT", "STATUS"]],
    [80, ["ID", "CONTEXT", "OUTPUT", "RELEASED", "STATUS"]],
    [100, ["ID", "CONTEXT", "OUTPUT", "RELEASED", "STATUS"]],
    [140, ["ID", "NAME", "LINE", "CONTEXT", "OUTPUT", "RELEASED", "STATUS"]],
    [200, ["ID", "NAME", "LINE", "CONTEXT", "OUTPUT", "RELEASED", "STATUS"]]
  ])("keeps the columns that matter most on %d columns", (width, expected) => {
    expect(titles(width)).toEqual(expected)
  })

  it("shortens the status before it drops it", () => {
    const [, ...rows] = render(Fixtures.catalogue, 80)
    expect(rows).toContainEqual(expect.stringMatching(/^claude-3-opus-20240229 .* retires 5 Jan 2027$/))
    expect(render(Fixtures.catalogue, 100)).toContainEqual(
      expect.stringMatching(/^claude-3-opus-20240229 .* deprecated, retires 5 Jan 2027 \(38 days\)$/)
    )
  })

  it("cuts an id only where nothing else helps", () => {
    const long = Fixtures.model({ id: `claude-${"x".repeat(100)}` })
    const [head, row] = render([long], 60)
    expect(head).toMatch(/^ID +STATUS$/)
    expect(row).toMatch(/^claude-x+…  active$/)
    expect(render([long])[1]).toContain(long.id)
  })

  it.prop(
    "fits every terminal, whatever the models are",
    [
      FastCheck.array(Fixtures.arbitraryModel, { minLength: 1, maxLength: 8 }),
      FastCheck.integer({ min: 60, max: 200 })
    ],
    ([models, width]) => {
      for (const line of render(models, width, coloured)) {
        expect(stringWidth(line)).toBeLessThanOrEqual(width)
        expect(withoutColours(line)).not.toMatch(/\p{Cc}/u)
      }
    },
    { fastCheck: runs(30, 100) }
  )

  it("measures wide characters", () => {
    const models = [
      Fixtures.model({ id: "claude-a", display_name: "日本語" }),
      Fixtures.model({ id: "claude-b", display_name: "👩‍👩‍👧 é" })
    ]
    const [head = "", ...rows] = render(models)
    const column = (line: string) => stringWidth(line.slice(0, line.indexOf("sonnet")))
    expect(rows.map(column)).toEqual([head.indexOf("LINE"), head.indexOf("LINE")])
  })

  it("lets no control character of a server through", () => {
    const [, row] = render([Fixtures.model({ id: "claude-a", display_name: "a\u001b[2J\nb" })])
    expect(row).toContain("a\uFFFD[2J\uFFFDb")
  })

  it("shows - for a fact that is not known", () => {
    const facts = { created_at: null, max_input_tokens: null, max_tokens: null, line: null, lifecycle: null }
    expect(render([Fixtures.model({ id: "claude-a", ...facts })])[1]).toBe(
      "claude-a  Claude A  -           -       -  -         -"
    )
  })

  it("keeps its columns for later rows, and widens them where there is room", () => {
    const [first, later] = [Fixtures.model({ id: "claude-a" }), Fixtures.model({ id: "claude-much-longer" })]
    const layout = Table.layout(modelColumns, [first], 90)
    expect(Table.row(Table.widen(layout, [later], 90), plain)(later)).toMatch(/^claude-much-longer  /)
    const narrow = Table.layout(modelColumns, [first], 60)
    const rows = [first, later].map(Table.row(Table.widen(narrow, [later], 60), plain))
    for (const row of rows) expect(stringWidth(row)).toBeLessThanOrEqual(60)
  })

  it("colours the text of a cell and not the space around it", () => {
    const [head, row] = render(
      [Fixtures.model({ id: "claude-a" }), Fixtures.model({ id: "claude-long" })],
      60,
      coloured
    )
    const mark = (text: string | undefined) => text?.replaceAll("\u001b", "^")
    expect(mark(head)).toBe(
      "^[2mID^[22m           ^[2mLINE^[22m    ^[2mCONTEXT^[22m  ^[2mOUTPUT^[22m  ^[2mRELEASED^[22m    ^[2mSTATUS^[22m"
    )
    expect(mark(row)).toBe("^[36mclaude-a^[39m     sonnet     200k     64k  2026-01-01  ^[32mactive^[39m")
  })
})

describe("cells", () => {
  it.prop(
    "are cut to a width, and not where they fit",
    [FastCheck.string({ unit: "grapheme" }), FastCheck.integer({ min: 1, max: 20 })],
    ([text, width]) => {
      const shown = cut(printable(text), width)
      expect(stringWidth(shown)).toBeLessThanOrEqual(width)
      if (stringWidth(printable(text)) <= width) expect(shown).toBe(printable(text))
    }
  )

  it.prop("are as wide as string-width says", [FastCheck.string({ unit: "grapheme" })], ([text]) => {
    expect(widthOf(text)).toBe(stringWidth(text))
  })

  it.prop(
    "wrap at spaces",
    [FastCheck.array(FastCheck.stringMatching(/^[a-z]{1,10}$/), { minLength: 1 })],
    ([words]) => {
      const wrapped = wrap(words.join(" "), 20)
      expect(wrapped.split(/\s+/).join(" ")).toBe(words.join(" "))
      for (const line of wrapped.split("\n")) expect(line.length).toBeLessThanOrEqual(20)
    }
  )
})

describe("colours", () => {
  it.each([
    ["auto", true, {}, true],
    ["auto", false, {}, false],
    ["auto", true, { NO_COLOR: "1" }, false],
    ["auto", true, { NO_COLOR: "" }, true],
    ["auto", true, { TERM: "dumb" }, false],
    ["always", false, { NO_COLOR: "1" }, true],
    ["never", true, {}, false]
  ] as const)("--color %s, terminal %s, %j: %s", (color, isTerminal, env, expected) => {
    expect(isColoured(color, isTerminal, env)).toBe(expected)
  })
})
