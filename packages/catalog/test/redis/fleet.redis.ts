import { type ChildProcess, spawn } from "node:child_process"
import { createInterface } from "node:readline"
import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
import * as FakeAnthropicNode from "@anthropic-models/testing/FakeAnthropicNode"
import * as Fault from "@anthropic-models/testing/Fault"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import * as Script from "@anthropic-models/testing/Script"
import { beforeAll, describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import { type Bundle, bundle } from "./bundle.ts"
import * as Server from "./server.ts"

const window = 2_000

interface Line {
  readonly at: number
  readonly models?: number
  readonly fetchedAt?: number
  readonly source?: string
  readonly error?: string
  readonly log?: string
}

interface Member {
  readonly name: string
  readonly child: ChildProcess
  readonly lines: Array<Line>
}

let program: Bundle
beforeAll(() => {
  program = bundle(new URL("process.ts", import.meta.url))
  return program.remove
})

/** Starts a process of the fleet, which ends with the scope. */
const start = (name: string, port: number) =>
  Effect.gen(function* () {
    const baseUrl = yield* FakeAnthropic.baseUrl
    const lines: Array<Line> = []
    const child = yield* Effect.acquireRelease(
      Effect.sync(() =>
        spawn(process.execPath, [program.path, name, baseUrl, `${port}`, `${window}`], {
          stdio: ["ignore", "pipe", "inherit"]
        })
      ),
      (child) => Effect.sync(() => child.kill("SIGKILL"))
    )
    createInterface({ input: child.stdout }).on("line", (line) => lines.push(JSON.parse(line) as Line))
    return { name, child, lines }
  })

const startFleet = (port: number) => Effect.forEach(["a", "b", "c", "d"], (name) => start(name, port))

/** Waits for what must become true, for half a minute at most. */
const eventually = (what: string, condition: () => boolean) =>
  Effect.suspend(() => (condition() ? Effect.void : Effect.fail(what))).pipe(
    Effect.retry(Schedule.intersect(Schedule.spaced("25 millis"), Schedule.recurs(1_200))),
    Effect.catchAll((what) => Effect.dieMessage(`it did not happen: ${what}`))
  )

const served = ({ lines }: Member) => lines.filter(({ models }) => models !== undefined)
const errorsOf = (fleet: ReadonlyArray<Member>) => fleet.flatMap(({ lines }) => lines.filter(({ error }) => error))
const newest = ({ lines }: Member) => Math.max(0, ...lines.map(({ fetchedAt }) => fetchedAt ?? 0))
const walks = Effect.map(FakeAnthropic.requests, (requests) =>
  requests.map(({ at, headers: { "x-process": by } }) => ({ at, by: typeof by === "string" ? by : "" }))
)

const Fake = FakeAnthropicNode.layer({ models: Fixtures.models(45) })

describe("four processes on one Redis", () => {
  it.scopedLive("make at most one walk a window, each with the same list", () =>
    Effect.gen(function* () {
      const redis = yield* Server.make()
      const fleet = yield* startFleet(redis.port)
      yield* eventually("each serves a list", () => fleet.every((member) => served(member).length > 0))
      const first = yield* walks
      expect(first.length).toBeLessThanOrEqual(2)
      yield* Effect.sleep(4 * window)
      const all = yield* walks
      const times = all.map(({ at }) => at)
      const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0))
      expect(all.length).toBeGreaterThanOrEqual(3)
      // A request arrives at the fake some time after the lease was taken, which makes gaps look shorter or longer.
      expect(Math.min(...gaps)).toBeGreaterThan(window / 2)
      const elapsed = (times.at(-1) ?? 0) - (times[0] ?? 0)
      expect(all.length - 1).toBeLessThanOrEqual(Math.round(elapsed / window))
      yield* eventually("all have one list", () => new Set(fleet.map(newest)).size === 1)
      expect(errorsOf(fleet)).toEqual([])
      const lookUps = fleet.flatMap(served).length
      console.log(`${lookUps} look-ups in 4 processes, ${all.length} walks, smallest gap ${Math.min(...gaps)} ms`)
    }).pipe(Effect.provide(Fake))
  )

  it.scopedLive("recover within one window when the one that walks is killed", () =>
    Effect.gen(function* () {
      const redis = yield* Server.make()
      const fleet = yield* startFleet(redis.port)
      yield* eventually("each serves a list", () => fleet.every((member) => served(member).length > 0))

      yield* FakeAnthropic.setFaults(Script.always(Fault.latency("10 minutes")))
      const before = (yield* walks).length
      yield* FakeAnthropic.awaitRequests(before + 1)
      const winner = (yield* walks).at(-1)?.by
      const [dead, ...living] = fleet.toSorted((a, b) => Number(b.name === winner) - Number(a.name === winner))
      dead?.child.kill("SIGKILL")
      yield* FakeAnthropic.setFaults([])
      const killedAt = Date.now()

      yield* eventually("the others have a new list", () => living.every((member) => newest(member) > killedAt))
      const recovered = Math.min(...living.map(newest)) - killedAt
      expect(recovered).toBeLessThan(window + 1_500)
      expect(errorsOf(fleet)).toEqual([])
      console.log(`${winner} was killed in its walk, the others had a new list after ${recovered} ms`)
    }).pipe(Effect.provide(Fake))
  )

  it.scopedLive("start without a list while the one that walks is killed", () =>
    Effect.gen(function* () {
      const redis = yield* Server.make()
      yield* FakeAnthropic.setFaults(Script.always(Fault.latency("10 minutes")))
      const first = yield* start("first", redis.port)
      yield* FakeAnthropic.awaitRequests(1)
      first.child.kill("SIGKILL")
      yield* FakeAnthropic.setFaults([])
      const fleet = yield* startFleet(redis.port)
      yield* eventually("each serves a list", () => fleet.every((member) => served(member).length > 0))
      expect(errorsOf(fleet)).toEqual([])
    }).pipe(Effect.provide(Fake))
  )

  it.scopedLive.each(["stop and start", "freeze and thaw"] as const)("keep serving when Redis does: %s", (kind) =>
    Effect.gen(function* () {
      const redis = yield* Server.make()
      const fleet = yield* startFleet(redis.port)
      yield* eventually("each serves a list", () => fleet.every((member) => served(member).length > 0))

      yield* kind === "stop and start" ? redis.stop : redis.freeze
      const stoppedAt = Date.now()
      yield* FakeAnthropic.setModels(Fixtures.models(46))
      yield* eventually("each has refreshed by itself", () =>
        fleet.every(({ lines }) => lines.some(({ models }) => models === 46))
      )
      const alone = (yield* walks).filter(({ at }) => at > stoppedAt).length
      expect(alone).toBeGreaterThanOrEqual(4)

      yield* kind === "stop and start" ? redis.start : redis.thaw
      yield* Effect.sleep(2 * window + 1_000)
      const startedAt = Date.now()
      yield* Effect.sleep(3 * window)
      const together = (yield* walks).filter(({ at }) => at > startedAt).length
      expect(together).toBeGreaterThanOrEqual(1)
      expect(together).toBeLessThanOrEqual(4)

      expect(errorsOf(fleet)).toEqual([])
      for (const { lines } of fleet) {
        const times = lines.filter(({ models }) => models !== undefined).map(({ at }) => at)
        const pauses = times.slice(1).map((at, index) => at - (times[index] ?? 0))
        expect(Math.max(...pauses)).toBeLessThan(2_000)
      }
      const logs = fleet.flatMap(({ lines }) => lines.flatMap(({ log }) => log ?? []))
      expect(logs.length).toBeGreaterThan(0)
      for (const log of logs) expect(log).toMatch(/^(ModelCatalog: cannot|CatalogRedis: not connected)/)
      console.log(
        `${kind}: ${alone} walks alone, ${together} in 3 windows after it, ${logs.length} warnings: ${logs[0]}`
      )
    }).pipe(Effect.provide(Fake))
  )
})
