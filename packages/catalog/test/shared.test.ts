import * as ModelCatalog from "@anthropic-models/catalog/ModelCatalog"
import { Models } from "@anthropic-models/core/Models"
import { type ModelsError, OverloadedError } from "@anthropic-models/core/ModelsError"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import type { RateLimiter } from "@effect/experimental/RateLimiter"
import { describe, expect, it } from "@effect/vitest"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Random from "effect/Random"
import * as Scope from "effect/Scope"
import * as TestClock from "effect/TestClock"
import { lease, leaseDown, makeLog, makeStore } from "./support/stores.ts"

/** One API, one store and one lease, for many processes. */
const makeFleet = (leaseLayer: Layer.Layer<RateLimiter> = lease) =>
  Effect.gen(function* () {
    const store = makeStore()
    const context = yield* Layer.build(Layer.merge(store.layer, leaseLayer))
    const fleet = {
      store,
      /** When each walk began, and which process walked. */
      walks: [] as Array<{ readonly at: number; readonly by: number }>,
      models: Fixtures.models(3),
      latency: Duration.zero,
      error: undefined as ModelsError | undefined
    }
    let started = 0
    const apiFor = (by: number) =>
      Layer.succeed(Models, {
        list: () =>
          Effect.gen(function* () {
            fleet.walks.push({ at: yield* Clock.currentTimeMillis, by })
            const { error, latency, models } = fleet
            yield* Effect.sleep(latency)
            if (error !== undefined) return yield* error
            return Fixtures.page(models)
          }),
        get: () => Effect.dieMessage("not part of these tests")
      })
    /** Starts a process. */
    const start = (options: ModelCatalog.SharedOptions = {}) =>
      Effect.gen(function* () {
        const scope = yield* Scope.fork(yield* Effect.scope, { _tag: "Sequential" })
        const catalog = yield* ModelCatalog.makeShared(options).pipe(
          Scope.extend(scope),
          Effect.provide(apiFor(started++)),
          Effect.provide(context)
        )
        return { ...catalog, kill: Scope.close(scope, Exit.void) }
      })
    return { fleet, start }
  })

/** Lets what runs in the background go on. */
const settle = TestClock.adjust(0)

const countOf = (catalog: { readonly snapshot: ModelCatalog.Service["snapshot"] }) =>
  Effect.map(catalog.snapshot, ({ models }) => models.length)

/** A thousand processes over a day take 20 s, so they are for `FULL=1`. */
const [fleetSize, hours] = process.env["FULL"] === "1" ? [1000, 24] : [20, 3]

/** The hours in which processes refresh on a schedule. Each hour takes longer than the one before. */
const period = process.env["FULL"] === "1" ? 5 : 2

describe.concurrent("ModelCatalog.layerShared", () => {
  it.scoped("walks once for many processes that start together", () =>
    Effect.gen(function* () {
      const { fleet, start } = yield* makeFleet()
      fleet.latency = Duration.seconds(2)
      const processes = yield* Effect.replicateEffect(start(), 10)
      const lists = yield* Effect.fork(Effect.forEach(processes, countOf, { concurrency: "unbounded" }))
      yield* TestClock.adjust("3 seconds")
      expect(yield* Fiber.join(lists)).toEqual(processes.map(() => 3))
      expect(fleet.walks.length).toBe(1)
    })
  )

  it.scoped("serves the list of another process at the start, without a request", () =>
    Effect.gen(function* () {
      const { fleet, start } = yield* makeFleet()
      yield* (yield* start()).refresh
      yield* TestClock.adjust("4 minutes")
      const second = yield* start()
      const { fetchedAt, source } = yield* second.snapshot
      expect([source, fetchedAt.epochMillis]).toEqual(["store", 0])
      expect(fleet.walks.length).toBe(1)
    })
  )

  it.scoped("lets one process refresh a stale list, and the others take its list", () =>
    Effect.gen(function* () {
      const { fleet, start } = yield* makeFleet()
      const processes = yield* Effect.replicateEffect(start(), 5)
      yield* Effect.forEach(processes, ({ refresh }) => refresh)
      yield* TestClock.adjust("10 minutes")
      fleet.models = Fixtures.models(4)
      for (const _ of [1, 2, 3]) {
        yield* Effect.forEach(processes, countOf)
        yield* TestClock.adjust("1 second")
      }
      expect(yield* Effect.forEach(processes, countOf)).toEqual([4, 4, 4, 4, 4])
      expect(fleet.walks.length).toBe(2)
    })
  )

  it.scoped("serves its old list while another process walks", () =>
    Effect.gen(function* () {
      const { fleet, start } = yield* makeFleet()
      const [winner, loser] = [yield* start(), yield* start()]
      yield* winner.refresh
      expect(yield* countOf(loser)).toBe(3)
      yield* TestClock.adjust("2 hours")
      fleet.latency = Duration.seconds(30)
      fleet.models = Fixtures.models(4)
      const waiting = yield* Effect.fork(countOf(winner))
      yield* settle
      expect(yield* countOf(loser)).toBe(3)
      yield* TestClock.adjust("30 seconds")
      expect(yield* Fiber.join(waiting)).toBe(4)
      yield* countOf(loser)
      yield* settle
      expect(yield* countOf(loser)).toBe(4)
      expect(fleet.walks.length).toBe(2)
    })
  )

  it.scoped("reads the store once a second at most while another process walks", () =>
    Effect.gen(function* () {
      const { fleet, start } = yield* makeFleet()
      const [winner, loser] = [yield* start(), yield* start()]
      yield* winner.refresh
      yield* loser.snapshot
      yield* TestClock.adjust("10 minutes")
      fleet.latency = Duration.seconds(30)
      yield* winner.snapshot
      yield* settle
      const before = fleet.store.reads
      for (let i = 0; i < 30; i++) {
        yield* loser.snapshot
        yield* TestClock.adjust("100 millis")
      }
      expect(fleet.store.reads - before).toBe(3)
    })
  )

  it.scoped("walks by itself after one window where the other process dies", () =>
    Effect.gen(function* () {
      const { fleet, start } = yield* makeFleet()
      fleet.latency = Duration.hours(1)
      const winner = yield* start()
      yield* Effect.fork(winner.snapshot)
      yield* settle
      yield* winner.kill
      fleet.latency = Duration.zero
      const losers = yield* Effect.replicateEffect(start(), 3)
      const lists = yield* Effect.fork(Effect.forEach(losers, countOf, { concurrency: "unbounded" }))
      yield* TestClock.adjust("59 seconds")
      expect(fleet.walks.length).toBe(1)
      yield* TestClock.adjust("1 second")
      expect(yield* Fiber.join(lists)).toEqual([3, 3, 3])
    })
  )

  it.scoped("refreshes a stale list in the next window where the other process dies", () =>
    Effect.gen(function* () {
      const { fleet, start } = yield* makeFleet()
      const [winner, loser] = [yield* start(), yield* start()]
      yield* winner.refresh
      yield* loser.snapshot
      yield* TestClock.adjust("10 minutes")
      fleet.latency = Duration.hours(1)
      yield* winner.snapshot
      yield* settle
      yield* winner.kill
      fleet.latency = Duration.zero
      fleet.models = Fixtures.models(4)
      for (let second = 0; second <= 65; second += 5) {
        yield* loser.snapshot
        yield* TestClock.adjust("5 seconds")
      }
      expect(yield* countOf(loser)).toBe(4)
      expect(fleet.walks.map(({ by }) => by)).toEqual([0, 0, 1])
    })
  )

  it.scoped("retries a refresh that failed in the next window", () =>
    Effect.gen(function* () {
      const { fleet, start } = yield* makeFleet()
      const processes = yield* Effect.replicateEffect(start(), 5)
      yield* Effect.forEach(processes, ({ refresh }) => refresh)
      yield* TestClock.adjust("10 minutes")
      fleet.error = new OverloadedError({})
      for (let second = 0; second < 300; second += 10) {
        expect(yield* Effect.forEach(processes, countOf)).toEqual([3, 3, 3, 3, 3])
        yield* TestClock.adjust("10 seconds")
      }
      const [, ...tries] = fleet.walks.map(({ at }) => at)
      expect(tries.length).toBe(5)
      tries.slice(1).forEach((at, index) => expect(at - (tries[index] ?? 0)).toBeGreaterThanOrEqual(60_000))
    })
  )

  it.scoped("reports its own failure at once until the next window where it has no list", () =>
    Effect.gen(function* () {
      const { fleet, start } = yield* makeFleet()
      const only = yield* start()
      fleet.error = new OverloadedError({})
      for (const _ of [1, 2]) expect((yield* Effect.flip(only.snapshot))._tag).toBe("OverloadedError")
      const { reads } = fleet.store
      for (const _ of [1, 2, 3]) expect((yield* Effect.flip(only.snapshot))._tag).toBe("OverloadedError")
      expect(fleet.walks.length).toBe(1)
      expect(fleet.store.reads).toBe(reads)
      fleet.error = undefined
      yield* TestClock.adjust("1 minute")
      expect(yield* countOf(only)).toBe(3)
    })
  )

  it.scoped("takes the list of another process after its own refresh failed", () =>
    Effect.gen(function* () {
      const { fleet, start } = yield* makeFleet()
      const [one, other] = [yield* start(), yield* start()]
      fleet.error = new OverloadedError({})
      yield* Effect.flip(one.snapshot)
      fleet.error = undefined
      yield* TestClock.adjust("1 minute")
      yield* other.refresh
      expect(yield* countOf(one)).toBe(3)
      expect(fleet.walks.length).toBe(2)
    })
  )

  describe("refresh", () => {
    it.scoped("walks, and gives the list of the window to those who ask within it", () =>
      Effect.gen(function* () {
        const { fleet, start } = yield* makeFleet()
        const [one, other] = [yield* start(), yield* start()]
        yield* TestClock.adjust("1 hour")
        yield* one.refresh
        yield* TestClock.adjust("59 seconds")
        expect((yield* other.refresh).source).toBe("store")
        yield* one.refresh
        expect(fleet.walks.length).toBe(1)
        yield* TestClock.adjust("1 second")
        expect((yield* other.refresh).source).toBe("api")
        expect(fleet.walks.length).toBe(2)
      })
    )

    it.scoped("waits for the process that walks", () =>
      Effect.gen(function* () {
        const { fleet, start } = yield* makeFleet()
        const [one, other] = [yield* start(), yield* start()]
        yield* one.refresh
        yield* TestClock.adjust("1 hour")
        fleet.latency = Duration.seconds(5)
        fleet.models = Fixtures.models(4)
        const walking = yield* Effect.fork(one.refresh)
        yield* settle
        const waiting = yield* Effect.fork(other.refresh)
        yield* TestClock.adjust("6 seconds")
        yield* Fiber.join(walking)
        expect((yield* Fiber.join(waiting)).models.length).toBe(4)
        expect(fleet.walks.length).toBe(2)
      })
    )
  })

  describe("without the store or the lease", () => {
    it.scoped("refreshes by itself while the store is down", () =>
      Effect.gen(function* () {
        const { fleet, start } = yield* makeFleet()
        fleet.store.isDown = true
        const processes = yield* Effect.replicateEffect(start(), 3)
        expect(yield* Effect.forEach(processes, countOf)).toEqual([3, 3, 3])
        expect(fleet.walks.length).toBe(3)
        fleet.store.isDown = false
        yield* TestClock.adjust("10 minutes")
        yield* Effect.forEach(processes, countOf)
        yield* settle
        expect(fleet.walks.length).toBe(4)
      })
    )

    it.scoped("refreshes by itself while the lease is down", () =>
      Effect.gen(function* () {
        const log = makeLog()
        const { fleet, start } = yield* makeFleet(leaseDown)
        const process = yield* Effect.provide(start(), log.layer)
        expect(yield* countOf(process)).toBe(3)
        expect(fleet.walks.length).toBe(1)
        expect(log.lines).toEqual(["ModelCatalog: cannot ask who refreshes: down"])
      })
    )

    it.scoped("walks by itself where the store goes down during the wait", () =>
      Effect.gen(function* () {
        const { fleet, start } = yield* makeFleet()
        fleet.latency = Duration.hours(1)
        const winner = yield* start()
        yield* Effect.fork(winner.snapshot)
        yield* settle
        fleet.latency = Duration.zero
        const loser = yield* start()
        const waiting = yield* Effect.fork(countOf(loser))
        yield* TestClock.adjust("10 seconds")
        fleet.store.isDown = true
        yield* TestClock.adjust("1 second")
        expect(yield* Fiber.join(waiting)).toBe(3)
      })
    )

    it.scoped("serves its list where the store never answers, and refreshes", () =>
      Effect.gen(function* () {
        const { fleet, start } = yield* makeFleet()
        const process = yield* start()
        yield* process.refresh
        yield* TestClock.adjust("10 minutes")
        fleet.store.latency = Duration.infinity
        fleet.models = Fixtures.models(4)
        expect(yield* countOf(process)).toBe(3)
        yield* TestClock.adjust("3 seconds")
        expect(yield* countOf(process)).toBe(4)
      })
    )
  })

  describe("refreshEvery", () => {
    it.scoped("walks about once a period for all processes", () =>
      Effect.gen(function* () {
        const { fleet, start } = yield* makeFleet()
        const processes = yield* Effect.replicateEffect(start({ refreshEvery: "10 minutes" }), 5)
        yield* TestClock.adjust(Duration.hours(period))
        // One walk each 8 to 12 minutes, by the process with the least jitter.
        expect(fleet.walks.length).toBeGreaterThan((60 / 12) * period)
        expect(fleet.walks.length).toBeLessThan((60 / 8) * period + 2)
        for (const { current } of processes) {
          const age = period * 3_600_000 - Option.getOrThrow(yield* current).fetchedAt.epochMillis
          expect(age).toBeLessThan(20 * 60_000)
        }
      })
    )
  })

  it.scoped(
    `${fleetSize} processes make at most one walk a window in ${hours} hours`,
    () =>
      Effect.gen(function* () {
        const { fleet, start } = yield* makeFleet()
        fleet.models = Fixtures.models(1)
        const options = { freshFor: "1 minute", window: "30 minutes" } as const
        yield* (yield* start(options)).refresh
        const processes = yield* Effect.replicateEffect(start(options), fleetSize)
        for (let window = 0; window < hours * 2; window++) {
          // A lot of processes find their list stale at the same time.
          const some = yield* Effect.replicateEffect(Random.nextIntBetween(0, fleetSize), 20)
          yield* Effect.forEach(some, (index) => processes[index]?.snapshot ?? Effect.void, {
            concurrency: "unbounded"
          })
          yield* TestClock.adjust(options.window)
        }
        const times = fleet.walks.map(({ at }) => at)
        const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0))
        expect(Math.min(...gaps)).toBeGreaterThanOrEqual(Duration.toMillis(options.window))
        expect(times.length).toBeGreaterThan(1.7 * hours)
        expect(new Set(fleet.walks.map(({ by }) => by)).size).toBeGreaterThan(0.8 * hours)
      }),
    // Every time limit leaves a sleep in the TestClock, and each of the 4,000 takes it about a millisecond.
    300_000
  )

  it.effect.each([
    ["window", { window: 0 }],
    ["window", { window: "-1 minute" }],
    ["window", { window: Duration.infinity }],
    ["window", { window: "a while" }],
    ["namespace", { namespace: "" }],
    ["freshFor", { freshFor: -1 }],
    ["lease", { lease: "1 minute" }]
  ])("refuses a wrong %s", ([option, options]) =>
    Effect.gen(function* () {
      const { start } = yield* makeFleet()
      // @ts-expect-error the options are wrong
      const error: unknown = yield* Effect.flip(start(options))
      expect(String(error)).toContain(option)
    }).pipe(Effect.scoped)
  )
})
