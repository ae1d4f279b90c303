// Measures how well work on a page overlaps with the request for the next one. Exits with 1 beyond the goal.
import { Models } from "@anthropic-models/core/Models"
import * as ModelStream from "@anthropic-models/stream/ModelStream"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { lazyModels } from "../test/support/lazyModels.ts"

const pages = 20
const latency = 50
const work = 50
const goal = 1.15

/** The request for the first page cannot overlap with work. */
const ideal = latency + pages * Math.max(latency, work)

const time = (prefetch: number) =>
  Effect.gen(function* () {
    const began = performance.now()
    yield* ModelStream.pages({ limit: 10, prefetch }).pipe(Stream.runForEach(() => Effect.sleep(work)))
    return performance.now() - began
  }).pipe(Effect.provideService(Models, lazyModels(pages * 10, { latency })))

const median = (numbers: ReadonlyArray<number>) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? NaN

const main = Effect.gen(function* () {
  console.log(`${pages} pages, ${latency} ms each, ${work} ms of work on each; ideally ${ideal} ms`)
  let passed = true
  for (const prefetch of [0, 1, 2]) {
    const ratio = median(yield* Effect.replicateEffect(time(prefetch), 3)) / ideal
    if (prefetch > 0 && ratio > goal) passed = false
    console.log(
      `prefetch ${prefetch}: ${ratio.toFixed(2)} of the ideal${prefetch > 0 ? ` (goal: at most ${goal})` : ""}`
    )
  }
  process.exitCode = passed ? 0 : 1
})

await Effect.runPromise(main)
