/** Effect's own client. Its schema has four fields of a model and drops the others. */
import * as AnthropicClient from "@effect/ai-anthropic/AnthropicClient"
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import { type ListOptions, serveClient } from "../processes/client.ts"

const models = (options: ListOptions) =>
  Stream.unwrap(
    Effect.map(AnthropicClient.AnthropicClient, ({ client }) =>
      Stream.paginateChunkEffect(Option.none<string>(), (after) =>
        Effect.map(client.modelsList({ ...options, after_id: Option.getOrUndefined(after) }), (page) => [
          Chunk.unsafeFromArray(page.data),
          page.has_more ? Option.some(Option.fromNullable(page.last_id)) : Option.none()
        ])
      )
    )
  )

serveClient((apiUrl) => {
  const runtime = ManagedRuntime.make(
    AnthropicClient.layer({ apiKey: Redacted.make("key"), apiUrl }).pipe(Layer.provide(NodeHttpClient.layerUndici))
  )
  return (options, see) => runtime.runPromise(Stream.runDrain(Stream.map(models(options), ({ id }) => see(id))))
})
