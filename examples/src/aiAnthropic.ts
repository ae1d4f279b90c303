/**
 * Beside `@effect/ai-anthropic`: one HTTP client and one key for both. The newest model that thinks adaptively is chosen
 * from the list, and used for a message.
 *
 * Needs `ANTHROPIC_API_KEY`. With `--dry`, only the choice is made.
 */
import * as ModelCapabilities from "@anthropic-models/core/ModelCapabilities"
import * as ModelsHttp from "@anthropic-models/http/ModelsHttp"
import * as ModelStream from "@anthropic-models/stream/ModelStream"
import * as AnthropicClient from "@effect/ai-anthropic/AnthropicClient"
import * as AnthropicLanguageModel from "@effect/ai-anthropic/AnthropicLanguageModel"
import * as LanguageModel from "@effect/ai/LanguageModel"
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Config from "effect/Config"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"

const newestThinker = ModelStream.models({ limit: 20 }).pipe(
  Stream.filter(ModelCapabilities.supports("thinking.types.adaptive")),
  Stream.runHead,
  Effect.flatten
)

const program = Effect.gen(function* () {
  const { id } = yield* newestThinker
  yield* Console.log(`use ${id}`)
  if (process.argv.includes("--dry")) return
  const answer = yield* LanguageModel.generateText({ prompt: "Say hello in one word." }).pipe(
    Effect.provide(AnthropicLanguageModel.model(id))
  )
  yield* Console.log(answer.text)
})

const apiKey = Config.redacted("ANTHROPIC_API_KEY")
const apiUrl = Config.string("ANTHROPIC_BASE_URL").pipe(Config.option, Config.map(Option.getOrUndefined))

const Live = Layer.merge(ModelsHttp.layerConfig({ apiKey }), AnthropicClient.layerConfig({ apiKey, apiUrl })).pipe(
  Layer.provide(NodeHttpClient.layerUndici)
)

program.pipe(Effect.provide(Live), NodeRuntime.runMain)
