import * as ModelCapabilities from "@anthropic-models/core/ModelCapabilities"
import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"

/** How the table is coloured: each function puts a text between the marks of a colour, or leaves it as it is. */
export interface Style {
  readonly bold: (text: string) => string
  readonly dim: (text: string) => string
  readonly cyan: (text: string) => string
}

const ansi = (on: number, off: number) => (text: string) => `\u001b[${on}m${text}\u001b[${off}m`
const plain = (text: string) => text

export const coloured: Style = { bold: ansi(1, 22), dim: ansi(2, 22), cyan: ansi(36, 39) }
export const uncoloured: Style = { bold: plain, dim: plain, cyan: plain }

const unknown = "–"

/** 200000 tokens are `200k`, 1000000 are `1M`. */
export const tokens = (count: number): string => {
  if (count >= 1_000_000) return `${Number((count / 1_000_000).toFixed(1))}M`
  return count >= 1_000 ? `${Number((count / 1_000).toFixed(1))}k` : String(count)
}

const shown: ReadonlyArray<readonly [path: ModelCapabilities.CapabilityPath, label: string]> = [
  ["thinking", "thinking"],
  ["effort", "effort"],
  ["image_input", "images"],
  ["pdf_input", "pdf"],
  ["structured_outputs", "json"],
  ["batch", "batch"]
]

const capabilities = (model: ModelInfo): string => {
  const labels = shown.flatMap(([path, label]) => (ModelCapabilities.supports(path)(model) ? [label] : []))
  return labels.length > 0 ? labels.join(" ") : unknown
}

interface Column {
  readonly title: string
  readonly width: number
  readonly align: "left" | "right"
  readonly cell: (model: ModelInfo) => string
}

/** The widths are fixed, since a row is printed before the next page is asked for. */
const columns: ReadonlyArray<Column> = [
  { title: "id", width: 28, align: "left", cell: (model) => model.id },
  { title: "name", width: 22, align: "left", cell: (model) => model.display_name },
  {
    title: "released",
    width: 10,
    align: "left",
    cell: (model) => Option.match(model.created_at, { onNone: () => unknown, onSome: DateTime.formatIsoDateUtc })
  },
  {
    title: "context",
    width: 7,
    align: "right",
    cell: (model) => Option.match(model.max_input_tokens, { onNone: () => unknown, onSome: tokens })
  },
  {
    title: "output",
    width: 6,
    align: "right",
    cell: (model) => Option.match(model.max_tokens, { onNone: () => unknown, onSome: tokens })
  },
  { title: "capabilities", width: 38, align: "left", cell: capabilities }
]

const isControl = (character: string): boolean => /\p{C}/u.test(character)

/** What a server sends must not move the cursor of a terminal, nor break the table. */
const fit = (text: string, { align, width }: Column): string => {
  const characters = Array.from(text, (character) => (isControl(character) ? "\uFFFD" : character))
  const cut = characters.length > width ? [...characters.slice(0, width - 1), "…"] : characters
  const blank = " ".repeat(width - cut.length)
  return align === "left" ? cut.join("") + blank : blank + cut.join("")
}

const line = (cells: ReadonlyArray<string>): string => cells.join("  ").trimEnd()

/** The titles of the columns, and a rule below them. */
export const head = (style: Style): string =>
  [
    style.bold(line(columns.map((column) => fit(column.title, column)))),
    style.dim(line(columns.map((column) => "─".repeat(column.width))))
  ].join("\n")

/** One model. */
export const row =
  (style: Style) =>
  (model: ModelInfo): string =>
    line(
      columns.map((column, i) => {
        const cell = fit(column.cell(model), column)
        if (cell.trim() === unknown) return style.dim(cell)
        return i === 0 ? style.cyan(cell) : cell
      })
    )
