/**
 * A gateway that speaks this API in its own way: an OpenAI-shaped list, dates as numbers, and errors of another form.
 * Only a model's id is required; everything else that is sent is kept.
 */
import * as ModelInfo from "@anthropic-models/core/ModelInfo"
import * as Models from "@anthropic-models/core/Models"
import * as ModelsHttp from "@anthropic-models/http/ModelsHttp"
import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
import * as Fault from "@anthropic-models/testing/Fault"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"

const list = JSON.stringify({
  object: "list",
  data: [
    { id: "claude-opus-4-6", object: "model", created: 1_770_163_200, created_at: 1_770_163_200, max_tokens: "64000" }
  ]
})

const program = Effect.gen(function* () {
  for (const model of (yield* Models.list()).data) {
    yield* Console.log(model.id, "unreadable:", ModelInfo.unreadable(model), "kept:", JSON.stringify(model.extra))
  }
  const refused = yield* Effect.flip(Models.list())
  yield* Console.log(refused._tag, "-", refused.message)
})

const Gateway = FakeAnthropic.layerClient({
  faults: [
    Fault.body(list),
    Fault.body(JSON.stringify({ error: { message: "no key for this team", type: "auth_error", code: "401" } }), {
      status: 401
    })
  ]
})

const Live = ModelsHttp.layer({
  baseUrl: "http://litellm:4000/v1", // a trailing /v1 is dropped, and private hosts may be plain http
  headers: { "x-litellm-api-key": Redacted.make("sk-litellm-key-of-the-team") } // no other key is needed
}).pipe(Layer.provide(Gateway))

program.pipe(Effect.provide(Live), NodeRuntime.runMain)
