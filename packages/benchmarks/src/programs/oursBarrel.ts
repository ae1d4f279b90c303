import { ModelsHttp } from "@anthropic-models/http"
import { ModelStream } from "@anthropic-models/stream"
import { FetchHttpClient } from "@effect/platform"
import { Effect, Layer, Redacted, Stream } from "effect"

const Live = ModelsHttp.layer({ apiKey: Redacted.make("key"), baseUrl: process.env["BASE_URL"] }).pipe(
  Layer.provide(FetchHttpClient.layer)
)

await ModelStream.models({ limit: 20 }).pipe(
  Stream.runForEach(({ id }) => Effect.sync(() => console.log(id))),
  Effect.provide(Live),
  Effect.runPromise
)
