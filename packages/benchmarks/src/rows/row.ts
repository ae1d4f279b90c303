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
  /** What is kept of it, where the goal has not been reached. */
  readonly budget?: Goal | undefined
  /** What the value counts; a ratio where nothing is said. */
  readonly unit?: string
  /** What the median was taken of, by client. */
  readonly samples?: Readonly<Record<string, ReadonlyArray<number>>>
}

const holds = (goal: Goal | undefined, value: number): boolean => {
  if (goal === undefined) return true
  if ("atLeast" in goal) return value >= goal.atLeast
  return value <= goal.atMost
}

export const isMet = ({ goal, value }: Row): boolean => holds(goal, value)

/** Whether the value is within its budget: its goal, unless another is named. */
export const isWithinBudget = ({ budget, goal, value }: Row): boolean => holds(budget ?? goal, value)

const figure = (value: number): string =>
  Number.isInteger(value) ? String(value) : value.toFixed(Math.abs(value) < 10 ? 3 : 1)

const textOf = (goal: Goal | undefined): string => {
  if (goal === undefined) return ""
  if ("atLeast" in goal) return `>= ${goal.atLeast}`
  return `<= ${goal.atMost}`
}

const verdict = (row: Row): string => {
  if (row.goal === undefined) return ""
  if (isMet(row)) return "ok"
  return row.budget === undefined
    ? "short"
    : `short, ${isWithinBudget(row) ? "within" : "beyond"} ${textOf(row.budget)}`
}

const cells = (row: Row): ReadonlyArray<string> => [
  row.row,
  row.what,
  figure(row.value) + (row.unit === undefined ? "" : ` ${row.unit}`),
  textOf(row.goal),
  row.spread === undefined ? "" : row.spread.map(figure).join(" .. "),
  verdict(row)
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
