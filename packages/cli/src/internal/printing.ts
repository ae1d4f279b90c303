import * as Effect from "effect/Effect"
import type { DataError, OutputClosed } from "./errors.ts"
import { Output } from "./output.ts"
import * as Table from "./table.ts"

/** Prints values as one JSON array, with one value a line. */
export const array = (values: ReadonlyArray<unknown>): string =>
  values.length === 0 ? "[]\n" : `[\n${values.map((value) => `  ${JSON.stringify(value)}`).join(",\n")}\n]\n`

/** Prints values as JSON, one a line. */
export const lines = (values: ReadonlyArray<unknown>): string =>
  values.map((value) => `${JSON.stringify(value)}\n`).join("")

/** Prints a table whose rows come in batches: the head with the first one. */
export const table = <A>(
  columns: ReadonlyArray<Table.Column<A>>
): Effect.Effect<(rows: ReadonlyArray<A>) => Effect.Effect<void, OutputClosed | DataError>, never, Output> =>
  Effect.map(Output, ({ print, style, width }) => {
    let layout: Table.Layout<A> | undefined
    return (rows) =>
      Effect.suspend(() => {
        if (rows.length === 0) return Effect.void
        const head = layout === undefined
        layout = layout === undefined ? Table.layout(columns, rows, width) : Table.widen(layout, rows, width)
        const texts = rows.map(Table.row(layout, style))
        return print([...(head ? [Table.head(layout, style)] : []), ...texts, ""].join("\n"))
      })
  })
