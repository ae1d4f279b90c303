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
  RequestTooLargeError
} from "@anthropic-models/core/ModelsError"
import * as Fault from "@anthropic-models/testing/Fault"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import * as Script from "@anthropic-models/testing/Script"
import * as TestModels from "@anthropic-models/testing/TestModels"
import { describe, expect, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as TestClock from "effect/TestClock"

const seven = { models: Fixtures.models(7) }
const id = (number: number): string => `claude-test-000${number}`
const ids = (page: ModelPage): ReadonlyArray<string> => page.data.map((model) => model.id)

describe("a first test", () => {
  it.effect("needs the layer and some models", () =>
    Effect.gen(function* () {
      const page = yield* Models.list({ limit: 5 })
      expect(ids(page)).toEqual([1, 2, 3, 4, 5].map(id))
      expect([page.first_id, page.last_id, page.has_more]).toEqual([Option.some(id(1)), Option.some(id(5)), true])
      expect((yield* Models.get(id(3))).display_name).toBe("Claude Test 0003")
    }).pipe(Effect.provide(TestModels.layer(seven)))
  )

  it.effect("needs no models either", () =>
    Effect.gen(function* () {
      const page = yield* Models.list({ limit: 1000 })
      expect(page.data.length).toBe(Fixtures.catalogue.length - 1)
      expect((yield* Models.get("claude-opus-latest")).id).toBe("claude-opus-6")
    }).pipe(Effect.provide(TestModels.layer()))
  )
})

describe("paging", () => {
  it.effect("goes both ways, 20 at a time where no limit is given", () =>
    Effect.gen(function* () {
      const first = yield* Models.list()
      expect(ids(first)).toEqual(Fixtures.models(20).map((model) => model.id))
      const second = yield* Models.list({ cursor: Cursor.after(Option.getOrThrow(first.last_id)) })
      const back = yield* Models.list({ cursor: Cursor.before(Option.getOrThrow(second.first_id)) })
      expect(ids(back)).toEqual(ids(first))
      expect([first.has_more, second.has_more, back.has_more]).toEqual([true, true, false])
    }).pipe(Effect.provide(TestModels.layer({ models: Fixtures.models(45) })))
  )

  it.effect.each<{ name: string; options: Models.ListOptions; says: RegExp }>([
    { name: "limit 0", options: { limit: 0 }, says: /400 invalid_request_error: limit: .* 1$/ },
    { name: "limit 1001", options: { limit: 1001 }, says: /400 invalid_request_error: limit: .* 1000$/ },
    { name: "a fraction", options: { limit: 2.5 }, says: /valid integer/ },
    { name: "an unknown lifecycle", options: { lifecycle: ["bogus"] }, says: /lifecycle: Input should be/ },
    { name: "an unknown cursor", options: { cursor: Cursor.after("nobody") }, says: /after_id: .*"nobody"/ }
  ])("refuses $name as the API would", ({ options, says }) =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(Models.list(options))
      expect(error._tag).toBe("InvalidRequestError")
      expect(error.message).toMatch(says)
    }).pipe(Effect.provide(TestModels.layer(seven)))
  )

  it.effect("assumptions can be switched", () =>
    Effect.gen(function* () {
      expect(ids(yield* Models.list({ limit: 0, cursor: Cursor.after("nobody") }))).toEqual([id(1)])
    }).pipe(
      Effect.provide(TestModels.layer({ ...seven, assumptions: { limitOutOfRange: "clamp", unknownCursor: "ignore" } }))
    )
  )
})

describe("get", () => {
  const Aliased = TestModels.layer({ ...seven, aliases: { "claude-test-latest": id(1) } })

  it.effect("finds by alias", () =>
    Effect.gen(function* () {
      expect((yield* Models.get("claude-test-latest")).id).toBe(id(1))
    }).pipe(Effect.provide(Aliased))
  )

  it.effect.each(["nobody", "", "toString", "__proto__"])("fails with the API's error for %j", (name) =>
    Effect.gen(function* () {
      expect(yield* Effect.flip(Models.get(name))).toEqual(new NotFoundError({ detail: `model: ${name}` }))
    }).pipe(Effect.provide(Aliased))
  )
})

describe("faults", () => {
  it.effect("befall the next calls, in order", () =>
    Effect.gen(function* () {
      expect((yield* Effect.flip(Models.list()))._tag).toBe("OverloadedError")
      expect((yield* Models.list()).data.length).toBe(7)
      const error = yield* Effect.flip(Models.get(id(1)))
      expect(error).toMatchObject({ _tag: "RateLimitError", retryAfter: Option.some(Duration.seconds(3)) })
      expect((yield* Models.get(id(1))).id).toBe(id(1))
    }).pipe(
      Effect.provide(
        TestModels.layer({
          ...seven,
          faults: [
            new OverloadedError({}),
            Fault.none,
            new RateLimitError({ retryAfter: Option.some(Duration.seconds(3)) })
          ]
        })
      )
    )
  )

  it.effect("befall calls that match", () =>
    Effect.gen(function* () {
      expect((yield* Models.get(id(1))).id).toBe(id(1))
      expect((yield* Effect.flip(Models.get(id(2))))._tag).toBe("OverloadedError")
      expect((yield* Effect.flip(Models.get(id(2))))._tag).toBe("OverloadedError")
    }).pipe(
      Effect.provide(
        TestModels.layer({
          ...seven,
          faults: Script.when(
            (call) => call._tag === "Get" && call.id === id(2),
            Script.always(new OverloadedError({}))
          )
        })
      )
    )
  )

  it.effect("befall a given page, in either direction", () =>
    Effect.gen(function* () {
      yield* Models.list({ limit: 3 })
      const third = Models.list({ limit: 3, cursor: Cursor.after(id(6)) })
      expect((yield* Effect.flip(third))._tag).toBe("OverloadedError")
      expect(ids(yield* third)).toEqual([id(7)])
      expect((yield* Effect.flip(Models.list({ limit: 3, cursor: Cursor.before(id(2)) })))._tag).toBe("OverloadedError")
    }).pipe(
      Effect.provide(
        TestModels.layer({
          ...seven,
          faults: Script.when(
            TestModels.onPage(3),
            Script.inOrder([new OverloadedError({}), Fault.none, new OverloadedError({})])
          )
        })
      )
    )
  )

  it.effect.each<{
    name: string
    fault: Fault.PageFault
    cursor: Cursor.Cursor | undefined
    page: Partial<ModelPage>
    ids: ReadonlyArray<number>
  }>([
    {
      name: "stuckCursor",
      fault: Fault.stuckCursor,
      cursor: Cursor.after(id(2)),
      page: { last_id: Option.some(id(2)), first_id: Option.some(id(2)), has_more: true },
      ids: [3, 4]
    },
    {
      name: "stuckCursor on the first page",
      fault: Fault.stuckCursor,
      cursor: undefined,
      page: { last_id: Option.some(id(2)), has_more: true },
      ids: [1, 2]
    },
    {
      name: "missingCursor",
      fault: Fault.missingCursor,
      cursor: Cursor.after(id(5)),
      page: { last_id: Option.none(), first_id: Option.none(), has_more: true },
      ids: [6, 7]
    },
    {
      name: "emptyPage",
      fault: Fault.emptyPage,
      cursor: undefined,
      page: { last_id: Option.some(id(2)), has_more: true },
      ids: []
    },
    {
      name: "overlappingPage",
      fault: Fault.overlappingPage,
      cursor: Cursor.after(id(2)),
      page: { first_id: Option.some(id(2)), last_id: Option.some(id(3)), has_more: true },
      ids: [2, 3]
    },
    {
      name: "overlappingPage at the end",
      fault: Fault.overlappingPage,
      cursor: Cursor.after(id(6)),
      page: { first_id: Option.some(id(6)), last_id: Option.some(id(7)), has_more: false },
      ids: [6, 7]
    },
    {
      name: "overlappingPage that pushes the last one out",
      fault: Fault.overlappingPage,
      cursor: Cursor.after(id(5)),
      page: { last_id: Option.some(id(6)), has_more: true },
      ids: [5, 6]
    },
    {
      name: "overlappingPage, going to newer",
      fault: Fault.overlappingPage,
      cursor: Cursor.before(id(5)),
      page: { first_id: Option.some(id(4)), last_id: Option.some(id(5)), has_more: true },
      ids: [4, 5]
    },
    {
      name: "overlappingPage on the first page",
      fault: Fault.overlappingPage,
      cursor: undefined,
      page: { last_id: Option.some(id(2)), has_more: true },
      ids: [1, 2]
    }
  ])("make a wrong page: $name", ({ cursor, fault, ids: expected, page: facts }) =>
    Effect.gen(function* () {
      const page = yield* Models.list({ limit: 2, cursor })
      expect(page).toMatchObject(facts)
      expect(ids(page)).toEqual(expected.map(id))
    }).pipe(Effect.provide(TestModels.layer({ ...seven, faults: [fault] })))
  )

  it.effect("can be any page", () =>
    Effect.gen(function* () {
      const odd = Fixtures.page([Fixtures.model({ id: "odd" })], { has_more: true })
      const fake = yield* TestModels.TestModels
      yield* fake.setFaults([odd, odd])
      expect(yield* Models.list({ limit: 3 })).toBe(odd)
      expect((yield* Models.get(id(1))).id).toBe(id(1))
      expect((yield* Models.list()).data.length).toBe(7)
    }).pipe(Effect.provide(TestModels.layer(seven)))
  )

  it.effect("of pages leave `get` alone", () =>
    Effect.gen(function* () {
      expect((yield* Models.get(id(1))).id).toBe(id(1))
    }).pipe(Effect.provide(TestModels.layer({ ...seven, faults: [Fault.emptyPage] })))
  )

  it.effect("can be changed while the test runs", () =>
    Effect.gen(function* () {
      yield* TestModels.setFaults(Script.times(2, Fault.overloaded()))
      yield* Effect.flip(Models.list())
      yield* TestModels.setFaults([])
      expect((yield* Models.list()).data.length).toBe(7)
    }).pipe(Effect.provide(TestModels.layer(seven)))
  )

  it.effect.each<{ fault: Fault.ErrorFault; error: ModelsError }>([
    { fault: Fault.invalidRequest({ message: "m" }), error: new InvalidRequestError({ detail: "m" }) },
    { fault: Fault.authentication({ message: "m" }), error: new AuthenticationError({ detail: "m" }) },
    {
      fault: Fault.billing({ message: "m", errorCode: "no_money" }),
      error: new BillingError({ detail: "m", errorCode: Option.some("no_money") })
    },
    { fault: Fault.permission({ message: "m" }), error: new PermissionError({ detail: "m" }) },
    { fault: Fault.notFound({ message: "m" }), error: new NotFoundError({ detail: "m" }) },
    { fault: Fault.requestTooLarge({ message: "m" }), error: new RequestTooLargeError({ detail: "m" }) },
    {
      fault: Fault.rateLimit({ message: "m", retryAfter: 1.5, shouldRetry: false }),
      error: new RateLimitError({
        detail: "m",
        retryAfter: Option.some(Duration.millis(1500)),
        shouldRetry: Option.some(false)
      })
    },
    { fault: Fault.api({ message: "m" }), error: new ApiError({ detail: "m" }) },
    { fault: Fault.gatewayTimeout({ message: "m" }), error: new GatewayTimeoutError({ detail: "m" }) },
    { fault: Fault.overloaded({ message: "m" }), error: new OverloadedError({ detail: "m" }) },
    {
      fault: Fault.error(418, "teapot_error"),
      error: new ApiError({ status: 418, type: "teapot_error", detail: "teapot error" })
    },
    {
      fault: Fault.error(422, "invalid_request_error", { message: "m" }),
      error: new InvalidRequestError({ status: 422, detail: "m" })
    },
    { fault: Fault.error(200, "overloaded_error", { message: "m" }), error: new OverloadedError({ detail: "m" }) }
  ])("are errors of the contract: $fault.status $fault.type", ({ error, fault }) =>
    Effect.gen(function* () {
      expect(yield* Effect.flip(Models.list())).toEqual(error)
      expect(yield* Effect.flip(Models.get(id(1)))).toEqual(error)
    }).pipe(Effect.provide(TestModels.layer({ ...seven, faults: [fault, fault] })))
  )

  it.effect.each<{ options: Fault.ErrorOptions; wait: Duration.DurationInput | null }>([
    { options: {}, wait: null },
    { options: { retryAfter: 3 }, wait: "3 seconds" },
    { options: { retryAfter: "3" }, wait: "3 seconds" },
    { options: { retryAfter: Duration.minutes(2) }, wait: "2 minutes" },
    { options: { retryAfter: { fromNow: "90 seconds" } }, wait: "90 seconds" },
    { options: { retryAfter: 60, retryAfterMs: 1500 }, wait: "1500 millis" },
    { options: { retryAfter: 60, retryAfterMs: "soon" }, wait: "1 minute" },
    { options: { retryAfter: 0 }, wait: null },
    { options: { retryAfter: -1 }, wait: null },
    { options: { retryAfter: "soon" }, wait: null },
    { options: { retryAfter: { fromNow: 0 } }, wait: null }
  ])("say when to come back: $options", ({ options, wait }) =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(Models.list())
      expect(error).toMatchObject({
        _tag: "RateLimitError",
        retryAfter: wait === null ? Option.none() : Option.some(Duration.decode(wait))
      })
    }).pipe(Effect.provide(TestModels.layer({ ...seven, faults: [Fault.rateLimit(options)] })))
  )

  it.effect("of different kinds are one script", () =>
    Effect.gen(function* () {
      const outcomes = yield* Effect.forEach([1, 2, 3, 4], () =>
        Models.list().pipe(
          Effect.map(({ data }) => data.length),
          Effect.catchAll(({ _tag }) => Effect.succeed(_tag))
        )
      )
      expect(outcomes).toEqual(["OverloadedError", "RateLimitError", 0, 7])
    }).pipe(
      Effect.provide(
        TestModels.layer({
          ...seven,
          faults: Script.firstOf(
            Script.nth(1, new OverloadedError({})),
            Script.nth(2, Fault.rateLimit()),
            Script.nth(3, Fault.emptyPage)
          )
        })
      )
    )
  )

  it.effect("are not shared by two layers of one script", () =>
    Effect.gen(function* () {
      const options = { ...seven, faults: Script.times(1, new OverloadedError({})) }
      for (const _ of [1, 2]) {
        const error = yield* Effect.flip(Effect.provide(Models.list(), TestModels.layer(options)))
        expect(error._tag).toBe("OverloadedError")
      }
    })
  )
})

describe("time", () => {
  it.effect("passes by the Clock: the latency of every call, and that of a fault", () =>
    Effect.gen(function* () {
      const fiber = yield* Effect.fork(Models.list())
      yield* TestClock.adjust("2999 millis")
      expect(Option.isNone(yield* Fiber.poll(fiber))).toBe(true)
      yield* TestClock.adjust("1 millis")
      expect((yield* Fiber.join(fiber)).data.length).toBe(7)
    }).pipe(Effect.provide(TestModels.layer({ ...seven, latency: "1 second", faults: [Fault.latency("2 seconds")] })))
  )

  it.effect.each<{ name: string; action: TestModels.Action; outcome: number | string }>([
    { name: "an error", action: Fault.after("1 hour", new OverloadedError({})), outcome: "OverloadedError" },
    { name: "a fault", action: Fault.after("1 hour", Fault.rateLimit()), outcome: "RateLimitError" },
    { name: "a page", action: Fault.after("1 hour", Fixtures.page(Fixtures.models(2))), outcome: 2 },
    { name: "a wrong page", action: Fault.after("1 hour", Fault.emptyPage), outcome: 0 }
  ])("passes before $name that is late", ({ action, outcome }) =>
    Effect.gen(function* () {
      const fiber = yield* Models.list().pipe(
        Effect.map(({ data }) => data.length),
        Effect.catchAll(({ _tag }) => Effect.succeed(_tag)),
        Effect.fork
      )
      yield* TestClock.adjust("59 minutes")
      expect(Option.isNone(yield* Fiber.poll(fiber))).toBe(true)
      yield* TestClock.adjust("1 minute")
      expect(yield* Fiber.join(fiber)).toBe(outcome)
    }).pipe(Effect.provide(TestModels.layer({ ...seven, faults: [action] })))
  )

  it.effect("no answer, ever", () =>
    Effect.gen(function* () {
      const fiber = yield* Models.get(id(1)).pipe(Effect.timeoutOption("1 hour"), Effect.fork)
      yield* TestClock.adjust("1 hour")
      expect(yield* Fiber.join(fiber)).toEqual(Option.none())
    }).pipe(Effect.provide(TestModels.layer({ ...seven, faults: [Fault.noAnswer] })))
  )
})

describe("the log", () => {
  it.effect("holds every call with what it was given, failed ones too", () =>
    Effect.gen(function* () {
      yield* Effect.flip(Models.list({ limit: 3, betas: ["b"] }))
      yield* Models.list({ limit: 3, cursor: Cursor.after(id(3)) })
      yield* Effect.flip(Models.get("nobody", { betas: ["c"] }))
      yield* Effect.flip(Models.list({ cursor: Cursor.after("nobody") }))
      expect(yield* TestModels.calls).toEqual([
        { _tag: "List", options: { limit: 3, betas: ["b"] }, page: 1 },
        { _tag: "List", options: { limit: 3, cursor: Cursor.after(id(3)) }, page: 2 },
        { _tag: "Get", id: "nobody", options: { betas: ["c"] } },
        { _tag: "List", options: { cursor: Cursor.after("nobody") }, page: 0 }
      ])
    }).pipe(Effect.provide(TestModels.layer({ ...seven, faults: [new OverloadedError({})] })))
  )

  it.effect("can be waited for", () =>
    Effect.gen(function* () {
      const second = yield* Effect.fork(TestModels.awaitCalls(2))
      yield* Models.list()
      yield* TestModels.awaitCalls(1)
      expect(Option.isNone(yield* Fiber.poll(second))).toBe(true)
      yield* Effect.flip(Models.get("nobody"))
      yield* Fiber.join(second)
      expect((yield* TestModels.calls).length).toBe(2)
    }).pipe(Effect.provide(TestModels.layer(seven)))
  )

  it.effect("is a copy, that later calls leave as it is", () =>
    Effect.gen(function* () {
      const before = yield* TestModels.calls
      yield* Models.list()
      expect(before).toEqual([])
    }).pipe(Effect.provide(TestModels.layer(seven)))
  )
})

describe("setModels", () => {
  it.effect("changes the list from then on", () =>
    Effect.gen(function* () {
      const fake = yield* TestModels.TestModels
      yield* fake.setModels([Fixtures.model({ id: "claude-new" }), ...Fixtures.models(7)], { latest: "claude-new" })
      expect(ids(yield* Models.list({ limit: 1 }))).toEqual(["claude-new"])
      expect((yield* Models.get("latest")).id).toBe("claude-new")
    }).pipe(Effect.provide(TestModels.layer(seven)))
  )

  it.effect("keeps the aliases whose model remains, where none are given", () =>
    Effect.gen(function* () {
      yield* TestModels.setModels([Fixtures.model({ id: "second" }), ...Fixtures.models(1)])
      expect((yield* Models.get("first")).id).toBe(id(1))
      expect((yield* Models.get("second")).id).toBe("second")
      expect((yield* Effect.flip(Models.get("third")))._tag).toBe("NotFoundError")
      yield* TestModels.setModels(Fixtures.models(1), {})
      expect((yield* Effect.flip(Models.get("first")))._tag).toBe("NotFoundError")
    }).pipe(Effect.provide(TestModels.layer({ ...seven, aliases: { first: id(1), second: id(2), third: id(3) } })))
  )
})

describe("layerPartial", () => {
  const Stub = TestModels.layerPartial({ list: () => Effect.succeed(Fixtures.page(Fixtures.models(2))) })

  it.effect("has the methods that it was given", () =>
    Effect.gen(function* () {
      expect(ids(yield* Models.list())).toEqual([id(1), id(2)])
    }).pipe(Effect.provide(Stub))
  )

  it.effect("has none where it was given nothing for it", () =>
    Effect.gen(function* () {
      const nothing = { list: undefined } as unknown as Parameters<typeof TestModels.layerPartial>[0]
      const exit = yield* Effect.exit(Effect.provide(Models.list(), TestModels.layerPartial(nothing)))
      expect(Exit.isFailure(exit) ? Cause.pretty(exit.cause) : "").toContain(`the stub has no "list"; add it`)
    })
  )

  it.effect("dies with the name of the one that it was not", () =>
    Effect.gen(function* () {
      const exit = yield* Effect.exit(Models.get("claude"))
      expect(Exit.isFailure(exit) ? Cause.pretty(exit.cause) : "").toContain(
        `Models.get was called, but the stub has no "get"; add it`
      )
    }).pipe(Effect.provide(Stub))
  )
})
