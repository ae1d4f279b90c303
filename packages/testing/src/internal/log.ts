import * as Effect from "effect/Effect"
import { requireCount } from "./setup.ts"

/** What happened, in order, and a way to wait for it. */
export interface Log<A> {
  readonly append: (entry: A) => Effect.Effect<void>
  readonly entries: Effect.Effect<ReadonlyArray<A>>
  /** Waits until there are so many entries. */
  readonly until: (count: number) => Effect.Effect<void>
}

interface Waiting {
  readonly count: number
  readonly resume: () => void
}

/** `until` refuses, in the name of the public method that it is, a count that none can be. */
export const make = <A>(until: string): Log<A> => {
  const entries: Array<A> = []
  const waiting = new Set<Waiting>()
  return {
    append: (entry) =>
      Effect.sync(() => {
        entries.push(entry)
        for (const one of waiting) {
          if (one.count > entries.length) continue
          waiting.delete(one)
          one.resume()
        }
      }),
    entries: Effect.sync(() => entries.slice()),
    until: (count) =>
      Effect.async<void>((resume) => {
        requireCount(until, "the number to wait for", count)
        if (entries.length >= count) return resume(Effect.void)
        const one = { count, resume: () => resume(Effect.void) }
        waiting.add(one)
        return Effect.sync(() => waiting.delete(one))
      })
  }
}
