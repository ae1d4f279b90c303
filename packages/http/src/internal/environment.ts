import * as Config from "effect/Config"
import type * as ConfigError from "effect/ConfigError"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import type { Options } from "./options.ts"

/** A variable without the blanks around it; blank is unset. */
const variable = (name: string): Config.Config<string | undefined> =>
  Config.string(name).pipe(
    Config.map((text) => text.trim()),
    Config.option,
    Config.map(Option.getOrUndefined),
    Config.map((text) => (text === "" ? undefined : text))
  )

const secret = (name: string): Config.Config<Redacted.Redacted | undefined> =>
  Config.map(variable(name), (text) => (text === undefined ? undefined : Redacted.make(text)))

const environment = Config.all({
  apiKey: secret("ANTHROPIC_API_KEY"),
  authToken: secret("ANTHROPIC_AUTH_TOKEN"),
  baseUrl: variable("ANTHROPIC_BASE_URL")
})

/**
 * The options, and what they leave out from the environment: the key before the token, and neither where a
 * credential was given.
 */
export const complete = (options: Options): Effect.Effect<Options, ConfigError.ConfigError> =>
  Effect.map(environment, ({ apiKey, authToken, baseUrl }) => ({
    ...options,
    ...(options.apiKey === undefined && options.authToken === undefined
      ? apiKey === undefined
        ? { authToken }
        : { apiKey }
      : {}),
    baseUrl: options.baseUrl ?? baseUrl
  }))
