import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"

const Page = Schema.Struct({
  data: Schema.Array(Schema.Struct({ id: Schema.String })),
  has_more: Schema.Boolean,
  last_id: Schema.NullOr(Schema.String)
})

const page = (after_id: Option.Option<string>) =>
  HttpClientRequest.get(`${process.env["BASE_URL"]}/v1/models`).pipe(
    HttpClientRequest.setHeaders({ "x-api-key": "key", "anthropic-version": "2023-06-01" }),
    HttpClientRequest.setUrlParams({ limit: "20", after_id: Option.getOrUndefined(after_id) }),
    HttpClient.execute,
    Effect.flatMap(HttpClientResponse.schemaBodyJson(Page))
  )

/** Lists every model with the platform alone: its client, Schema and Stream, without this library. */
export const list = (http: Layer.Layer<HttpClient.HttpClient>): Promise<void> =>
  Stream.paginateChunkEffect(Option.none<string>(), (after) =>
    Effect.map(page(after), (page) => [
      Chunk.unsafeFromArray(page.data),
      page.has_more ? Option.some(Option.fromNullable(page.last_id)) : Option.none()
    ])
  ).pipe(
    Stream.runForEach(({ id }) => Effect.sync(() => console.log(id))),
    Effect.provide(http),
    Effect.runPromise
  )
