import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"
import { format } from "./baseline.ts"
import { ageInSeconds, counts, type Report } from "./report.ts"

/** One JSON object, which later runs can take as their baseline. */
export const render = (report: Report): string => {
  const { data, findings, ignored, known, listedBy, scanned, skipped } = report
  return JSON.stringify(
    {
      format,
      data: {
        source: data.source,
        fetchedAt: DateTime.formatIso(data.fetchedAt),
        ageSeconds: ageInSeconds(report),
        models: data.models.length
      },
      unknown: report.unknown,
      files: { scanned, skipped, listedBy },
      counts: { ...counts(findings), ignored, baseline: known },
      findings: findings.map(({ id, newestActiveOfLine, ...finding }) => ({
        ...finding,
        id: Option.getOrNull(id),
        newestActiveOfLine: Option.getOrNull(newestActiveOfLine)
      }))
    },
    undefined,
    2
  )
}
