import * as Config from "effect/Config"
import * as ConfigError from "effect/ConfigError"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import * as BaseUrl from "./baseUrl.ts"
import { isCredentialName, isHeaders, nameProblem, secretProblem, valueProblem } from "./headerChecks.ts"
import type { ConfigOptions, Options } from "./options.ts"

/** A standard variable, trimmed. Blank is unset, and quotes around the value are an error. */
const variable = <A>(name: string, parse: (text: string) => Either.Either<A, string>) =>
  Config.string(name).pipe(
    Config.mapOrFail((value) => {
      const text = value.trim()
      if (text === "") return Either.left(ConfigError.MissingData([], "blank"))
      const parsed = /^(["'`])[^]*\1$/.test(text) ? Either.left("must not have quotes around it") : parse(text)
      return Either.mapLeft(parsed, (problem) => ConfigError.InvalidData([], problem))
    }),
    Config.option,
    Effect.map(Option.getOrUndefined)
  )

const secret = (name: string) =>
  variable(name, (text): Either.Either<Redacted.Redacted, string> => {
    const problem = secretProblem(text)
    return problem === undefined ? Either.right(Redacted.make(text)) : Either.left(problem)
  })

/** Lines of `Name: value`, each value a secret. */
const headerLines = (text: string): Either.Either<Record<string, Redacted.Redacted>, string> => {
  const headers: Record<string, Redacted.Redacted> = {}
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "") continue
    const [, name = "", value = ""] = /^([^:]*):(.*)$/.exec(line) ?? []
    const problem = nameProblem(name.trim()) ?? valueProblem(value)
    if (problem !== undefined)
      return Either.left(`line ${index + 1} must read "Name: value": its name or value ${problem}`)
    headers[name.trim()] = Redacted.make(value.trim())
  }
  return Either.right(headers)
}

/** Runs the options that are a `Config`. */
const resolve = (options: ConfigOptions): Effect.Effect<Options, ConfigError.ConfigError> =>
  Effect.gen(function* () {
    const resolved: Record<string, unknown> = {}
    if (!Predicate.isRecord(options)) {
      return yield* Effect.fail(ConfigError.InvalidData([], "the options must be an object"))
    }
    for (const [name, value] of Object.entries(options)) {
      const config: Config.Config<unknown> = Config.isConfig(value) ? value : Config.succeed(value)
      resolved[name] = yield* config
    }
    return resolved
  })

/**
 * Completes the options from the standard variables. An option in code wins. With a credential in code, no credential
 * variable is read; of the two variables the key wins. An own header wins over the same header in
 * `ANTHROPIC_CUSTOM_HEADERS`.
 */
export const complete = (options: ConfigOptions): Effect.Effect<Options, ConfigError.ConfigError> =>
  Effect.gen(function* () {
    const given = yield* resolve(options)
    const parseUrl = (text: string) => Either.map(BaseUrl.parse(text, given.allowInsecureHttp === true), () => text)
    const baseUrl = given.baseUrl === undefined ? yield* variable("ANTHROPIC_BASE_URL", parseUrl) : given.baseUrl
    const lines = (yield* variable("ANTHROPIC_CUSTOM_HEADERS", headerLines)) ?? {}
    const { headers: own = {} } = given
    // `Settings.make` refuses them.
    if (!isHeaders(own)) return given
    const ownNames = new Set(Object.keys(own).map((name) => name.toLowerCase()))
    const fromLines = Object.entries(lines).filter(([name]) => !ownNames.has(name.toLowerCase()))
    const complete = { ...given, baseUrl, headers: { ...Object.fromEntries(fromLines), ...own } }
    const headers = Object.entries(complete.headers).filter(([, value]) => value !== undefined)
    if (given.apiKey !== undefined || given.authToken !== undefined) return complete
    if (headers.some(([name]) => isCredentialName(name))) return complete

    const apiKey = yield* secret("ANTHROPIC_API_KEY")
    if (apiKey !== undefined) return { ...complete, apiKey }
    const authToken = yield* secret("ANTHROPIC_AUTH_TOKEN")
    if (authToken !== undefined) return { ...complete, authToken }
    if (headers.some(([, value]) => Redacted.isRedacted(value))) return complete
    return yield* Effect.fail(
      ConfigError.MissingData(
        ["ANTHROPIC_API_KEY"],
        "set ANTHROPIC_API_KEY or ANTHROPIC_AUTH_TOKEN, or pass apiKey, authToken or a Redacted header"
      )
    )
  })
