import type { HttpClientRequest } from "@effect/platform/HttpClientRequest"
import * as Option from "effect/Option"
import { isSecretName } from "./headerChecks.ts"
import type { Redact } from "./redact.ts"
import type { Settings } from "./settings.ts"

/** The secrets of the requests of one call. */
export interface CallSecrets {
  /** Keeps a request in the form that is sent, for the secrets in it. */
  readonly remember: (request: HttpClientRequest) => void
  /** Removes the secrets of all requests so far, so that no error shows an older key either. */
  readonly redact: Redact
}

export const make = ({ headers: { isSecret }, redact }: Settings): CallSecrets => {
  const requests: Array<HttpClientRequest> = []
  /** Undefined until a text needs it. */
  let redactor: Redact | undefined

  const secretsOf = (request: HttpClientRequest): ReadonlyArray<string> => [
    ...Object.entries(request.headers).flatMap(([name, value]) => (isSecret(name) ? [value] : [])),
    ...paramsOf(request).flatMap(([name, value]) => (isSecretName(name) ? [value] : [])),
    ...userInfoOf(request)
  ]

  return {
    remember: (request) => {
      if (requests.includes(request)) return
      requests.push(request)
      redactor = undefined
    },
    redact: (text, max) => {
      redactor ??= redact(requests.flatMap(secretsOf))
      return redactor(text, max)
    }
  }
}

/** The parameters of a URL, in its query and in its fragment. */
const paramsOf = ({ hash, url, urlParams }: HttpClientRequest): ReadonlyArray<readonly [string, string]> => [
  ...urlParams,
  ...[...url.split(/[?#]/).slice(1), ...Option.toArray(hash)].flatMap((text) => [...new URLSearchParams(text)])
]

/** The user name and the password in a URL. */
const userInfoOf = ({ url }: HttpClientRequest): ReadonlyArray<string> => {
  const [, userInfo = ""] = /^[^/?#]*\/\/([^/?#]*)@/.exec(url) ?? []
  return userInfo === "" ? [] : userInfo.split(":")
}
