import * as ModelsHttp from "@anthropic-models/http/ModelsHttp"
import * as ModelStream from "@anthropic-models/stream/ModelStream"
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"

const Live = ModelsHttp.layer({ apiKey: Redacted.make("key"), baseUrl: process.env["BASE_URL"] }).pipe(
  Layer.provide(FetchHttpClient.layer)
)

await ModelStream.models({ limit: 20 }).pipe(
  Stream.runForEach(({ id }) => Effect.sync(() => console.log(id))),
  Effect.provide(Live),
  Effect.runPromise
)
