/** The platform's client in a `Stream`, and nothing on top of it: no retries, no timeout, no validation. */
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type { Client, Page } from "../harness/worker.ts"

const models = (baseUrl: string, limit: number) =>
  Stream.unwrap(
    Effect.map(HttpClient.HttpClient, (client) =>
      Stream.paginateChunkEffect(Option.none<string>(), (after_id) =>
        client
          .execute(
            HttpClientRequest.get(`${baseUrl}/v1/models`, {
              headers: { "x-api-key": "key", "anthropic-version": "2023-06-01" },
              urlParams: { limit, after_id: Option.getOrUndefined(after_id) }
            })
          )
          .pipe(
            Effect.flatMap((response) => response.text),
            Effect.map((text) => {
              const page: Page = JSON.parse(text)
              return [
                Chunk.unsafeFromArray(page.data),
                page.has_more ? Option.some(Option.fromNullable(page.last_id)) : Option.none()
              ]
            })
          )
      )
    )
  )

export const platform =
  (http: Layer.Layer<HttpClient.HttpClient>): Client =>
  (baseUrl) => {
    const runtime = ManagedRuntime.make(http)
    return (limit, see) => runtime.runPromise(Stream.runDrain(Stream.map(models(baseUrl, limit), ({ id }) => see(id))))
  }
