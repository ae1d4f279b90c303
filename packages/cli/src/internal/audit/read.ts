import * as FileSystem from "@effect/platform/FileSystem"
import * as Effect from "effect/Effect"
import { type Prepared, readText, type Reading } from "./scan.ts"

/** The reason for which a file is not scanned. */
export interface Skipped {
  readonly _tag: "Skipped"
  readonly reason: string
}

export interface Scanned {
  readonly _tag: "Scanned"
  readonly reading: Reading
}

const mebibyte = 1024 * 1024
const skipped = (reason: string): Skipped => ({ _tag: "Skipped", reason })
/** Snapshots and JSON reports name every model, and nobody uses one there. */
const ownFile = /^\s*\{\s*"format":\s*"anthropic-models-(?:snapshot|audit)\//
const decoder = new TextDecoder()

/** Reads a file, unless it is large or binary. */
export const readFile = (
  file: string,
  prepared: Prepared
): Effect.Effect<Scanned | Skipped, never, FileSystem.FileSystem> =>
  Effect.gen(function* () {
    const fileSystem = yield* FileSystem.FileSystem
    const { size } = yield* fileSystem.stat(file)
    if (size > mebibyte) return skipped("files over 1 MiB")
    const bytes = yield* fileSystem.readFile(file)
    if (bytes.subarray(0, 8000).includes(0)) return skipped("binary files")
    const text = decoder.decode(bytes)
    if (ownFile.test(text)) return skipped("lists of ids")
    return { _tag: "Scanned", reading: readText(text, prepared) } as const
  }).pipe(Effect.orElseSucceed(() => skipped("files that cannot be read")))
