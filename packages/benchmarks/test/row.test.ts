import { describe, expect, it } from "vitest"
import { isWithinBudget, isMet, type Row, table } from "../src/rows/row.ts"

const row = (value: number, goal?: Row["goal"]): Row => ({ row: "0 test", what: "a / b", value, goal })

describe("rows", () => {
  it.each([
    [row(1), true],
    [row(0.5, { atMost: 0.5 }), true],
    [row(0.51, { atMost: 0.5 }), false],
    [row(1, { atLeast: 1 }), true],
    [row(0.99, { atLeast: 1 }), false],
    [row(Number.NaN, { atMost: 1 }), false]
  ])("%j: met is %s", (row, expected) => {
    expect(isMet(row)).toBe(expected)
  })

  it.each([
    [row(0.5, { atMost: 0.5 }), true],
    [row(0.51, { atMost: 0.5 }), false],
    [{ ...row(0.51, { atMost: 0.5 }), budget: { atMost: 0.6 } }, true],
    [{ ...row(0.61, { atMost: 0.5 }), budget: { atMost: 0.6 } }, false]
  ])("%j: within its budget is %s", (row, expected) => {
    expect(isWithinBudget(row)).toBe(expected)
  })

  it("are printed as a table of Markdown", () => {
    const rows: ReadonlyArray<Row> = [
      { ...row(0.4321, { atMost: 0.5 }), spread: [0.4, 0.5] },
      { ...row(16, { atMost: 15 }), unit: "kB" },
      { ...row(0.51, { atMost: 0.5 }), budget: { atMost: 0.6 } },
      { ...row(0.61, { atMost: 0.5 }), budget: { atMost: 0.6 } }
    ]
    expect(table(rows).split("\n")).toEqual([
      "| row    | what  | value | goal   | quartiles      |                      |",
      "| ------ | ----- | ----- | ------ | -------------- | -------------------- |",
      "| 0 test | a / b | 0.432 | <= 0.5 | 0.400 .. 0.500 | ok                   |",
      "| 0 test | a / b | 16 kB | <= 15  |                | short                |",
      "| 0 test | a / b | 0.510 | <= 0.5 |                | short, within <= 0.6 |",
      "| 0 test | a / b | 0.610 | <= 0.5 |                | short, beyond <= 0.6 |"
    ])
  })
})
