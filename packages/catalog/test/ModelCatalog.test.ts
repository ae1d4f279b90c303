import * as ModelCatalog from "@anthropic-models/catalog/ModelCatalog"
import * as ModelChange from "@anthropic-models/catalog/ModelChange"
import { Models } from "@anthropic-models/core/Models"
import { AuthenticationError, PermissionError, RateLimitError } from "@anthropic-models/core/ModelsError"
import * as Fault from "@anthropic-models/testing/Fault"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import * as Script from "@anthropic-models/testing/Script"
import * as TestModels from "@anthropic-models/testing/TestModels"
import { describe, expect, it } from "@effect/vitest"
import * as Chunk from "effect/Chunk"
import * as ConfigError from "effect/ConfigError"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Queue from "effect/Queue"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/TestClock"
import { inMemory, lookUps, walks } from "./support/catalog.ts"

const models = Fixtures.models(3)
const [newest] = models

const ids = Effect.map(ModelCatalog.snapshot, ({ models }) => models.map(({ id }) => id))

/** What a subscriber gets, as lines. */
const subscribe = Effect.gen(function* () {
  const lines = yield* Queue.unbounded<string>()
  yield* Effect.forkScoped(
    Stream.runForEach(ModelCatalog.changes, (change) => Queue.offer(lines, ModelChange.describe(change)))
  )
  yield* Effect.yieldNow()
  yield* TestClock.adjust(0)
  return Effect.zipRight(TestClock.adjust(0), Effect.map(Queue.takeAll(lines), Chunk.toReadonlyArray))
})

describe.concurrent("ModelCatalog", () => {
  describe("a look-up", () => {
    it.effect("waits for the first list, then answers from memory", () =>
      Effect.gen(function* () {
        expect(yield* ModelCatalog.current).toEqual(Option.none())
        expect(yield* ids).toEqual(models.map(({ id }) => id))
        expect(yield* ModelCatalog.get("claude-test-0002")).toBe(models[1])
        expect(yield* ModelCatalog.find(({ id }) => id.endsWith("3"))).toEqual(Option.some(models[2]))
        expect(yield* ModelCatalog.find(() => true)).toEqual(Option.some(newest))
        expect(yield* ModelCatalog.find(() => false)).toEqual(Option.none())
        expect(yield* walks).toBe(1)
        expect((yield* ModelCatalog.snapshot).source).toBe("api")
      }).pipe(Effect.provide(inMemory({ models })))
    )

    it.effect("sorts the list newest first, whatever the order of the server", () =>
      Effect.gen(function* () {
        expect(yield* ids).toEqual(["claude-test-0001", "claude-test-0002", "claude-test-0003"])
      }).pipe(
        Effect.provide(ModelCatalog.layer()),
        Effect.provide(TestModels.layerPartial({ list: () => Effect.succeed(Fixtures.page(models.toReversed())) }))
      )
    )

    it.effect("lists every page, of all three lifecycles", () =>
      Effect.gen(function* () {
        const { models } = yield* ModelCatalog.snapshot
        expect(models.length).toBe(Fixtures.catalogue.length)
        const [call] = yield* TestModels.calls
        expect(call).toMatchObject({ options: { limit: 1000, lifecycle: ["active", "deprecated", "retired"] } })
      }).pipe(Effect.provide(inMemory({})))
    )

    it.effect("lists the lifecycles of the options", () =>
      Effect.gen(function* () {
        const { models } = yield* ModelCatalog.snapshot
        expect(models.length).toBeLessThan(Fixtures.catalogue.length)
        expect(models.every(({ lifecycle }) => Option.contains(lifecycle, "active"))).toBe(true)
      }).pipe(Effect.provide(inMemory({}, { lifecycle: ["active"] })))
    )
  })

  it.effect("sends no filter of lifecycles where the options hold none", () =>
    Effect.gen(function* () {
      const { models } = yield* ModelCatalog.snapshot
      expect(models.length).toBe(Fixtures.catalogue.length - 1)
      expect((yield* TestModels.calls)[0]).toMatchObject({ options: { lifecycle: [] } })
    }).pipe(Effect.provide(inMemory({}, { lifecycle: [] })))
  )

  describe("by age", () => {
    const options = { freshFor: "5 minutes", staleFor: "1 hour", staleIfError: "1 day" } as const
    const changed = Fixtures.models(4)

    it.effect("a fresh list is answered from memory", () =>
      Effect.gen(function* () {
        yield* ModelCatalog.snapshot
        yield* TestModels.setModels(changed)
        yield* TestClock.adjust("299 seconds")
        expect((yield* ids).length).toBe(3)
        yield* TestClock.adjust(0)
        expect(yield* walks).toBe(1)
      }).pipe(Effect.provide(inMemory({ models }, options)))
    )

    it.effect("a stale list is answered from memory while one refresh runs in the background", () =>
      Effect.gen(function* () {
        yield* ModelCatalog.snapshot
        yield* TestModels.setModels(changed)
        yield* TestClock.adjust("5 minutes")
        for (const _ of [1, 2, 3]) expect((yield* ids).length).toBe(3)
        yield* TestClock.adjust(0)
        expect((yield* ids).length).toBe(4)
        expect(yield* walks).toBe(2)
      }).pipe(Effect.provide(inMemory({ models }, options)))
    )

    it.effect("an older list makes callers wait for a refresh", () =>
      Effect.gen(function* () {
        yield* ModelCatalog.snapshot
        yield* TestModels.setModels(changed)
        yield* TestClock.adjust("1 hour")
        expect((yield* ids).length).toBe(4)
        expect(yield* walks).toBe(2)
      }).pipe(Effect.provide(inMemory({ models }, options)))
    )

    it.effect("an older list is served with the failure if its refresh fails", () =>
      Effect.gen(function* () {
        const { fetchedAt } = yield* ModelCatalog.snapshot
        yield* TestModels.setFaults(Script.always(Fault.overloaded()))
        yield* TestClock.adjust("23 hours")
        const served = yield* ModelCatalog.snapshot
        expect(served.models.length).toBe(3)
        expect(served.fetchedAt).toEqual(fetchedAt)
        expect(Option.getOrThrow(served.lastFailure)).toMatchObject({ tag: "OverloadedError" })
        expect(Option.getOrThrow(served.lastFailure).message).toContain("529 overloaded_error")
        expect(yield* ModelCatalog.get("claude-test-0001")).toBe(newest)
      }).pipe(Effect.provide(inMemory({ models }, options)))
    )

    it.effect("an expired list is not served", () =>
      Effect.gen(function* () {
        yield* ModelCatalog.snapshot
        yield* TestModels.setFaults(Script.always(Fault.overloaded()))
        yield* TestClock.adjust("1 day")
        expect((yield* Effect.flip(ModelCatalog.snapshot))._tag).toBe("OverloadedError")
        expect((yield* Effect.flip(ModelCatalog.get("claude-test-0001")))._tag).toBe("OverloadedError")
        expect(Option.isSome(yield* ModelCatalog.current)).toBe(true)
        yield* TestModels.setFaults([])
        expect((yield* ids).length).toBe(3)
      }).pipe(Effect.provide(inMemory({ models }, options)))
    )

    it.effect("a list is stale after the clock was set back", () =>
      Effect.gen(function* () {
        yield* TestClock.adjust("10 days")
        yield* ModelCatalog.snapshot
        yield* TestClock.setTime(0)
        expect((yield* ids).length).toBe(3)
        yield* TestClock.adjust(0)
        expect(yield* walks).toBe(2)
      }).pipe(Effect.provide(inMemory({ models }, options)))
    )
  })

  describe("a refresh that fails", () => {
    it.effect("reaches the caller where there is no list, and the next call tries again", () =>
      Effect.gen(function* () {
        expect((yield* Effect.flip(ModelCatalog.snapshot))._tag).toBe("OverloadedError")
        expect((yield* ids).length).toBe(3)
      }).pipe(Effect.provide(inMemory({ models, faults: [Fault.overloaded()] })))
    )

    it.effect("is tried again after a delay that grows up to a minute", () =>
      Effect.gen(function* () {
        yield* ModelCatalog.snapshot
        yield* TestModels.setFaults(Script.always(Fault.overloaded()))
        yield* TestClock.adjust("5 minutes")
        const tries: Array<number> = []
        for (let second = 0; second < 200; second++) {
          const before = yield* walks
          yield* ModelCatalog.snapshot
          yield* TestClock.adjust("1 second")
          if ((yield* walks) > before) tries.push(second)
        }
        const delays = tries.map((second, index) => second - (tries[index - 1] ?? 0)).slice(1)
        expect(delays.length).toBeGreaterThan(6)
        delays.forEach((delay, index) => {
          const most = Math.min(2 ** index, 60)
          expect(delay).toBeLessThanOrEqual(most)
          expect(delay).toBeGreaterThanOrEqual(Math.floor(0.75 * most))
        })
      }).pipe(Effect.provide(inMemory({ models })))
    )

    it.effect("is not tried again before the server allows it", () =>
      Effect.gen(function* () {
        yield* ModelCatalog.snapshot
        yield* TestModels.setFaults([new RateLimitError({ retryAfter: Option.some(Duration.minutes(2)) })])
        yield* TestClock.adjust("5 minutes")
        yield* ModelCatalog.snapshot
        yield* TestClock.adjust("119 seconds")
        yield* ModelCatalog.snapshot
        yield* TestClock.adjust(0)
        expect(yield* walks).toBe(2)
        yield* TestClock.adjust("1 second")
        yield* ModelCatalog.snapshot
        yield* TestClock.adjust(0)
        expect(yield* walks).toBe(3)
        expect((yield* ModelCatalog.snapshot).lastFailure).toEqual(Option.none())
      }).pipe(Effect.provide(inMemory({ models })))
    )

    it.effect("fails at once without a list as long as the server asks to wait", () =>
      Effect.gen(function* () {
        for (const _ of [1, 2]) expect((yield* Effect.flip(ModelCatalog.snapshot))._tag).toBe("RateLimitError")
        expect(yield* walks).toBe(1)
        yield* TestClock.adjust("2 minutes")
        expect((yield* ids).length).toBe(3)
      }).pipe(
        Effect.provide(
          inMemory({ models, faults: [new RateLimitError({ retryAfter: Option.some(Duration.minutes(2)) })] })
        )
      )
    )

    it.effect.each(["AuthenticationError", "PermissionError"] as const)("is not masked where it is an %s", (tag) =>
      Effect.gen(function* () {
        const error = tag === "AuthenticationError" ? new AuthenticationError({}) : new PermissionError({})
        yield* ModelCatalog.snapshot
        yield* TestModels.setFaults(Script.times(2, error))
        expect((yield* Effect.flip(ModelCatalog.refresh))._tag).toBe(tag)
        expect((yield* Effect.flip(ModelCatalog.snapshot))._tag).toBe(tag)
        expect((yield* Effect.flip(ModelCatalog.get("claude-test-0001")))._tag).toBe(tag)
        expect((yield* Effect.flip(ModelCatalog.find(() => true)))._tag).toBe(tag)
        expect(yield* walks).toBe(2)
        const current = Option.getOrThrow(yield* ModelCatalog.current)
        expect(current.models.length).toBe(3)
        expect(Option.map(current.lastFailure, ({ tag }) => tag)).toEqual(Option.some(tag))

        yield* TestClock.adjust("1 second")
        expect((yield* Effect.flip(ModelCatalog.snapshot))._tag).toBe(tag)
        expect(yield* walks).toBe(3)
        yield* TestClock.adjust("2 seconds")
        expect((yield* ids).length).toBe(3)
        expect(yield* walks).toBe(4)
      }).pipe(Effect.provide(inMemory({ models })))
    )

    it.effect("keeps the list where it is empty and was not before", () =>
      Effect.gen(function* () {
        yield* ModelCatalog.snapshot
        yield* TestModels.setModels([])
        const error = yield* Effect.flip(ModelCatalog.refresh)
        expect(error._tag).toBe("UnexpectedResponseError")
        expect(error.message).toContain("empty")
        expect((yield* ids).length).toBe(3)
      }).pipe(Effect.provide(inMemory({ models })))
    )

    it.effect("holds an empty list if the first one is empty", () =>
      Effect.gen(function* () {
        expect(yield* ids).toEqual([])
        yield* ModelCatalog.refresh
        yield* TestModels.setModels(models)
        yield* ModelCatalog.refresh
        expect((yield* ids).length).toBe(3)
      }).pipe(Effect.provide(inMemory({ models: [] })))
    )

    it.effect("keeps the list where the walk breaks off", () =>
      Effect.gen(function* () {
        const many = Fixtures.models(2_500)
        yield* TestModels.setModels(many)
        expect((yield* ids).length).toBe(2_500)
        yield* TestModels.setFaults(Script.when(TestModels.onPage(3), Script.always(Fault.overloaded())))
        expect((yield* Effect.flip(ModelCatalog.refresh))._tag).toBe("OverloadedError")
        yield* TestModels.setFaults(Script.when(TestModels.onPage(2), Script.always(Fault.stuckCursor)))
        expect((yield* Effect.flip(ModelCatalog.refresh))._tag).toBe("PaginationError")
        expect((yield* ids).length).toBe(2_500)
      }).pipe(Effect.provide(inMemory({ models })))
    )

    it.effect("is given up after five minutes where the server does not answer", () =>
      Effect.gen(function* () {
        const waiting = yield* Effect.fork(Effect.flip(ModelCatalog.snapshot))
        yield* TestClock.adjust("5 minutes")
        expect((yield* Fiber.join(waiting))._tag).toBe("RequestTimeoutError")
        yield* TestModels.setFaults([])
        expect((yield* ids).length).toBe(3)
      }).pipe(Effect.provide(inMemory({ models, faults: [Fault.noAnswer] })))
    )

    it.effect("reaches the caller as the defect that it is, and the next call tries again", () =>
      Effect.gen(function* () {
        const exit = yield* Effect.exit(ModelCatalog.snapshot)
        expect(Exit.isFailure(exit) && exit.cause.toString()).toContain("a bug")
        expect((yield* ids).length).toBe(3)
      }).pipe(
        Effect.provide(ModelCatalog.layer()),
        Effect.provide(
          Layer.sync(Models, () => {
            let calls = 0
            return Models.of({
              list: () => (calls++ === 0 ? Effect.dieMessage("a bug") : Effect.succeed(Fixtures.page(models))),
              get: () => Effect.dieMessage("not here")
            })
          })
        )
      )
    )
  })

  describe("one walk in flight", () => {
    it.effect("serves 1,000 fibers of a cold catalog", () =>
      Effect.gen(function* () {
        const fibers = yield* Effect.forkAll(Array.from({ length: 1_000 }, () => ids))
        yield* TestClock.adjust("1 second")
        expect(new Set((yield* Fiber.join(fibers)).map((ids) => ids.length))).toEqual(new Set([3]))
        expect(yield* walks).toBe(1)
      }).pipe(Effect.provide(inMemory({ models, latency: "1 second" })))
    )

    it.effect("fails all who wait for it", () =>
      Effect.gen(function* () {
        const fibers = yield* Effect.forkAll(Array.from({ length: 10 }, () => Effect.flip(ModelCatalog.snapshot)))
        yield* TestClock.adjust("1 second")
        expect((yield* Fiber.join(fibers)).map(({ _tag }) => _tag)).toEqual(
          Array.from({ length: 10 }, () => "OverloadedError")
        )
        expect(yield* walks).toBe(1)
      }).pipe(Effect.provide(inMemory({ models, latency: "1 second", faults: [Fault.overloaded()] })))
    )

    it.effect("survives the interruption of any caller, the first included", () =>
      Effect.gen(function* () {
        const first = yield* Effect.fork(ModelCatalog.snapshot)
        yield* Effect.yieldNow()
        const second = yield* Effect.fork(ModelCatalog.snapshot)
        const third = yield* Effect.fork(ModelCatalog.refresh)
        yield* Effect.yieldNow()
        expect(Exit.isInterrupted(yield* Fiber.interrupt(first))).toBe(true)
        expect(Exit.isInterrupted(yield* Fiber.interrupt(third))).toBe(true)
        yield* TestClock.adjust("1 second")
        expect((yield* Fiber.join(second)).models.length).toBe(3)
        expect(yield* walks).toBe(1)
      }).pipe(Effect.provide(inMemory({ models, latency: "1 second" })))
    )

    it.effect("goes on when every caller is interrupted", () =>
      Effect.gen(function* () {
        const only = yield* Effect.fork(ModelCatalog.snapshot)
        yield* Effect.yieldNow()
        yield* Fiber.interrupt(only)
        yield* TestClock.adjust("1 second")
        expect(Option.isSome(yield* ModelCatalog.current)).toBe(true)
        expect(yield* walks).toBe(1)
      }).pipe(Effect.provide(inMemory({ models, latency: "1 second" })))
    )

    it.effect("is shared by concurrent calls of refresh, and each call after it walks again", () =>
      Effect.gen(function* () {
        const fibers = yield* Effect.forkAll(Array.from({ length: 10 }, () => ModelCatalog.refresh))
        yield* TestClock.adjust("1 second")
        yield* Fiber.join(fibers)
        expect(yield* walks).toBe(1)
        const again = yield* Effect.fork(ModelCatalog.refresh)
        yield* TestClock.adjust("1 second")
        yield* Fiber.join(again)
        expect(yield* walks).toBe(2)
      }).pipe(Effect.provide(inMemory({ models, latency: "1 second" })))
    )

    it.effect("ends with the scope of the layer", () =>
      Effect.gen(function* () {
        const interrupted = yield* Deferred.make<void>()
        const scope = yield* Scope.make()
        const catalog = yield* ModelCatalog.make({ refreshEvery: "1 minute" }).pipe(
          Scope.extend(scope),
          Effect.provide(
            TestModels.layerPartial({
              list: () => Effect.onInterrupt(Effect.never, () => Deferred.succeed(interrupted, undefined))
            })
          )
        )
        const waiting = yield* Effect.fork(catalog.snapshot)
        yield* TestClock.adjust(0)
        yield* Scope.close(scope, Exit.void)
        yield* Deferred.await(interrupted)
        expect(Exit.isInterrupted(yield* Fiber.await(waiting))).toBe(true)
        expect(Exit.isInterrupted(yield* Effect.exit(catalog.refresh))).toBe(true)
      })
    )
  })

  describe("refreshEvery", () => {
    it.effect("refreshes at once and then on a schedule with jitter", () =>
      Effect.gen(function* () {
        yield* TestClock.adjust(0)
        expect(yield* walks).toBe(1)
        yield* TestClock.adjust("7 minutes")
        expect(yield* walks).toBe(1)
        yield* TestClock.adjust("5 minutes")
        expect(yield* walks).toBe(2)
        yield* TestClock.adjust("300 minutes")
        expect(yield* walks).toBeGreaterThan(2 + 300 / 12.1)
        expect(yield* walks).toBeLessThan(2 + 300 / 7.9)
      }).pipe(Effect.provide(inMemory({ models }, { refreshEvery: "10 minutes" })))
    )

    it.effect("tries again soon after a failure, and goes on after many", () =>
      Effect.gen(function* () {
        yield* TestClock.adjust("30 seconds")
        expect(yield* walks).toBeGreaterThanOrEqual(4)
        yield* TestClock.adjust("1 hour")
        expect(yield* walks).toBeGreaterThan(50)
        yield* TestModels.setFaults([])
        yield* TestClock.adjust("1 minute")
        expect((yield* ids).length).toBe(3)
        const before = yield* walks
        yield* TestClock.adjust("7 minutes")
        expect(yield* walks).toBe(before)
      }).pipe(
        Effect.provide(
          inMemory(
            { models, faults: Script.always(Fault.overloaded()) },
            { refreshEvery: "10 minutes", freshFor: "1 hour" }
          )
        )
      )
    )

    it.effect("refreshes on demand only where it is left out", () =>
      Effect.gen(function* () {
        yield* TestClock.adjust("1 day")
        expect(yield* walks).toBe(0)
      }).pipe(Effect.provide(inMemory({ models })))
    )
  })

  describe("a seed", () => {
    const seed = Fixtures.models(2)

    it.effect("is served at once, refreshed at once, and never too old", () =>
      Effect.gen(function* () {
        expect(Option.getOrThrow(yield* ModelCatalog.current).source).toBe("seed")
        const snapshot = yield* ModelCatalog.snapshot
        expect(snapshot.models.length).toBe(2)
        expect(snapshot.fetchedAt.epochMillis).toBe(0)
        yield* TestClock.adjust("365 days")
        const served = yield* ModelCatalog.snapshot
        expect(served.models.length).toBe(2)
        expect(Option.isSome(served.lastFailure)).toBe(true)
        expect(yield* walks).toBe(1)
        yield* TestModels.setFaults([])
        yield* TestClock.adjust(0)
        yield* ModelCatalog.snapshot
        yield* TestClock.adjust(0)
        expect((yield* ids).length).toBe(3)
      }).pipe(Effect.provide(inMemory({ models, faults: Script.always(Fault.overloaded()) }, { seed })))
    )

    it.effect("is not replaced by an empty list", () =>
      Effect.gen(function* () {
        expect((yield* Effect.flip(ModelCatalog.refresh))._tag).toBe("UnexpectedResponseError")
        expect((yield* ids).length).toBe(2)
      }).pipe(Effect.provide(inMemory({ models: [] }, { seed })))
    )

    it.effect("does not mask a key that is refused", () =>
      Effect.gen(function* () {
        yield* ModelCatalog.snapshot
        yield* TestClock.adjust(0)
        expect((yield* Effect.flip(ModelCatalog.snapshot))._tag).toBe("AuthenticationError")
      }).pipe(Effect.provide(inMemory({ models, faults: Script.always(Fault.authentication()) }, { seed })))
    )

    it.effect("differs from the first list by its changes", () =>
      Effect.gen(function* () {
        const lines = yield* subscribe
        yield* ModelCatalog.refresh
        expect(yield* lines).toEqual(["claude-test-0003: added (Claude Test 0003)"])
      }).pipe(Effect.scoped, Effect.provide(inMemory({ models }, { seed })))
    )
  })

  describe("changes", () => {
    it.effect("do not hold the first list", () =>
      Effect.gen(function* () {
        const lines = yield* subscribe
        yield* ModelCatalog.refresh
        expect(yield* lines).toEqual([])
        yield* TestModels.setModels(Fixtures.models(4))
        yield* ModelCatalog.refresh
        expect(yield* lines).toEqual(["claude-test-0004: added (Claude Test 0004)"])
        yield* ModelCatalog.refresh
        expect(yield* lines).toEqual([])
      }).pipe(Effect.scoped, Effect.provide(inMemory({ models })))
    )

    it.effect("begin at the subscription", () =>
      Effect.gen(function* () {
        yield* ModelCatalog.refresh
        yield* TestModels.setModels(Fixtures.models(4))
        yield* ModelCatalog.refresh
        const lines = yield* subscribe
        expect(yield* lines).toEqual([])
        yield* TestModels.setModels(models)
        yield* ModelCatalog.refresh
        expect(yield* lines).toEqual(["claude-test-0004: removed"])
      }).pipe(Effect.scoped, Effect.provide(inMemory({ models })))
    )

    it.effect("go on after refreshes that failed", () =>
      Effect.gen(function* () {
        const lines = yield* subscribe
        yield* ModelCatalog.refresh
        yield* TestModels.setFaults(Script.times(3, Fault.overloaded()))
        for (const _ of [1, 2, 3]) yield* Effect.flip(ModelCatalog.refresh)
        expect(yield* lines).toEqual([])
        yield* TestModels.setModels(Fixtures.models(2))
        yield* ModelCatalog.refresh
        expect(yield* lines).toEqual(["claude-test-0003: removed"])
      }).pipe(Effect.scoped, Effect.provide(inMemory({ models })))
    )

    it.effect("give a slow reader the net difference", () =>
      Effect.gen(function* () {
        yield* ModelCatalog.refresh
        const gate = yield* Deferred.make<void>()
        const seen: Array<ModelChange.ModelChange> = []
        yield* Effect.forkScoped(
          Stream.runForEach(ModelCatalog.changes, (change) =>
            Effect.zipRight(
              Effect.sync(() => seen.push(change)),
              Deferred.await(gate)
            )
          )
        )
        yield* TestClock.adjust(0)
        const last = [Fixtures.model({ id: "claude-last" }), ...models.slice(1)]
        for (const list of [Fixtures.models(4), Fixtures.models(9), [], Fixtures.models(1), last]) {
          if (list.length > 0) yield* TestModels.setModels(list)
          yield* ModelCatalog.refresh
          yield* TestClock.adjust(0)
        }
        yield* Deferred.succeed(gate, undefined)
        yield* TestClock.adjust(0)
        expect(ModelChange.apply(models, seen)).toEqual(ModelChange.apply(last, []))
        expect(seen.length).toBeLessThan(7)
      }).pipe(Effect.scoped, Effect.provide(inMemory({ models })))
    )

    it.effect("miss nothing between the subscription and the first read", () =>
      Effect.gen(function* () {
        yield* ModelCatalog.refresh
        const seen = yield* Effect.fork(Stream.runHead(ModelCatalog.changes))
        yield* Effect.yieldNow()
        yield* TestModels.setModels(Fixtures.models(4))
        yield* ModelCatalog.refresh
        expect(Option.map(yield* Fiber.join(seen), ModelChange.describe)).toEqual(
          Option.some("claude-test-0004: added (Claude Test 0004)")
        )
      }).pipe(Effect.provide(inMemory({ models })))
    )

    it.effect("end with the scope of the layer, also for later subscribers", () =>
      Effect.gen(function* () {
        const scope = yield* Scope.make()
        const catalog = yield* Scope.extend(ModelCatalog.make(), scope)
        const before = yield* Effect.fork(Stream.runDrain(catalog.changes))
        yield* TestClock.adjust(0)
        yield* Scope.close(scope, Exit.void)
        expect(yield* Fiber.await(before)).toEqual(Exit.void)
        yield* Stream.runDrain(catalog.changes)
      }).pipe(Effect.provide(TestModels.layer({ models })))
    )
  })

  describe("an id that is not in the list", () => {
    const aliases = { "claude-latest": "claude-test-0001" }

    it.effect("is asked once of the API, however many ask for it, and remembered", () =>
      Effect.gen(function* () {
        yield* Effect.fork(ModelCatalog.snapshot)
        yield* TestClock.adjust("1 second")
        const fibers = yield* Effect.forkAll(Array.from({ length: 100 }, () => ModelCatalog.get("claude-latest")))
        yield* TestClock.adjust("1 second")
        for (const model of yield* Fiber.join(fibers)) expect(model.id).toBe("claude-test-0001")
        expect((yield* ModelCatalog.get("claude-latest")).id).toBe("claude-test-0001")
        expect(yield* lookUps).toEqual(["claude-latest"])
      }).pipe(Effect.provide(inMemory({ models, aliases, latency: "1 second" })))
    )

    it.effect("is asked again with the next list", () =>
      Effect.gen(function* () {
        yield* ModelCatalog.get("claude-latest")
        yield* TestModels.setModels(models, { "claude-latest": "claude-test-0002" })
        expect((yield* ModelCatalog.get("claude-latest")).id).toBe("claude-test-0001")
        yield* ModelCatalog.refresh
        expect((yield* ModelCatalog.get("claude-latest")).id).toBe("claude-test-0002")
      }).pipe(Effect.provide(inMemory({ models, aliases })))
    )

    it.effect("is still known while refreshes fail", () =>
      Effect.gen(function* () {
        yield* ModelCatalog.get("claude-latest")
        yield* TestModels.setFaults(Script.always(Fault.overloaded()))
        yield* Effect.flip(ModelCatalog.refresh)
        expect((yield* ModelCatalog.get("claude-latest")).id).toBe("claude-test-0001")
      }).pipe(Effect.provide(inMemory({ models, aliases })))
    )

    it.effect("is a NotFoundError with near ids, remembered too", () =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(ModelCatalog.get("claude-tset-0002"))
        expect(error._tag).toBe("NotFoundError")
        expect(error.message).toContain("did you mean claude-test-0002")
        expect(yield* Effect.flip(ModelCatalog.get("claude-tset-0002"))).toBe(error)
        expect(yield* lookUps).toEqual(["claude-tset-0002"])
        expect((yield* Effect.flip(ModelCatalog.get("gpt-5"))).message).not.toContain("did you mean")
      }).pipe(Effect.provide(inMemory({ models })))
    )

    it.effect("is not remembered where the request fails for another reason", () =>
      Effect.gen(function* () {
        yield* ModelCatalog.snapshot
        yield* TestModels.setFaults([Fault.overloaded()])
        expect((yield* Effect.flip(ModelCatalog.get("claude-latest")))._tag).toBe("OverloadedError")
        expect((yield* ModelCatalog.get("claude-latest")).id).toBe("claude-test-0001")
      }).pipe(Effect.provide(inMemory({ models, aliases })))
    )

    it.effect("does not make others fail when its first caller is interrupted", () =>
      Effect.gen(function* () {
        yield* Effect.fork(ModelCatalog.snapshot)
        yield* TestClock.adjust("1 second")
        const first = yield* Effect.fork(ModelCatalog.get("claude-latest"))
        yield* Effect.yieldNow()
        const second = yield* Effect.fork(ModelCatalog.get("claude-latest"))
        yield* Effect.yieldNow()
        yield* Fiber.interrupt(first)
        yield* TestClock.adjust("1 second")
        expect((yield* Fiber.join(second)).id).toBe("claude-test-0001")
        expect((yield* lookUps).length).toBe(1)
      }).pipe(Effect.provide(inMemory({ models, aliases, latency: "1 second" })))
    )

    it.effect("is forgotten after 1,000 others", () =>
      Effect.gen(function* () {
        yield* ModelCatalog.get("claude-latest")
        yield* Effect.forEach(Array.from({ length: 1_000 }), (_, index) => Effect.flip(ModelCatalog.get(`id ${index}`)))
        yield* ModelCatalog.get("claude-latest")
        expect((yield* lookUps).length).toBe(1_002)
      }).pipe(Effect.provide(inMemory({ models, aliases })))
    )
  })

  describe("layerTest", () => {
    it.effect("holds a list", () =>
      Effect.gen(function* () {
        expect((yield* ModelCatalog.get("claude-test-0001")).id).toBe("claude-test-0001")
        expect((yield* Effect.flip(ModelCatalog.get("claude-test-0009"))).message).toContain("did you mean")
        yield* TestClock.adjust("1000 days")
        expect((yield* ids).length).toBe(3)
        expect((yield* ModelCatalog.refresh).models.length).toBe(3)
        expect(Option.isSome(yield* ModelCatalog.current)).toBe(true)
      }).pipe(Effect.provide(ModelCatalog.layerTest(models)))
    )
  })

  describe("wrong options", () => {
    const cases: ReadonlyArray<readonly [string, string, unknown]> = [
      ["freshFor", "must not be negative", { freshFor: -1 }],
      ["freshFor", "must not be negative", { freshFor: "-5 minutes" }],
      ["staleFor", "must not be negative", { staleFor: NaN }],
      ["staleFor", "must be a duration", { staleFor: "5 minuets" }],
      ["staleIfError", "must be a duration", { staleIfError: {} }],
      ["staleIfError", "must not be negative", { staleIfError: -1n }],
      ["refreshEvery", "greater than zero", { refreshEvery: 0 }],
      ["refreshEvery", "must not be negative", { refreshEvery: [-1, 0] }],
      ["seed", "claude-test twice", { seed: [Fixtures.model(), Fixtures.model()] }],
      ["seed", "must hold models only", { seed: [{ id: "claude" }] }],
      ["seed", "must be an array", { seed: "claude" }],
      ["lifecycle", "must be an array", { lifecycle: [3] }],
      ["lifecycle", "must be an array", { lifecycle: "active" }],
      ["refreshevery", "is no option", { refreshevery: "1 minute" }],
      ["namespace", "is no option", { namespace: "picker" }],
      ["options", "must be an object", 3]
    ]

    it.effect.each(cases)("%s: %s", ([option, reason, options]) =>
      Effect.gen(function* () {
        // @ts-expect-error the options are wrong
        const error: unknown = yield* Effect.flip(Layer.build(ModelCatalog.layer(options)))
        expect(ConfigError.isConfigError(error)).toBe(true)
        expect(String(error)).toContain(option)
        expect(String(error)).toContain(reason)
      }).pipe(Effect.scoped, Effect.provide(TestModels.layer({ models })))
    )
  })
})
