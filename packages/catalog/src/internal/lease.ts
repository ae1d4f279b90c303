import * as RateLimiter from "@effect/experimental/RateLimiter"
import * as Effect from "effect/Effect"
import { attempt, type Unavailable } from "./stored.ts"

/** Takes the lease of the present window, if no process did so before. */
export type Lease = Effect.Effect<boolean, Unavailable>

export const make = (key: string, window: number): Effect.Effect<Lease, never, RateLimiter.RateLimiter> =>
  Effect.map(RateLimiter.RateLimiter, (limiter) =>
    attempt(
      "ask who refreshes",
      limiter.consume({ algorithm: "fixed-window", key, limit: 1, window, onExceeded: "fail" }).pipe(
        Effect.as(true),
        Effect.catchIf(
          (error) => error.reason === "Exceeded",
          () => Effect.succeed(false)
        )
      )
    )
  )
