import * as Either from "effect/Either"
import type { CommandDocs } from "./command.ts"
import { UsageError } from "./errors.ts"
import type { FlagDocs } from "./flags.ts"
import { didYouMean, nearest } from "./nearest.ts"

/**
 * Checks the arguments of a command, and puts the options first.
 *
 * `@effect/cli` takes an option that it does not know for a positional argument, and accepts options only before
 * those. So unknown options, options without their value and surplus arguments are refused here, and the rest is
 * passed on as `[...options, "--", ...positionals]`.
 */
export const arrange = (
  docs: CommandDocs,
  args: ReadonlyArray<string>
): Either.Either<ReadonlyArray<string>, UsageError> => {
  const options: Array<string> = []
  const positionals: Array<string> = []
  const refuse = (message: string, hint?: string) =>
    Either.left(
      new UsageError({
        message,
        hint: [...(hint === undefined ? [] : [hint]), `See: anthropic-models ${docs.name} --help`].join(" ")
      })
    )

  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? ""
    if (arg === "--") {
      positionals.push(...args.slice(i + 1))
      break
    }
    if (!arg.startsWith("-") || arg === "-") {
      positionals.push(arg)
      continue
    }
    const [name, inline] = splitOnce(arg)
    const flag = docs.flags.find((flag) => name === `--${flag.name}` || name === `-${flag.alias}`)
    if (flag === undefined)
      return refuse(`${docs.name} has no option ${name}`, didYouMean(nearest(name, names(docs.flags))))
    if (flag.value === undefined) {
      if (inline !== undefined) return refuse(`--${flag.name} takes no value`)
      options.push(`--${flag.name}`)
      continue
    }
    const value = inline ?? args[++i]
    if (value === undefined || value === "" || (inline === undefined && isOption(value, docs))) {
      return refuse(`--${flag.name} needs a value: --${flag.name} ${flag.value}`)
    }
    if (flag.isRepeatable !== true && options.includes(`--${flag.name}`)) return refuse(`--${flag.name} is given twice`)
    options.push(`--${flag.name}`, value)
  }

  const least = docs.positionals.filter((positional) => !positional.isOptional)
  const missing = least[positionals.length]
  if (missing !== undefined) return refuse(`${docs.name} needs ${missing.name}`)
  const surplus = positionals[docs.positionals.length]
  if (surplus !== undefined && docs.positionals.at(-1)?.isRepeatable !== true) {
    return refuse(`${docs.name} does not take the argument ${surplus}`)
  }
  return Either.right([...options, ...(positionals.length === 0 ? [] : ["--", ...positionals])])
}

const splitOnce = (arg: string): readonly [name: string, value?: string] => {
  const at = arg.startsWith("--") ? arg.indexOf("=") : -1
  return at === -1 ? [arg] : [arg.slice(0, at), arg.slice(at + 1)]
}

const isOption = (text: string, { flags }: CommandDocs): boolean =>
  text.startsWith("--") || flags.some((flag) => text === `-${flag.alias}`)

const names = (flags: ReadonlyArray<FlagDocs>): ReadonlyArray<string> => flags.map((flag) => `--${flag.name}`)
