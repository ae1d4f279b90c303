import { type Located, printable, type Report, sentence, type Style, summary } from "./report.ts"
import { type Level, levels } from "./rules.ts"
import { line } from "./text.ts"

/** GitHub shows this many annotations of each level for a step, and drops later ones. */
const limit = 10

const commands: Readonly<Record<Level, string>> = { error: "error", warning: "warning", note: "notice" }

/**
 * Workflow commands that become annotations, errors first. Findings beyond GitHub's limit and the summary are plain
 * lines of the step's log.
 */
export const render = (report: Report, { display }: Style): string => {
  const byLevel = levels.toReversed().map((level) => report.findings.filter((finding) => finding.level === level))
  const annotations = byLevel.flatMap((findings) => findings.slice(0, limit).map(annotation))
  const rest = byLevel.flatMap((findings) => findings.slice(limit))
  const heading =
    rest.length === 0 ? [] : [`${rest.length} more, since GitHub shows ${limit} annotations of a level for each step:`]
  const plain = [...heading, ...rest.map((finding) => line(finding, { display, color: false })), ...summary(report)]
  return [...annotations, ...plain.map(inert)].join("\n")
}

const annotation = (finding: Located): string => {
  const { column, endColumn, level, path, rule } = finding
  const properties = {
    file: path,
    line: String(finding.line),
    col: String(column),
    endColumn: String(endColumn),
    title: `anthropic-models: ${rule}`
  }
  const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(value)}`)
  return `::${commands[level]} ${list.join(",")}::${escapeData(sentence(finding))}`
}

const escapeData = (text: string): string => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A")

const escapeProperty = (text: string): string => escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C")

/** A line that is no workflow command, whatever the name of a file holds. */
const inert = (text: string): string =>
  printable(text)
    .replace(/^\s*::/, " : :")
    .replaceAll("##[", "## [")
