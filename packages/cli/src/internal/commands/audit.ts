import * as NodeCommandExecutor from "@effect/platform-node/NodeCommandExecutor"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { define, type OptionsOf } from "../command.ts"
import { findings, UsageError } from "../errors.ts"
import * as Flags from "../flags.ts"
import * as Lookup from "../lookup.ts"
import { Output, print, provide } from "../output.ts"
import { Process } from "../process.ts"
import * as Shared from "../shared.ts"
import * as Source from "../source.ts"
import { plain } from "../style.ts"
import { parseDuration } from "../units.ts"
import { version } from "../version.ts"

const config = {
  paths: Flags.several("PATH", 0, "Files and folders. The current folder by default.", true),
  format: Flags.choice(
    "format",
    ["text", "json", "github", "sarif"],
    "The form of the report. github: annotations of a pull request."
  ),
  json: Flags.toggle("json", "The same as --format json."),
  failOn: Flags.choice(
    "fail-on",
    ["error", "warning", "note"],
    "Findings of this level and above end with 1. error by default."
  ),
  within: Flags.valueOr(
    "within",
    "TIME",
    "A model that retires within this time is an error, a later one a warning. 30d by default.",
    parseDuration,
    Duration.days(30)
  ),
  unknown: Flags.toggle("unknown", "Also reports names that look like ids and that nobody knows."),
  baseline: Flags.text("baseline", "FILE", "Leaves out the findings of this earlier report, made with --format json.", {
    isFile: true
  }),
  ...Shared.source,
  ...Shared.asOf,
  ...Shared.messages
}

type Options = OptionsOf<typeof config>

export const command = define(
  {
    name: "audit",
    summary: "Finds models in source code that are going away.",
    description: [
      "Reads the files that git tracks, or all files of a folder, and reports the ids of models that are retired, overdue, retiring or deprecated. Spellings of Amazon Bedrock, Google Cloud, routers and Claude Code are understood. Tests and docs are notes.",
      "The suggested replacement is the newest active model of the line: the API does not name one. The file .anthropic-models-ignore leaves out paths, and the comment anthropic-models-ignore-next-line RULE - REASON leaves out a finding."
    ],
    examples: [
      {
        line: "anthropic-models audit --snapshot models.json --max-age 30d",
        says: "In CI: without a network and without a key"
      },
      {
        line: "anthropic-models audit src --within 90d --fail-on warning",
        says: "Early: fails where a model ends at all"
      },
      { line: "anthropic-models audit --format sarif > audit.sarif", says: "For code scanning" }
    ],
    findings: "there are findings of the level that --fail-on names"
  },
  config,
  (options) =>
    audit(options).pipe(
      Effect.provide(Source.layer(options)),
      Effect.provide(NodeCommandExecutor.layer),
      provide(options)
    )
)

const audit = (options: Options) =>
  Effect.gen(function* () {
    if (options.json && options.format !== "text" && options.format !== "json") {
      return yield* new UsageError({ message: `--json and --format ${options.format} exclude each other` })
    }
    const { run } = yield* Effect.promise(() => import("../audit/run.ts"))
    const { style } = yield* Output
    const { cwd } = yield* Process
    const { aliases, fetchedAt, file, name } = yield* Source.Source
    const { exitCode, report } = yield* run({
      paths: options.paths,
      format: options.json ? "json" : options.format,
      failOn: options.failOn,
      within: options.within,
      baseline: options.baseline,
      includeUnknown: options.unknown,
      data: { models: yield* Source.all, aliases, source: name, fetchedAt },
      resolve: Option.isNone(file) ? Lookup.find : () => Effect.succeedNone,
      dataFiles: Option.toArray(file),
      now: yield* Shared.now(options.asOf),
      cwd: cwd(),
      version,
      color: style !== plain
    })
    yield* Effect.catchTag(print(report), "OutputClosed", () => Effect.void)
    if (exitCode !== 0) return yield* findings
  })
