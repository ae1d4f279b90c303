/**
 * A key that rotates: an effect provides it for each attempt. After a 401 it is asked for once more, and if the key
 * changed, the request is sent again at once.
 */
import * as Models from "@anthropic-models/core/Models"
import * as ModelsHttp from "@anthropic-models/http/ModelsHttp"
import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
import * as Fault from "@anthropic-models/testing/Fault"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Ref from "effect/Ref"

/** A vault that holds the first key for one attempt, and then the second. */
const vault = Effect.map(Ref.make(0), (asked) =>
  Effect.map(
    Ref.getAndUpdate(asked, (count) => count + 1),
    (count) => Redacted.make(count === 0 ? "sk-ant-test-the-old-key" : "sk-ant-test-the-new-key")
  )
)

const program = Effect.gen(function* () {
  const page = yield* Models.list({ limit: 3 })
  const requests = yield* FakeAnthropic.requests
  yield* Console.log(`${page.data.length} models with ${requests.length} requests: the old key was refused once`)
})

const Live = Layer.unwrapEffect(Effect.map(vault, (apiKey) => ModelsHttp.layer({ apiKey }))).pipe(
  Layer.provideMerge(FakeAnthropic.layerClient({ faults: [Fault.authentication()] }))
)

program.pipe(Effect.provide(Live), NodeRuntime.runMain)
