import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"
import { isModelRule, type ModelRule, modelRules } from "./rules.ts"

/** A comment that silences rules on one line: `anthropic-models-ignore retired - a transcript until 2026-12-01`. */
export interface Directive {
  /** The offset of the comment's first word, and of its end. */
  readonly start: number
  readonly end: number
  /** The line of the comment, and the line that it is about, from 1. */
  readonly line: number
  readonly target: number
  readonly content: Content
}

type Content =
  | { readonly _tag: "Ignore"; readonly rules: ReadonlySet<ModelRule>; readonly until: Option.Option<Until> }
  | { readonly _tag: "Invalid"; readonly message: string }

interface Until {
  readonly day: string
  /** The first moment at which the comment has no effect any more. */
  readonly end: DateTime.Utc
}

const marker = "anthropic-models-ignore"

export const mentionsDirective = (text: string): boolean => text.includes(marker)

const directivePattern = new RegExp(String.raw`(?<![\w./-])${marker}(-next-line)?[ \t]+([^\r\n]*)`, "g")
/** The end of a comment that others can follow on the line: of C, HTML and ML. */
const commentEnd = /\*\/|-->|\*\)/

/** The ignore comments of a text, in order. `lineAt` gives the number of a line from an offset. */
export const directives = (text: string, lineAt: (offset: number) => number): ReadonlyArray<Directive> => {
  if (!mentionsDirective(text)) return []
  return [...text.matchAll(directivePattern)].flatMap((match) => {
    const [all, next = "", rest = ""] = match
    const words = rest.split(commentEnd)[0] ?? ""
    const content = parse(words.trim())
    if (content === undefined) return []
    const line = lineAt(match.index)
    const end = match.index + all.length - rest.length + words.length
    return [{ start: match.index, end, line, target: next === "" ? line : line + 1, content }]
  })
}

/** Rules, a hyphen, a reason. */
const contentPattern = /^([a-z-]+(?:[ \t]*,[ \t]*[a-z-]+)*)[ \t]+(?:-{1,2}|[\u2013\u2014])(?:[ \t]+(.*))?$/
const untilPattern = /(?:^|[ \t]+)[[(]?until[ \t]+(\d[^\s\])]*)[\])]?[.]?$/

/** None for prose that only names the comment. */
const parse = (words: string): Content | undefined => {
  const [parsed, list = "", rest = ""] = contentPattern.exec(words) ?? []
  if (parsed === undefined) {
    return isModelRule(/^[a-z-]*/.exec(words)?.[0] ?? "")
      ? invalid(`needs a reason after a hyphen, as in "${marker} retired - why"`)
      : undefined
  }
  const names = list.split(",").map((name) => name.trim())
  const rules = names.filter(isModelRule)
  if (rules.length < names.length) {
    const [wrong] = names.filter((name) => !isModelRule(name))
    return invalid(`names no rule with "${wrong}"; the rules are ${Object.keys(modelRules).join(", ")}`)
  }
  const [end = "", day] = untilPattern.exec(rest) ?? []
  if (rest.slice(0, rest.length - end.length).trim() === "") {
    return invalid(`needs a reason after the hyphen, as in "${marker} ${list} - why"`)
  }
  const until = day === undefined ? Option.none() : parseDay(day)
  if (day !== undefined && Option.isNone(until)) {
    return invalid(`has a date that does not exist, "${day}"; write it as in "until 2026-12-01"`)
  }
  return { _tag: "Ignore", rules: new Set(rules), until }
}

const invalid = (problem: string): Content => ({ _tag: "Invalid", message: `This ignore comment ${problem}` })

const parseDay = (day: string): Option.Option<Until> =>
  Option.liftPredicate(day, (text) => /^\d{4}-\d{2}-\d{2}$/.test(text)).pipe(
    Option.flatMap((text) => DateTime.make(`${text}T00:00:00Z`)),
    Option.filter((start) => DateTime.formatIsoDateUtc(start) === day),
    Option.map((start) => ({ day, end: DateTime.add(start, { days: 1 }) }))
  )
