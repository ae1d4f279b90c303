import type { ConnectionError } from "@anthropic-models/core/ModelsError"
import * as Predicate from "effect/Predicate"

/** How a connection failed. */
export interface Failure {
  readonly reason: Extract<ConnectionError["reason"], "Transport" | "Certificate" | "Protocol">
  /** The code of the failure, such as `ECONNREFUSED`, else its text. */
  readonly text: string
}

const property = (u: unknown, name: string): unknown => (Predicate.hasProperty(u, name) ? u[name] : undefined)

const text = (u: unknown): string | undefined => (typeof u === "string" && u.trim() !== "" ? u : undefined)

/** The error and those that caused it, outermost first. Node reports several addresses as an `AggregateError`. */
const chain = (error: unknown, depth = 8): ReadonlyArray<unknown> => {
  if (depth === 0 || !Predicate.isObject(error)) return []
  const errors = property(error, "errors")
  const inner: unknown = property(error, "cause") ?? (Array.isArray(errors) ? errors[0] : undefined)
  return [error, ...chain(inner, depth - 1)]
}

const certificate = /^(?:CERT_|ERR_TLS_CERT_|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_CERT|UNABLE_TO_(?:GET|VERIFY|DECODE)_)/

/** The bytes of a TLS alert, which a TLS server sends when a client speaks plain http. */
const isTlsAlert = (error: unknown): boolean => {
  const packet = property(error, "rawPacket")
  const data = property(error, "data")
  return packet instanceof Uint8Array
    ? packet[0] === 0x15 && packet[1] === 3
    : typeof data === "string" && data.startsWith("\x15\x03")
}

/**
 * Describes why a connection failed. Codes and texts differ between Node, undici, Bun and Deno, so both are searched.
 * Certificates that do not verify, and the wrong protocol on a port, stay as they are however often a client retries.
 */
export const describe = (error: unknown): Failure => {
  const errors = chain(error)
  const codes = errors.flatMap((one) => text(property(one, "code")) ?? [])
  const messages = errors.flatMap((one) => text(property(one, "message")) ?? [])
  const code = codes.findLast((one) => /^[A-Z][A-Z0-9_]+$/.test(one))
  const said = code ?? messages.at(-1) ?? text(error) ?? "unknown reason"
  if (codes.some((one) => certificate.test(one)) || messages.some((one) => /certificate/i.test(one))) {
    return { reason: "Certificate", text: `the certificate of the server does not verify: ${said}` }
  }
  if (codes.includes("ERR_SSL_WRONG_VERSION_NUMBER") || messages.some((one) => /wrong version number/i.test(one))) {
    return { reason: "Protocol", text: `the URL is https, but the port speaks plain http: ${said}` }
  }
  if (errors.some(isTlsAlert)) return { reason: "Protocol", text: `the URL is http, but the port speaks TLS: ${said}` }
  return { reason: "Transport", text: said }
}
