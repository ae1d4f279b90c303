// How much the heap grows over 10,000 refreshes. Run with --expose-gc. Exits with 1 beyond the goal.
import * as ModelCatalog from "@anthropic-models/catalog/ModelCatalog"
import { Models } from "@anthropic-models/core/Models"
import { OverloadedError } from "@anthropic-models/core/ModelsError"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import * as KeyValueStore from "@effect/platform/KeyValueStore"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as LogLevel from "effect/LogLevel"
import * as Stream from "effect/Stream"

const refreshes = 10_000
const goal = 1024 * 1024

const heap = (): number => {
  if (globalThis.gc === undefined) throw new Error("run with --expose-gc")
  globalThis.gc()
  return process.memoryUsage().heapUsed
}

/** An API whose list changes with each request, and which fails every tenth time. */
const Api = Layer.sync(Models, () => {
  const lists = Array.from({ length: 7 }, (_, index) => Fixtures.page(Fixtures.models(40 + index)))
  let requests = 0
  return {
    list: () =>
      Effect.suspend(() => {
        requests++
        if (requests % 10 === 0) return Effect.fail(new OverloadedError({}))
        return Effect.succeed(lists[requests % 7] ?? Fixtures.page([]))
      }),
    get: (id) => Effect.succeed(Fixtures.model({ id }))
  }
})

const main = Effect.gen(function* () {
  const catalog = yield* ModelCatalog.ModelCatalog
  let changes = 0
  yield* Effect.forkScoped(Stream.runForEach(catalog.changes, () => Effect.sync(() => changes++)))
  let aliases = 0
  const turn = Effect.gen(function* () {
    yield* Effect.ignore(catalog.refresh)
    yield* catalog.get(`alias-${aliases++ % 50}`)
  })
  yield* Effect.replicateEffect(turn, 2_500, { discard: true })
  const before = heap()
  let grown = 0
  for (let done = 0; done < refreshes; done += refreshes / 4) {
    yield* Effect.replicateEffect(turn, refreshes / 4, { discard: true })
    grown = heap() - before
    console.log(
      `${done + refreshes / 4} refreshes, ${changes} changes: the heap grew by ${(grown / 1024).toFixed(0)} KiB`
    )
  }
  console.log(`goal: less than ${goal / 1024} KiB`)
  process.exitCode = grown < goal ? 0 : 1
}).pipe(
  Effect.scoped,
  Effect.provide(ModelCatalog.layerPersisted().pipe(Layer.provide(Api), Layer.provide(KeyValueStore.layerMemory))),
  Logger.withMinimumLogLevel(LogLevel.Error)
)

await Effect.runPromise(main)
