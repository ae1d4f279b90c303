/** Nothing that an attempt opens stays open, and nothing that it sets stays set. */
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientError from "@effect/platform/HttpClientError"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import { describe, expect, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as FiberId from "effect/FiberId"
import * as FiberRef from "effect/FiberRef"
import { constTrue } from "effect/Function"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as LogLevel from "effect/LogLevel"
import * as Redacted from "effect/Redacted"
import * as Scheduler from "effect/Scheduler"
import * as Scope from "effect/Scope"
import * as TestClock from "effect/TestClock"
import * as ModelsHttp from "../src/ModelsHttp.ts"
import * as RetryPolicy from "../src/RetryPolicy.ts"
import { answer, key, make, models, page } from "./scripted.ts"

/** `Models` over a client of one's own. */
const over = (client: HttpClient.HttpClient, options: ModelsHttp.Options = {}) =>
  Effect.provide(
    ModelsHttp.make({ apiKey: Redacted.make(key), ...options }),
    Layer.succeed(HttpClient.HttpClient, client)
  )

/** A client whose requests never end, and the number of those that are open. */
const endless = (onStart: () => void = () => undefined) => {
  const open = { count: 0 }
  const client = HttpClient.make(() =>
    Effect.suspend(() => {
      open.count += 1
      onStart()
      return Effect.onInterrupt(Effect.never, () => Effect.sync(() => void (open.count -= 1)))
    })
  )
  return { client, open }
}

const working = HttpClient.make((request) =>
  Effect.sync(() => HttpClientResponse.fromWeb(request, new Response(JSON.stringify(page("m")))))
)

/** The scope that the platform's client gets for an exchange. */
const scopeOfExchange = Effect.flatMap(Effect.serviceOption(Scope.Scope), Effect.orDie)

const turns = Effect.repeatN(Effect.yieldNow(), 20)

describe("an interruption", () => {
  it.live("closes the request at whichever step of the caller it arrives", () =>
    Effect.gen(function* () {
      const left: Array<string> = []
      let interrupted = 0
      for (let step = 1; step < 200; step++) {
        let caller: Fiber.RuntimeFiber<unknown, unknown> | undefined
        let steps = 0
        const base = new Scheduler.MixedScheduler(2048)
        const scheduler: Scheduler.Scheduler = {
          shouldYield: (fiber) => {
            if (fiber !== caller || ++steps !== step) return false
            interrupted += 1
            caller.unsafeInterruptAsFork(FiberId.none)
            return 0
          },
          scheduleTask: (task, priority) => base.scheduleTask(task, priority)
        }
        const { client, open } = endless()
        const { list } = yield* over(client)
        const fiber = yield* Effect.withFiberRuntime<unknown, unknown>((fiber) => {
          caller = fiber
          return list()
        }).pipe(Effect.withScheduler(scheduler), Effect.fork)
        yield* turns
        yield* Fiber.interrupt(fiber)
        yield* turns
        if (open.count !== 0) left.push(`step ${step}: ${open.count}`)
      }
      expect(left).toEqual([])
      expect(interrupted).toBeGreaterThan(50)
    })
  )

  it.live("closes the request if it arrives while the request begins", () =>
    Effect.gen(function* () {
      let caller: Fiber.RuntimeFiber<unknown, unknown> | undefined
      const { client, open } = endless(() => caller?.unsafeInterruptAsFork(FiberId.none))
      const { list } = yield* over(client)
      const fiber = yield* Effect.fork(
        Effect.withFiberRuntime<unknown, unknown>((fiber) => {
          caller = fiber
          return list()
        })
      )
      const exit = yield* Fiber.await(fiber)
      expect(Exit.isInterrupted(exit)).toBe(true)
      expect(open.count).toBe(0)
    })
  )

  it.effect("ends a wait, and nothing is sent after it", () =>
    Effect.gen(function* () {
      const scripted = make(answer(500))
      const { list } = yield* models(scripted)
      const fiber = yield* Effect.fork(list())
      yield* TestClock.adjust("100 millis")
      yield* Fiber.interrupt(fiber)
      yield* TestClock.adjust("1 day")
      expect(scripted.requests.length).toBe(1)
    })
  )

  it.effect("waits until the request has cleaned up", () =>
    Effect.gen(function* () {
      const log: Array<string> = []
      const started = yield* Deferred.make<void>()
      const client = HttpClient.make(() =>
        Effect.zipRight(Deferred.succeed(started, undefined), Effect.never).pipe(
          Effect.onInterrupt(() =>
            Effect.zipRight(
              Effect.repeatN(Effect.yieldNow(), 5),
              Effect.sync(() => void log.push("closed"))
            )
          )
        )
      )
      const { list } = yield* over(client)
      const fiber = yield* Effect.fork(list())
      yield* Deferred.await(started)
      yield* Fiber.interrupt(fiber)
      log.push("interrupted")
      expect(log).toEqual(["closed", "interrupted"])
    })
  )
})

describe("a timeout", () => {
  it.effect("closes the request", () =>
    Effect.gen(function* () {
      const { client, open } = endless()
      const { list } = yield* over(client, { timeout: "1 second", retry: RetryPolicy.none })
      const fiber = yield* Effect.fork(Effect.flip(list()))
      yield* TestClock.adjust("1 second")
      expect(yield* Fiber.join(fiber)).toMatchObject({ _tag: "RequestTimeoutError" })
      yield* turns
      expect(open.count).toBe(0)
    })
  )
})

describe("a call", () => {
  it.effect.each<[name: string, client: HttpClient.HttpClient, options: ModelsHttp.Options]>([
    ["with a key", working, {}],
    ["with an effect as the key", working, { apiKey: Effect.succeed(Redacted.make(key)) }],
    [
      "with a client that changes its surroundings",
      HttpClient.transformResponse(working, Effect.locally(HttpClient.currentTracerDisabledWhen, constTrue)),
      {}
    ]
  ])("%s leaves the caller's context and tracer as they were", ([, client, options]) =>
    Effect.gen(function* () {
      const before = yield* Effect.context<never>()
      const { list } = yield* over(client, options)
      yield* list()
      expect(yield* FiberRef.get(HttpClient.currentTracerDisabledWhen)).not.toBe(constTrue)
      const after = yield* Effect.context<never>()
      expect([...after.unsafeMap.keys()]).toEqual([...before.unsafeMap.keys()])
    })
  )

  it.effect("gives each exchange a scope of its own, which ends with it", () =>
    Effect.gen(function* () {
      const log: Array<string> = []
      const client = HttpClient.make((request) =>
        Effect.gen(function* () {
          const attempt = log.length
          yield* Scope.addFinalizer(
            yield* scopeOfExchange,
            Effect.sync(() => void log.push(`closed ${attempt}`))
          )
          log.push("opened")
          return yield* new HttpClientError.RequestError({ request, reason: "Transport" })
        })
      )
      const { list } = yield* over(client, { retry: RetryPolicy.make({ baseDelay: 0 }) })
      yield* Effect.exit(list())
      expect(log).toEqual(["opened", "closed 0", "opened", "closed 2", "opened", "closed 4"])
    })
  )

  it.effect("whose exchange cannot be closed dies with both reasons, and is not retried", () =>
    Effect.gen(function* () {
      let requests = 0
      const client = HttpClient.make((request) =>
        Effect.gen(function* () {
          requests += 1
          yield* Scope.addFinalizer(yield* scopeOfExchange, Effect.die("cannot be closed"))
          return yield* new HttpClientError.RequestError({ request, reason: "Transport" })
        })
      )
      const { list } = yield* over(client)
      const cause = Cause.pretty(yield* Effect.flip(Effect.sandbox(list())))
      expect(cause).toContain("cannot be closed")
      expect(cause).toContain("no answer from")
      expect(requests).toBe(1)
    })
  )

  it.effect("whose exchange cannot be closed after a timeout is retried", () =>
    Effect.gen(function* () {
      let requests = 0
      const client = HttpClient.make(() =>
        Effect.gen(function* () {
          requests += 1
          yield* Scope.addFinalizer(yield* scopeOfExchange, Effect.die("cannot be closed"))
          return yield* Effect.never
        })
      )
      const { list } = yield* over(client)
      const fiber = yield* Effect.fork(Effect.flip(list()))
      yield* TestClock.adjust("2 minutes")
      expect(yield* Fiber.join(fiber)).toMatchObject({ _tag: "RequestTimeoutError", attempts: 3 })
      expect(requests).toBe(3)
    })
  )

  it.effect.each<[name: string, answer: Effect.Effect<HttpClientResponse.HttpClientResponse>]>([
    ["a defect", Effect.die(new Error(`not a header: ${key}`))],
    [
      "an error",
      Effect.succeed(HttpClientResponse.fromWeb(HttpClientRequest.get(""), new Response("{}", { status: 404 })))
    ]
  ])("that ends with %s logs nothing", ([, answer]) =>
    Effect.gen(function* () {
      const lines: Array<string> = []
      const logger = Logger.make(({ cause, message }) => void lines.push(`${String(message)} ${Cause.pretty(cause)}`))
      const { list } = yield* over(HttpClient.make(() => answer))
      yield* Effect.exit(list()).pipe(
        Effect.provide(Logger.replace(Logger.defaultLogger, logger)),
        Logger.withMinimumLogLevel(LogLevel.All)
      )
      expect(lines).toEqual([])
    })
  )
})
