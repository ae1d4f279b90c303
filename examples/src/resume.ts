/**
 * A consumer that fails and resumes. It stores the cursor of each model that it keeps, and the next run begins right
 * after that model.
 *
 * Runs on models in memory. `KeyValueStore.layerFileSystem` would keep the cursor over restarts of the process.
 */
import { Cursor, after } from "@anthropic-models/core/Cursor"
import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
import * as ModelStream from "@anthropic-models/stream/ModelStream"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import * as TestModels from "@anthropic-models/testing/TestModels"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as KeyValueStore from "@effect/platform/KeyValueStore"
import * as Console from "effect/Console"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"

class ShelfFull extends Data.TaggedError("ShelfFull") {}

/** A shelf that takes 20 models at a time. */
class Shelf {
  readonly kept: Array<string> = []
  private room = 20

  put(model: ModelInfo): Effect.Effect<void, ShelfFull> {
    return Effect.suspend(() => {
      if (this.room === 0) return Effect.fail(new ShelfFull())
      this.room -= 1
      this.kept.push(model.id)
      return Effect.void
    })
  }

  readonly makeRoom = Effect.sync(() => {
    this.room = 20
  })
}

/** Keeps every model after the stored cursor, and stores the cursor of each one that it kept. */
const keepAll = (shelf: Shelf) =>
  Effect.gen(function* () {
    const cursors = (yield* KeyValueStore.KeyValueStore).forSchema(Cursor)
    const cursor = Option.getOrUndefined(yield* cursors.get("models"))
    yield* Console.log(cursor === undefined ? "from the newest model" : `on after ${cursor.id}`)
    yield* ModelStream.models({ cursor, limit: 10 }).pipe(
      Stream.runForEach((model) => Effect.zipRight(shelf.put(model), cursors.set("models", after(model.id))))
    )
  })

const main = Effect.gen(function* () {
  const shelf = new Shelf()
  yield* keepAll(shelf).pipe(
    Effect.tapErrorTag("ShelfFull", () => Console.log(`the shelf is full with ${shelf.kept.length} models kept`)),
    Effect.tapErrorTag("ShelfFull", () => shelf.makeRoom),
    Effect.retry({ while: (error) => error._tag === "ShelfFull", times: 5 })
  )
  yield* Console.log(`${shelf.kept.length} models kept, ${new Set(shelf.kept).size} of them different`)
})

main.pipe(
  Effect.provide(Layer.merge(TestModels.layer({ models: Fixtures.models(45) }), KeyValueStore.layerMemory)),
  NodeRuntime.runMain
)
