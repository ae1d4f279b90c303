import * as FileSystem from "@effect/platform/FileSystem"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { AuditUsageError } from "./errors.ts"
import type { Located } from "./report.ts"
import type { Finding } from "./scan.ts"

/** As much of a JSON report as a baseline needs. */
const Baseline = Schema.parseJson(
  Schema.Struct({ findings: Schema.Array(Schema.Struct({ fingerprint: Schema.String })) })
)

/** The fingerprints of a JSON report. */
export const load = (file: string): Effect.Effect<ReadonlySet<string>, AuditUsageError, FileSystem.FileSystem> =>
  Effect.gen(function* () {
    const fileSystem = yield* FileSystem.FileSystem
    const text = yield* Effect.mapError(
      fileSystem.readFileString(file),
      (error) => new AuditUsageError({ message: `Cannot read the baseline "${file}": ${error.message}` })
    )
    const { findings } = yield* Effect.mapError(
      Schema.decode(Baseline)(text),
      () =>
        new AuditUsageError({
          message: `The baseline "${file}" is no JSON report. Write one with: anthropic-models audit --format json`
        })
    )
    return new Set(findings.map(({ fingerprint }) => fingerprint))
  })

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
