import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
const text = /^[\t\x20-\x7e\x80-\xff]*$/
const visible = /^[\x21-\x7e]+$/

/** Names that describe how bytes are framed on one connection. */
const transportName = /^(?:(?:proxy-)?connection|content-length|expect|host|keep-alive|transfer-encoding|upgrade)$/i

const secretName = /(?:api[-_]?key|authorization|cookie|secret|token)$/i

/** Whether a value is an object of names and values. A `Map` or `Headers` has none that can be listed. */
export const isHeaders = (u: unknown): u is { readonly [name: string]: unknown } =>
  Predicate.isRecord(u) && !Predicate.isIterable(u)

/** Whether values under this name are secrets. */
export const isSecretName = (name: string): boolean => secretName.test(name)

/** Whether a header carries the credential of the API. */
export const isCredentialName = (name: string): boolean => /^(?:authorization|x-api-key)$/i.test(name)

/** The rule that the name of a header breaks, if any. */
export const nameProblem = (name: string): string | undefined => {
  if (!token.test(name) || name === "__proto__") return "must be a valid header name"
  return transportName.test(name) ? `must not be ${name.toLowerCase()}, which the transport sets` : undefined
}

/** The rule that the value of a header breaks, if any. */
export const valueProblem = (value: unknown): string | undefined => {
  if (typeof value !== "string") return "must be a string"
  return text.test(value) ? undefined : "must be one line of Latin-1 text"
}

/** The rule that a value breaks which must not be blank, if any. */
export const textProblem = (value: unknown): string | undefined =>
  typeof value === "string" && value.trim() === "" ? "must not be blank" : valueProblem(value)

/** The rule that the name of a beta breaks, if any. */
export const betaProblem = (beta: unknown): string | undefined =>
  typeof beta === "string" && visible.test(beta) && !beta.includes(",")
    ? undefined
    : "must be beta names, each of visible ASCII without a comma"

/** The value of a secret. Reading one that was wiped throws. */
export const reveal = (secret: Redacted.Redacted<unknown>): unknown => {
  try {
    return Redacted.value(secret)
  } catch {
    return undefined
  }
}

/** The rule that a key or token breaks, if any. The message never shows it. */
export const secretProblem = (secret: unknown): string | undefined => {
  if (typeof secret !== "string" || secret === "") return "must be a non-empty string"
  if (/^(["'`]).*\1$/.test(secret)) return "must not have quotes around it"
  return visible.test(secret) ? undefined : "must be visible ASCII without blanks"
}

/** The betas in an `anthropic-beta` header. */
export const parseBetas = (header: string | undefined): ReadonlyArray<string> =>
  (header ?? "").split(",").flatMap((beta) => beta.trim() || [])

/** The value of an `anthropic-beta` header, with each beta once. */
export const formatBetas = (betas: Iterable<string>): string => [...new Set(betas)].join(",")
