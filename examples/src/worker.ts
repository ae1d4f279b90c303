/**
 * A worker that answers with the models as JSON, as Cloudflare Workers, Hono and Next's route handlers have them. The
 * list is held in a catalog, so most requests are answered from memory.
 *
 * Run by Node, it starts a server, asks it once, and ends.
 */
import { createServer } from "node:http"
import * as ModelCatalog from "@anthropic-models/catalog/ModelCatalog"
import * as ModelsHttp from "@anthropic-models/http/ModelsHttp"
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"

const runtime = ManagedRuntime.make(
  ModelCatalog.layer().pipe(Layer.provide(ModelsHttp.layerConfig()), Layer.provide(FetchHttpClient.layer))
)

export const handler = {
  fetch: (_request: Request): Promise<Response> =>
    runtime.runPromise(
      ModelCatalog.snapshot.pipe(
        Effect.map(({ models }) => Response.json(models)),
        Effect.catchAll((error) => Effect.succeed(Response.json({ error: error.message }, { status: 502 })))
      )
    )
}

const server = createServer(async (request, response) => {
  const answer = await handler.fetch(new Request(`http://localhost${request.url}`))
  response.writeHead(answer.status, { "content-type": "application/json" }).end(await answer.text())
})

server.listen(0, "127.0.0.1", async () => {
  const address = server.address()
  if (address === null || typeof address === "string") return
  const models: unknown = await (await fetch(`http://127.0.0.1:${address.port}/models`)).json()
  console.log(Array.isArray(models) ? `${models.length} models as JSON` : models)
  server.close()
  await runtime.dispose()
})
