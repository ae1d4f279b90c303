import * as FileSystem from "@effect/platform/FileSystem"
import * as Path from "@effect/platform/Path"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { define, type OptionsOf } from "../command.ts"
import { UsageError } from "../errors.ts"
import * as Flags from "../flags.ts"
import * as Lookup from "../lookup.ts"
import { note, print, provide } from "../output.ts"
import { Process } from "../process.ts"
import * as Shared from "../shared.ts"
import * as SnapshotFile from "../snapshotFile.ts"
import * as Source from "../source.ts"
import { count } from "../units.ts"

const config = {
  output: Flags.text("output", "FILE", "Writes this file instead of stdout. It is replaced at once, never half.", {
    alias: "o",
    isFile: true
  }),
  alias: Flags.list(
    "alias",
    "NAME",
    "Also keeps the model that this alias means. A file that is replaced keeps its aliases."
  ),
  ...Shared.messages
}

type Options = OptionsOf<typeof config>

export const command = define(
  {
    name: "snapshot",
    summary: "Writes all models to a file.",
    description: [
      "A file to commit: --snapshot FILE makes the other commands read it, without a network and without a key. Models of all stages are in it, newest first, in JSON whose order is stable, so that git shows what changed.",
      "No list of the API holds aliases. Those that your code uses can be kept with --alias."
    ],
    examples: [
      { line: "anthropic-models snapshot -o models.json", says: "Writes the file, or brings it up to date" },
      { line: "anthropic-models snapshot -o models.json --alias claude-opus-4-1", says: "Keeps an alias, too" }
    ]
  },
  config,
  (options) => snapshot(options).pipe(Effect.provide(Source.layer(api)), provide(options))
)

const api: Source.SourceOptions = { snapshot: Option.none(), maxAge: Option.none() }

const snapshot = (options: Options) =>
  Effect.gen(function* () {
    const models = yield* Source.all
    const before = yield* keptAliases(options.output)
    const aliases = yield* resolveAliases(options.alias, before)
    const text = SnapshotFile.render({
      format: SnapshotFile.format,
      fetched_at: yield* DateTime.now,
      source: yield* Source.baseUrl,
      aliases,
      models
    })
    if (Option.isNone(options.output)) return yield* print(text)
    yield* replace(options.output.value, text)
    const named = Object.keys(aliases).length
    yield* note(
      `${count(models.length, "model")}${named === 0 ? "" : ` and ${count(named, "alias", "aliases")}`} in ${options.output.value}`
    )
  })

/** The aliases of the file that is about to be replaced. A file of another kind has none, and is replaced as well. */
const keptAliases = (output: Option.Option<string>) =>
  Option.match(output, {
    onNone: () => Effect.succeed<ReadonlyArray<string>>([]),
    onSome: (path) =>
      SnapshotFile.read(path).pipe(
        Effect.map(({ aliases }) => Object.keys(aliases)),
        Effect.orElseSucceed((): ReadonlyArray<string> => [])
      )
  })

/** Asks for each alias. One that was wanted must exist; one that was kept may have gone. */
const resolveAliases = (wanted: ReadonlyArray<string>, kept: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const aliases: Record<string, string> = {}
    for (const alias of new Set([...wanted, ...kept])) {
      const model = yield* Lookup.find(alias)
      if (Option.isSome(model)) {
        aliases[alias] = model.value.id
      } else if (wanted.includes(alias)) {
        return yield* new UsageError({
          message: `--alias ${alias}: no model has this name`,
          hint: "See: anthropic-models list"
        })
      } else {
        yield* note(`the alias ${alias} is gone`)
      }
    }
    return aliases
  })

/** Writes beside the file, then moves it there. */
const replace = (file: string, text: string) =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const { pid } = yield* Process
    const beside = path.join(path.dirname(file), `.${path.basename(file)}.${pid}.tmp`)
    yield* fs.writeFileString(beside, text).pipe(
      Effect.zipRight(fs.rename(beside, file)),
      Effect.onError(() => Effect.ignore(fs.remove(beside))),
      Effect.mapError(
        () =>
          new UsageError({
            message: `${file} cannot be written`,
            hint: "Does its folder exist, and may you write there?"
          })
      )
    )
  })
