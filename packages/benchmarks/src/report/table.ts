import { goalText, isMet, quartilesText, type Row, valueText } from "./row.ts"

const header = ["row", "what", "value", "goal", "quartiles", ""]

const cells = (row: Row): ReadonlyArray<string> => [
  row.row,
  row.what,
  valueText(row),
  row.goal === undefined ? "" : goalText(row.goal),
  quartilesText(row),
  row.goal === undefined ? "" : isMet(row, row.goal) ? "ok" : "short"
]

/** The rows as a Markdown table with aligned columns. */
export const table = (rows: ReadonlyArray<Row>): string => {
  const lines = [header, ...rows.map(cells)]
  const widths = header.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0), 3))
  const print = (line: ReadonlyArray<string>, fill = " ") =>
    `| ${widths.map((width, column) => (line[column] ?? "").padEnd(width, fill)).join(" | ")} |`
  return [print(header), print([], "-"), ...lines.slice(1).map((line) => print(line))].join("\n")
}
