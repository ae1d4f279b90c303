import * as Retirement from "@anthropic-models/catalog/Retirement"
import * as Cursor from "@anthropic-models/core/Cursor"
import { supports, unlisted } from "@anthropic-models/core/ModelCapabilities"
import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
import * as ModelStream from "@anthropic-models/stream/ModelStream"
import * as Chunk from "effect/Chunk"
import type * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { define, type OptionsOf } from "../command.ts"
import { UsageError } from "../errors.ts"
import * as Flags from "../flags.ts"
import { encode, select } from "../json.ts"
import * as ModelTable from "../modelTable.ts"
import { note, print, provide } from "../output.ts"
import * as Paths from "../paths.ts"
import * as Printing from "../printing.ts"
import * as Progress from "../progress.ts"
import * as Shared from "../shared.ts"
import * as Source from "../source.ts"
import { count, parseDuration, parseTokens, parseWhole } from "../units.ts"

const config = {
  line: Flags.list("line", "LINE", "Only models of this line, such as opus."),
  lifecycle: Flags.choices(
    "lifecycle",
    Source.everyStage,
    "Only models of this stage. Without it the API leaves out retired ones."
  ),
  supports: Flags.list("supports", "PATH", "Only models with this capability, such as thinking.types.adaptive."),
  minContext: Flags.value(
    "min-context",
    "TOKENS",
    "Only models that read this many tokens, such as 200k.",
    parseTokens
  ),
  minOutput: Flags.value("min-output", "TOKENS", "Only models that write this many tokens, such as 64k.", parseTokens),
  retiringWithin: Flags.value(
    "retiring-within",
    "TIME",
    "Only models that retire within this time, such as 90d, or should have.",
    parseDuration
  ),
  limit: Flags.value("limit", "ROWS", "At most this many rows.", parseWhole(1)),
  after: Flags.text("after", "ID", "Begins behind this model, toward older ones."),
  before: Flags.text("before", "ID", "Begins before this model, toward newer ones."),
  ...Shared.json,
  ...Shared.fields,
  ...Shared.source,
  ...Shared.asOf,
  ...Shared.messages
}

type Options = OptionsOf<typeof config>

export const command = define(
  {
    name: "list",
    summary: "Lists models, newest first.",
    description: [
      "Rows appear as pages arrive. On a terminal the table fits its width: columns that do not fit are left out. A fact that the API does not say is shown as -, and no filter picks it.",
      "A capability is named by its path in the API's JSON. One that neither this version nor any listed model knows is wrong usage."
    ],
    examples: [
      {
        line: "anthropic-models list --supports thinking.types.adaptive --min-context 200k",
        says: "Models that think adaptively and read 200,000 tokens"
      },
      { line: "anthropic-models list --retiring-within 90d", says: "Models that stop working in the next 90 days" },
      { line: "anthropic-models list --line opus --jsonl | jq -r .id", says: "The ids of a line, for other programs" }
    ]
  },
  config,
  (options) => list(options).pipe(Effect.provide(Source.layer(options)), provide(options))
)

const list = (options: Options) =>
  Effect.gen(function* () {
    const format = yield* Shared.formatOf(options)
    const now = yield* Shared.now(options.asOf)
    let seen = 0
    const rows = (yield* known(yield* walk(options), options)).pipe(
      Stream.mapChunks((models) => {
        seen += models.length
        return Chunk.filter(models, picks(options, now))
      }),
      Stream.take(Option.getOrElse(options.limit, () => Number.MAX_SAFE_INTEGER))
    )
    if (format !== "text") return yield* printJson(rows, format, options.fields)

    const printed = yield* printTable(rows, now, options.fields)
    const isWhole = printed === seen || Option.contains(options.limit, printed)
    const counted = isWhole ? count(printed, "model") : `${printed} of ${count(seen, "model")}`
    yield* note(`${counted}${yield* Source.origin}`)
  })

/** All models that the API has in the direction of the cursor. */
const walk = (options: Options) =>
  Effect.gen(function* () {
    if (Option.isSome(options.after) && Option.isSome(options.before)) {
      return yield* new UsageError({
        message: "--after and --before exclude each other",
        hint: "They are two directions: leave one of them out."
      })
    }
    const { name } = yield* Source.Source
    return ModelStream.models({
      cursor: Option.getOrUndefined(
        Option.orElse(Option.map(options.after, Cursor.after), () => Option.map(options.before, Cursor.before))
      ),
      lifecycle: options.lifecycle.length === 0 ? undefined : options.lifecycle
    }).pipe(Progress.whilePulling(`Waiting for ${name}`))
  })

/**
 * Refuses paths that are wrong. Those that this version knows are right, and the rows can go on at once. Others may
 * be newer than this version: the models decide, so all of them are read first.
 */
const known = <E, R>(models: Stream.Stream<ModelInfo, E, R>, { fields, supports }: Options) =>
  Effect.gen(function* () {
    const capabilities = supports.length === 0 ? none : Paths.knownCapabilities()
    const names = fields.length === 0 ? none : Paths.knownFields()
    if (supports.every((path) => capabilities.has(path)) && fields.every((path) => names.has(path))) return models
    const all = yield* Stream.runCollect(models)
    const seen = Chunk.toReadonlyArray(all)
    const capability = Paths.firstUnknown(supports, capabilities, seen.flatMap(Paths.capabilitiesIn))
    if (capability !== undefined) return yield* Paths.refuse("capability", capability)
    const field = Paths.firstUnknown(fields, names, seen.flatMap(Paths.fieldsIn))
    if (field !== undefined) return yield* Paths.refuse("field", field)
    return Stream.fromChunk(all)
  })

const none: ReadonlySet<string> = new Set()

/** A fact that is unknown satisfies no filter. */
const picks = (options: Options, now: DateTime.Utc): ((model: ModelInfo) => boolean) => {
  const filters: ReadonlyArray<(model: ModelInfo) => boolean> = [
    ...(options.line.length === 0
      ? []
      : [({ line }: ModelInfo) => Option.exists(line, (line) => options.line.includes(line))]),
    ...options.supports.map((path) => supports(unlisted(path))),
    ...Option.toArray(options.minContext).map(
      (least) => (model: ModelInfo) => Option.exists(model.max_input_tokens, (tokens) => tokens >= least)
    ),
    ...Option.toArray(options.minOutput).map(
      (least) => (model: ModelInfo) => Option.exists(model.max_tokens, (tokens) => tokens >= least)
    ),
    ...Option.toArray(options.retiringWithin).map((time) => Retirement.retiringWithin(time, now))
  ]
  return (model) => filters.every((filter) => filter(model))
}

/** One array is printed when it is complete, so that it is never cut. Lines are printed as pages arrive. */
const printJson = <E, R>(
  rows: Stream.Stream<ModelInfo, E, R>,
  format: "json" | "jsonl",
  fields: ReadonlyArray<string>
) => {
  const values = Stream.map(rows, (model) => select(encode(model), fields))
  return format === "json"
    ? Effect.flatMap(Stream.runCollect(values), (all) => print(Printing.array(Chunk.toReadonlyArray(all))))
    : Stream.runForEachChunk(values, (some) => print(Printing.lines(Chunk.toReadonlyArray(some))))
}

const printTable = <E, R>(rows: Stream.Stream<ModelInfo, E, R>, now: DateTime.Utc, fields: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const columns = fields.length === 0 ? ModelTable.columns(now) : ModelTable.fieldColumns(fields)
    const printRows = yield* Printing.table(columns)
    let printed = 0
    yield* Stream.runForEachChunk(rows, (some) => {
      printed += some.length
      return printRows(Chunk.toReadonlyArray(some))
    })
    return printed
  })
