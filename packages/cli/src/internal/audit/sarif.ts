import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"
import { ageInSeconds, type Located, type Report, sentence, type Style, summary } from "./report.ts"
import { type Rule, rules } from "./rules.ts"

/** SARIF 2.1.0, the format of GitHub's code scanning. Every rule is declared, with and without findings. */
export const render = (report: Report, { version }: Style): string =>
  JSON.stringify(
    {
      $schema: "https://json.schemastore.org/sarif-2.1.0.json",
      version: "2.1.0",
      runs: [
        {
          tool: {
            driver: { name: "anthropic-models", semanticVersion: version, rules: Object.entries(rules).map(rule) }
          },
          columnKind: "utf16CodeUnits",
          results: report.findings.map(result),
          invocations: [
            {
              executionSuccessful: true,
              toolExecutionNotifications: summary(report).map((text) => ({ level: "note", message: { text } }))
            }
          ],
          properties: {
            source: report.data.source,
            fetchedAt: DateTime.formatIso(report.data.fetchedAt),
            ageSeconds: ageInSeconds(report),
            models: report.data.models.length,
            unknown: report.unknown,
            scanned: report.scanned,
            skipped: report.skipped
          }
        }
      ]
    },
    undefined,
    2
  )

const rule = ([id, { level, summary }]: readonly [string, (typeof rules)[Rule]]) => ({
  id,
  shortDescription: { text: summary },
  defaultConfiguration: { level }
})

const ruleNames = Object.keys(rules)

/** A relative reference. Half a surrogate pair, which a URI cannot hold, becomes U+FFFD. */
const uriOf = (path: string): string =>
  path
    .replaceAll(/\p{Surrogate}/gu, "\u{fffd}")
    .split("/")
    .map(encodeURIComponent)
    .join("/")

const result = (finding: Located) => ({
  ruleId: finding.rule,
  ruleIndex: ruleNames.indexOf(finding.rule),
  level: finding.level,
  message: { text: `${sentence(finding)}.` },
  locations: [
    {
      physicalLocation: {
        artifactLocation: { uri: uriOf(finding.path), uriBaseId: "%SRCROOT%" },
        region: { startLine: finding.line, startColumn: finding.column, endColumn: finding.endColumn }
      }
    }
  ],
  partialFingerprints: { "anthropicModels/v1": finding.fingerprint },
  properties: {
    spelling: finding.spelling,
    platform: finding.platform,
    ...Option.match(finding.id, { onNone: () => ({}), onSome: (id) => ({ id }) })
  }
})
