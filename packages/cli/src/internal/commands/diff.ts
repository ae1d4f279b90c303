import * as ModelChange from "@anthropic-models/catalog/ModelChange"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Changes from "../changes.ts"
import { define, type OptionsOf } from "../command.ts"
import { findings } from "../errors.ts"
import * as Flags from "../flags.ts"
import { note, Output, print, provide } from "../output.ts"
import * as Printing from "../printing.ts"
import * as Shared from "../shared.ts"
import * as SnapshotFile from "../snapshotFile.ts"
import * as Source from "../source.ts"
import { count, formatDay } from "../units.ts"

const config = {
  old: Flags.required("OLD", "A snapshot.", true),
  new: Flags.maybe("NEW", "A later snapshot. Without it, what the API says now.", true),
  exitCode: Flags.toggle("exit-code", "Ends with 1 where there are changes."),
  ...Changes.only,
  ...Shared.json,
  ...Shared.messages
}

type Options = OptionsOf<typeof config>

export const command = define(
  {
    name: "diff",
    summary: "Shows what changed between two snapshots, or since one.",
    description: [
      "One line a change: models that were added (+) or removed (-), and models whose facts are others (~). In JSON a change holds the models before and after."
    ],
    examples: [
      { line: "anthropic-models diff models.json", says: "What changed since the snapshot" },
      {
        line: "anthropic-models diff models.json --only lifecycle --exit-code",
        says: "Fails where a model is going away that was not before"
      }
    ],
    findings: "there are changes, with --exit-code"
  },
  config,
  (options) =>
    diff(options).pipe(Effect.provide(Source.layer({ snapshot: options.new, maxAge: Option.none() })), provide(options))
)

const diff = (options: Options) =>
  Effect.gen(function* () {
    const format = yield* Shared.formatOf(options)
    const { style } = yield* Output
    const before = yield* SnapshotFile.read(options.old)
    const { fetchedAt, name } = yield* Source.Source
    const after = yield* Source.all
    const changes = ModelChange.diff(before.models, after).filter(Changes.picks(options.only))
    const report =
      format === "text"
        ? Effect.zipRight(
            print(changes.map((change) => `${Changes.line(change, style)}\n`).join("")),
            note(
              `${count(changes.length, "change")} from ${formatDay(before.fetched_at)} to ${formatDay(fetchedAt)}, ${name}`
            )
          )
        : print((format === "json" ? Printing.array : Printing.lines)(changes.map((change) => Changes.encode(change))))
    yield* Effect.catchTag(report, "OutputClosed", () => Effect.void)
    if (options.exitCode && changes.length > 0) return yield* findings
  })
