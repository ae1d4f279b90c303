import { wrap } from "./cells.ts"
import type { CommandDocs } from "./command.ts"
import type { FlagDocs, PositionalDocs } from "./flags.ts"
import { logLevels, shells } from "./invocation.ts"

const helpFlag: FlagDocs = { name: "help", alias: "h", description: "Shows this help." }
const logLevelFlag: FlagDocs = {
  name: "log-level",
  value: "LEVEL",
  choices: logLevels,
  description: `Shows what happens, on stderr: ${logLevels.join(", ")}. debug shows requests, without secrets.`
}
const versionFlag: FlagDocs = { name: "version", description: "Shows the version." }
const completionsFlag: FlagDocs = {
  name: "completions",
  value: "SHELL",
  choices: shells,
  description: `Prints a completion script: ${shells.join(", ")}.`
}

/** The options of every command. */
export const commonFlags: ReadonlyArray<FlagDocs> = [logLevelFlag, helpFlag]

/** The options that stand without a command. */
export const rootFlags: ReadonlyArray<FlagDocs> = [versionFlag, completionsFlag, helpFlag]

/** The help of all commands. */
export const root = (commands: ReadonlyArray<CommandDocs>, width: number): string =>
  sections([
    wrap("Anthropic's models: which one to use, what is going away, and whether your code still names it.", width),
    "Usage: anthropic-models COMMAND [OPTIONS]",
    `Commands:\n${pairs(
      commands.map(({ name, summary }) => [name, summary]),
      width
    )}`,
    `Options:\n${flags(rootFlags, width)}`,
    `Environment:\n${pairs(environment, width)}`,
    `Examples:\n${examples(commands.flatMap((command) => command.examples.slice(0, 1)).slice(0, 3))}`,
    wrap("The help of a command: anthropic-models COMMAND --help", width)
  ])

const environment = [
  ["ANTHROPIC_API_KEY", "The key. Or ANTHROPIC_AUTH_TOKEN, a Bearer token."],
  ["ANTHROPIC_BASE_URL", "Another address of the API, such as a gateway."],
  ["ANTHROPIC_CUSTOM_HEADERS", "Headers of a gateway, one Name: value a line."],
  ["NO_COLOR", "No colours."]
] as const

/** The help of one command. */
export const command = (docs: CommandDocs, width: number): string =>
  sections([
    wrap(docs.summary, width),
    wrap(`Usage: ${usage(docs)}`, width, 7),
    ...docs.description.map((paragraph) => wrap(paragraph, width)),
    ...(docs.positionals.length === 0
      ? []
      : [
          `Arguments:\n${pairs(
            docs.positionals.map((positional) => [placeholder(positional), positional.description]),
            width
          )}`
        ]),
    `Options:\n${flags([...docs.flags, ...commonFlags], width)}`,
    `Examples:\n${examples(docs.examples)}`,
    `Exit codes:\n${pairs(exitCodes(docs), width)}`
  ])

/** The exit codes that a command can end with. */
const exitCodes = ({ findings }: CommandDocs): ReadonlyArray<readonly [string, string]> => [
  ["0", "fine"],
  ...(findings === undefined ? [] : [["1", findings] as const]),
  ["2", "wrong usage"],
  ["3", "no trustworthy data: the network, the API, or a snapshot"],
  ["4", "no credential, or one that was refused"]
]

const usage = ({ name, positionals }: CommandDocs): string =>
  [
    "anthropic-models",
    name,
    "[OPTIONS]",
    ...positionals.map((one) => (one.isOptional ? `[${placeholder(one)}]` : placeholder(one)))
  ].join(" ")

const placeholder = ({ isRepeatable, name }: PositionalDocs): string => (isRepeatable ? `${name}...` : name)

const flags = (flags: ReadonlyArray<FlagDocs>, width: number): string =>
  pairs(
    flags.map(({ alias, description, isRepeatable, name, value }) => [
      `${alias === undefined ? "   " : `-${alias},`} --${name}${value === undefined ? "" : ` ${value}`}`,
      isRepeatable === true ? `${description} May be repeated.` : description
    ]),
    width
  )

const examples = (examples: CommandDocs["examples"] | ReadonlyArray<CommandDocs["examples"][number]>): string =>
  examples.map(({ line, says }) => `  # ${says}\n  $ ${line}`).join("\n\n")

const sections = (texts: ReadonlyArray<string>): string => `${texts.join("\n\n")}\n`

/** Terms on the left, wrapped texts on the right. A long term has its text on the next line. */
const pairs = (rows: ReadonlyArray<readonly [term: string, text: string]>, width: number): string => {
  const widest = Math.min(Math.max(...rows.map(([term]) => term.length)), 26)
  const indent = widest + 4
  return rows
    .map(([term, text]) => {
      const lines = wrap(text, width - indent).replaceAll("\n", `\n${" ".repeat(indent)}`)
      return term.length > widest ? `  ${term}\n${" ".repeat(indent)}${lines}` : `  ${term.padEnd(widest)}  ${lines}`
    })
    .join("\n")
}
