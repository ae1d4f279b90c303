import type * as CliApp from "@effect/cli/CliApp"
import * as Command from "@effect/cli/Command"
import type * as Effect from "effect/Effect"
import type * as Types from "effect/Types"
import type { Flag, FlagDocs, Positional, PositionalDocs } from "./flags.ts"
import { version } from "./version.ts"

/** A command line that works, with what it does. */
interface Example {
  readonly line: string
  readonly says: string
}

/** A command in words: `--help`, completions and the pages in docs are made of it. */
export interface Words {
  readonly name: string
  /** One line, for the list of commands. */
  readonly summary: string
  /** Paragraphs. */
  readonly description: ReadonlyArray<string>
  readonly examples: readonly [Example, Example, ...ReadonlyArray<Example>]
  /** When the exit code is 1. */
  readonly findings?: string | undefined
}

export interface CommandDocs extends Words {
  readonly flags: ReadonlyArray<FlagDocs>
  readonly positionals: ReadonlyArray<PositionalDocs>
}

/** A command: its words, and what runs it with the arguments behind its name. The reporter gets every failure. */
export interface CliCommand {
  readonly docs: CommandDocs
  readonly run: (args: ReadonlyArray<string>) => Effect.Effect<void, unknown, CliApp.CliApp.Environment>
}

type Config = Readonly<Record<string, Flag<unknown> | Positional<unknown>>>

/** The values that a command gets for its flags and positional arguments. */
export type OptionsOf<C extends Config> = Types.Simplify<Command.Command.ParseConfig<C>>

/**
 * Makes a command of its words, its flags and positional arguments, and the effect that it runs. `@effect/cli` reads
 * the arguments.
 */
export const define = <const C extends Config, E>(
  words: Words,
  config: C,
  handler: (options: OptionsOf<C>) => Effect.Effect<void, E, CliApp.CliApp.Environment>
): CliCommand => ({
  docs: {
    ...words,
    flags: Object.values(config).flatMap((part) => ("flag" in part ? [part.flag] : [])),
    positionals: Object.values(config).flatMap((part) => ("positional" in part ? [part.positional] : []))
  },
  run: (args: ReadonlyArray<string>) =>
    Command.run(Command.make(words.name, config, handler), { name: words.name, version })(["node", words.name, ...args])
})
