/**
 * Retries and time limits. The fake API answers twice with an overload and once with half a body before it works, and
 * all of that is one call.
 */
import * as Models from "@anthropic-models/core/Models"
import * as ModelsHttp from "@anthropic-models/http/ModelsHttp"
import * as RetryPolicy from "@anthropic-models/http/RetryPolicy"
import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
import * as Fault from "@anthropic-models/testing/Fault"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"

const program = Effect.gen(function* () {
  const page = yield* Models.list({ limit: 5 })
  const requests = yield* FakeAnthropic.requests
  yield* Console.log(`${page.data.length} models after ${requests.length} requests`)
})

const Fake = FakeAnthropic.layerClient({ faults: [Fault.overloaded(), Fault.overloaded(), Fault.truncatedJson] })

const Live = ModelsHttp.layer({
  apiKey: Redacted.make("sk-ant-test-of-the-fake"),
  timeout: "5 seconds", // one attempt
  deadline: "20 seconds", // attempts and waits together
  retry: RetryPolicy.make({ maxRetries: 4, baseDelay: "20 millis" })
}).pipe(Layer.provideMerge(Fake))

program.pipe(Effect.provide(Live), NodeRuntime.runMain)
