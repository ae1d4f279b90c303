import * as ModelCatalog from "@anthropic-models/catalog/ModelCatalog"
import * as TestModels from "@anthropic-models/testing/TestModels"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

/** A catalog on models in memory, which the test may change. */
export const inMemory = (models: TestModels.Options, options: ModelCatalog.Options = {}) =>
  ModelCatalog.layer(options).pipe(Layer.provideMerge(TestModels.layer(models)))

/** How many pages were requested. The lists of these tests have one page, so this is the number of walks. */
export const walks: Effect.Effect<number, never, TestModels.TestModels> = Effect.map(
  TestModels.calls,
  (calls) => calls.filter((call) => call._tag === "List").length
)

/** The ids that were requested one by one. */
export const lookUps: Effect.Effect<ReadonlyArray<string>, never, TestModels.TestModels> = Effect.map(
  TestModels.calls,
  (calls) => calls.flatMap((call) => (call._tag === "Get" ? [call.id] : []))
)
