/** The tokens that the retries of all calls of a layer share. */
import * as HttpClient from "@effect/platform/HttpClient"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as TestClock from "effect/TestClock"
import * as RetryPolicy from "../src/RetryPolicy.ts"
import { answer, driven, failure, make, models, type Reply } from "./scripted.ts"

const unavailable = answer(503)
const missing: Reply = { status: 404, body: failure("not_found_error") }

/** Enough for one retry. */
const single = { capacity: 5, retryCost: 5, timeoutCost: 5, refund: 1 }

const retry = (budget: RetryPolicy.Budget | false) => RetryPolicy.make({ maxRetries: 2, budget, baseDelay: 0 })

/** The number of requests of calls at once, in two rounds. */
const outage = (calls: number, policy: RetryPolicy.RetryPolicy, reply: Reply) =>
  Effect.gen(function* () {
    const scripted = make(reply)
    const { list } = yield* models(scripted, { retry: policy, timeout: "1 second" })
    const round = Effect.gen(function* () {
      const before = scripted.requests.length
      const all = Effect.replicateEffect(Effect.exit(list()), calls, { concurrency: "unbounded" })
      yield* reply === "silence" ? driven(all) : all
      return scripted.requests.length - before
    })
    return [yield* round, yield* round]
  })

describe("the budget", () => {
  it.effect("allows 100 retries by default", () =>
    Effect.gen(function* () {
      const { budget } = RetryPolicy.standard
      expect(yield* outage(60, retry(budget), unavailable)).toEqual([160, 60])
    })
  )

  it.effect("allows half as many after timeouts", () =>
    Effect.gen(function* () {
      const budget = { capacity: 50, retryCost: 5, timeoutCost: 10, refund: 1 }
      expect(yield* outage(10, retry(budget), "silence")).toEqual([15, 10])
      expect(yield* outage(10, retry(budget), unavailable)).toEqual([20, 10])
    })
  )

  it.effect("can be switched off", () =>
    Effect.gen(function* () {
      expect(yield* outage(10, retry(false), unavailable)).toEqual([30, 30])
    })
  )

  it.effect("fails a call at once with its last error when it is empty", () =>
    Effect.gen(function* () {
      const { list } = yield* models(make(unavailable), { retry: retry({ ...single, capacity: 4 }) })
      expect(yield* Effect.flip(list())).toMatchObject({ status: 503, attempts: 1 })
    })
  )

  it.effect("gets a token back for each success at the first attempt", () =>
    Effect.gen(function* () {
      const ok: Reply = {}
      const scripted = make(
        // Empties the budget.
        unavailable,
        unavailable,
        ok,
        ok,
        ok,
        ok,
        // Four tokens are too few, five are enough.
        unavailable,
        ok,
        unavailable,
        ok
      )
      const policy = RetryPolicy.make({ maxRetries: 1, baseDelay: 0, budget: single })
      const { list } = yield* models(scripted, { retry: policy })
      const attempts: Array<number> = []
      for (let call = 0; call < 8; call++) {
        const before = scripted.requests.length
        yield* Effect.exit(list())
        attempts.push(scripted.requests.length - before)
      }
      expect(attempts).toEqual([2, 1, 1, 1, 1, 1, 1, 2])
    })
  )

  it.effect("never holds more than its capacity", () =>
    Effect.gen(function* () {
      const scripted = make({}, {}, {}, {}, {}, {}, unavailable)
      const { list } = yield* models(scripted, { retry: retry(single) })
      for (let call = 0; call < 6; call++) yield* list()
      expect(yield* Effect.flip(list())).toMatchObject({ attempts: 2 })
    })
  )
})

/** Calls that cost nothing, because the server works or the caller gave up. */
const free: ReadonlyArray<[name: string, replies: ReadonlyArray<Reply>]> = [
  ["succeed", [{}]],
  ["succeed after a 503", [unavailable, {}]],
  ["fail with a 404", [missing]],
  ["fail with a 404 after a 503", [unavailable, missing]],
  ["fail with a 401 after a refused connection", ["refused", { status: 401, body: failure("authentication_error") }]],
  ["get another shape after a 503", [unavailable, { body: "{}" }]],
  ["get an HTML page after a 503", [unavailable, { body: "<html>" }]],
  ["get a redirect after a 503", [unavailable, { status: 302, headers: { location: "/" } }]],
  ["get a 429 that says not to retry after a 503", [unavailable, answer(429, { "x-should-retry": "false" })]]
]

/** A budget for one retry shows a lost token at the next call, so a few calls suffice by default. */
const calls = process.env["FULL"] === "1" ? 200 : 6

describe(`${calls} calls`, () => {
  it.effect.each(free)("that %s leave the budget full", ([, replies]) =>
    Effect.gen(function* () {
      const all = Array.from({ length: calls }, () => replies).flat()
      const scripted = make(...all, unavailable)
      const { list } = yield* models(scripted, { retry: retry(single) })
      for (let call = 0; call < calls; call++) yield* Effect.exit(list())
      expect(scripted.requests.length).toBe(all.length)
      expect(yield* Effect.flip(list())).toMatchObject({ attempts: 2 })
    })
  )

  it.effect("that are interrupted in the wait before a retry leave the budget full", () =>
    Effect.gen(function* () {
      const scripted = make(unavailable)
      const policy = RetryPolicy.make({ maxRetries: 2, budget: single, baseDelay: "1 second" })
      const { list } = yield* models(scripted, { retry: policy })
      for (let call = 1; call <= calls; call++) {
        const fiber = yield* Effect.fork(list())
        while (scripted.requests.length < call) yield* Effect.yieldNow()
        yield* Effect.repeatN(Effect.yieldNow(), 10)
        yield* Fiber.interrupt(fiber)
      }
      expect(scripted.requests.length).toBe(calls)
      expect(yield* driven(Effect.flip(list()))).toMatchObject({ attempts: 2 })
    })
  )

  it.effect("that die in a retry leave the budget full", () =>
    Effect.gen(function* () {
      let isFirst = false
      let isBroken = true
      const scripted = make(unavailable)
      const { list } = yield* models(scripted, {
        retry: retry(single),
        transformClient: HttpClient.tapRequest(() => {
          isFirst = !isFirst
          return isFirst || !isBroken ? Effect.void : Effect.dieMessage("a bug")
        })
      })
      for (let call = 1; call <= calls; call++) expect(yield* Effect.exit(list())).toSatisfy(Exit.isFailure)
      expect(scripted.requests.length).toBe(calls)
      isBroken = false
      expect(yield* Effect.flip(list())).toMatchObject({ attempts: 2 })
    })
  )

  it.effect("that are interrupted in a retry leave the budget full", () =>
    Effect.gen(function* () {
      const scripted = make(
        ...Array.from({ length: calls }, () => [unavailable, "silence"] as const).flat(),
        unavailable
      )
      const { list } = yield* models(scripted, { retry: retry(single) })
      for (let call = 1; call <= calls; call++) {
        const fiber = yield* Effect.fork(list())
        while (scripted.requests.length < 2 * call) yield* Effect.yieldNow()
        yield* Fiber.interrupt(fiber)
      }
      expect(yield* Effect.flip(list())).toMatchObject({ attempts: 2 })
    })
  )
})

/** Retries that fail because of the server. */
const costly: ReadonlyArray<[name: string, reply: Reply]> = [
  ["a 503", unavailable],
  ["a 500 that says not to retry", answer(500, { "x-should-retry": "false" })],
  ["a refused connection", "refused"],
  ["a cut body", { body: "{" }],
  ["no answer until the timeout", "silence"]
]

describe("a retry", () => {
  it.effect.each(costly)("that fails with %s keeps its tokens", ([, reply]) =>
    Effect.gen(function* () {
      const { list } = yield* models(make(unavailable, reply, unavailable), { retry: retry(single) })
      yield* driven(Effect.exit(list()))
      expect(yield* Effect.flip(list())).toMatchObject({ attempts: 1 })
    })
  )

  it.effect("that the deadline cuts keeps its tokens", () =>
    Effect.gen(function* () {
      const scripted = make(unavailable, "silence", unavailable)
      const { list } = yield* models(scripted, { retry: retry(single), deadline: "5 seconds" })
      const fiber = yield* Effect.fork(Effect.flip(list()))
      yield* TestClock.adjust("5 seconds")
      expect(yield* Fiber.join(fiber)).toMatchObject({ _tag: "RequestTimeoutError", scope: "deadline" })
      expect(yield* Effect.flip(list())).toMatchObject({ attempts: 1 })
    })
  )
})
