const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
const text = /^[\t\x20-\x7e\x80-\xff]*$/
const visible = /^[\x21-\x7e]+$/

/** Names that say how bytes are framed on one connection: they belong to the transport. */
const transportNames = new Set([
  "connection",
  "content-length",
  "expect",
  "keep-alive",
  "proxy-connection",
  "transfer-encoding",
  "upgrade"
])

/** Names whose values are secrets, whoever gives them. */
const secretNames = new Set(["authorization", "cookie", "proxy-authorization", "x-api-key"])

/** What a header's name must be, where it is not. */
export const refuseName = (name: string): string | undefined =>
  !token.test(name)
    ? "must be a header name: letters, digits and !#$%&'*+-.^_`|~"
    : transportNames.has(name.toLowerCase())
      ? "belongs to the transport"
      : undefined

/** What a header's value must be, where it is not. */
export const refuseValue = (value: string): string | undefined =>
  text.test(value) ? undefined : "must be a header value: one line of Latin-1 text without control characters"

/** What a beta must be, where it is not. */
export const refuseBeta = (beta: string): string | undefined =>
  visible.test(beta) ? undefined : "must be the name of a beta: visible ASCII characters"

/** What a key or token must be, where it is not. */
export const refuseSecret = (secret: string): string | undefined =>
  visible.test(secret) ? undefined : "must be visible ASCII characters, without blanks or line breaks"

/** What of a header's value is a secret: all of it, and what follows the name of a scheme. */
export const secretsOf = (name: string, value: string): ReadonlyArray<string> =>
  secretNames.has(name) ? [value, value.replace(/^\w+\s+/, "")] : []
