// How long a look-up in a fresh catalog takes, and what it allocates. Run with --expose-gc. Exits with 1 beyond the goal.
import * as ModelCatalog from "@anthropic-models/catalog/ModelCatalog"
import * as TestModels from "@anthropic-models/testing/TestModels"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

const total = 1_000_000
const batch = 1_000
/** Microseconds. */
const goal = 2

const heap = (): number => {
  if (globalThis.gc === undefined) throw new Error("run with --expose-gc")
  globalThis.gc()
  return process.memoryUsage().heapUsed
}

/** Microseconds of each look-up in a batch. The clock itself takes too long to ask it for each. */
const time = (lookUp: Effect.Effect<unknown, unknown>) =>
  Effect.gen(function* () {
    const start = performance.now()
    for (let i = 0; i < batch; i++) yield* lookUp
    return ((performance.now() - start) * 1_000) / batch
  })

const measure = (name: string, lookUp: Effect.Effect<unknown, unknown>) =>
  Effect.gen(function* () {
    yield* Effect.replicateEffect(time(lookUp), 50, { discard: true })
    const before = heap()
    const times = yield* Effect.replicateEffect(time(lookUp), total / batch)
    const kept = heap() - before
    const median = times.toSorted((a, b) => a - b)[times.length / 2] ?? NaN
    const used = yield* allocated(lookUp)
    console.log(
      `${name}: ${median.toFixed(3)} µs (median of ${times.length} batches of ${batch}, goal: less than ${goal} µs), ` +
        `${used.toFixed(0)} bytes allocated each, ${(kept / 1024).toFixed(0)} KiB kept after all`
    )
    return median < goal
  })

/** Bytes that a look-up allocates, from a run that is too short for the garbage collector. */
const allocated = (lookUp: Effect.Effect<unknown, unknown>) =>
  Effect.gen(function* () {
    heap()
    const before = process.memoryUsage().heapUsed
    for (let i = 0; i < batch; i++) yield* lookUp
    return (process.memoryUsage().heapUsed - before) / batch
  })

const main = Effect.gen(function* () {
  const catalog = yield* ModelCatalog.ModelCatalog
  yield* catalog.refresh
  const passed = [
    yield* measure("nothing, for comparison", Effect.void),
    yield* measure("get", catalog.get("claude-opus-4-6")),
    yield* measure("snapshot", catalog.snapshot),
    yield* measure("current", catalog.current)
  ]
  process.exitCode = passed.every(Boolean) ? 0 : 1
}).pipe(Effect.provide(ModelCatalog.layer({ freshFor: "1 day" }).pipe(Layer.provide(TestModels.layer()))))

await Effect.runPromise(main)
