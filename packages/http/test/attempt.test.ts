import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientError from "@effect/platform/HttpClientError"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import { describe, expect, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import type * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
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
import { recorder } from "./recorder.ts"
import { key, make, models, page } from "./scripted.ts"

/** Models over a client of one's own. */
const over = (client: HttpClient.HttpClient, options: ModelsHttp.Options = {}) =>
  Effect.provide(
    ModelsHttp.make({ apiKey: Redacted.make(key), ...options }),
    Layer.succeed(HttpClient.HttpClient, client)
  )

/** A client whose requests never end, and how many of them are open. */
const endless = (started: () => void = () => undefined) => {
  const open = { count: 0 }
  const client = HttpClient.make(() =>
    Effect.suspend(() => {
      open.count += 1
      started()
      return Effect.onInterrupt(Effect.never, () => Effect.sync(() => void (open.count -= 1)))
    })
  )
  return { client, open }
}

const whole = HttpClient.make((request) =>
  Effect.sync(() => HttpClientResponse.fromWeb(request, new Response(JSON.stringify(page("m")))))
)

/** The scope that a client is given for an exchange. */
const scopeOfExchange = Effect.flatMap(Effect.serviceOption(Scope.Scope), Effect.orDie)

const turns = Effect.repeatN(Effect.yieldNow(), 20)

describe("an attempt", () => {
  it.live("is ended wherever its caller is interrupted", () =>
    Effect.gen(function* () {
      const left: Array<string> = []
      for (let step = 1; step < 150; step++) {
        let caller: Fiber.RuntimeFiber<unknown, unknown> | undefined
        let steps = 0
        const base = new Scheduler.MixedScheduler(2048)
        const scheduler: Scheduler.Scheduler = {
          shouldYield: (fiber) => {
            if (fiber !== caller || ++steps !== step) return false
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
    })
  )

  it.live("is ended where its caller is interrupted while it begins", () =>
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
      expect([exit._tag, open.count]).toEqual(["Failure", 0])
    })
  )

  it.effect.each<[string, HttpClient.HttpClient, ModelsHttp.Options]>([
    ["a client", whole, {}],
    ["an Effect as the key", whole, { apiKey: Effect.succeed(Redacted.make(key)) }],
    [
      "a client that sets them, too",
      HttpClient.transformResponse(whole, Effect.locally(HttpClient.currentTracerDisabledWhen, constTrue)),
      {}
    ]
  ])("leaves nothing of its surroundings behind, with %s", ([, client, options]) =>
    Effect.gen(function* () {
      const before = yield* Effect.context<never>()
      const { list } = yield* over(client, options)
      yield* list()
      expect(yield* FiberRef.get(HttpClient.currentTracerDisabledWhen)).not.toBe(constTrue)
      const after = yield* Effect.context<never>()
      expect([...after.unsafeMap.keys()]).toEqual([...before.unsafeMap.keys()])
    })
  )

  it.effect("hands on the references that a client sets", () =>
    Effect.gen(function* () {
      const requests = FiberRef.unsafeMake(0)
      const { list } = yield* over(HttpClient.tapRequest(whole, () => FiberRef.update(requests, (count) => count + 1)))
      yield* list()
      yield* list()
      expect(yield* FiberRef.get(requests)).toBe(2)
    })
  )

  it.effect("keeps to itself what is done when it is closed", () =>
    Effect.gen(function* () {
      const ref = FiberRef.unsafeMake("before")
      const seen: Array<string> = []
      const client = HttpClient.make((request) =>
        Effect.gen(function* () {
          yield* Effect.acquireRelease(Effect.void, () =>
            Effect.gen(function* () {
              yield* FiberRef.set(ref, "after")
              const isUntraced = yield* FiberRef.get(HttpClient.currentTracerDisabledWhen)
              const { name } = yield* Effect.orDie(Effect.currentSpan)
              seen.push(`${name}, ${isUntraced(request) ? "untraced" : "traced"}`)
            })
          )
          return yield* new HttpClientError.RequestError({ request, reason: "Transport" })
        }).pipe(Effect.provideServiceEffect(Scope.Scope, scopeOfExchange))
      )
      const { list } = yield* over(client, { retry: RetryPolicy.none })
      const depth = Effect.map(Effect.getFiberRefs, ({ locals }) =>
        Math.max(...[...locals.values()].map((stack) => stack.length))
      )
      yield* Effect.exit(list())
      const once = yield* depth
      for (let call = 1; call < 10; call++) yield* Effect.exit(list())
      expect(yield* depth).toBe(once)
      expect(yield* FiberRef.get(ref)).toBe("before")
      expect(new Set(seen)).toEqual(new Set(["GET /v1/models, untraced"]))
    })
  )

  it.effect("that cannot be closed tells what it failed with, too", () =>
    Effect.gen(function* () {
      let requests = 0
      const failing = (then: Effect.Effect<never, HttpClientError.HttpClientError>) =>
        over(
          HttpClient.make(() =>
            Effect.gen(function* () {
              requests += 1
              yield* Scope.addFinalizer(yield* scopeOfExchange, Effect.die("cannot be closed"))
              return yield* then
            })
          )
        )
      const refused = yield* failing(
        new HttpClientError.RequestError({ request: HttpClientRequest.get(""), reason: "Transport" })
      )
      const cause = Cause.pretty(yield* Effect.flip(Effect.sandbox(refused.list())))
      expect(cause).toContain("cannot be closed")
      expect(cause).toContain("no answer came")
      expect(requests).toBe(1)

      const silent = yield* failing(Effect.never)
      const fiber = yield* Effect.fork(Effect.flip(silent.list()))
      yield* TestClock.adjust("2 minutes")
      expect(yield* Fiber.join(fiber)).toMatchObject({ _tag: "RequestTimeoutError", attempts: 3 })
      expect(requests).toBe(4)
    })
  )

  it.effect("has a timer that sees what its caller has set", () =>
    Effect.gen(function* () {
      const speed = FiberRef.unsafeMake(1)
      const real = yield* Effect.clock
      const clock: Clock.Clock = {
        ...real,
        unsafeCurrentTimeMillis: () => real.unsafeCurrentTimeMillis(),
        unsafeCurrentTimeNanos: () => real.unsafeCurrentTimeNanos(),
        sleep: (duration) => Effect.flatMap(FiberRef.get(speed), (speed) => real.sleep(Duration.times(duration, speed)))
      }
      const { list } = yield* over(endless().client, { timeout: "30 seconds", retry: RetryPolicy.none })
      const fiber = yield* Effect.fork(Effect.flip(list()).pipe(Effect.withClock(clock), Effect.locally(speed, 0.1)))
      yield* TestClock.adjust("3 seconds")
      expect(fiber.unsafePoll()).toMatchObject({ value: { _tag: "RequestTimeoutError" } })
    })
  )

  it.effect("asks for the key outside of itself", () =>
    Effect.gen(function* () {
      const outside = yield* Effect.context<never>()
      const apiKey = Effect.gen(function* () {
        const context = yield* Effect.context<never>()
        expect(context.unsafeMap.has(Scope.Scope.key)).toBe(outside.unsafeMap.has(Scope.Scope.key))
        expect(context.unsafeMap.has(FetchHttpClient.RequestInit.key)).toBe(false)
        expect(yield* FiberRef.get(HttpClient.currentTracerDisabledWhen)).not.toBe(constTrue)
        return Redacted.make(key)
      })
      const { list } = yield* over(whole, { apiKey })
      expect((yield* list()).data.length).toBe(1)
    })
  )

  it.effect.each<[string, Effect.Effect<HttpClientResponse.HttpClientResponse>]>([
    ["a defect", Effect.die(new Error(`not a header: ${key}`))],
    [
      "an error",
      Effect.succeed(HttpClientResponse.fromWeb(HttpClientRequest.get(""), new Response("{}", { status: 404 })))
    ]
  ])("that ends with %s is not logged by the runtime", ([, answer]) =>
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

  it.effect("fails in the span of its call", () =>
    Effect.gen(function* () {
      const { layer } = recorder()
      const { get, list } = yield* models(make("silence"), { timeout: "1 second" })
      const refused = yield* Effect.flip(Effect.sandbox(Effect.provide(get(""), layer)))
      expect(Cause.pretty(refused)).toContain("at Models.get")
      const fiber = yield* Effect.fork(Effect.flip(Effect.sandbox(Effect.provide(list(), layer))))
      yield* TestClock.adjust("10 minutes")
      expect(Cause.pretty(yield* Fiber.join(fiber))).toContain("at Models.list")
    })
  )
})
