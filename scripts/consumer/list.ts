/** The same program on every runtime: lists every model over fetch, and meets one typed error. */
import * as Models from "@anthropic-models/core/Models"
import * as ModelsHttp from "@anthropic-models/http/ModelsHttp"
import * as ModelStream from "@anthropic-models/stream/ModelStream"
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"

export interface Result {
  readonly models: number
  readonly error: string
}

export const list = (baseUrl: string): Promise<Result> =>
  Effect.gen(function* () {
    const models = yield* Stream.runCount(ModelStream.models({ limit: 20 }))
    const error = yield* Models.get("claude-unknown").pipe(
      Effect.as("no error"),
      Effect.catchTag("NotFoundError", (error) => Effect.succeed(`${error._tag}: ${error.message}`))
    )
    return { models, error }
  }).pipe(
    Effect.provide(
      ModelsHttp.layer({ apiKey: Redacted.make("any"), baseUrl }).pipe(Layer.provide(FetchHttpClient.layer))
    ),
    Effect.runPromise
  )
