const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
const text = /^[\t\x20-\x7e\x80-\xff]*$/
const visible = /^[\x21-\x7e]+$/

/** Names that say how bytes are framed on one connection: they belong to the transport. */
const transportName = /^(?:(?:proxy-)?connection|content-length|expect|keep-alive|transfer-encoding|upgrade)$/i

/** Names whose values are secrets, whoever gives them. */
const secretName = /(?:^|-)(?:api-?key|authorization|cookie|secret|token)$/i

/** The number that a header's value is, if it is a whole one. */
export const wholeNumber = (value = ""): number | undefined => (/^\d{1,15}$/.test(value) ? Number(value) : undefined)

/** What a header's name must be, where it is not. */
export const refuseName = (name: string): string | undefined =>
  token.test(name) ? (transportName.test(name) ? "belongs to the transport" : undefined) : "must be a header's name"

/** What a header's value must be, where it is not. */
export const refuseValue = (value: string): string | undefined =>
  text.test(value) ? undefined : "must be one line of Latin-1 text"

/** The same of a value that must say something. */
export const refuseText = (value: string): string | undefined =>
  value.trim() === "" ? "must not be blank" : refuseValue(value)

/** What a beta must be, where it is not. */
export const refuseBeta = (beta: string): string | undefined =>
  beta.includes(",") ? "must be one beta, without a comma" : refuseSecret(beta)

/** What a key or token must be, where it is not. */
export const refuseSecret = (secret: string): string | undefined =>
  visible.test(secret) ? undefined : "must be visible ASCII, without blanks"

/** What of a header's value is a secret: all of it, and what follows the name of a scheme. */
export const secretsOf = (name: string, value: string): ReadonlyArray<string> =>
  secretName.test(name) ? [value, value.replace(/^\w+\s+/, "")] : []
