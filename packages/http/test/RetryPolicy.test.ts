import { describe, expect, it } from "@effect/vitest"
import * as Chunk from "effect/Chunk"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as FastCheck from "effect/FastCheck"
import * as Schedule from "effect/Schedule"
import * as RetryPolicy from "../src/RetryPolicy.ts"
import { chance, make, models } from "./scripted.ts"
import { untyped } from "./untyped.ts"

/** The delays of a policy, in milliseconds. */
const delaysOf = ({ schedule }: RetryPolicy.RetryPolicy, inputs: number) =>
  Effect.map(
    Schedule.run(
      Schedule.delays(schedule),
      0,
      Array.from({ length: inputs }, () => untyped(new Error()))
    ),
    (delays) => Chunk.toReadonlyArray(delays).map(Duration.toMillis)
  )

describe("RetryPolicy.make", () => {
  it.effect("retries twice, after about 0.5 and 1 second", () =>
    Effect.gen(function* () {
      expect((yield* delaysOf(RetryPolicy.make(), 10)).slice(0, 2)).toEqual([500, 1000])
      expect(RetryPolicy.make().budget).toEqual({ capacity: 500, retryCost: 5, timeoutCost: 10, refund: 1 })
    }).pipe(chance(0))
  )

  it.effect("takes the number of retries, the delays and the jitter", () =>
    Effect.gen(function* () {
      const policy = RetryPolicy.make({ maxRetries: 4, baseDelay: "1 second", maxDelay: "3 seconds", jitter: 0.5 })
      expect((yield* delaysOf(policy, 10)).slice(0, 4)).toEqual([500, 1000, 1500, 1500])
    }).pipe(chance(1))
  )
})

const nonsense: ReadonlyArray<[name: string, options: object | null, problem: string]> = [
  ["a negative number of retries", { maxRetries: -1 }, "maxRetries must be a whole number from 0"],
  ["half a retry", { maxRetries: 0.5 }, "maxRetries"],
  ["NaN retries", { maxRetries: NaN }, "maxRetries"],
  ["retries as text", { maxRetries: "2" }, "maxRetries"],
  ["jitter above 1", { jitter: 7 }, "jitter must be a number from 0 to 1"],
  ["negative jitter", { jitter: -0.1 }, "jitter"],
  ["NaN as jitter", { jitter: NaN }, "jitter"],
  ["null as jitter", { jitter: null }, "jitter"],
  ["a negative base delay", { baseDelay: -5 }, "baseDelay must be a finite duration"],
  ["a negative base delay as text", { baseDelay: "-5 seconds" }, "baseDelay"],
  ["NaN as base delay", { baseDelay: NaN }, "baseDelay"],
  ["an endless base delay", { baseDelay: Infinity }, "baseDelay"],
  ["a base delay in another unit", { baseDelay: "10 parsecs" }, "baseDelay"],
  ["null as base delay", { baseDelay: null }, "baseDelay"],
  ["a negative longest delay", { maxDelay: -5 }, "maxDelay must be a finite duration"],
  ["an endless longest delay", { maxDelay: Infinity }, "maxDelay"],
  ["a longest delay in another unit", { maxDelay: "soon" }, "maxDelay"],
  ["a budget that is a number", { budget: 5 }, "budget"],
  ["an empty budget", { budget: {} }, "budget"],
  ["NaN tokens", { budget: { ...RetryPolicy.defaultBudget, capacity: NaN } }, "budget"],
  ["a negative cost", { budget: { ...RetryPolicy.defaultBudget, retryCost: -5 } }, "budget"],
  ["a cost as text", { budget: { ...RetryPolicy.defaultBudget, timeoutCost: "10" } }, "budget"],
  ["no refund", { budget: { ...RetryPolicy.defaultBudget, refund: undefined } }, "budget"],
  ["null in place of the options", null, "options"]
]

describe("a policy that makes no sense", () => {
  it.effect.each(nonsense)("is a ConfigError of the layer that gets it: %s", ([, options, problem]) =>
    Effect.gen(function* () {
      const retry = RetryPolicy.make(untyped(options))
      const error = yield* Effect.flip(models(make({}), { retry }))
      expect(error).toMatchObject({ _op: "InvalidData", path: expect.arrayContaining(["retry"]) })
      expect(JSON.stringify(error)).toContain(problem)
    })
  )

  it.prop("never throws", [FastCheck.anything()], ([options]) => {
    expect(RetryPolicy.make(untyped(options))).toBeTypeOf("object")
  })
})

describe("a policy on the edge", () => {
  it.effect.each<[name: string, options: RetryPolicy.Options]>([
    ["no retries", { maxRetries: 0 }],
    ["endless retries", { maxRetries: Infinity }],
    ["no delay", { baseDelay: 0 }],
    ["no delay as text", { baseDelay: "0 seconds", maxDelay: "0 millis" }],
    ["all jitter", { jitter: 1 }],
    ["no budget", { budget: false }],
    ["a budget without tokens", { budget: { capacity: 0, retryCost: 0, timeoutCost: 0, refund: 0 } }]
  ])("is fine: %s", ([, options]) =>
    Effect.map(models(make({}), { retry: RetryPolicy.make(options) }), (service) => {
      expect(service.list).toBeTypeOf("function")
    })
  )
})
