// What the platform alone costs: its client, Schema and Stream, without this library.
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"

declare const BASE_URL: string

const Page = Schema.Struct({
  data: Schema.Array(Schema.Struct({ id: Schema.String })),
  has_more: Schema.Boolean,
  last_id: Schema.NullOr(Schema.String)
})

const list = (after_id: Option.Option<string>) =>
  HttpClientRequest.get(`${BASE_URL}/v1/models`).pipe(
    HttpClientRequest.setHeaders({ "x-api-key": "key", "anthropic-version": "2023-06-01" }),
    HttpClientRequest.setUrlParams({ limit: "20", after_id: Option.getOrUndefined(after_id) }),
    HttpClient.execute,
    Effect.flatMap(HttpClientResponse.schemaBodyJson(Page))
  )

await Stream.paginateChunkEffect(Option.none<string>(), (after) =>
  Effect.map(list(after), (page) => [
    Chunk.unsafeFromArray(page.data),
    page.has_more ? Option.some(Option.fromNullable(page.last_id)) : Option.none()
  ])
).pipe(
  Stream.runForEach(({ id }) => Effect.sync(() => console.log(id))),
  Effect.provide(FetchHttpClient.layer),
  Effect.runPromise
)
