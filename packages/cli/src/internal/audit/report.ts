import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"
import { count } from "../units.ts"
import type { ListedBy } from "./files.ts"
import type { AuditData, Format } from "./options.ts"
import { type Level, levels } from "./rules.ts"
import type { Finding } from "./scan.ts"

/** A finding and its file. */
export interface Located extends Finding {
  /** Relative to the root, with slashes. */
  readonly path: string
  /** The same in later runs, wherever the line moves to in its file. */
  readonly fingerprint: string
}

/** Everything that a report says. */
export interface Report {
  readonly findings: ReadonlyArray<Located>
  /** How many findings comments ignore. */
  readonly ignored: number
  /** How many findings are in the baseline. */
  readonly known: number
  /** The names that look like ids and stand for no model, each once. */
  readonly unknown: ReadonlyArray<string>
  readonly scanned: number
  /** The number of files that were not scanned, by reason. */
  readonly skipped: Readonly<Record<string, number>>
  readonly listedBy: ListedBy
  readonly data: AuditData
  readonly now: DateTime.Utc
}

export interface Style {
  readonly format: Format
  readonly color: boolean
  readonly version: string
  /** From a path relative to the root to one relative to the current folder. */
  readonly display: (path: string) => string
}

/** How many findings have each level. */
export const counts = (findings: ReadonlyArray<Finding>): Readonly<Record<Level, number>> => ({
  error: findings.filter(({ level }) => level === "error").length,
  warning: findings.filter(({ level }) => level === "warning").length,
  note: findings.filter(({ level }) => level === "note").length
})

export const rank = (level: Level): number => levels.indexOf(level)

export const ageInSeconds = ({ data, now }: Report): number =>
  Math.max(0, Math.floor(DateTime.distance(data.fetchedAt, now) / 1000))

/** The message with the suggestion, which is labelled since the API names no replacement. */
export const sentence = ({ message, newestActiveOfLine }: Finding): string =>
  message + Option.match(newestActiveOfLine, { onNone: () => "", onSome: (id) => `; newest active of its line: ${id}` })

/** The lines that end a report: how much was found, how much was scanned, and what it was compared with. */
export const summary = (report: Report): ReadonlyArray<string> => {
  const found = counts(report.findings)
  const files = new Set(report.findings.map(({ path }) => path)).size
  const apart = [
    ...(report.ignored > 0 ? [`${report.ignored} ignored by comments`] : []),
    ...(report.known > 0 ? [`${report.known} in the baseline`] : [])
  ]
  const skipped = Object.entries(report.skipped)
  const total = skipped.reduce((sum, [, count]) => sum + count, 0)
  const reasons = skipped.map(([reason, files]) => `${reason}: ${files}`).join(", ")
  return [
    `${count(found.error, "error")}, ${count(found.warning, "warning")} and ${count(found.note, "note")} in ` +
      `${count(files, "file")}${apart.length === 0 ? "" : `; ${apart.join(", ")}`}.`,
    `Scanned ${count(report.scanned, "file")}${listing[report.listedBy]}, skipped ${total}` +
      `${total === 0 ? "" : ` (${reasons})`}.`,
    `Compared with ${count(report.data.models.length, "model")} from ${report.data.source}, fetched ` +
      `${ago(ageInSeconds(report))} (${DateTime.formatIso(report.data.fetchedAt)}).`,
    ...unknownLine(report.unknown)
  ]
}

/** A summary names this many unknown names. */
const maxNames = 5

const unknownLine = (names: ReadonlyArray<string>): ReadonlyArray<string> => {
  if (names.length === 0) return []
  const rest = names.length > maxNames ? ` and ${names.length - maxNames} more` : ""
  const look = names.length === 1 ? "name looks like an id and belongs" : "names look like ids and belong"
  return [`${names.length} ${look} to no model: ${names.slice(0, maxNames).join(", ")}${rest}. --unknown shows where.`]
}

const listing: Readonly<Record<ListedBy, string>> = { git: " that git tracks", walk: ", without git", arguments: "" }

const ago = (seconds: number): string => {
  if (seconds < 60) return "just now"
  if (seconds < 3600) return `${count(Math.floor(seconds / 60), "minute")} ago`
  if (seconds < 172_800) return `${count(Math.floor(seconds / 3600), "hour")} ago`
  return `${count(Math.floor(seconds / 86_400), "day")} ago`
}

// oxlint-disable-next-line no-control-regex -- control characters in names of files and ids must not reach a terminal
const unprintable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g

/** One printable line. */
export const printable = (text: string): string => text.replaceAll(unprintable, "\u{fffd}")
