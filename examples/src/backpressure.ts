/**
 * A slow consumer decides how fast pages are requested. `prefetch` requests pages ahead, and no more than it says.
 */
import * as ModelStream from "@anthropic-models/stream/ModelStream"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import * as TestModels from "@anthropic-models/testing/TestModels"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"

/** Takes 15 models, slowly, and says how many pages were requested. */
const pagesFor = (prefetch: number) =>
  Effect.gen(function* () {
    yield* ModelStream.models({ limit: 10, prefetch }).pipe(
      Stream.take(15),
      Stream.runForEach(() => Effect.sleep("2 millis"))
    )
    return (yield* TestModels.calls).length
  }).pipe(Effect.provide(TestModels.layer({ models: Fixtures.models(100) })))

const program = Effect.gen(function* () {
  yield* Console.log(`15 models, 10 a page, on demand: ${yield* pagesFor(0)} of 10 pages requested`)
  yield* Console.log(`with prefetch 2: ${yield* pagesFor(2)} of 10 pages requested`)
})

NodeRuntime.runMain(program)
