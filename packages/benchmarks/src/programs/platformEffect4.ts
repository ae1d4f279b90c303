/** What `platformFetch` does, on the next line of Effect: its client, Schema and Stream, without this library. */
import * as Effect from "effect-4/Effect"
import * as FetchHttpClient from "effect-4/http/FetchHttpClient"
import * as HttpClient from "effect-4/http/HttpClient"
import * as HttpClientRequest from "effect-4/http/HttpClientRequest"
import * as HttpClientResponse from "effect-4/http/HttpClientResponse"
import * as Option from "effect-4/Option"
import * as Schema from "effect-4/Schema"
import * as Stream from "effect-4/Stream"

declare const BASE_URL: string

const Page = Schema.Struct({
  data: Schema.Array(Schema.Struct({ id: Schema.String })),
  has_more: Schema.Boolean,
  last_id: Schema.NullOr(Schema.String)
})

const page = (after_id: Option.Option<string>) =>
  HttpClientRequest.get(`${BASE_URL}/v1/models`).pipe(
    HttpClientRequest.setHeaders({ "x-api-key": "key", "anthropic-version": "2023-06-01" }),
    HttpClientRequest.setUrlParams({ limit: "20", after_id: Option.getOrUndefined(after_id) }),
    HttpClient.execute,
    Effect.flatMap(HttpClientResponse.schemaBodyJson(Page))
  )

await Stream.paginate(Option.none<string>(), (after) =>
  Effect.map(page(after), (page) => [
    page.data,
    page.has_more ? Option.some(Option.fromNullishOr(page.last_id)) : Option.none()
  ])
).pipe(
  Stream.runForEach(({ id }) => Effect.sync(() => console.log(id))),
  Effect.provide(FetchHttpClient.layer),
  Effect.runPromise
)
