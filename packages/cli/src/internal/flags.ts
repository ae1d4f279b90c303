import * as Args from "@effect/cli/Args"
import * as HelpDoc from "@effect/cli/HelpDoc"
import * as Options from "@effect/cli/Options"
import * as ValidationError from "@effect/cli/ValidationError"
import * as Either from "effect/Either"
import type * as Option from "effect/Option"
import type { Parser } from "./units.ts"

/** The part of an option that help and completions show. */
export interface FlagDocs {
  readonly name: string
  readonly alias?: string | undefined
  /** The placeholder of the value. None for a switch. */
  readonly value?: string | undefined
  readonly choices?: ReadonlyArray<string> | undefined
  readonly isRepeatable?: boolean | undefined
  /** Completes names of files. */
  readonly isFile?: boolean | undefined
  readonly description: string
}

/** An option of a command. */
export type Flag<A> = Options.Options<A> & { readonly flag: FlagDocs }

/** The part of a positional argument that help and completions show. */
export interface PositionalDocs {
  readonly name: string
  readonly isOptional: boolean
  readonly isRepeatable: boolean
  readonly isFile: boolean
  readonly description: string
}

/** A positional argument of a command. */
export type Positional<A> = Args.Args<A> & { readonly positional: PositionalDocs }

const flag = <A>(options: Options.Options<A>, docs: FlagDocs): Flag<A> => Object.assign(options, { flag: docs })

/** A switch: `--json`. */
export const toggle = (name: string, description: string): Flag<boolean> =>
  flag(Options.boolean(name), { name, description })

interface TextOptions {
  readonly alias?: string
  readonly isFile?: boolean
}

/** A text as it is: `--after ID`. */
export const text = (
  name: string,
  value: string,
  description: string,
  { alias, isFile }: TextOptions = {}
): Flag<Option.Option<string>> => {
  const plain = Options.text(name)
  return flag(Options.optional(alias === undefined ? plain : Options.withAlias(plain, alias)), {
    name,
    alias,
    value,
    isFile,
    description
  })
}

/** A value with a form: `--min-context 200k`. */
export const value = <A>(
  name: string,
  placeholder: string,
  description: string,
  parser: Parser<A>
): Flag<Option.Option<A>> => flag(Options.optional(parsed(name, parser)), { name, value: placeholder, description })

/** A value with a form and a default. */
export const valueOr = <A>(
  name: string,
  placeholder: string,
  description: string,
  parser: Parser<A>,
  orElse: A
): Flag<A> => flag(Options.withDefault(parsed(name, parser), orElse), { name, value: placeholder, description })

/** One of a few words. The first is the default. */
export const choice = <const Choices extends readonly [string, ...ReadonlyArray<string>]>(
  name: string,
  choices: Choices,
  description: string
): Flag<Choices[number]> =>
  flag(Options.withDefault(Options.mapEffect(Options.text(name), oneOf(name, choices)), choices[0]), {
    name,
    value: choices.join("|"),
    choices,
    description
  })

/** Some of a few words, repeated or joined by commas. */
export const choices = <const Choices extends ReadonlyArray<string>>(
  name: string,
  choices: Choices,
  description: string
): Flag<ReadonlyArray<Choices[number]>> =>
  flag(
    Options.mapEffect(words(name), (given) => Either.all(given.map(oneOf(name, choices)))),
    { name, value: choices.join("|"), choices, isRepeatable: true, description }
  )

/** Some words, repeated or joined by commas. */
export const list = (name: string, placeholder: string, description: string): Flag<ReadonlyArray<string>> =>
  flag(words(name), { name, value: placeholder, isRepeatable: true, description })

const words = (name: string): Options.Options<ReadonlyArray<string>> =>
  Options.map(Options.repeated(Options.text(name)), (given) =>
    given
      .flatMap((text) => text.split(","))
      .map((word) => word.trim())
      .filter((word) => word !== "")
  )

const parsed = <A>(name: string, parser: Parser<A>): Options.Options<A> =>
  Options.mapEffect(Options.text(name), (text) =>
    Either.mapLeft(parser(text), (expected) => wrong(name, text, expected))
  )

const oneOf =
  <Choices extends ReadonlyArray<string>>(name: string, choices: Choices) =>
  (text: string): Either.Either<Choices[number], ValidationError.ValidationError> =>
    Either.fromNullable(
      choices.find((choice): choice is Choices[number] => choice === text),
      () => wrong(name, text, `expected ${choices.slice(0, -1).join(", ")} or ${choices.at(-1)}`)
    )

const wrong = (name: string, text: string, expected: string): ValidationError.ValidationError =>
  ValidationError.invalidValue(HelpDoc.p(`--${name} ${text}: ${expected}`))

const positional = <A>(args: Args.Args<A>, docs: PositionalDocs): Positional<A> =>
  Object.assign(args, { positional: docs })

/** One argument that must be there. */
export const required = (name: string, description: string, isFile = false): Positional<string> =>
  positional(Args.text({ name }), { name, isOptional: false, isRepeatable: false, isFile, description })

/** One argument that may be there. */
export const maybe = (name: string, description: string, isFile = false): Positional<Option.Option<string>> =>
  positional(Args.optional(Args.text({ name })), {
    name,
    isOptional: true,
    isRepeatable: false,
    isFile,
    description
  })

/** Any number of arguments from `least` on. */
export const several = (
  name: string,
  least: 0 | 1,
  description: string,
  isFile = false
): Positional<ReadonlyArray<string>> =>
  positional(Args.atLeast(Args.text({ name }), least), {
    name,
    isOptional: least === 0,
    isRepeatable: true,
    isFile,
    description
  })
