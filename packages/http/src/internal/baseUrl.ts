import * as Either from "effect/Either"

/** Where the API is. */
export interface BaseUrl {
  /** The URL without a slash at its end. */
  readonly href: string
  /** The name or address, an IPv6 address without brackets. */
  readonly host: string
  readonly port: number
}

const loopback = /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[::1\])$/

const parseUrl = (text: string): URL | undefined => {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}

/** Reads a base URL, or says what it must be. What it was is not said, since it may hold a password. */
export const parse = (text: string, allowInsecureHttp: boolean): Either.Either<BaseUrl, string> => {
  const url = parseUrl(text.trim())
  if (url === undefined || (url.protocol !== "https:" && url.protocol !== "http:")) {
    return Either.left("must be an http or https URL")
  }
  if (url.username !== "" || url.password !== "") return Either.left("must not hold a user or password")
  if (url.search !== "" || url.hash !== "" || /[?#]/.test(text)) {
    return Either.left("must not have a query or fragment")
  }
  const path = url.pathname.replace(/\/+$/, "")
  if (/\/v1$/i.test(path)) return Either.left("must not end in /v1")
  if (url.protocol === "http:" && !allowInsecureHttp && !loopback.test(url.hostname)) {
    return Either.left("must be https, or allowInsecureHttp set")
  }
  return Either.right({
    href: url.origin + path,
    host: url.hostname.replaceAll(/[[\]]/g, ""),
    port: url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port)
  })
}
