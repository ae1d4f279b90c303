import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as MutableRef from "effect/MutableRef"
import * as Option from "effect/Option"
import type { Holder } from "./holder.ts"
import type { Lease } from "./lease.ts"
import * as State from "./state.ts"
import type { Stored } from "./stored.ts"

/** Why a refresh runs. Times are in milliseconds. */
export interface Request {
  /** A list of another process that is younger than this will do. */
  readonly maxAge: number
  /** Whether a caller asked for a new list, and waits for it. */
  readonly forced: boolean
}

/**
 * - `"Fetched"`: by this process
 * - `"Shared"`: another process fetched the list
 * - `"Postponed"`: another process is about to fetch it, and the present list is served until then
 */
export type Outcome = "Fetched" | "Shared" | "Postponed"

/** Gets a list and holds it. */
export type Refresher = (request: Request) => Effect.Effect<Outcome, State.RefreshError>

/** Each refresh is a walk. */
export const direct =
  ({ fetch }: Holder): Refresher =>
  () =>
    Effect.as(fetch, "Fetched")

/** Each refresh is a walk, and its list is stored. */
export const persisted =
  ({ fetch }: Holder, { write }: Stored): Refresher =>
  () =>
    fetch.pipe(Effect.tap(write), Effect.as("Fetched"))

/** How often the store is read for the list of another process. */
const pollEvery = "1 second"

/** At most one process walks in a window. The others take its list from the store. */
export const shared = (holder: Holder, stored: Stored, lease: Lease, window: number): Refresher => {
  const walk = persisted(holder, stored)

  const look = Effect.flatMap(stored.read, Option.match({ onNone: () => Effect.void, onSome: holder.adopt }))
  const ask = <A>(f: (state: State.State, now: number) => A): Effect.Effect<A> =>
    Effect.map(Clock.currentTimeMillis, (now) => f(MutableRef.get(holder.state), now))

  const youngerThan = (maxAge: number) =>
    ask(({ held }, now) => held !== undefined && State.isYounger(held, maxAge, now))
  const servable = ask((state, now) => State.servable(state, holder.limits, now) !== undefined)
  /** The error of this process, if it was the one that walked in this window. */
  const ownFailure = ask(({ failed }, now) =>
    failed !== undefined && now - failed.at < window ? failed.error : undefined
  )

  return (request) =>
    Effect.gen(function* () {
      yield* look
      if (yield* youngerThan(request.maxAge)) return "Shared"
      if (yield* lease) return yield* walk(request)
      const enough = request.forced ? youngerThan(window) : servable
      if (yield* enough) {
        yield* holder.postpone(pollEvery)
        return request.forced ? "Shared" : "Postponed"
      }
      if (!request.forced) {
        const error = yield* ownFailure
        if (error !== undefined) {
          yield* holder.postpone(pollEvery)
          return yield* Effect.fail(error)
        }
      }
      const found = yield* Effect.delay(Effect.zipRight(look, enough), pollEvery).pipe(
        Effect.repeat({ until: (found) => found }),
        Effect.timeoutOption(window)
      )
      if (Option.isSome(found)) return "Shared"
      // The winner died or failed. The new lease keeps other processes from walking, too.
      yield* lease
      return yield* walk(request)
    }).pipe(Effect.catchTag("Unavailable", () => walk(request)))
}
