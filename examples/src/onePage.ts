/**
 * One page and one model, without a stream: the newest models, then the first of them by its id.
 *
 * Asks the API with the key of `ANTHROPIC_API_KEY`.
 */
import * as Models from "@anthropic-models/core/Models"
import * as ModelsHttp from "@anthropic-models/http/ModelsHttp"
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"

const program = Effect.gen(function* () {
  const page = yield* Models.list({ limit: 3 })
  for (const model of page.data) yield* Console.log(model.id, "·", model.display_name)
  yield* Console.log(page.has_more ? "and there are more" : "and that is all")

  const [newest] = page.data
  if (newest === undefined) return
  const model = yield* Models.get(newest.id)
  yield* Console.log(
    "largest output of the newest:",
    Option.getOrElse(model.max_tokens, () => "unknown"),
    "tokens"
  )
})

const Live = ModelsHttp.layerConfig().pipe(Layer.provide(NodeHttpClient.layerUndici))

program.pipe(
  Effect.catchTag("AuthenticationError", (error) => Console.error(`${error.message}: is the key right?`)),
  Effect.provide(Live),
  NodeRuntime.runMain
)
