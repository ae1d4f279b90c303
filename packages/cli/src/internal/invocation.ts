/** The options that every command takes, beside its own. */
export const logLevels = ["trace", "debug", "info", "warning", "error", "none"] as const
export type LogLevel = (typeof logLevels)[number]

export const shells = ["bash", "zsh", "fish"] as const
export type Shell = (typeof shells)[number]

/** The command line, before a command looks at its own arguments. */
export type Invocation =
  | { readonly _tag: "Version" }
  /** Help of one command, or of all. */
  | { readonly _tag: "Help"; readonly command: string | undefined }
  | { readonly _tag: "Completions"; readonly shell: Shell }
  | {
      readonly _tag: "Run"
      readonly command: string
      readonly args: ReadonlyArray<string>
      readonly logLevel: LogLevel
    }
  | { readonly _tag: "Wrong"; readonly message: string; readonly hint?: string }

/**
 * Takes `--help`, `--version`, `--completions` and `--log-level` out of the command line, wherever they stand before
 * a `--`. `@effect/cli` knows these too, but not behind another option, and it would have to be loaded for them.
 */
export const parse = (argv: ReadonlyArray<string>): Invocation => {
  const end = argv.indexOf("--")
  const before = end === -1 ? argv : argv.slice(0, end)
  const after = end === -1 ? [] : argv.slice(end)
  const args: Array<string> = []
  let isHelp = false
  let logLevel: LogLevel = "warning"

  for (let i = 0; i < before.length; i++) {
    const arg = before[i] ?? ""
    if (arg === "--help" || arg === "-h") {
      isHelp = true
    } else if (arg === "--version") {
      return { _tag: "Version" }
    } else if (/^--(?:completions|log-level)(?:=|$)/.test(arg)) {
      const [name = "", inline] = arg.split("=")
      const value = inline ?? before[++i] ?? ""
      const level = logLevels.find((level) => level === value)
      const shell = shells.find((shell) => shell === value)
      if (name === "--completions") {
        return shell === undefined ? wrong(name, value, shells) : { _tag: "Completions", shell }
      }
      if (level === undefined) return wrong(name, value, logLevels)
      logLevel = level
    } else {
      args.push(arg)
    }
  }

  const [command, ...own] = args
  if (command === "help") return { _tag: "Help", command: own[0] }
  if (command === undefined) return { _tag: "Help", command: undefined }
  if (isHelp) return { _tag: "Help", command: command.startsWith("-") ? undefined : command }
  if (command.startsWith("-")) {
    return {
      _tag: "Wrong",
      message: `there is no command before ${command}`,
      hint: "Options stand after the command: anthropic-models list --json"
    }
  }
  return { _tag: "Run", command, args: [...own, ...after], logLevel }
}

const wrong = (name: string, value: string, words: ReadonlyArray<string>): Invocation => ({
  _tag: "Wrong",
  message: `${name}${value === "" ? " needs a value" : ` ${value}`}: expected ${words.slice(0, -1).join(", ")} or ${words.at(-1)}`
})
