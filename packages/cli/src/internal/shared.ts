import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { UsageError } from "./errors.ts"
import * as Flags from "./flags.ts"
import { colors } from "./style.ts"
import { parseDate, parseDuration } from "./units.ts"

/** How messages look. */
export const messages = {
  color: Flags.choice(
    "color",
    colors,
    "When to use colours. auto: on a terminal, unless NO_COLOR or TERM=dumb is set."
  ),
  quiet: Flags.toggle("quiet", "No messages on stderr but errors.")
}

/** Where the models come from. */
export const source = {
  snapshot: Flags.text("snapshot", "FILE", "Reads this snapshot instead of asking the API: no network, no key.", {
    isFile: true
  }),
  maxAge: Flags.value("max-age", "AGE", "Refuses a snapshot that is older, such as 7d: exit code 3.", parseDuration)
}

/** What day it is. */
export const asOf = {
  asOf: Flags.value("as-of", "DATE", "Takes this date for today, such as 2026-12-01.", parseDate)
}

export const now = (asOf: Option.Option<DateTime.Utc>): Effect.Effect<DateTime.Utc> =>
  Option.match(asOf, { onNone: () => DateTime.now, onSome: Effect.succeed })

/** JSON instead of a table. */
export const json = {
  json: Flags.toggle("json", "Prints JSON: one array."),
  jsonl: Flags.toggle("jsonl", "Prints JSON: one object a line.")
}

/** The same for a command that shows one thing. */
export const oneJson = {
  json: Flags.toggle("json", "Prints JSON: one object."),
  jsonl: Flags.toggle("jsonl", "Prints JSON: one object, on one line.")
}

export const fields = {
  fields: Flags.list("fields", "a,b", "Only these fields of the API, such as id,max_tokens or capabilities.effort.")
}

export type Format = "text" | "json" | "jsonl"

/** The format that `--json` and `--jsonl` name. */
export const formatOf = (options: {
  readonly json: boolean
  readonly jsonl: boolean
}): Effect.Effect<Format, UsageError> => {
  if (options.json && options.jsonl) {
    return new UsageError({ message: "--json and --jsonl exclude each other", hint: "Leave one of them out." })
  }
  return Effect.succeed(options.json ? "json" : options.jsonl ? "jsonl" : "text")
}
