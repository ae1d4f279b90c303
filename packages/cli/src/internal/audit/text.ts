import { type Located, printable, type Report, sentence, type Style, summary } from "./report.ts"
import type { Level } from "./rules.ts"

const colors: Readonly<Record<Level, string>> = { error: "31", warning: "33", note: "36" }

/** One line a finding, in the form that editors and terminals make a link of, and the summary. */
export const render = (report: Report, style: Style): string => {
  const lines = report.findings.map((finding) => line(finding, style))
  return [...lines, ...(lines.length > 0 ? [""] : []), ...summary(report).map(printable)].join("\n")
}

/** `src/agent.ts:12:15: error: claude-2.0 was retired on 21 Jul 2025 [retired]` */
export const line = (finding: Located, { color, display }: Pick<Style, "color" | "display">): string => {
  const { column, level, path, rule } = finding
  const painted = color ? `\u001b[${colors[level]}m${level}\u001b[39m` : level
  return `${printable(display(path))}:${finding.line}:${column}: ${painted}: ${printable(sentence(finding))} [${rule}]`
}
