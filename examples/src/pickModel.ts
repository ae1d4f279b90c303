/**
 * Picks the newest active model with a capability and a large enough context window, from a catalog: the first pick asks
 * the API, all others are answered from memory.
 */
import * as ModelCatalog from "@anthropic-models/catalog/ModelCatalog"
import * as ModelCapabilities from "@anthropic-models/core/ModelCapabilities"
import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
import * as ModelsHttp from "@anthropic-models/http/ModelsHttp"
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"

const thinks = ModelCapabilities.supports("thinking.types.adaptive")

const fits =
  (tokens: number) =>
  (model: ModelInfo): boolean =>
    // The list holds retired models, too.
    Option.contains(model.lifecycle, "active") &&
    Option.exists(model.max_input_tokens, (window) => window >= tokens) &&
    thinks(model)

const program = Effect.gen(function* () {
  for (const tokens of [200_000, 1_000_000]) {
    const picked = yield* ModelCatalog.find(fits(tokens))
    const id = Option.match(picked, { onNone: () => "no model fits", onSome: ({ id }) => id })
    yield* Console.log(`for ${tokens} tokens: ${id}`)
  }
})

const Live = ModelCatalog.layer().pipe(
  Layer.provide(ModelsHttp.layerConfig()),
  Layer.provide(NodeHttpClient.layerUndici)
)

program.pipe(Effect.provide(Live), NodeRuntime.runMain)
