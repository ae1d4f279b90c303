/** A program cannot tell the models in memory from the client that asks the fake API: one script serves both. */
import * as Models from "@anthropic-models/core/Models"
import * as ModelsHttp from "@anthropic-models/http/ModelsHttp"
import * as RetryPolicy from "@anthropic-models/http/RetryPolicy"
import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
import * as Fault from "@anthropic-models/testing/Fault"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import * as TestModels from "@anthropic-models/testing/TestModels"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Equal from "effect/Equal"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"

const OverHttp = (options: FakeAnthropic.Options) =>
  ModelsHttp.layer({ apiKey: Redacted.make("any"), retry: RetryPolicy.none }).pipe(
    Layer.provide(FakeAnthropic.layerClient(options))
  )

/** The fields of an error that describe the answer, and not the exchange. */
const ofAnswer = (error: object) =>
  Object.fromEntries(
    ["_tag", "status", "type", "detail", "errorCode", "retryAfter", "shouldRetry"].map((name) => [
      name,
      Reflect.get(error, name)
    ])
  )

describe("errors are the same in memory and over HTTP", () => {
  it.effect.each([
    Fault.invalidRequest(),
    Fault.authentication(),
    Fault.billing({ errorCode: "no_money" }),
    Fault.permission({ message: "not yours" }),
    Fault.notFound(),
    Fault.requestTooLarge(),
    Fault.rateLimit({ retryAfter: 90 }),
    Fault.rateLimit({ retryAfter: "90." }),
    Fault.rateLimit({ retryAfter: -1 }),
    Fault.rateLimit({ retryAfter: "soon" }),
    Fault.rateLimit({ retryAfter: { fromNow: "2 minutes" } }),
    Fault.rateLimit({ retryAfter: 90, retryAfterMs: "1500" }),
    Fault.api({ shouldRetry: false }),
    Fault.gatewayTimeout(),
    Fault.overloaded({ shouldRetry: true }),
    Fault.error(418, "teapot_error"),
    Fault.error(200, "overloaded_error"),
    Fault.error(203, "teapot_error")
  ])("$status $type, retry-after $retryAfter", (fault) =>
    Effect.gen(function* () {
      const [inMemory, overHttp] = yield* Effect.forEach(
        [TestModels.layer({ faults: [fault] }), OverHttp({ faults: [fault] })],
        (layer) => Effect.provide(Effect.flip(Models.get("claude-opus-4-6")), layer)
      )
      expect(ofAnswer(inMemory ?? {})).toEqual(ofAnswer(overHttp ?? {}))
      expect(inMemory).toHaveProperty("_tag", expect.stringMatching(/Error$/))
    })
  )
})

describe("models are the same in memory and over HTTP", () => {
  it.effect.prop(
    "any of them",
    [Fixtures.arbitraryCatalogue],
    ([models]) =>
      Effect.gen(function* () {
        for (const layer of [TestModels.layer({ models }), OverHttp({ models })]) {
          const { data } = yield* Effect.provide(Models.list({ limit: 1000 }), layer)
          expect(data.length).toBe(models.length)
          data.forEach((model, index) => expect(Equal.equals(model, models[index])).toBe(true))
        }
      }),
    { fastCheck: { numRuns: process.env["FULL"] === "1" ? 100 : 10 } }
  )
})
