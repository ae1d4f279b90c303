/**
 * A model picker that never goes empty. The API is taken down while it runs; the picker keeps the last list, says how
 * old it is, and recovers with the API.
 */
import * as ModelCatalog from "@anthropic-models/catalog/ModelCatalog"
import * as ModelsHttp from "@anthropic-models/http/ModelsHttp"
import * as RetryPolicy from "@anthropic-models/http/RetryPolicy"
import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
import * as Fault from "@anthropic-models/testing/Fault"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import * as Script from "@anthropic-models/testing/Script"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"

/** Shows the picker, and whether its list is up to date. */
const show = Effect.gen(function* () {
  const { lastFailure, models } = yield* ModelCatalog.snapshot
  const note = Option.match(lastFailure, {
    onNone: () => "up to date",
    onSome: ({ message }) => `not refreshed: ${message}`
  })
  yield* Console.log(`${models.length} models (${note})`)
  return Option.isNone(lastFailure)
})

/** People open the picker. */
const opened = Effect.delay(show, "200 millis")

const program = Effect.gen(function* () {
  yield* show
  yield* Effect.replicateEffect(opened, 3)
  yield* Console.log("the API goes down")
  yield* FakeAnthropic.setFaults(Script.always(Fault.overloaded()))
  yield* Effect.replicateEffect(opened, 3)
  yield* Console.log("the API is up again, with a new model")
  yield* FakeAnthropic.setModels(Fixtures.models(46))
  yield* FakeAnthropic.setFaults([])
  yield* Effect.repeat(opened, { until: (upToDate) => upToDate })
})

const Fake = FakeAnthropic.layerClient({ models: Fixtures.models(45) })

const Live = ModelCatalog.layer({ freshFor: "100 millis" }).pipe(
  Layer.provide(ModelsHttp.layer({ apiKey: Redacted.make("sk-ant-test-of-the-fake"), retry: RetryPolicy.none })),
  Layer.provideMerge(Fake),
  // The catalog warns of each refresh that fails. Here the picker says so itself.
  Layer.provide(Logger.remove(Logger.defaultLogger))
)

program.pipe(Effect.provide(Live), NodeRuntime.runMain({ disablePrettyLogger: true }))
