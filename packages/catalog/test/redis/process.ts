/** One process of a fleet: looks models up all the time, and prints a line of JSON for what it sees. */
import * as CatalogRedis from "@anthropic-models/catalog/CatalogRedis"
import * as ModelCatalog from "@anthropic-models/catalog/ModelCatalog"
import * as ModelsHttp from "@anthropic-models/http/ModelsHttp"
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Clock from "effect/Clock"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Redacted from "effect/Redacted"
import * as Schedule from "effect/Schedule"

const [name = "", baseUrl = "", port = "", window = ""] = process.argv.slice(2)

const Models = ModelsHttp.layer({ apiKey: Redacted.make("any-key"), baseUrl, headers: { "x-process": name } }).pipe(
  Layer.provide(NodeHttpClient.layerUndici)
)

const Catalog = ModelCatalog.layerShared({ window: Number(window), freshFor: Number(window) }).pipe(
  Layer.provide(Models),
  Layer.provide(CatalogRedis.layer({ host: "127.0.0.1", port: Number(port) }))
)

const print = (line: object) =>
  Effect.flatMap(Clock.currentTimeMillis, (at) => Console.log(JSON.stringify({ at, ...line })))

const lookUp = Effect.matchEffect(ModelCatalog.snapshot, {
  onFailure: ({ _tag }) => print({ error: _tag }),
  onSuccess: ({ fetchedAt, models, source }) =>
    print({ models: models.length, fetchedAt: fetchedAt.epochMillis, source })
})

const warnings = Logger.replace(
  Logger.defaultLogger,
  Logger.make(({ message }) => console.log(JSON.stringify({ at: 0, log: [message].flat().join(" ") })))
)

Effect.repeat(lookUp, Schedule.spaced("25 millis")).pipe(
  Effect.provide(Catalog),
  Effect.provide(warnings),
  NodeRuntime.runMain({ disablePrettyLogger: true })
)
