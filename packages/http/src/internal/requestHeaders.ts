import * as ConfigError from "effect/ConfigError"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import {
  betaProblem,
  formatBetas,
  isCredentialName,
  isHeaders,
  isSecretName,
  nameProblem,
  parseBetas,
  reveal,
  secretProblem,
  textProblem,
  valueProblem
} from "./headerChecks.ts"
import { type Checked, oneOf, refuse, refuseIf } from "./optionChecks.ts"
import type { Options, Secret } from "./options.ts"
import { version } from "./version.ts"

/** A credential, and the header that carries it. */
interface Credential {
  readonly header: "authorization" | "x-api-key"
  readonly prefix: "" | "Bearer "
  readonly option: "apiKey" | "authToken"
  readonly secret: Secret
}

/** A credential that is asked for before each attempt. */
export interface DynamicCredential extends Credential {
  readonly secret: Exclude<Secret, Redacted.Redacted>
}

/** The headers that every request carries. */
export interface RequestHeaders {
  readonly all: { readonly [name: string]: string }
  readonly betas: ReadonlyArray<string>
  /** Set if the credential is asked for before each attempt, and so is not in `all`. */
  readonly credential: DynamicCredential | undefined
  /** Whether the value of a header is a secret. */
  readonly isSecret: (name: string) => boolean
}

const credentialOf = ({ apiKey, authScheme, authToken }: Options): Checked<Credential | undefined> => {
  if (apiKey !== undefined && authToken !== undefined) return refuse(["authToken"], "cannot be combined with apiKey")
  const option = authToken === undefined ? "apiKey" : "authToken"
  const secret: unknown = authToken === undefined ? apiKey : authToken
  if (secret === undefined) return Either.right(undefined)
  const sent =
    option === "authToken" || authScheme === "bearer"
      ? ({ option, header: "authorization", prefix: "Bearer " } as const)
      : ({ option, header: "x-api-key", prefix: "" } as const)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the value that it yields is checked at each attempt
  if (Effect.isEffect(secret)) return Either.right({ ...sent, secret: secret as DynamicCredential["secret"] })
  if (!Redacted.isRedacted(secret)) return refuse([option], "must be Redacted.make(…), or an Effect of one")
  const value = reveal(secret)
  const trimmed = typeof value === "string" ? value.trim() : ""
  return Either.map(refuseIf([option], secretProblem(trimmed)), () => ({ ...sent, secret: Redacted.make(trimmed) }))
}

interface OwnHeaders {
  readonly headers: { readonly [name: string]: string }
  readonly redacted: ReadonlySet<string>
}

const ownHeaders = (given: unknown): Checked<OwnHeaders> =>
  Either.gen(function* () {
    const headers: Record<string, string> = {}
    const redacted = new Set<string>()
    if (!isHeaders(given)) return yield* refuse(["headers"], "must be an object of names and values")
    for (const [name, value] of Object.entries(given)) {
      if (value === undefined) continue
      yield* refuseIf(["headers"], nameProblem(name))
      const text = Redacted.isRedacted(value) ? reveal(value) : value
      yield* refuseIf(["headers", name], isCredentialName(name) ? textProblem(text) : valueProblem(text))
      headers[name.toLowerCase()] = String(text).trim()
      if (Redacted.isRedacted(value)) redacted.add(name.toLowerCase())
    }
    return { headers, redacted }
  })

/** The headers of every request. Those of the user win. */
export const make = (options: Options): Checked<RequestHeaders> =>
  Either.gen(function* () {
    const {
      anthropicVersion = "2023-06-01",
      authScheme = "x-api-key",
      betas = [],
      headers: given = {},
      workspaceId
    } = options
    yield* oneOf("authScheme", authScheme, ["x-api-key", "bearer"])
    yield* refuseIf(["anthropicVersion"], textProblem(anthropicVersion))
    yield* refuseIf(["workspaceId"], workspaceId === undefined ? undefined : textProblem(workspaceId))
    yield* refuseIf(
      ["betas"],
      Array.isArray(betas)
        ? Array.from<unknown, string | undefined>(betas, betaProblem).find(Predicate.isNotUndefined)
        : "must be an array of beta names"
    )
    const own = yield* ownHeaders(given)
    const { "anthropic-beta": ownBetas, ...headers } = own.headers
    const hasOwnCredential = Object.keys(headers).some(isCredentialName)
    const secret = yield* credentialOf(options)
    if (secret === undefined && !hasOwnCredential && own.redacted.size === 0) {
      return yield* Either.left(ConfigError.MissingData(["apiKey"], "set apiKey, authToken, or a Redacted header"))
    }
    const credential = hasOwnCredential ? undefined : secret
    const allBetas = [...betas, ...parseBetas(ownBetas)]
    const isSecret = (name: string) => own.redacted.has(name) || name === credential?.header || isSecretName(name)
    return {
      all: {
        accept: "application/json",
        "accept-encoding": "gzip",
        "anthropic-version": anthropicVersion,
        "user-agent": `anthropic-models/${version}`,
        ...(workspaceId === undefined ? {} : { "anthropic-workspace-id": workspaceId }),
        ...(credential === undefined || Effect.isEffect(credential.secret)
          ? {}
          : { [credential.header]: credential.prefix + Redacted.value(credential.secret) }),
        ...headers,
        ...(allBetas.length === 0 ? {} : { "anthropic-beta": formatBetas(allBetas) })
      },
      betas: allBetas,
      credential:
        credential !== undefined && Effect.isEffect(credential.secret)
          ? { ...credential, secret: credential.secret }
          : undefined,
      isSecret
    }
  })
