/** Node: the fake API with 45 models. Prints its URL and runs until it is stopped. */
import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
import * as FakeAnthropicNode from "@anthropic-models/testing/FakeAnthropicNode"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"

FakeAnthropic.baseUrl.pipe(
  Effect.tap(Console.log),
  Effect.zipRight(Effect.never),
  Effect.provide(FakeAnthropicNode.layer({ models: Fixtures.models(45) })),
  NodeRuntime.runMain
)
