/**
 * Faults in tests: the fake API answers page 2 with half a body, page 3 with a proxy's HTML page, and works otherwise.
 * The list is complete all the same.
 */
import * as ModelsHttp from "@anthropic-models/http/ModelsHttp"
import * as ModelStream from "@anthropic-models/stream/ModelStream"
import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
import * as Fault from "@anthropic-models/testing/Fault"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import * as Script from "@anthropic-models/testing/Script"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"

const Fake = FakeAnthropic.layerClient({
  models: Fixtures.models(45),
  faults: Script.firstOf(
    Script.when(FakeAnthropic.onPage(2), Script.times(1, Fault.truncatedJson)),
    Script.when(FakeAnthropic.onPage(3), Script.times(1, Fault.html(503)))
  )
})

const Live = ModelsHttp.layer({ apiKey: Redacted.make("sk-ant-test-of-the-fake") }).pipe(Layer.provideMerge(Fake))

const program = Effect.gen(function* () {
  const count = yield* Stream.runCount(ModelStream.models({ limit: 10 }))
  const requests = yield* FakeAnthropic.requests
  yield* Console.log(`${count} of 45 models with ${requests.length} requests for 5 pages`)
})

program.pipe(Effect.provide(Live), NodeRuntime.runMain)
