import * as Retirement from "@anthropic-models/catalog/Retirement"
import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
import * as DateTime from "effect/DateTime"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { printable, wrap } from "../cells.ts"
import { define, type OptionsOf } from "../command.ts"
import { findings, UsageError } from "../errors.ts"
import * as Flags from "../flags.ts"
import * as Lookup from "../lookup.ts"
import { didYouMean, nearest } from "../nearest.ts"
import { note, Output, print, provide } from "../output.ts"
import * as Printing from "../printing.ts"
import * as Progress from "../progress.ts"
import * as Shared from "../shared.ts"
import * as Source from "../source.ts"
import * as Status from "../status.ts"
import { readInput } from "../stdin.ts"
import * as Table from "../table.ts"
import { count, parseDuration } from "../units.ts"

const config = {
  ids: Flags.several("ID", 1, "Ids or aliases of models. - reads them from stdin, one a line."),
  within: Flags.value(
    "within",
    "TIME",
    "A model that retires within this time, such as 30d, is a finding.",
    parseDuration
  ),
  ...Shared.json,
  ...Shared.source,
  ...Shared.asOf,
  ...Shared.messages
}

type Options = OptionsOf<typeof config>

export const command = define(
  {
    name: "check",
    summary: "Checks that model ids can be used.",
    description: [
      "For deploy gates. An id that nobody knows, one of a retired model, and one of a deprecated model whose date has passed are findings. Ids that are spelled alike are suggested."
    ],
    examples: [
      {
        line: "anthropic-models check claude-opus-4-6 claude-haiku-4-5",
        says: "Stops a deployment whose models are gone"
      },
      {
        line: "jq -r '.. | .model? // empty' config.json | anthropic-models check - --within 30d",
        says: "The ids of a configuration, and those that end in the next 30 days"
      }
    ],
    findings: "an id cannot be used"
  },
  config,
  (options) => check(options).pipe(Effect.provide(Source.layer(options)), provide(options))
)

/** What is known of one id. */
interface Verdict {
  readonly id: string
  readonly isUsable: boolean
  readonly model: Option.Option<ModelInfo>
  /** For people: an alias, ids that were meant, or where to go from here. */
  readonly remark: string
  readonly suggestions: ReadonlyArray<string>
}

const check = (options: Options) =>
  Effect.gen(function* () {
    const format = yield* Shared.formatOf(options)
    const now = yield* Shared.now(options.asOf)
    const ids = yield* idsOf(options.ids)
    const models = yield* Source.all
    const { name } = yield* Source.Source
    const verdicts = yield* Effect.forEach(ids, (id) =>
      Effect.map(resolve(id, models), (model) => judge(id, model, models, now, options.within))
    ).pipe(Progress.during(`Waiting for ${name}`))

    const usable = verdicts.filter(({ isUsable }) => isUsable).length
    const report =
      format === "text"
        ? Effect.zipRight(
            printVerdicts(verdicts, now),
            note(`${usable} of ${count(verdicts.length, "id")} can be used${yield* Source.origin}`)
          )
        : print(
            (format === "json" ? Printing.array : Printing.lines)(
              verdicts.map((verdict) => encodeVerdict(verdict, now))
            )
          )
    yield* Effect.catchTag(report, "OutputClosed", () => Effect.void)
    if (usable < verdicts.length) return yield* findings
  })

/** The ids of the command line, and those of stdin in the place of a `-`. */
const idsOf = (given: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const input = given.includes("-") ? yield* readInput : ""
    const read = input
      .split("\n")
      .map((line) => line.replace(/#.*/, "").trim())
      .filter((line) => line !== "")
    const ids = [...new Set(given.flatMap((id) => (id === "-" ? read : [id])))]
    if (ids.length === 0) {
      return yield* new UsageError({ message: "there are no ids on stdin", hint: "Give one id a line." })
    }
    return ids
  })

/** Ids of the list cost no request. Each other name is asked once, since it may be an alias. */
const resolve = (id: string, models: ReadonlyArray<ModelInfo>) =>
  Option.match(Option.fromNullable(models.find((model) => model.id === id)), {
    onNone: () => Effect.catchTag(Lookup.find(id), "InvalidParameterError", () => Effect.succeedNone),
    onSome: Effect.succeedSome
  })

const judge = (
  id: string,
  model: Option.Option<ModelInfo>,
  models: ReadonlyArray<ModelInfo>,
  now: DateTime.Utc,
  within: Option.Option<Duration.Duration>
): Verdict => {
  if (Option.isNone(model)) {
    const suggestions = nearest(
      id,
      models.map(({ id }) => id)
    )
    return { id, isUsable: false, model, remark: didYouMean(suggestions) ?? "", suggestions }
  }
  const found = model.value
  const isUsable =
    Retirement.of(found, now)._tag !== "Retired" &&
    !Retirement.retiringWithin(
      Option.getOrElse(within, () => 0),
      now
    )(found)
  const newest = Lookup.newestOfLine(found, models)
  const remarks = [
    ...(found.id === id ? [] : [`alias of ${found.id}`]),
    ...(isUsable ? [] : Option.toArray(newest).map(({ id }) => `newest active of its line: ${id}`))
  ]
  return {
    id,
    isUsable,
    model,
    remark: remarks.join(", "),
    suggestions: isUsable ? [] : Option.toArray(newest).map(({ id }) => id)
  }
}

/** A row for each id, and its remark below it. */
const printVerdicts = (verdicts: ReadonlyArray<Verdict>, now: DateTime.Utc) =>
  Effect.flatMap(Output, ({ print, style, width }) => {
    const layout = Table.layout(columns(now), verdicts, width)
    const row = Table.row(layout, style)
    const remark = ({ remark }: Verdict) =>
      remark === "" ? [] : wrap(printable(remark), (width ?? Infinity) - indent.length).split("\n")
    return print(
      [
        Table.head(layout, style),
        ...verdicts.flatMap((verdict) => [row(verdict), ...remark(verdict).map((line) => indent + style.dim(line))]),
        ""
      ].join("\n")
    )
  })

const indent = "    "

const columns = (now: DateTime.Utc): ReadonlyArray<Table.Column<Verdict>> => [
  {
    title: "",
    color: (style, { isUsable }) => (isUsable ? style.green : style.red),
    forms: [{ rank: 0, cell: ({ isUsable }) => (isUsable ? "ok" : "no") }]
  },
  { title: "ID", color: (style) => style.cyan, forms: [{ rank: 1, cell: ({ id }) => id }] },
  {
    title: "STATUS",
    color: (style, { model }) =>
      Option.match(model, { onNone: () => style.red, onSome: (model) => Status.color(style, model, now) }),
    forms: [
      { rank: 2, cell: ({ model }) => statusOf(model, (model) => Status.describeShortly(model, now)) },
      { rank: 3, cell: ({ model }) => statusOf(model, (model) => Status.describe(model, now)) }
    ]
  }
]

const statusOf = (model: Option.Option<ModelInfo>, describe: (model: ModelInfo) => string): string =>
  Option.match(model, { onNone: () => "unknown", onSome: describe })

const encodeVerdict = ({ id, isUsable, model, suggestions }: Verdict, now: DateTime.Utc) => ({
  id,
  usable: isUsable,
  status: Option.match(model, {
    onNone: () => "unknown",
    onSome: (model) => Retirement.of(model, now)._tag.toLowerCase()
  }),
  model: Option.getOrNull(Option.map(model, ({ id }) => id)),
  retires_at: Option.getOrNull(Option.flatMap(model, ({ retires_at }) => Option.map(retires_at, DateTime.formatIso))),
  suggestions
})
