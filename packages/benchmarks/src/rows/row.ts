import type { Measured } from "../harness/statistics.ts"

/** What is to hold of a value. */
export type Goal = { readonly atLeast: number } | { readonly atMost: number }

/** A line of the table. */
export interface Row extends Measured {
  /** The number of the goal, and its name. */
  readonly row: string
  /** What is measured, and against what. */
  readonly what: string
  /** None where the value only stands beside another. */
  readonly goal?: Goal | undefined
  /** What the value counts; a ratio where nothing is said. */
  readonly unit?: string
  /** What the median was taken of, by client. */
  readonly samples?: Readonly<Record<string, ReadonlyArray<number>>>
}

export const isMet = ({ goal, value }: Row): boolean => {
  if (goal === undefined) return true
  if ("atLeast" in goal) return value >= goal.atLeast
  return value <= goal.atMost
}

const figure = (value: number): string =>
  Number.isInteger(value) ? String(value) : value.toFixed(Math.abs(value) < 10 ? 3 : 1)

const goalText = ({ goal }: Row): string => {
  if (goal === undefined) return ""
  if ("atLeast" in goal) return `>= ${goal.atLeast}`
  return `<= ${goal.atMost}`
}

const cells = (row: Row): ReadonlyArray<string> => [
  row.row,
  row.what,
  figure(row.value) + (row.unit === undefined ? "" : ` ${row.unit}`),
  goalText(row),
  row.spread === undefined ? "" : row.spread.map(figure).join(" .. "),
  row.goal === undefined ? "" : isMet(row) ? "ok" : "short"
]

const header = ["row", "what", "value", "goal", "quartiles", ""]

/** The rows as a table of Markdown. */
export const table = (rows: ReadonlyArray<Row>): string => {
  const lines = [header, ...rows.map(cells)]
  const widths = header.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  const print = (line: ReadonlyArray<string>, fill = " ") =>
    `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0, fill)).join(" | ")} |`
  const rule = print(
    header.map(() => ""),
    "-"
  )
  return [print(header), rule, ...lines.slice(1).map((line) => print(line))].join("\n")
}
