import type { CommandDocs } from "./command.ts"
import type { FlagDocs } from "./flags.ts"
import { commonFlags, rootFlags } from "./help.ts"
import type { Shell } from "./invocation.ts"

/** The script that completes commands, options and their values in a shell. */
export const script = (shell: Shell, commands: ReadonlyArray<CommandDocs>): string => {
  switch (shell) {
    case "bash":
      return bash(commands)
    case "zsh":
      return zsh(commands)
    case "fish":
      return fish(commands)
  }
}

const flagsOf = (docs: CommandDocs): ReadonlyArray<FlagDocs> => [...docs.flags, ...commonFlags]

const spellings = ({ alias, name }: FlagDocs): ReadonlyArray<string> => [
  `--${name}`,
  ...(alias === undefined ? [] : [`-${alias}`])
]

const takesFiles = ({ positionals }: CommandDocs): boolean => positionals.some(({ isFile }) => isFile)

const bash = (commands: ReadonlyArray<CommandDocs>): string => {
  const names = commands.map(({ name }) => name)
  const values = [
    { name: "", flags: rootFlags },
    ...commands.map((docs) => ({ name: docs.name, flags: flagsOf(docs) }))
  ]
    .flatMap(({ flags, name }) => flags.filter((flag) => flag.value !== undefined).map((flag) => ({ name, flag })))
    .map(({ flag, name }) => {
      const pattern = spellings(flag)
        .map((spelling) => `"${name} ${spelling}"`)
        .join("|")
      return `    ${pattern}) ${bashValue(flag)}; return ;;`
    })
  return `# source <(anthropic-models --completions bash)
_anthropic_models() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" command="" words="" i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${COMP_WORDS[i]}" in
      ${names.join("|")}) command="\${COMP_WORDS[i]}"; break ;;
    esac
  done
  case "$command $prev" in
${values.join("\n")}
  esac
  case "$command" in
    "") words="${[...names, ...rootFlags.flatMap(spellings)].join(" ")}" ;;
${commands.map((docs) => `    ${docs.name}) words="${flagsOf(docs).flatMap(spellings).join(" ")}"${takesFiles(docs) ? "; [[ $cur == -* ]] || compopt -o default" : ""} ;;`).join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -F _anthropic_models anthropic-models
`
}

const bashValue = ({ choices, isFile }: FlagDocs): string => {
  if (choices !== undefined) return `COMPREPLY=($(compgen -W "${choices.join(" ")}" -- "$cur"))`
  return isFile === true ? "compopt -o default" : ":"
}

const zsh = (commands: ReadonlyArray<CommandDocs>): string => `#compdef anthropic-models
# source <(anthropic-models --completions zsh)
_anthropic_models() {
  local curcontext="$curcontext" state line
  local -a commands
  commands=(
${commands.map(({ name, summary }) => `    ${quote(`${name}:${summary}`)}`).join("\n")}
  )
  _arguments -C \\
${rootFlags.map((flag) => `    ${zshFlag(flag)} \\`).join("\n")}
    '1:command:->command' \\
    '*::argument:->argument'
  case $state in
    command) _describe command commands ;;
    argument)
      case $words[1] in
${commands.map(zshCommand).join("\n")}
      esac ;;
  esac
}
if [ "$funcstack[1]" = "_anthropic_models" ]; then
  _anthropic_models "$@"
else
  compdef _anthropic_models anthropic-models
fi
`

const zshCommand = (docs: CommandDocs): string =>
  [
    `        ${docs.name})`,
    "          _arguments \\",
    ...flagsOf(docs).map((flag) => `            ${zshFlag(flag)} \\`),
    `            ${quote(takesFiles(docs) ? "*:file:_files" : "*:argument:")} ;;`
  ].join("\n")

const zshFlag = (flag: FlagDocs): string => {
  const description = flag.description.replaceAll(/[[\]:\\]/g, "\\$&")
  const repeated = flag.isRepeatable === true ? "*" : ""
  const value =
    flag.value === undefined
      ? ""
      : `:${flag.name}:${flag.choices === undefined ? (flag.isFile === true ? "_files" : " ") : `(${flag.choices.join(" ")})`}`
  return spellings(flag)
    .map((spelling) =>
      quote(
        `${repeated}${spelling}${flag.value !== undefined && spelling.startsWith("--") ? "=" : ""}[${description}]${value}`
      )
    )
    .join(" ")
}

const fish = (commands: ReadonlyArray<CommandDocs>): string =>
  [
    "# anthropic-models --completions fish | source",
    "complete -c anthropic-models -f",
    ...rootFlags.map((flag) => fishFlag("__fish_use_subcommand", flag)),
    ...commands.flatMap((docs) => [
      `complete -c anthropic-models -n __fish_use_subcommand -a ${docs.name} -d ${quote(docs.summary)}`,
      ...flagsOf(docs).map((flag) => fishFlag(`__fish_seen_subcommand_from ${docs.name}`, flag)),
      ...(takesFiles(docs) ? [`complete -c anthropic-models -n '__fish_seen_subcommand_from ${docs.name}' -F`] : [])
    ]),
    ""
  ].join("\n")

const fishFlag = (condition: string, { alias, choices, description, isFile, name, value }: FlagDocs): string =>
  [
    `complete -c anthropic-models -n ${quote(condition)} -l ${name}`,
    ...(alias === undefined ? [] : [`-s ${alias}`]),
    ...(value === undefined ? [] : [isFile === true ? "-r -F" : "-x"]),
    ...(choices === undefined ? [] : [`-a ${quote(choices.join(" "))}`]),
    `-d ${quote(description)}`
  ].join(" ")

/** As a word of a shell. */
const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`
