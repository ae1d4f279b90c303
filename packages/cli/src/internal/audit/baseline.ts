import * as FileSystem from "@effect/platform/FileSystem"
import * as Path from "@effect/platform/Path"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { UsageError } from "../errors.ts"
import type { Located } from "./report.ts"
import type { Finding } from "./scan.ts"

/** The first field of a JSON report, by which a scan recognises it. */
export const format = "anthropic-models-audit/1"

/** The part of a JSON report that a baseline needs. */
const Baseline = Schema.parseJson(
  Schema.Struct({
    format: Schema.Literal(format),
    findings: Schema.Array(Schema.Struct({ fingerprint: Schema.String }))
  })
)

/** The fingerprints of a JSON report. A relative path is one below the current folder `cwd`. */
export const load = (
  file: string,
  cwd: string
): Effect.Effect<ReadonlySet<string>, UsageError, FileSystem.FileSystem | Path.Path> =>
  Effect.gen(function* () {
    const fileSystem = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const text = yield* Effect.mapError(
      fileSystem.readFileString(path.resolve(cwd, file)),
      (error) =>
        new UsageError({
          message:
            error._tag === "SystemError" && error.reason === "NotFound"
              ? `there is no baseline ${file}`
              : `the baseline ${file} cannot be read`,
          hint: remedy(file)
        })
    )
    const { findings } = yield* Effect.mapError(
      Schema.decode(Baseline)(text),
      () =>
        new UsageError({
          message: `the baseline ${file} is not a report of this version`,
          hint: remedy(file)
        })
    )
    return new Set(findings.map(({ fingerprint }) => fingerprint))
  })

const remedy = (file: string): string => `Make it anew: anthropic-models audit --format json > ${file}`

/**
 * Adds the file and a fingerprint to the findings of one file: the rule, the path, the spelling, and a number where
 * one spelling occurs several times. The line is not part of it, so that a finding is the same when lines move.
 */
export const locate = (path: string, findings: ReadonlyArray<Finding>): ReadonlyArray<Located> => {
  const occurrences = new Map<string, number>()
  return findings.map((finding) => {
    const subject = `${finding.rule}:${path}:${finding.spelling}`
    const occurrence = (occurrences.get(subject) ?? 0) + 1
    occurrences.set(subject, occurrence)
    return { ...finding, path, fingerprint: `${subject}:${occurrence}` }
  })
}
