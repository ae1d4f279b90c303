import * as Order from "effect/Order"
import { cut, printable, widthOf } from "./cells.ts"
import type { Style } from "./style.ts"

/** One way to show a column. */
interface Form<A> {
  /** Forms of a lower rank get their place first. */
  readonly rank: number
  readonly cell: (row: A) => string
}

export interface Column<A> {
  readonly title: string
  readonly align?: "left" | "right"
  readonly color?: (style: Style, row: A) => (text: string) => string
  /** From the shortest to the longest. */
  readonly forms: readonly [Form<A>, ...ReadonlyArray<Form<A>>]
}

interface Placed<A> {
  readonly column: Column<A>
  readonly form: Form<A>
  readonly width: number
}

/** The columns that fit, from left to right. */
export type Layout<A> = ReadonlyArray<Placed<A>>

const gap = 2

/**
 * Chooses the columns and their forms for a terminal.
 *
 * Every form gets its place in the order of ranks, if it fits beside those that have theirs; a longer form replaces a
 * shorter one of its column. The form of the lowest rank is always there, and cut if it must be. Without a width
 * everything fits.
 */
export const layout = <A>(columns: ReadonlyArray<Column<A>>, rows: ReadonlyArray<A>, width = Infinity): Layout<A> => {
  const forms = columns
    .flatMap((column) => column.forms.map((form) => ({ column, form, width: naturalWidth(column, form, rows) })))
    .sort(Order.mapInput(Order.number, ({ form }) => form.rank))
  let placed: Layout<A> = []
  for (const candidate of forms) {
    const next = [...placed.filter(({ column }) => column !== candidate.column), candidate]
    if (placed.length === 0) placed = [{ ...candidate, width: Math.min(candidate.width, firstWidth(forms, width)) }]
    else if (totalWidth(next) <= width) placed = next
  }
  return columns.flatMap((column) => placed.filter((one) => one.column === column))
}

/** The most that the first form may take, so that the second one has its place beside it. */
const firstWidth = <A>([, second]: Layout<A>, width: number): number => {
  const room = second === undefined ? width : width - gap - second.width
  return room >= width / 3 ? room : width
}

/** The same columns for more rows: wider where there is room. */
export const widen = <A>(before: Layout<A>, rows: ReadonlyArray<A>, width = Infinity): Layout<A> => {
  let wider = before
  for (const one of before) {
    const grown = { ...one, width: Math.max(one.width, naturalWidth(one.column, one.form, rows)) }
    const next = wider.map((other) => (other.column === one.column ? grown : other))
    if (totalWidth(next) <= width) wider = next
  }
  return wider
}

const naturalWidth = <A>({ title }: Column<A>, { cell }: Form<A>, rows: ReadonlyArray<A>): number =>
  rows.reduce((widest, row) => Math.max(widest, widthOf(printable(cell(row)))), widthOf(title))

const totalWidth = <A>(placed: Layout<A>): number =>
  placed.reduce((total, { width }) => total + width, gap * (placed.length - 1))

/** The titles. */
export const head = <A>(layout: Layout<A>, style: Style): string =>
  line(layout.map(({ column, width }) => ({ text: column.title, width, align: column.align, color: style.dim })))

/** One row. */
export const row =
  <A>(layout: Layout<A>, style: Style) =>
  (row: A): string =>
    line(
      layout.map(({ column, form, width }) => ({
        text: form.cell(row),
        width,
        align: column.align,
        color: column.color?.(style, row) ?? style.plain
      }))
    )

interface Cell {
  readonly text: string
  readonly width: number
  readonly align: "left" | "right" | undefined
  readonly color: (text: string) => string
}

/** Colours stand around the text alone, and a line does not end in spaces. */
const line = (cells: ReadonlyArray<Cell>): string =>
  cells
    .map(({ align, color, text, width }, index) => {
      const shown = cut(printable(text), width)
      const blank = " ".repeat(width - widthOf(shown))
      if (align === "right") return blank + color(shown)
      return index === cells.length - 1 ? color(shown) : color(shown) + blank
    })
    .join(" ".repeat(gap))
    .trimEnd()
