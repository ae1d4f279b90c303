import * as Command from "@effect/platform/Command"
import type * as CommandExecutor from "@effect/platform/CommandExecutor"
import * as Path from "@effect/platform/Path"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"

/** Runs git and gives its stdout. None if there is no git or it fails, as it does outside of a repository. */
const git = (
  folder: string,
  ...args: ReadonlyArray<string>
): Effect.Effect<Option.Option<string>, never, CommandExecutor.CommandExecutor> =>
  Effect.gen(function* () {
    const process = yield* Command.start(Command.workingDirectory(Command.make("git", ...args), folder))
    const [output, exitCode] = yield* Effect.all(
      [Stream.mkString(Stream.decodeText(process.stdout)), process.exitCode, Stream.runDrain(process.stderr)],
      { concurrency: "unbounded" }
    )
    return exitCode === 0 ? Option.some(output) : Option.none()
  }).pipe(
    Effect.scoped,
    Effect.catchAll(() => Effect.succeedNone)
  )

/** The top folder of the repository that a folder belongs to. */
export const topFolder = (
  folder: string
): Effect.Effect<Option.Option<string>, never, CommandExecutor.CommandExecutor | Path.Path> =>
  Effect.gen(function* () {
    const path = yield* Path.Path
    const up = yield* git(folder, "rev-parse", "--show-cdup")
    return Option.map(up, (relative) => path.resolve(folder, relative.trim()))
  })

/** The files below a folder that git tracks, relative to it. Symbolic links and submodules are not among them. */
export const trackedFiles = (
  folder: string
): Effect.Effect<Option.Option<ReadonlyArray<string>>, never, CommandExecutor.CommandExecutor> =>
  Effect.map(git(folder, "ls-files", "--stage", "-z"), Option.map(parseStage))

/** Reads entries of `MODE HASH STAGE<tab>PATH`. A path in conflict has several. */
const parseStage = (output: string): ReadonlyArray<string> => [
  ...new Set(
    output
      .split("\0")
      .filter((entry) => entry.startsWith("100"))
      .map((entry) => entry.slice(entry.indexOf("\t") + 1))
  )
]
