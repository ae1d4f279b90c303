/**
 * Four processes on one Redis: one of them asks the API, and all serve its list. Needs a `redis-server`, on
 * `REDIS_PORT` or 6379.
 */
import cluster from "node:cluster"
import * as CatalogRedis from "@anthropic-models/catalog/CatalogRedis"
import * as ModelCatalog from "@anthropic-models/catalog/ModelCatalog"
import * as ModelsHttp from "@anthropic-models/http/ModelsHttp"
import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
import * as FakeAnthropicNode from "@anthropic-models/testing/FakeAnthropicNode"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Config from "effect/Config"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

/** One process: it looks the list up ten times. */
const worker = Effect.gen(function* () {
  yield* Effect.replicateEffect(Effect.delay(ModelCatalog.snapshot, "100 millis"), 10)
  const { models, source } = yield* ModelCatalog.snapshot
  yield* Console.log(`process ${cluster.worker?.id}: ${models.length} models from the ${source}`)
  cluster.worker?.disconnect()
})

const Redis = Layer.unwrapEffect(
  Effect.map(Config.withDefault(Config.port("REDIS_PORT"), 6379), (port) =>
    CatalogRedis.layer({ host: "127.0.0.1", port, keyPrefix: "example:" })
  )
)

const Catalog = ModelCatalog.layerShared({ namespace: `${process.ppid}`, window: "1 minute" }).pipe(
  Layer.provide(ModelsHttp.layerConfig()),
  Layer.provide(NodeHttpClient.layerUndici),
  Layer.provide(Redis)
)

/** The first process: a fake of the API, and four workers that ask it. */
const primary = Effect.gen(function* () {
  const baseUrl = yield* FakeAnthropic.baseUrl
  const start = Effect.async<void>((resume) => {
    const child = cluster.fork({ ANTHROPIC_API_KEY: "sk-ant-test-of-the-fake", ANTHROPIC_BASE_URL: baseUrl })
    child.on("exit", () => resume(Effect.void))
  })
  yield* Effect.all(
    Array.from({ length: 4 }, () => start),
    { concurrency: "unbounded", discard: true }
  )
  const requests = yield* FakeAnthropic.requests
  yield* Console.log(`requests to the API: ${requests.length}`)
}).pipe(Effect.provide(FakeAnthropicNode.layer({ models: Fixtures.models(45) })))

const program = cluster.isPrimary ? primary : Effect.provide(worker, Catalog)

program.pipe(NodeRuntime.runMain)
