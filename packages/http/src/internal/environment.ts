import * as Config from "effect/Config"
import * as ConfigError from "effect/ConfigError"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as BaseUrl from "./baseUrl.ts"
import { refuseSecret } from "./headerSyntax.ts"
import type { Options } from "./options.ts"

/** A variable without the blanks around it, where it is right; blank is unset. */
const variable = (name: string, refuse: (text: string) => string | undefined): Config.Config<Option.Option<string>> =>
  Config.string(name).pipe(
    Config.mapOrFail((value) => {
      const text = value.trim()
      if (text === "") return Either.left(ConfigError.MissingData([], "blank"))
      const what = refuse(text)
      return what === undefined ? Either.right(text) : Either.left(ConfigError.InvalidData([], what))
    }),
    Config.option
  )

const secret = (name: string): Config.Config<Option.Option<Redacted.Redacted>> =>
  Config.map(variable(name, refuseSecret), Option.map(Redacted.make<string>))

const hasCredential = ({ apiKey, authToken, headers = {} }: Options): boolean =>
  apiKey !== undefined ||
  authToken !== undefined ||
  Object.entries(headers).some(([name, value]) => value !== undefined && /^(?:authorization|x-api-key)$/i.test(name))

/**
 * The options, and what they leave out from the environment: the key before the token, and neither where a
 * credential was given. A variable that is not needed is not looked at.
 */
export const complete = (options: Options): Effect.Effect<Options, ConfigError.ConfigError> =>
  Effect.gen(function* () {
    const baseUrl =
      options.baseUrl ??
      Option.getOrUndefined(
        yield* variable("ANTHROPIC_BASE_URL", (text) =>
          Option.getOrUndefined(Either.getLeft(BaseUrl.parse(text, options.allowInsecureHttp ?? false)))
        )
      )
    if (hasCredential(options)) return { ...options, baseUrl }
    const apiKey = yield* secret("ANTHROPIC_API_KEY")
    if (Option.isSome(apiKey)) return { ...options, baseUrl, apiKey: apiKey.value }
    const authToken = yield* secret("ANTHROPIC_AUTH_TOKEN")
    if (Option.isSome(authToken)) return { ...options, baseUrl, authToken: authToken.value }
    return yield* Effect.fail(
      ConfigError.MissingData(["ANTHROPIC_API_KEY"], "set it or ANTHROPIC_AUTH_TOKEN, or give apiKey or authToken")
    )
  })
