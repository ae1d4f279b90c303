import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { chart } from "../src/report/chart.ts"
import { files, merge, readRun, type Run, withTable } from "../src/report/results.ts"
import { type Goal, isMet, type Row, ratioRow, shareOfGoal } from "../src/report/row.ts"
import { table } from "../src/report/table.ts"

const row = (value: number, goal?: Goal): Row => ({ row: "test", what: "a / b", value, goal })

describe("rows", () => {
  it.each([
    { value: 0.5, goal: { atMost: 0.5 }, met: true, share: 1 },
    { value: 0.75, goal: { atMost: 0.5 }, met: false, share: 1.5 },
    { value: 1, goal: { atLeast: 1 }, met: true, share: 1 },
    { value: 2, goal: { atLeast: 1 }, met: true, share: 0.5 },
    { value: 0.5, goal: { atLeast: 1 }, met: false, share: 2 },
    { value: Number.NaN, goal: { atMost: 1 }, met: false, share: Number.NaN }
  ])("$value with the goal $goal takes $share of it", ({ goal, met, share, value }) => {
    expect(isMet(row(value), goal)).toBe(met)
    expect(shareOfGoal(row(value), goal)).toBe(share)
  })

  it("hold the median of the ratios and what they come from", () => {
    expect(ratioRow({ row: "test", what: "a / b" }, [2, 4, 6], [1, 1, 1])).toEqual({
      row: "test",
      what: "a / b",
      value: 4,
      quartiles: [3, 5],
      samples: { over: [2, 4, 6], under: [1, 1, 1] }
    })
  })
})

describe("table", () => {
  it("is Markdown with aligned columns", () => {
    const rows: ReadonlyArray<Row> = [
      { ...row(0.4321, { atMost: 0.5 }), quartiles: [0.4, 0.5] },
      { ...row(16.25, { atMost: 15 }), unit: "kB" },
      row(0.0234)
    ]
    expect(table(rows).split("\n")).toEqual([
      "| row  | what  | value   | goal        | quartiles    |       |",
      "| ---- | ----- | ------- | ----------- | ------------ | ----- |",
      "| test | a / b | 0.43    | at most 0.5 | 0.40 to 0.50 | ok    |",
      "| test | a / b | 16.3 kB | at most 15  |              | short |",
      "| test | a / b | 0.023   |             |              |       |"
    ])
  })
})

describe("chart", () => {
  it("shows the rows that have a goal", () => {
    const svg = chart([row(0.4, { atMost: 0.5 }), { ...row(3), what: "c / d" }])
    expect(svg).toMatch(/^<svg /)
    expect(svg).toContain("test: a / b")
    expect(svg).toContain("0.40, goal at most 0.5")
    expect(svg).not.toContain("c / d")
  })

  it("is the same for the same rows", () => {
    const rows = [row(0.4, { atMost: 0.5 })]
    expect(chart(rows)).toBe(chart(rows))
  })
})

describe("results", () => {
  const run = (rows: ReadonlyArray<Row>): Run => ({
    node: "v20.0.0",
    processor: "2 cores",
    load: 0.25,
    quick: false,
    rows
  })
  const named = (name: string, value: number): Row => ({ ...row(value), row: name })

  it("replace the rows that were measured again", () => {
    const saved = run([named("a", 1), named("b", 1), named("b", 2)])
    const newer = run([named("c", 3), named("b", 3)])
    expect(merge(saved, newer, ["a", "b", "c"]).rows).toEqual([named("a", 1), named("b", 3), named("c", 3)])
  })

  it("drop rows whose measurement is gone", () => {
    expect(merge(run([named("gone", 1)]), run([named("a", 1)]), ["a"]).rows).toEqual([named("a", 1)])
  })

  it("stand in the README between two marks", () => {
    const readme = "before\n<!-- table: written by pnpm bench -->\nold\n<!-- end of the table -->\nafter\n"
    const once = withTable(readme, run([row(1)]))
    expect(once).toContain(
      "before\n<!-- table: written by pnpm bench -->\n\nNode v20.0.0, 2 cores, load 0.3 before the run.\n\n|"
    )
    expect(once).toContain("|\n\n<!-- end of the table -->\nafter\n")
    expect(withTable(once, run([row(1)]))).toBe(once)
  })

  it("are the same in the saved run, the README and the chart (if not: pnpm bench:chart)", () => {
    const readme = readFileSync(files.readme, "utf8")
    expect(withTable(readme, readRun())).toBe(readme)
    expect(readFileSync(files.chart, "utf8")).toBe(chart(readRun().rows))
  })
})
