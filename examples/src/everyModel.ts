/**
 * Every model that is active or deprecated, as pages arrive, with the newest first. The option
 * `lifecycle: ["active", "deprecated", "retired"]` lists retired models, too.
 */
import * as ModelsHttp from "@anthropic-models/http/ModelsHttp"
import * as ModelStream from "@anthropic-models/stream/ModelStream"
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"

const program = ModelStream.models().pipe(
  Stream.tap((model) => Console.log(model.id)),
  Stream.runCount,
  Effect.tap((count) => Console.log(`${count} models`))
)

const Live = ModelsHttp.layerConfig().pipe(Layer.provide(NodeHttpClient.layerUndici))

program.pipe(Effect.provide(Live), NodeRuntime.runMain)
