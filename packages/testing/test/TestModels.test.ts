import * as Cursor from "@anthropic-models/core/Cursor"
import type { ModelPage } from "@anthropic-models/core/ModelPage"
import * as Models from "@anthropic-models/core/Models"
import {
  ApiError,
  AuthenticationError,
  BillingError,
  GatewayTimeoutError,
  InvalidRequestError,
  type ModelsError,
  NotFoundError,
  OverloadedError,
  PermissionError,
  RateLimitError,
  RequestTooLargeError,
  UnexpectedResponseError
} from "@anthropic-models/core/ModelsError"
import * as Fault from "@anthropic-models/testing/Fault"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import * as Script from "@anthropic-models/testing/Script"
import * as TestModels from "@anthropic-models/testing/TestModels"
import { describe, expect, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as TestClock from "effect/TestClock"

const seven = { models: Fixtures.models(7) }
const id = (number: number): string => `claude-test-000${number}`
const ids = (page: ModelPage): ReadonlyArray<string> => page.data.map((model) => model.id)
const isDone = <A, E>(fiber: Fiber.RuntimeFiber<A, E>) => Effect.map(Fiber.poll(fiber), Option.isSome)

/** The models or the error of a call, in short. */
const outcome = Effect.match({
  onSuccess: (page: ModelPage) => page.data.length as number | string,
  onFailure: ({ _tag }: ModelsError) => _tag
})

describe("list", () => {
  it.effect("lists the catalogue, 20 models a page, in both directions", () =>
    Effect.gen(function* () {
      const first = yield* Models.list()
      expect(ids(first)).toEqual(Fixtures.catalogue.slice(0, 20).map((model) => model.id))
      const second = yield* Models.list({ cursor: Cursor.after(Option.getOrThrow(first.last_id)) })
      const back = yield* Models.list({ cursor: Cursor.before(Option.getOrThrow(second.first_id)) })
      expect(ids(back)).toEqual(ids(first))
      expect([first.has_more, second.has_more, back.has_more]).toEqual([true, true, false])
    }).pipe(Effect.provide(TestModels.layer()))
  )

  it.effect("lists newest first, whatever the order it is given", () =>
    Effect.gen(function* () {
      expect(ids(yield* Models.list({ limit: 2 }))).toEqual([id(1), id(2)])
    }).pipe(Effect.provide(TestModels.layer({ models: Fixtures.models(7).toReversed() })))
  )

  it.effect.each<{ name: string; options: Models.ListOptions; message: RegExp }>([
    { name: "lifecycle", options: { lifecycle: ["bogus"] }, message: /400 invalid_request_error: lifecycle: Input/ },
    { name: "cursor", options: { cursor: Cursor.after("nobody") }, message: /400 .* after_id: .*"nobody"/ }
  ])("refuses an unknown $name like the API", ({ message, options }) =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(Models.list(options))
      expect([error._tag, message.test(error.message)]).toEqual(["InvalidRequestError", true])
      expect(yield* TestModels.calls).toEqual([{ _tag: "List", options, page: 0 }])
    }).pipe(Effect.provide(TestModels.layer(seven)))
  )

  it.effect("accepts them if the assumptions say so", () =>
    Effect.gen(function* () {
      expect(ids(yield* Models.list({ limit: 1, cursor: Cursor.after("nobody") }))).toEqual([id(1)])
      expect(ids(yield* Models.list({ lifecycle: ["bogus"] }))).toEqual([])
    }).pipe(
      Effect.provide(
        TestModels.layer({ ...seven, assumptions: { unknownCursor: "ignore", unknownLifecycle: "compare" } })
      )
    )
  )
})

describe("get", () => {
  it.effect("finds by id and alias", () =>
    Effect.gen(function* () {
      expect((yield* Models.get("claude-opus-6")).display_name).toBe("Claude Opus 6")
      expect((yield* Models.get("claude-opus-latest")).id).toBe("claude-opus-6")
    }).pipe(Effect.provide(TestModels.layer()))
  )

  it.effect.each(["nobody", "toString", "__proto__"])("fails with the API's error for %s", (name) =>
    Effect.gen(function* () {
      expect(yield* Effect.flip(Models.get(name))).toEqual(new NotFoundError({ detail: `model: ${name}` }))
    }).pipe(Effect.provide(TestModels.layer(seven)))
  )
})

describe("wrong arguments", () => {
  /** A call that TypeScript would refuse. */
  const untyped = (options: unknown) => Models.list(options as Models.ListOptions)

  it.effect.each<{ name: string; call: Effect.Effect<unknown, ModelsError, Models.Models>; parameter: string }>([
    { name: "limit 0", call: untyped({ limit: 0 }), parameter: "limit" },
    { name: "limit 1001", call: untyped({ limit: 1001 }), parameter: "limit" },
    { name: "a lifecycle that is no list", call: untyped({ lifecycle: "active" }), parameter: "lifecycle" },
    { name: "a malformed cursor", call: untyped({ cursor: { _tag: "after" } }), parameter: "cursor" },
    { name: "null as a cursor", call: untyped({ cursor: null }), parameter: "cursor" },
    { name: "an empty id", call: Models.get(""), parameter: "id" },
    { name: "dots as an id", call: Models.get(".."), parameter: "id" }
  ])("$name fails like over HTTP, and is no call", ({ call, parameter }) =>
    Effect.gen(function* () {
      expect(yield* Effect.flip(call)).toMatchObject({ _tag: "InvalidParameterError", parameter })
      expect(yield* TestModels.calls).toEqual([])
      expect((yield* Effect.flip(Models.list()))._tag).toBe("OverloadedError")
    }).pipe(Effect.provide(TestModels.layer({ ...seven, faults: [Fault.overloaded()] })))
  )
})

describe("faults", () => {
  it.effect("hit the next calls in order: errors, waits, and pages of any kind", () =>
    Effect.gen(function* () {
      const odd = Fixtures.page([Fixtures.model({ id: "odd" })], { has_more: true })
      const late = Fault.after("1 hour", Fixtures.page([]))
      yield* TestModels.setFaults([new OverloadedError({}), Fault.none, Fault.rateLimit(), Fault.emptyPage, odd, late])
      const outcomes = yield* Effect.forEach([1, 2, 3, 4], () => outcome(Models.list()))
      expect(outcomes).toEqual(["OverloadedError", 7, "RateLimitError", 0])
      expect(yield* Models.list({ limit: 3 })).toBe(odd)
      const fiber = yield* Effect.fork(Models.list())
      yield* TestClock.adjust("59 minutes")
      expect(yield* isDone(fiber)).toBe(false)
      yield* TestClock.adjust("1 minutes")
      expect((yield* Fiber.join(fiber)).data).toEqual([])
      expect((yield* Models.list()).data.length).toBe(7)
    }).pipe(Effect.provide(TestModels.layer(seven)))
  )

  it.effect("hit the calls that match, by page in either direction", () =>
    Effect.gen(function* () {
      yield* Models.list({ limit: 3 })
      const third = Models.list({ limit: 3, cursor: Cursor.after(id(6)) })
      expect(yield* outcome(third)).toBe("OverloadedError")
      expect(ids(yield* third)).toEqual([id(7)])
      expect(yield* outcome(Models.list({ limit: 3, cursor: Cursor.before(id(2)) }))).toBe("RateLimitError")
    }).pipe(
      Effect.provide(
        TestModels.layer({
          ...seven,
          faults: Script.when(
            TestModels.onPage(3),
            Script.inOrder([new OverloadedError({}), Fault.none, new RateLimitError({})])
          )
        })
      )
    )
  )

  it.effect("change a page, and leave `get` alone", () =>
    Effect.gen(function* () {
      const page = yield* Models.list({ limit: 2, cursor: Cursor.after(id(2)) })
      expect([ids(page), page.last_id, page.has_more]).toEqual([[id(3), id(4)], Option.none(), true])
      expect((yield* Models.get(id(1))).id).toBe(id(1))
    }).pipe(Effect.provide(TestModels.layer({ ...seven, faults: Script.always(Fault.missingCursor) })))
  )

  it.effect("start anew in each layer of one script", () =>
    Effect.gen(function* () {
      const options = { ...seven, faults: Script.times(1, new OverloadedError({})) }
      for (const _ of [1, 2]) {
        expect(yield* Effect.provide(outcome(Models.list()), TestModels.layer(options))).toBe("OverloadedError")
      }
    })
  )

  const m = { message: "m" }
  const detail = "m"
  it.effect.each<{ fault: Fault.ErrorFault; error: ModelsError }>([
    { fault: Fault.invalidRequest(m), error: new InvalidRequestError({ detail }) },
    { fault: Fault.authentication(m), error: new AuthenticationError({ detail }) },
    {
      fault: Fault.billing({ ...m, errorCode: "no_money" }),
      error: new BillingError({ detail, errorCode: Option.some("no_money") })
    },
    { fault: Fault.permission(m), error: new PermissionError({ detail }) },
    { fault: Fault.notFound(m), error: new NotFoundError({ detail }) },
    { fault: Fault.requestTooLarge(m), error: new RequestTooLargeError({ detail }) },
    {
      fault: Fault.rateLimit({ ...m, shouldRetry: false }),
      error: new RateLimitError({ detail, shouldRetry: Option.some(false) })
    },
    { fault: Fault.api(m), error: new ApiError({ detail }) },
    { fault: Fault.gatewayTimeout(m), error: new GatewayTimeoutError({ detail }) },
    { fault: Fault.overloaded(m), error: new OverloadedError({ detail }) },
    {
      fault: Fault.error(418, "teapot_error"),
      error: new ApiError({ status: 418, type: "teapot_error", detail: "teapot error" })
    },
    {
      fault: Fault.error(422, "invalid_request_error", m),
      error: new InvalidRequestError({ status: 422, detail })
    },
    { fault: Fault.error(429, "new_error", m), error: new RateLimitError({ type: "new_error", detail }) },
    { fault: Fault.error(200, "overloaded_error", m), error: new OverloadedError({ detail }) },
    {
      fault: Fault.error(200, "new_error", m),
      error: new UnexpectedResponseError({ reason: "Shape", detail: "an error under status 200: m" })
    }
  ])("are errors of the contract: $fault.status $fault.type", ({ error, fault }) =>
    Effect.gen(function* () {
      expect(yield* Effect.flip(Models.list())).toEqual(error)
      expect(yield* Effect.flip(Models.get(id(1)))).toEqual(error)
    }).pipe(Effect.provide(TestModels.layer({ ...seven, faults: [fault, fault] })))
  )

  it.effect.each<{ options: Fault.ErrorOptions; wait: Duration.DurationInput | null }>([
    { options: {}, wait: null },
    { options: { retryAfter: 3 }, wait: "3 seconds" },
    { options: { retryAfter: "1.5" }, wait: "1500 millis" },
    { options: { retryAfter: "2 minutes" }, wait: "2 minutes" },
    { options: { retryAfter: Duration.minutes(2) }, wait: "2 minutes" },
    { options: { retryAfter: { fromNow: "90 seconds" } }, wait: "90 seconds" },
    { options: { retryAfter: 60, retryAfterMs: 1500 }, wait: "1500 millis" },
    { options: { retryAfter: 60, retryAfterMs: "soon" }, wait: "1 minute" },
    { options: { headers: { "Retry-After": ["3", "5"] } }, wait: "3 seconds" },
    { options: { headers: { "retry-after": "0.3, 0.3" } }, wait: "300 millis" },
    { options: { retryAfter: 0 }, wait: null },
    { options: { retryAfter: -1 }, wait: null },
    { options: { retryAfter: "soon" }, wait: null },
    { options: { retryAfter: { fromNow: 0 } }, wait: null }
  ])("name the wait that the headers ask for: $options", ({ options, wait }) =>
    Effect.gen(function* () {
      expect(yield* Effect.flip(Models.list())).toMatchObject({
        retryAfter: wait === null ? Option.none() : Option.some(Duration.decode(wait))
      })
    }).pipe(Effect.provide(TestModels.layer({ ...seven, faults: [Fault.rateLimit(options)] })))
  )
})

describe("time", () => {
  it.effect("is the Clock's: the latency of every call, and that of a fault", () =>
    Effect.gen(function* () {
      const fiber = yield* Effect.fork(Models.list())
      yield* TestClock.adjust("2999 millis")
      expect(yield* isDone(fiber)).toBe(false)
      yield* TestClock.adjust("1 millis")
      expect((yield* Fiber.join(fiber)).data.length).toBe(7)
    }).pipe(Effect.provide(TestModels.layer({ ...seven, latency: "1 second", faults: [Fault.latency("2 seconds")] })))
  )

  it.effect("never comes to an answer with noAnswer", () =>
    Effect.gen(function* () {
      const fiber = yield* Effect.fork(Effect.timeoutOption(Models.list(), "1 hour"))
      yield* TestClock.adjust("1 hour")
      expect(yield* Fiber.join(fiber)).toEqual(Option.none())
    }).pipe(Effect.provide(TestModels.layer({ ...seven, faults: [Fault.noAnswer] })))
  )
})

describe("calls", () => {
  it.effect("are logged in order, failures too, with the number of their page", () =>
    Effect.gen(function* () {
      const options = { limit: 3, cursor: Cursor.after(id(3)), betas: ["context-1m-2025-08-07"] }
      yield* Effect.flip(Models.list(options))
      yield* Models.get(id(1), { workspaceId: "w" })
      expect(yield* TestModels.calls).toEqual([
        { _tag: "List", options, page: 2 },
        { _tag: "Get", id: id(1), options: { workspaceId: "w" } }
      ])
    }).pipe(Effect.provide(TestModels.layer({ ...seven, faults: [Fault.overloaded()] })))
  )

  it.effect("can be waited for", () =>
    Effect.gen(function* () {
      const waiting = yield* Effect.fork(TestModels.awaitCalls(2))
      yield* Models.list()
      yield* Effect.yieldNow()
      expect(yield* isDone(waiting)).toBe(false)
      yield* Models.list()
      yield* Fiber.join(waiting)
      yield* TestModels.awaitCalls(1)
    }).pipe(Effect.provide(TestModels.layer(seven)))
  )
})

describe("setModels", () => {
  it.effect("replaces the list, and keeps the aliases of models that stay", () =>
    Effect.gen(function* () {
      yield* TestModels.setModels([Fixtures.model({ id: "new" }), ...Fixtures.models(1)])
      expect(ids(yield* Models.list())).toEqual(["new", id(1)])
      expect((yield* Models.get("first")).id).toBe(id(1))
      expect((yield* Effect.flip(Models.get("second")))._tag).toBe("NotFoundError")
      yield* TestModels.setModels(Fixtures.models(1), {})
      expect((yield* Effect.flip(Models.get("first")))._tag).toBe("NotFoundError")
    }).pipe(Effect.provide(TestModels.layer({ ...seven, aliases: { first: id(1), second: id(2) } })))
  )

  it.effect("dies of two models with one id", () =>
    Effect.gen(function* () {
      const [model] = Fixtures.models(1)
      const cause = yield* Effect.flip(Effect.sandbox(TestModels.setModels(model ? [model, model] : [])))
      expect(Cause.pretty(cause)).toContain("Two models have the id claude-test-0001; give each its own id")
    }).pipe(Effect.provide(TestModels.layer(seven)))
  )
})

describe("layerPartial", () => {
  it.effect("has the methods that it is given, and dies of another one", () =>
    Effect.gen(function* () {
      expect(ids(yield* Models.list())).toEqual([id(1), id(2)])
      const cause = yield* Effect.flip(Effect.sandbox(Models.get("claude")))
      expect(Cause.pretty(cause)).toMatch(/Unimplemented method "get"/)
    }).pipe(Effect.provide(TestModels.layerPartial({ list: () => Effect.succeed(Fixtures.page(Fixtures.models(2))) })))
  )
})
