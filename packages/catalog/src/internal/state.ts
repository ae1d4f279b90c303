/**
 * The state of a catalog, and every decision about it, as pure functions. Times are in milliseconds.
 */
import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
import { printable, type ModelsError } from "@anthropic-models/core/ModelsError"
import type { PaginationError } from "@anthropic-models/stream/PaginationError"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import { LastFailure, Snapshot } from "../Snapshot.ts"
import { byId, sort } from "./order.ts"

export type RefreshError = ModelsError | PaginationError

/** The ages at which a list is no longer fresh, no longer served without a wait, and no longer served on an error. */
export interface Limits {
  readonly freshFor: number
  readonly staleFor: number
  readonly staleIfError: number
}

export interface Held {
  readonly snapshot: Snapshot
  readonly index: ReadonlyMap<string, ModelInfo>
}

/** The refreshes that failed since the last one that succeeded. */
interface Failed {
  readonly error: RefreshError
  readonly at: number
  readonly count: number
  /** Without a list to serve, callers get the error until this time. */
  readonly retryAt: number | undefined
}

export interface State {
  readonly held: Held | undefined
  readonly failed: Failed | undefined
  /** No refresh starts by itself before this time. */
  readonly notBefore: number
}

export const empty: State = { held: undefined, failed: undefined, notBefore: -Infinity }

export const hold = (
  models: Iterable<ModelInfo>,
  { fetchedAt, source }: { readonly fetchedAt: number; readonly source: Snapshot["source"] }
): Held => {
  const index = byId(models)
  const snapshot = new Snapshot(
    { models: sort(index.values()), fetchedAt: DateTime.unsafeMake(fetchedAt), source },
    { disableValidation: true }
  )
  return { snapshot, index }
}

export const ageOf = ({ snapshot }: Held, now: number): number => now - snapshot.fetchedAt.epochMillis

/** Whether a list was fetched less than a time ago. */
export const isYounger = (held: Held, maxAge: number, now: number): boolean =>
  held.snapshot.source !== "seed" && ageOf(held, now) >= 0 && ageOf(held, now) < maxAge

type Stage = "Fresh" | "Stale" | "Old" | "Expired"

/** A seed never expires. A list from the future, after the clock was set back, is stale. */
const stageOf = (held: Held, { freshFor, staleFor, staleIfError }: Limits, now: number): Stage => {
  if (held.snapshot.source === "seed") return "Stale"
  const age = ageOf(held, now)
  if (age < 0) return "Stale"
  if (age < freshFor) return "Fresh"
  if (age < staleFor) return "Stale"
  return age < staleIfError ? "Old" : "Expired"
}

/** The error that must reach callers, also where there is a list to serve. */
const denial = ({ failed }: State): RefreshError | undefined =>
  failed?.error._tag === "AuthenticationError" || failed?.error._tag === "PermissionError" ? failed.error : undefined

/** The list that may be served in place of one that is newer. */
export const servable = (state: State, limits: Limits, now: number): Held | undefined =>
  state.held === undefined || denial(state) !== undefined || stageOf(state.held, limits, now) === "Expired"
    ? undefined
    : state.held

export type Decision =
  | { readonly _tag: "Serve"; readonly held: Held; readonly refresh: boolean }
  | { readonly _tag: "Wait" }
  | { readonly _tag: "Fail"; readonly error: RefreshError }

const wait: Decision = { _tag: "Wait" }

/** What a look-up does. */
export const decide = (state: State, limits: Limits, now: number): Decision => {
  const { failed, notBefore } = state
  const due = now >= notBefore
  const denied = denial(state)
  if (denied !== undefined) return due ? wait : { _tag: "Fail", error: denied }
  const held = servable(state, limits, now)
  if (held === undefined) {
    return failed?.retryAt !== undefined && now < failed.retryAt ? { _tag: "Fail", error: failed.error } : wait
  }
  switch (stageOf(held, limits, now)) {
    case "Fresh":
      return { _tag: "Serve", held, refresh: false }
    case "Stale":
      return { _tag: "Serve", held, refresh: due }
    default:
      // The first caller waits for the refresh. Once it failed, nobody does.
      return failed === undefined && due ? wait : { _tag: "Serve", held, refresh: due }
  }
}

/** How long a catalog that refreshes on a schedule waits: until the list has the age of the period. */
export const untilRefresh = ({ held, notBefore }: State, period: number, now: number): number => {
  if (notBefore > now) return notBefore - now
  return held !== undefined && isYounger(held, period, now) ? period - ageOf(held, now) : 0
}

/** A refresh succeeded. */
export const succeed = (held: Held): State => ({ held, failed: undefined, notBefore: -Infinity })

/** A list was found elsewhere. It counts if it is newer than the one that is held. */
export const adopt = (state: State, found: Held): State =>
  state.held === undefined ||
  state.held.snapshot.source === "seed" ||
  DateTime.lessThan(state.held.snapshot.fetchedAt, found.snapshot.fetchedAt)
    ? succeed(found)
    : state

const firstDelay = 1_000
const maxDelay = 60_000
const maxRetryAfter = 3_600_000

const retryAfter = (error: RefreshError): number | undefined =>
  "retryAfter" in error
    ? Option.getOrUndefined(Option.map(error.retryAfter, (after) => Math.min(Duration.toMillis(after), maxRetryAfter)))
    : undefined

/**
 * A refresh failed. The next one may start after 1, 2, 4, … 60 seconds less up to 25 % jitter, and not before the
 * server allows it. `random` is from 0 to 1.
 */
export const fail = (state: State, error: RefreshError, now: number, random: number): State => {
  const count = (state.failed?.count ?? 0) + 1
  const delay = Math.min(firstDelay * 2 ** (count - 1), maxDelay) * (1 - 0.25 * random)
  const after = retryAfter(error)
  const lastFailure = new LastFailure(
    { at: DateTime.unsafeMake(now), message: printable(error.message, 1_000), tag: error._tag },
    { disableValidation: true }
  )
  return {
    held: state.held && { ...state.held, snapshot: withFailure(state.held.snapshot, lastFailure) },
    failed: { error, at: now, count, retryAt: after === undefined ? undefined : now + after },
    notBefore: now + Math.max(delay, after ?? 0)
  }
}

const withFailure = ({ fetchedAt, models, source }: Snapshot, lastFailure: LastFailure): Snapshot =>
  new Snapshot({ models, fetchedAt, source, lastFailure: Option.some(lastFailure) }, { disableValidation: true })

/** Leaves the next refresh to another process until a time. Without a list, the last failure counts until then. */
export const postpone = ({ failed, held, notBefore }: State, until: number): State => ({
  held,
  failed: failed && { ...failed, retryAt: Math.max(failed.retryAt ?? until, until) },
  notBefore: Math.max(notBefore, until)
})
