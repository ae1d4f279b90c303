/**
 * A service that starts while the API is down. Its catalog keeps the last good list in a file, and serves it.
 */
import * as ModelCatalog from "@anthropic-models/catalog/ModelCatalog"
import * as ModelsHttp from "@anthropic-models/http/ModelsHttp"
import * as RetryPolicy from "@anthropic-models/http/RetryPolicy"
import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
import * as Fault from "@anthropic-models/testing/Fault"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import * as Script from "@anthropic-models/testing/Script"
import * as NodeContext from "@effect/platform-node/NodeContext"
import * as NodeKeyValueStore from "@effect/platform-node/NodeKeyValueStore"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as FileSystem from "@effect/platform/FileSystem"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"

/** The service: it cannot work without the list. */
const service = Effect.gen(function* () {
  const { models, source } = yield* ModelCatalog.snapshot
  const { display_name } = yield* ModelCatalog.get("claude-test-0001")
  yield* Console.log(`serving ${models.length} models from the ${source}, such as ${display_name}`)
})

const program = Effect.gen(function* () {
  const fs = yield* FileSystem.FileSystem
  const directory = yield* fs.makeTempDirectoryScoped()

  /** Starts the service, as after a restart: nothing is in memory. */
  const start = service.pipe(
    Effect.provide(
      ModelCatalog.layerPersisted({ freshFor: 0 }).pipe(
        Layer.provide(ModelsHttp.layer({ apiKey: Redacted.make("sk-ant-test-of-the-fake"), retry: RetryPolicy.none })),
        Layer.provide(NodeKeyValueStore.layerFileSystem(directory))
      )
    )
  )

  yield* start
  yield* Console.log("the API goes down, and the service restarts")
  yield* FakeAnthropic.setFaults(Script.always(Fault.overloaded()))
  yield* start
})

const Fake = FakeAnthropic.layerClient({ models: Fixtures.models(45) })

program.pipe(Effect.scoped, Effect.provide(Layer.merge(Fake, NodeContext.layer)), NodeRuntime.runMain)
