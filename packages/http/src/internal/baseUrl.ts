import * as Either from "effect/Either"

/** The URL of the API. */
export interface BaseUrl {
  /** The URL without a slash at its end. */
  readonly href: string
  /** The name or address, an IPv6 address without brackets. */
  readonly host: string
  readonly port: number
  /** Whether the key crosses a network in plain text. */
  readonly isPlain: boolean
}

const loopback = /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[::1\])$/

/** Names without a dot, names of local networks, and private addresses (RFC 1918, RFC 4193, link-local IPv6). */
const privateHost =
  /^(?:[^.:[\]]+|.+\.(?:local|internal)|10(?:\.\d+){3}|192\.168(?:\.\d+){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d+){2}|\[f[cd][\da-f]{2}:.*\]|\[fe[89ab][\da-f]:.*\])$/

/** Paths of single operations, which people copy from examples. */
const operation = /\/v1\/(?:messages|models|complete|chat\/completions)(?:\/.*)?$/i

const parseUrl = (text: string): URL | undefined => {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}

/** Reads a base URL, or says what it must be. The text itself is not shown if it may contain a password. */
export const parse = (text: string, allowInsecureHttp: boolean): Either.Either<BaseUrl, string> => {
  const url = parseUrl(text.trim())
  if (url === undefined || (url.protocol !== "https:" && url.protocol !== "http:")) {
    return Either.left("must be an http or https URL, such as https://api.anthropic.com")
  }
  if (url.username !== "" || url.password !== "") return Either.left("must not contain a user or password")
  if (url.search !== "" || url.hash !== "" || /[?#]/.test(text)) {
    return Either.left(`must not have a query or fragment: use ${url.origin}${url.pathname.replace(/\/+$/, "")}`)
  }
  const path = url.pathname.replace(/\/+$/, "")
  if (operation.test(path)) {
    return Either.left(`must not contain the path of an operation: use ${url.origin}${path.replace(operation, "")}`)
  }
  const isPlain = url.protocol === "http:" && !loopback.test(url.hostname)
  if (isPlain && !allowInsecureHttp && !privateHost.test(url.hostname)) {
    return Either.left("must be https, because the key would cross the network in plain text; or set allowInsecureHttp")
  }
  return Either.right({
    href: url.origin + path.replace(/\/v1$/i, "").replace(/\/+$/, ""),
    host: url.hostname.replaceAll(/[[\]]/g, ""),
    port: url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port),
    isPlain
  })
}
