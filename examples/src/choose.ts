/**
 * Chooses the newest model with a capability and a large enough context window. The walk ends at the first match.
 */
import * as ModelCapabilities from "@anthropic-models/core/ModelCapabilities"
import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
import * as ModelsHttp from "@anthropic-models/http/ModelsHttp"
import * as ModelStream from "@anthropic-models/stream/ModelStream"
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"

const reads =
  (tokens: number) =>
  (model: ModelInfo): boolean =>
    Option.exists(model.max_input_tokens, (window) => window >= tokens)

const choose = ModelStream.models({ limit: 20 }).pipe(
  Stream.filter(ModelCapabilities.supports("thinking.types.adaptive")),
  Stream.filter(reads(200_000)),
  Stream.runHead
)

const program = Effect.gen(function* () {
  const chosen = yield* choose
  yield* Console.log(Option.match(chosen, { onNone: () => "no model fits", onSome: ({ id }) => `use ${id}` }))
})

const Live = ModelsHttp.layerConfig().pipe(Layer.provide(NodeHttpClient.layerUndici))

program.pipe(Effect.provide(Live), NodeRuntime.runMain)
