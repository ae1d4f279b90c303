import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"
import { at, encode } from "./json.ts"
import * as Status from "./status.ts"
import type { Column } from "./table.ts"
import { formatTokens } from "./units.ts"

const shown = <A>(fact: Option.Option<A>, show: (value: A) => string): string =>
  Option.match(fact, { onNone: () => Status.unknown, onSome: show })

/** The columns of models. The ranks say which ones stay on a narrow terminal. */
export const columns = (now: DateTime.Utc): ReadonlyArray<Column<ModelInfo>> => [
  { title: "ID", color: (style) => style.cyan, forms: [{ rank: 0, cell: ({ id }) => id }] },
  { title: "NAME", forms: [{ rank: 6, cell: ({ display_name }) => display_name }] },
  { title: "LINE", forms: [{ rank: 7, cell: ({ line }) => shown(line, (line) => line) }] },
  {
    title: "CONTEXT",
    align: "right",
    forms: [{ rank: 2, cell: ({ max_input_tokens }) => shown(max_input_tokens, formatTokens) }]
  },
  { title: "OUTPUT", align: "right", forms: [{ rank: 4, cell: ({ max_tokens }) => shown(max_tokens, formatTokens) }] },
  {
    title: "RELEASED",
    forms: [{ rank: 3, cell: ({ created_at }) => shown(created_at, DateTime.formatIsoDateUtc) }]
  },
  {
    title: "STATUS",
    color: (style, model) => Status.color(style, model, now),
    forms: [
      { rank: 1, cell: (model) => Status.describeShortly(model, now) },
      { rank: 5, cell: (model) => Status.describe(model, now) }
    ]
  }
]

/** A column for each of these fields of the API, in this order. */
export const fieldColumns = (fields: ReadonlyArray<string>): ReadonlyArray<Column<ModelInfo>> =>
  fields.map((field, rank) => ({
    title: field.toUpperCase(),
    forms: [{ rank, cell: (model) => showValue(at(encode(model), field)) }]
  }))

const showValue = (value: unknown): string => {
  if (value === undefined || value === null) return Status.unknown
  return typeof value === "string" ? value : JSON.stringify(value)
}
