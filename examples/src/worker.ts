/**
 * A Cloudflare worker that answers with the models as JSON. It builds the client in each request, because a worker may
 * not wait for I/O that another request began, and nothing runs after the last answer. So it holds no catalog.
 *
 * Run it with `npx wrangler@4 dev examples/src/worker.ts --compatibility-date 2026-05-01 --var ANTHROPIC_API_KEY:sk-ant-...`.
 */
import * as ModelsHttp from "@anthropic-models/http/ModelsHttp"
import * as ModelStream from "@anthropic-models/stream/ModelStream"
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"

/** The variables and secrets of the worker, such as `ANTHROPIC_API_KEY`. */
type Env = Readonly<Record<string, string>>

const Live = ModelsHttp.layerConfig().pipe(Layer.provide(FetchHttpClient.layer))

const answer = ModelStream.models().pipe(
  Stream.runCollect,
  Effect.map((models) => Response.json(Array.from(models), { headers: { "cache-control": "max-age=300" } })),
  Effect.provide(Live),
  Effect.catchAll((error) => Effect.succeed(Response.json({ error: error.message }, { status: 502 })))
)

// oxlint-disable-next-line import/no-default-export -- workers are default exports
export default {
  fetch: (_request: Request, env: Env): Promise<Response> =>
    answer.pipe(Effect.withConfigProvider(ConfigProvider.fromMap(new Map(Object.entries(env)))), Effect.runPromise)
}
