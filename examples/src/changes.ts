/**
 * Prints changes as they come: models that are new, deprecated or gone. The fake API's list changes while this runs.
 */
import * as ModelCatalog from "@anthropic-models/catalog/ModelCatalog"
import * as ModelChange from "@anthropic-models/catalog/ModelChange"
import * as ModelsHttp from "@anthropic-models/http/ModelsHttp"
import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"

const watch = ModelCatalog.changes.pipe(
  Stream.tap((change) => Console.log(`${ModelChange.isLifecycle(change) ? "!" : " "} ${ModelChange.describe(change)}`)),
  Stream.take(4),
  Stream.runDrain
)

const sonnet = Fixtures.model({ id: "claude-sonnet-5" })
const opus = Fixtures.model({ id: "claude-opus-5", created_at: "2026-03-01T00:00:00Z" })
const haiku = Fixtures.model({ id: "claude-haiku-3", created_at: "2024-03-07T00:00:00Z" })

/** What happens at the API meanwhile. */
const months = Effect.gen(function* () {
  yield* Effect.sleep("300 millis")
  yield* FakeAnthropic.setModels([opus, sonnet, haiku])
  yield* Effect.sleep("300 millis")
  const deprecated = { lifecycle: "deprecated", retires_at: "2026-11-30T00:00:00Z" }
  yield* FakeAnthropic.setModels([opus, Fixtures.model({ id: "claude-sonnet-5", ...deprecated }), haiku])
  yield* Effect.sleep("300 millis")
  const larger = Fixtures.model({ id: "claude-opus-5", created_at: "2026-03-01T00:00:00Z", max_tokens: 128_000 })
  yield* FakeAnthropic.setModels([larger, Fixtures.model({ id: "claude-sonnet-5", ...deprecated })])
})

const Fake = FakeAnthropic.layerClient({ models: [sonnet, haiku] })

const Live = ModelCatalog.layer({ refreshEvery: "100 millis" }).pipe(
  Layer.provide(ModelsHttp.layer({ apiKey: Redacted.make("sk-ant-test-of-the-fake") })),
  Layer.provideMerge(Fake)
)

Effect.all([watch, months], { concurrency: "unbounded", discard: true }).pipe(Effect.provide(Live), NodeRuntime.runMain)
