/**
 * A route handler on a server that answers with the models as JSON, for Next, Hono on Node, Bun and Deno. The catalog
 * answers from memory while the list is fresh.
 */
import * as ModelCatalog from "@anthropic-models/catalog/ModelCatalog"
import * as ModelsHttp from "@anthropic-models/http/ModelsHttp"
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as Cause from "effect/Cause"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"

const runtime = ManagedRuntime.make(
  ModelCatalog.layer().pipe(Layer.provide(ModelsHttp.layerConfig()), Layer.provide(FetchHttpClient.layer))
)

export const GET = async (): Promise<Response> => {
  const exit = await runtime.runPromiseExit(ModelCatalog.snapshot)
  if (Exit.isSuccess(exit)) return Response.json(exit.value.models)
  return Response.json({ error: String(Cause.squash(exit.cause)) }, { status: 502 })
}
