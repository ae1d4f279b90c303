import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
import * as Arr from "effect/Array"
import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"
import { type Directive, directives, mentionsDirective } from "./directives.ts"
import type { ModelIndex } from "./modelIndex.ts"
import { type Level, newestActiveOfLine, type Rule, rules, type Settings, verdict } from "./rules.ts"
import { type Mention, mentions, mentionsModel, type Platform } from "./spelling.ts"

/**
 * A place in a text that a rule applies to.
 *
 * @example
 * ```ts
 * import type * as Audit from "@anthropic-models/cli/Audit"
 * import * as Option from "effect/Option"
 *
 * const line = (file: string, { column, line, message, newestActiveOfLine }: Audit.Finding): string =>
 *   `${file}:${line}:${column} ${message}; newest: ${Option.getOrElse(newestActiveOfLine, () => "unknown")}`
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export interface Finding {
  /** The rule that applies. */
  readonly rule: Rule
  /** How severe it is under the options of the scan. */
  readonly level: Level
  /** One sentence without a full stop: `claude-2.0 was retired on 21 Jul 2025`. */
  readonly message: string
  /** The line, from 1. */
  readonly line: number
  /** The column of the first character, from 1, in UTF-16 code units. */
  readonly column: number
  /** The column after the last character. */
  readonly endColumn: number
  /** The text as written: `us.anthropic.claude-3-opus-20240229-v1:0`. */
  readonly spelling: string
  /** The id of the model. None for an unknown name and for an ignore comment. */
  readonly id: Option.Option<string>
  /** The platform that spells the id this way. */
  readonly platform: Platform
  /** The newest active model of the same line. The API itself names no replacement. */
  readonly newestActiveOfLine: Option.Option<string>
}

/**
 * The result of a scan.
 *
 * @example
 * ```ts
 * import type * as Audit from "@anthropic-models/cli/Audit"
 *
 * const summary = ({ findings, ignored, unresolved }: Audit.Findings): string =>
 *   `${findings.length} findings, ${ignored.length} ignored, ${unresolved.length} names that are not in the list`
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export interface Findings {
  /** In the order of the text. */
  readonly findings: ReadonlyArray<Finding>
  /** The findings that a comment in the text ignores. */
  readonly ignored: ReadonlyArray<Finding>
  /** Names with the shape of an id that are not in the list: aliases, perhaps. Each is named once. */
  readonly unresolved: ReadonlyArray<string>
}

/** Everything that a scan needs to know. */
export interface Prepared extends Settings {
  readonly index: ModelIndex
  /** The models that aliases stand for, by the alias with hyphens only. */
  readonly aliases: ReadonlyMap<string, ModelInfo>
}

/** The mentions and comments of a text, before any rule is applied. */
export interface Reading {
  readonly mentions: ReadonlyArray<Mention & Position>
  readonly directives: ReadonlyArray<Directive & Position>
}

interface Position {
  readonly line: number
  readonly column: number
}

const nothing: Reading = { mentions: [], directives: [] }

/** Whether a text can hold anything to find. Two plain searches, which most files do not pass. */
const isWorthReading = (text: string): boolean => mentionsModel(text) || mentionsDirective(text)

export const readText = (text: string, { aliases, index }: Pick<Prepared, "aliases" | "index">): Reading => {
  if (!isWorthReading(text)) return nothing
  const positionAt = positions(text)
  const comments = directives(text, (offset) => positionAt(offset).line)
  const commentsOf = Arr.groupBy(comments, ({ line }) => String(line))
  const isInComment = ({ line, start }: Mention & Position) =>
    commentsOf[line]?.some((comment) => start >= comment.start && start < comment.end) ?? false
  const place = <A extends { readonly start: number }>(item: A): A & Position => ({
    ...item,
    ...positionAt(item.start)
  })
  return {
    mentions: mentions(text, index, (name) => aliases.has(name))
      .map(place)
      .filter((mention) => !isInComment(mention)),
    directives: comments.map(place)
  }
}

/** Finds positions by bisection in the offsets at which lines begin. */
const positions = (text: string): ((offset: number) => Position) => {
  const starts = [0]
  for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", end + 1)) starts.push(end + 1)
  return (offset) => {
    let low = 0
    let high = starts.length
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 }
  }
}

/** The names of a reading that an alias may explain. */
export const unresolved = ({ mentions }: Reading, { aliases }: Pick<Prepared, "aliases">): ReadonlyArray<string> => [
  ...new Set(mentions.flatMap(({ model, name }) => (model === undefined && !aliases.has(name) ? [name] : [])))
]

/** The model that a mention stands for: by its id, then as an alias, then by its line and version. */
const modelOf = ({ model, name }: Mention, { aliases, index }: Pick<Prepared, "aliases" | "index">) =>
  model ?? aliases.get(name) ?? index.undated(name)

/** The names that stand for no model. */
export const unknownNames = ({ mentions }: Reading, prepared: Prepared): ReadonlyArray<string> =>
  mentions.filter((mention) => modelOf(mention, prepared) === undefined).map(({ name }) => name)

/** Applies the rules, and then the ignore comments. */
export const assess = (reading: Reading, prepared: Prepared): Findings => {
  const found = reading.mentions.flatMap((mention) => {
    const model = modelOf(mention, prepared)
    const said = verdict(mention, model, prepared)
    return said === undefined ? [] : [toFinding(said, mention, mention.platform, model, prepared)]
  })
  const inForce = reading.directives.filter((comment) => !isExpired(comment, prepared.now))
  const commentsFor = Arr.groupBy(inForce, ({ target }) => String(target))
  const isIgnored = ({ line, rule }: Finding) =>
    commentsFor[line]?.some(({ content }) => content._tag === "Ignore" && hasRule(content.rules, rule)) ?? false
  const problems = reading.directives.flatMap((comment) => problem(comment, prepared))
  return {
    findings: [...found.filter((finding) => !isIgnored(finding)), ...problems].sort(
      (a, b) => a.line - b.line || a.column - b.column
    ),
    ignored: found.filter(isIgnored),
    unresolved: unresolved(reading, prepared)
  }
}

const hasRule = (names: ReadonlySet<string>, rule: Rule): boolean => names.has(rule)

const isExpired = ({ content }: Directive, now: DateTime.Utc): boolean =>
  content._tag === "Ignore" && Option.exists(content.until, ({ end }) => DateTime.greaterThanOrEqualTo(now, end))

const toFinding = (
  { level, message, rule }: Pick<Finding, "level" | "message" | "rule">,
  { column, line, spelling }: Position & { readonly spelling: string },
  platform: Platform,
  model: ModelInfo | undefined,
  { models, now }: Settings
): Finding => ({
  rule,
  level,
  message,
  line,
  column,
  endColumn: column + spelling.length,
  spelling,
  id: Option.fromNullable(model?.id),
  platform,
  newestActiveOfLine: Option.fromNullable(model).pipe(
    Option.flatMap((old) => newestActiveOfLine(old, models, now)),
    Option.map(({ id }) => id)
  )
})

const problem = (comment: Directive & Position, prepared: Prepared): ReadonlyArray<Finding> => {
  const place = { ...comment, spelling: "anthropic-models-ignore" }
  const report = (rule: "ignore-expired" | "ignore-invalid", message: string) => [
    toFinding({ rule, level: rules[rule].level, message }, place, "api", undefined, prepared)
  ]
  const { content } = comment
  if (content._tag === "Invalid") return report("ignore-invalid", content.message)
  return Option.match(content.until, {
    onNone: () => [],
    onSome: ({ day }) =>
      isExpired(comment, prepared.now)
        ? report("ignore-expired", `This ignore comment was valid until ${day}, and ignores nothing now`)
        : []
  })
}
