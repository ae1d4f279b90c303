/** Node: a catalog that is shared on the Redis of a socket. Prints how many models it has, and where they come from. */
import process from "node:process"
import * as CatalogRedis from "@anthropic-models/catalog/CatalogRedis"
import * as ModelCatalog from "@anthropic-models/catalog/ModelCatalog"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import * as TestModels from "@anthropic-models/testing/TestModels"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

const Live = ModelCatalog.layerShared({ window: "1 minute" }).pipe(
  Layer.provide(CatalogRedis.layer({ path: process.argv[2] ?? "" })),
  Layer.provide(TestModels.layer({ models: Fixtures.models(45) }))
)

void ModelCatalog.snapshot.pipe(
  Effect.flatMap(({ models, source }) => Console.log(`${models.length} models of the ${source}`)),
  Effect.provide(Live),
  Effect.runPromise
)
