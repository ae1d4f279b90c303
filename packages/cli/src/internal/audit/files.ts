import type * as CommandExecutor from "@effect/platform/CommandExecutor"
import * as FileSystem from "@effect/platform/FileSystem"
import * as Path from "@effect/platform/Path"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import ignore from "ignore"
import { UsageError } from "../errors.ts"
import { topFolder, trackedFiles } from "./git.ts"
import { exclusionOf } from "./paths.ts"

/** The files to scan. */
export interface Listing {
  /** The top folder of the repository, or the current folder. Reported paths are relative to it. */
  readonly root: string
  readonly files: ReadonlyArray<File>
  /** How many files are not scanned, by reason. */
  readonly skipped: ReadonlyArray<string>
  readonly listedBy: ListedBy
}

/** How the files were found: by git, by a walk of the folders, or all of them as arguments. */
export type ListedBy = "git" | "walk" | "arguments"

interface File {
  /** The absolute path. */
  readonly file: string
  /** The path relative to the root, with slashes. */
  readonly path: string
}

type Services = FileSystem.FileSystem | Path.Path | CommandExecutor.CommandExecutor

/** A file of globs, in the syntax of `.gitignore`, at the root. */
const ignoreFile = ".anthropic-models-ignore"

export const list = (options: {
  readonly paths: ReadonlyArray<string>
  readonly cwd: string
  readonly dataFiles: ReadonlyArray<string>
}): Effect.Effect<Listing, UsageError, Services> =>
  Effect.gen(function* () {
    const path = yield* Path.Path
    const top = yield* topFolder(options.cwd)
    const root = Option.getOrElse(top, () => options.cwd)
    const isIgnored = yield* ignored(root)
    const dataFiles = new Set(options.dataFiles.map((file) => path.resolve(options.cwd, file)))
    const given = options.paths.length === 0 ? ["."] : options.paths
    const found = yield* Effect.forEach(given, (given) => expand(given, path.resolve(options.cwd, given)))
    const files = [...new Set(found.flatMap((part) => part.files))].map((file) => ({
      file,
      path: path.relative(root, file).split(path.sep).join("/")
    }))
    const reasons = files.map(({ file, path }) =>
      dataFiles.has(file)
        ? "lists of ids"
        : (exclusionOf(path) ?? (isIgnored(path) ? `files that ${ignoreFile} names` : undefined))
    )
    return {
      root,
      files: files.filter((_, index) => reasons[index] === undefined),
      skipped: reasons.filter((reason) => reason !== undefined),
      listedBy: (["walk", "git"] as const).find((by) => found.some((part) => part.listedBy === by)) ?? "arguments"
    }
  })

/** The globs of the ignore file, which may be missing. Paths outside of the root are never ignored. */
const ignored = (root: string): Effect.Effect<(path: string) => boolean, UsageError, Services> =>
  Effect.gen(function* () {
    const fileSystem = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const globs = yield* fileSystem.readFileString(path.join(root, ignoreFile)).pipe(
      Effect.catchIf(
        (error) => error._tag === "SystemError" && error.reason === "NotFound",
        () => Effect.succeed("")
      ),
      Effect.mapError(() => new UsageError({ message: `${ignoreFile} cannot be read`, hint: "Is it a file?" }))
    )
    const matcher = ignore().add(globs)
    return (path) => ignore.isPathValid(path) && matcher.ignores(path)
  })

interface Expanded {
  readonly files: ReadonlyArray<string>
  readonly listedBy: ListedBy
}

/** A file stands for itself, a folder for what git tracks in it, or else for all files in it. */
const expand = (given: string, absolute: string): Effect.Effect<Expanded, UsageError, Services> =>
  Effect.gen(function* () {
    const fileSystem = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const { type } = yield* Effect.mapError(
      fileSystem.stat(absolute),
      (error) =>
        new UsageError({
          message:
            error._tag === "SystemError" && error.reason === "NotFound"
              ? `there is no file or folder ${given}`
              : `${given} cannot be read`
        })
    )
    if (type !== "Directory") return { files: [absolute], listedBy: "arguments" }
    const tracked = yield* trackedFiles(absolute)
    return Option.isSome(tracked) && tracked.value.length > 0
      ? { files: tracked.value.map((file) => path.join(absolute, file)), listedBy: "git" }
      : { files: yield* walk(absolute), listedBy: "walk" }
  })

/** All files below a folder. Symbolic links, and folders that cannot be read, are left out. */
const walk = (folder: string): Effect.Effect<ReadonlyArray<string>, never, FileSystem.FileSystem | Path.Path> =>
  Effect.gen(function* () {
    const fileSystem = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const files: Array<string> = []
    for (const name of [...(yield* fileSystem.readDirectory(folder))].sort()) {
      const entry = path.join(folder, name)
      if (exclusionOf(`${name}/`) !== undefined) continue
      if (Option.isSome(yield* Effect.option(fileSystem.readLink(entry)))) continue
      const { type } = yield* fileSystem.stat(entry)
      if (type === "Directory") files.push(...(yield* walk(entry)))
      if (type === "File") files.push(entry)
    }
    return files
  }).pipe(Effect.orElseSucceed(() => []))
