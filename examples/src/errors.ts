/**
 * Handles each error by its tag. Runs on models in memory, which fail as the script says.
 */
import * as Models from "@anthropic-models/core/Models"
import * as Fault from "@anthropic-models/testing/Fault"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import * as TestModels from "@anthropic-models/testing/TestModels"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Console from "effect/Console"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"

/** Says what a person can do. Every tag that is not handled stays in the type. */
const advice = (id: string) =>
  Models.get(id).pipe(
    Effect.map(({ display_name }) => `found ${display_name}`),
    Effect.catchTags({
      NotFoundError: () => Effect.succeed(`there is no model ${id}`),
      AuthenticationError: () => Effect.succeed("the key was refused: is it current?"),
      RateLimitError: ({ retryAfter }) =>
        Effect.succeed(
          `too many requests: wait ${Option.match(retryAfter, { onNone: () => "a while", onSome: Duration.format })}`
        )
    }),
    // The others share two facts: a message for people, and whether to try again.
    Effect.catchAll((error) => Effect.succeed(`${error.message}${error.isRetryable ? ": try later" : ""}`))
  )

const program = Effect.gen(function* () {
  yield* Console.log(yield* advice("claude-opus-4-6"))
  yield* Console.log(yield* advice("claude-nope"))
  for (const fault of [Fault.authentication(), Fault.rateLimit({ retryAfter: "3 seconds" }), Fault.overloaded()]) {
    yield* TestModels.setFaults([fault])
    yield* Console.log(yield* advice("claude-opus-4-6"))
  }
})

program.pipe(Effect.provide(TestModels.layer({ models: Fixtures.catalogue })), NodeRuntime.runMain)
