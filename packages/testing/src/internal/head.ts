import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import { refuse, requireDuration, show } from "./setup.ts"

export const requireStatus = (where: string, status: number, from: number, to: number): void => {
  if (!Number.isInteger(status) || status < from || status > to) {
    refuse(where, `the status is ${show(status)}; give a whole number from ${from} to ${to}`)
  }
}

/** Statuses whose answers end with their head. */
const isBodiless = (status: number): boolean => status === 204 || status === 205 || status === 304

export const requireBody = (where: string, status: number): void => {
  if (isBodiless(status)) refuse(where, `an answer with status ${status} has no body; take another status`)
}

/** What cannot be a header would fail only as the answer is sent. */
export const requireHeaderValue = (where: string, value: string): void => {
  if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
    refuse(where, `${show(value)} cannot be the value of a header; leave out line breaks and letters beyond Latin-1`)
  }
}

const framing = new Set(["content-length", "transfer-encoding"])

type Changes = { readonly [name: string]: string | null }

/** The headers by names in lower case. */
export const requireHeaders = (where: string, headers: Changes = {}): Changes =>
  Object.fromEntries(
    Object.entries(headers).map(([given, value]) => {
      const name = given.toLowerCase()
      if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) refuse(where, `${show(given)} cannot be the name of a header`)
      if (framing.has(name)) refuse(where, `the server writes ${name}; send a message with a wrong one by Fault.bytes`)
      if (value !== null) requireHeaderValue(where, value)
      return [name, value]
    })
  )

/** A text that reads like a `Duration` would go out as it is, and mean nothing to who reads it. */
const requireNoDuration = (where: string, text: string, better: (duration: Duration.Duration) => string): void => {
  const duration = Duration.decodeUnknown(text)
  if (Option.isSome(duration))
    refuse(where, `${show(text)} would be sent as these words; write ${better(duration.value)}`)
}

interface FromNow<Time> {
  readonly fromNow: Time
}

/** HTTP dates have years of four digits. */
const longest = Duration.days(365 * 1000)

export const requireRetryAfter = (
  where: string,
  value: number | string | Duration.Duration | FromNow<Duration.DurationInput> | undefined
): number | string | FromNow<Duration.Duration> | undefined => {
  if (value === undefined || typeof value === "number") return value
  if (typeof value === "string") {
    requireHeaderValue(where, value)
    requireNoDuration(
      where,
      value,
      (duration) => `${Duration.toSeconds(duration)}, or { fromNow: ${show(value)} } for a date`
    )
    return value
  }
  const [name, duration] = Duration.isDuration(value)
    ? ["retryAfter", value]
    : ["fromNow", requireDuration(where, value.fromNow)]
  if (Duration.greaterThan(duration, longest)) {
    refuse(where, `${name} is ${Duration.format(duration)}, too long to be written; give at most 1000 years`)
  }
  return Duration.isDuration(value) ? Duration.toSeconds(duration) : { fromNow: duration }
}

export const requireRetryAfterMs = (where: string, value: number | string | undefined): number | string | undefined => {
  if (typeof value === "string") {
    requireHeaderValue(where, value)
    requireNoDuration(where, value, (duration) => String(Duration.toMillis(duration)))
  }
  return value
}
