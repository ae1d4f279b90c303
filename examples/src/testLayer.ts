/**
 * The same program over the API and over models in memory: only the layer is another one.
 */
import { supports } from "@anthropic-models/core/ModelCapabilities"
import { OverloadedError } from "@anthropic-models/core/ModelsError"
import * as ModelStream from "@anthropic-models/stream/ModelStream"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import * as TestModels from "@anthropic-models/testing/TestModels"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"

/** The program: it knows the contract, and nothing of who keeps it. */
const countThinkers = ModelStream.models({ limit: 10 }).pipe(
  Stream.filter(supports("thinking.types.adaptive")),
  Stream.runCount
)

const Healthy = TestModels.layer({ models: Fixtures.models(45) })

const Overloaded = Layer.fresh(
  TestModels.layer({ models: Fixtures.models(45), faults: [new OverloadedError({ detail: "try later" })] })
)

const main = Effect.gen(function* () {
  const count = yield* Effect.provide(countThinkers, Healthy)
  yield* Console.log(`${count} of 45 models think`)

  const failure = yield* countThinkers.pipe(Effect.flip, Effect.provide(Overloaded))
  yield* Console.log(`and when the API is busy: ${failure.message}`)
})

NodeRuntime.runMain(main)
