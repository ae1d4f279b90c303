/** The process that looks a model up in a fresh catalog again and again. */
import * as ModelCatalog from "@anthropic-models/catalog/ModelCatalog"
import * as TestModels from "@anthropic-models/testing/TestModels"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { answerAll } from "../harness/messages.ts"

export interface LookUps {
  readonly batches: number
}

/** Look-ups are measured together: reading the clock takes as long as one of them. */
const batch = 1000

const microseconds = (lookUp: Effect.Effect<unknown, unknown>) =>
  Effect.gen(function* () {
    const started = performance.now()
    for (let i = 0; i < batch; i++) yield* lookUp
    return ((performance.now() - started) * 1000) / batch
  })

const measure = (batches: number) =>
  Effect.gen(function* () {
    const catalog = yield* ModelCatalog.ModelCatalog
    yield* catalog.refresh
    const once = microseconds(catalog.get("claude-opus-4-6"))
    yield* Effect.replicateEffect(once, batches / 10, { discard: true })
    return yield* Effect.replicateEffect(once, batches)
  }).pipe(Effect.provide(Layer.provide(ModelCatalog.layer({ freshFor: "1 day" }), TestModels.layer())))

/** Answers with the microseconds of a look-up, one figure for each batch. */
answerAll<LookUps, ReadonlyArray<number>>(({ batches }) => Effect.runPromise(measure(batches)))
