/**
 * Through an HTTP proxy, by undici's `ProxyAgent`. The proxy's URL is in `HTTPS_PROXY`.
 */
import * as ModelsHttp from "@anthropic-models/http/ModelsHttp"
import * as ModelStream from "@anthropic-models/stream/ModelStream"
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import { ProxyAgent } from "@effect/platform-node/Undici"
import * as Config from "effect/Config"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"

const Proxy = Layer.scoped(
  NodeHttpClient.Dispatcher,
  Effect.flatMap(Config.string("HTTPS_PROXY"), (url) =>
    Effect.acquireRelease(
      Effect.sync(() => new ProxyAgent(url)),
      (agent) => Effect.promise(() => agent.close())
    )
  )
)

const Live = ModelsHttp.layerConfig().pipe(
  Layer.provide(NodeHttpClient.layerUndiciWithoutDispatcher),
  Layer.provide(Proxy)
)

const program = Effect.flatMap(Stream.runCount(ModelStream.models()), (count) =>
  Console.log(`${count} models through the proxy`)
)

program.pipe(Effect.provide(Live), NodeRuntime.runMain)
