// Measures how much the heap grows over a walk of 1,000,000 models. Needs --expose-gc. Exits with 1 beyond the goal.
import { Models } from "@anthropic-models/core/Models"
import * as ModelStream from "@anthropic-models/stream/ModelStream"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { lazyModels } from "../test/support/lazyModels.ts"

const total = 1_000_000

/** A cursor per page, and 1 MiB for the page in hand and the process itself. */
const goal = (pages: number): number => 1024 * 1024 + 120 * pages

const heap = (): number => {
  if (globalThis.gc === undefined) throw new Error("run with --expose-gc")
  globalThis.gc()
  return process.memoryUsage().heapUsed
}

const isSeventh = (model: { readonly id: string }): boolean => model.id.endsWith("7")

const walk = (limit: number, count: number, onLast: () => void) =>
  ModelStream.models({ limit }).pipe(
    Stream.filter((model) => {
      if (model.id === `claude-test-${count}`) onLast()
      return isSeventh(model)
    }),
    Stream.runCount,
    Effect.provideService(Models, lazyModels(count))
  )

const kib = (bytes: number): string => `${(bytes / 1024).toFixed(0)} KiB`

const main = Effect.gen(function* () {
  let passed = true
  for (const limit of [1000, 20]) {
    const pages = total / limit
    yield* walk(limit, 20 * limit, () => {})
    const before = heap()
    let during = NaN
    const found = yield* walk(limit, total, () => {
      during = heap() - before
    })
    const after = heap() - before
    if (found !== total / 10 || !(during < goal(pages)) || !(after < goal(0))) passed = false
    console.log(
      `${pages} pages of ${limit} models, ${found} found: the heap grew by ${kib(during)} until the last model ` +
        `(goal: ${kib(goal(pages))}), and by ${kib(after)} after the walk (goal: ${kib(goal(0))})`
    )
  }
  process.exitCode = passed ? 0 : 1
})

await Effect.runPromise(main)
