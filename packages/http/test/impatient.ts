/** A clock that does not wait for a server that stalls. So a timeout can be long, and a slow machine ends no good answer. */
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { Step } from "./RawServer.ts"

/** How long a server has stalled, in milliseconds, when the clock skips the timeout. */
const patience = 100

export interface Impatient {
  /** The time of the system, except where it skips. It is for one call at a time. */
  readonly clock: Clock.Clock
  /** The same steps, and the timeout soon passes if they stall or drip. */
  readonly watch: (steps: ReadonlyArray<Step>) => ReadonlyArray<Step>
}

export const make = (): Impatient => {
  const waits = new Set<() => void>()
  const sleep = (duration: Duration.Duration) =>
    Effect.async<void>((resume) => {
      const stop = () => {
        clearTimeout(timer)
        waits.delete(end)
      }
      const end = () => {
        stop()
        resume(Effect.void)
      }
      const timer = setTimeout(end, Duration.toMillis(duration))
      waits.add(end)
      return Effect.sync(stop)
    })
  const skip = () => waits.forEach((end) => end())
  return {
    clock: Object.assign(Clock.make(), { sleep }),
    watch: (steps) => {
      if (steps.includes("stall") || steps.length > 10) setTimeout(skip, patience)
      return steps
    }
  }
}
