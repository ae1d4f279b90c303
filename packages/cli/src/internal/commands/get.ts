import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
import type * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import { cut, printable } from "../cells.ts"
import { define, type OptionsOf } from "../command.ts"
import { UnknownModel } from "../errors.ts"
import * as Flags from "../flags.ts"
import { encode, type Json, select } from "../json.ts"
import * as Lookup from "../lookup.ts"
import { didYouMean, nearest } from "../nearest.ts"
import { note, Output, print, provide } from "../output.ts"
import * as Paths from "../paths.ts"
import * as Progress from "../progress.ts"
import * as Shared from "../shared.ts"
import * as Source from "../source.ts"
import * as Status from "../status.ts"
import type { Style } from "../style.ts"
import { formatDay } from "../units.ts"

const config = {
  id: Flags.required("ID", "The id of a model, or an alias of it."),
  ...Shared.oneJson,
  ...Shared.fields,
  ...Shared.source,
  ...Shared.asOf,
  ...Shared.messages
}

type Options = OptionsOf<typeof config>

export const command = define(
  {
    name: "get",
    summary: "Shows one model in full.",
    description: [
      "Dates, limits, capabilities as a tree, and the newest active model of its line. The API names no replacement of a model that is going away: the newest one of its line is where to look first."
    ],
    examples: [
      { line: "anthropic-models get claude-opus-4-6", says: "Everything that the API says of a model" },
      { line: "anthropic-models get claude-opus-4-1 --json | jq .max_tokens", says: "One fact, by an alias" }
    ],
    findings: "there is no such model; near ids are suggested"
  },
  config,
  (options) => get(options).pipe(Effect.provide(Source.layer(options)), provide(options))
)

const get = (options: Options) =>
  Effect.gen(function* () {
    const { name } = yield* Source.Source
    const now = yield* Shared.now(options.asOf)
    const found = yield* Lookup.find(options.id).pipe(Progress.during(`Waiting for ${name}`))
    if (Option.isNone(found)) return yield* refuse(options.id, yield* Source.all)
    const model = found.value
    const json = encode(model)
    yield* Paths.requireFields(options.fields, [model])
    if (options.json || options.jsonl) {
      return yield* print(`${JSON.stringify(select(json, options.fields), null, options.jsonl ? undefined : 2)}\n`)
    }
    if (options.fields.length > 0) return yield* printFields(select(json, options.fields))
    yield* printModel(model, Lookup.newestOfLine(model, yield* Source.all), options.id, now)
    yield* note(`from ${name}${yield* Source.age}`)
  })

const refuse = (id: string, models: ReadonlyArray<ModelInfo>) =>
  new UnknownModel({
    message: `there is no model ${printable(id)}`,
    hint:
      didYouMean(
        nearest(
          id,
          models.map(({ id }) => id)
        )
      ) ?? "See: anthropic-models list"
  })

const printFields = (json: Json) =>
  printLines((style) => Object.entries(json).map(([name, value]) => [name, showValue(value, style)]))

const printModel = (model: ModelInfo, newest: Option.Option<ModelInfo>, asked: string, now: DateTime.Utc) =>
  Effect.gen(function* () {
    const { style } = yield* Output
    yield* print(`${style.bold(style.cyan(printable(model.id)))}\n${printable(model.display_name)}\n\n`)
    yield* printLines((style) => [
      ...facts(model, newest, asked, now, style),
      ...capabilities(model, style),
      ...extra(model, style)
    ])
  })

/** A line: a name, and the value of it. A line without a value is a heading. */
type Line = readonly [name: string, value: string]

const facts = (
  model: ModelInfo,
  newest: Option.Option<ModelInfo>,
  asked: string,
  now: DateTime.Utc,
  style: Style
): ReadonlyArray<Line> => {
  const optional = <A>(name: string, fact: Option.Option<A>, show: (value: A) => string): Line => [
    name,
    Option.match(fact, { onNone: () => style.dim(Status.unknown), onSome: show })
  ]
  return [
    ...(asked === model.id ? [] : [["alias", printable(asked)] as const]),
    optional("line", model.line, printable),
    ["status", Status.color(style, model, now)(Status.describe(model, now))],
    optional("released", model.created_at, formatDay),
    ...(Option.isNone(model.deprecated_at) ? [] : [optional("deprecated", model.deprecated_at, formatDay)]),
    optional("context", model.max_input_tokens, formatExactly),
    optional("output", model.max_tokens, formatExactly),
    ...Option.toArray(newest).map(({ id }): Line => ["newest active of its line", style.cyan(printable(id))])
  ]
}

const formatExactly = (tokens: number): string => `${tokens.toLocaleString("en-US")} tokens`

const capabilities = (model: ModelInfo, style: Style): ReadonlyArray<Line> =>
  Option.match(model.capabilities, {
    onNone: () => [["", ""] as const, ["capabilities", style.dim(Status.unknown)] as const],
    onSome: (capabilities) => [["", ""] as const, ["capabilities", ""] as const, ...tree(capabilities, style, 1)]
  })

/** `effort yes`, and below it `low yes`. */
const tree = (node: object, style: Style, depth: number): ReadonlyArray<Line> =>
  Object.entries(node).flatMap(([key, value]: [string, unknown]): ReadonlyArray<Line> => {
    if (key === "supported") return []
    const name = `${"  ".repeat(depth)}${printable(key)}`
    if (!Predicate.isRecord(value)) return [[name, showValue(value, style)]]
    const supported = value["supported"]
    const inner = Object.keys(value).some((key) => key !== "supported")
    return [
      [name, supported === undefined && inner ? "" : showValue(supported, style)],
      ...tree(value, style, depth + 1)
    ]
  })

const extra = ({ extra }: ModelInfo, style: Style): ReadonlyArray<Line> => {
  const fields = Object.entries(extra)
  return fields.length === 0
    ? []
    : [
        ["", ""],
        ["other fields", ""],
        ...fields.map(([key, value]): Line => [`  ${printable(key)}`, showValue(value, style)])
      ]
}

const showValue = (value: unknown, style: Style): string => {
  if (value === true) return style.green("yes")
  if (value === false) return style.dim("no")
  if (value === undefined || value === null) return style.dim(Status.unknown)
  return printable(typeof value === "string" ? value : JSON.stringify(value))
}

/** Prints names and values in two columns, cut to the terminal. */
const printLines = (lines: (style: Style) => ReadonlyArray<Line>) =>
  Effect.flatMap(Output, ({ print, style, width = Infinity }) => {
    const all = lines(style)
    const indent = Math.max(...all.map(([name]) => name.length)) + 4
    return print(all.map(([name, value]) => `${fitLine(name, value, indent, width)}\n`).join(""))
  })

const fitLine = (name: string, value: string, indent: number, width: number): string => {
  if (value === "") return name === "" ? "" : `  ${name}`
  return `  ${name.padEnd(indent - 2)}${cut(value, Math.max(width - indent, 8))}`
}
