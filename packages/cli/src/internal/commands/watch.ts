import * as ModelCatalog from "@anthropic-models/catalog/ModelCatalog"
import * as ModelChange from "@anthropic-models/catalog/ModelChange"
import type { ModelsError } from "@anthropic-models/core/ModelsError"
import type { PaginationError } from "@anthropic-models/stream/PaginationError"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as FiberRef from "effect/FiberRef"
import * as Logger from "effect/Logger"
import * as LogLevel from "effect/LogLevel"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as Changes from "../changes.ts"
import { define, type OptionsOf } from "../command.ts"
import * as Flags from "../flags.ts"
import { note, Output, print, provide, writeError } from "../output.ts"
import * as Progress from "../progress.ts"
import * as Shared from "../shared.ts"
import * as SnapshotFile from "../snapshotFile.ts"
import * as Source from "../source.ts"
import { count, formatDuration, parseDuration, type Parser } from "../units.ts"

const parseEvery: Parser<Duration.Duration> = (text) =>
  Either.filterOrLeft(
    parseDuration(text),
    (every) => Duration.greaterThanOrEqualTo(every, "1 second"),
    () => "expected at least one second, such as 15m"
  )

const config = {
  every: Flags.valueOr(
    "every",
    "TIME",
    "Asks the API this often. 15m by default, 1s at least.",
    parseEvery,
    Duration.minutes(15)
  ),
  ...Changes.only,
  jsonl: Flags.toggle("jsonl", "Prints JSON: one change a line, with the models before and after."),
  snapshot: Flags.text("snapshot", "FILE", "Also shows what changed since this snapshot.", { isFile: true }),
  ...Shared.messages
}

type Options = OptionsOf<typeof config>

export const command = define(
  {
    name: "watch",
    summary: "Shows changes of the list as they happen.",
    description: [
      "The first list is the baseline, unless --snapshot names one. A refresh that fails is a line on stderr, and the next one comes in time. Ends with Ctrl-C."
    ],
    examples: [
      { line: "anthropic-models watch --only lifecycle", says: "Models that are deprecated, retired or gone" },
      {
        line: 'anthropic-models watch --every 1h --jsonl | while read -r change; do notify "$change"; done',
        says: "Runs a program for each change"
      }
    ]
  },
  config,
  (options) => watch(options).pipe(Effect.provide(Source.layer(api)), provide(options))
)

const api: Source.SourceOptions = { snapshot: Option.none(), maxAge: Option.none() }

const watch = (options: Options) =>
  Effect.scoped(
    Effect.gen(function* () {
      const { name } = yield* Source.Source
      const catalog = yield* withoutWarnings(ModelCatalog.make())
      const first = yield* catalog.refresh.pipe(Progress.during(`Waiting for ${name}`))
      yield* note(
        `Watching ${count(first.models.length, "model")} of ${name}, every ${formatDuration(options.every)}. Ctrl-C ends it.`
      )
      if (Option.isSome(options.snapshot)) {
        const before = yield* SnapshotFile.read(options.snapshot.value)
        yield* Effect.forEach(ModelChange.diff(before.models, first.models), printChange(options))
      }
      yield* catalog.refresh.pipe(
        Effect.catchAll((error) => noteFailure(error, options.every)),
        Effect.delay(options.every),
        Effect.forever,
        Effect.forkScoped
      )
      yield* Stream.runForEach(catalog.changes, printChange(options))
    })
  )

/** The catalog logs a refresh that fails. Here it is a message, and the log keeps its debug lines. */
const withoutWarnings = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.flatMap(FiberRef.get(FiberRef.currentMinimumLogLevel), (level) =>
    LogLevel.lessThan(level, LogLevel.Warning) ? effect : Logger.withMinimumLogLevel(effect, LogLevel.Error)
  )

const printChange = (options: Options) => (change: ModelChange.ModelChange) =>
  Effect.gen(function* () {
    if (!Changes.picks(options.only)(change)) return
    const { style } = yield* Output
    const at = DateTime.formatIso(yield* DateTime.now)
    yield* print(
      options.jsonl
        ? `${JSON.stringify({ at, ...Changes.encode(change) })}\n`
        : `${style.dim(at)} ${Changes.line(change, style)}\n`
    )
  })

const noteFailure = (error: ModelsError | PaginationError, every: Duration.Duration) =>
  Effect.flatMap(DateTime.now, (now) =>
    writeError(`${DateTime.formatIso(now)} refresh failed: ${error.message}. Next try in ${formatDuration(every)}\n`)
  )
