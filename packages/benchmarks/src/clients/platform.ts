/** The platform's client by undici in a `Stream`, and nothing else: no retries, no timeout, no validation. */
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { type ListOptions, type Page, serveClient } from "../processes/client.ts"

const page = (baseUrl: string, { limit }: ListOptions, after_id: Option.Option<string>) =>
  HttpClientRequest.get(`${baseUrl}/v1/models`, {
    headers: { "x-api-key": "key", "anthropic-version": "2023-06-01" },
    urlParams: { limit, after_id: Option.getOrUndefined(after_id) }
  }).pipe(
    HttpClient.execute,
    Effect.flatMap((response) => response.text),
    Effect.map((text) => {
      const page: Page = JSON.parse(text)
      return page
    })
  )

const models = (baseUrl: string, options: ListOptions) =>
  Stream.paginateChunkEffect(Option.none<string>(), (after) =>
    Effect.map(page(baseUrl, options, after), ({ data, has_more, last_id }) => [
      Chunk.unsafeFromArray(data),
      has_more ? Option.some(Option.fromNullable(last_id)) : Option.none()
    ])
  )

serveClient((baseUrl) => {
  const runtime = ManagedRuntime.make(NodeHttpClient.layerUndici)
  return (options, see) =>
    runtime.runPromise(Stream.runDrain(Stream.map(models(baseUrl, options), ({ id }) => see(id))))
})
