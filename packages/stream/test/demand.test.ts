import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
import type { Models } from "@anthropic-models/core/Models"
import type { ModelsError } from "@anthropic-models/core/ModelsError"
import { ModelStream } from "@anthropic-models/stream"
import type { PaginationError } from "@anthropic-models/stream/PaginationError"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as FastCheck from "effect/FastCheck"
import * as Fiber from "effect/Fiber"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/TestClock"
import { Api, catalogue } from "./support/Api.ts"
import { runs } from "./support/runs.ts"

type ModelsStream = Stream.Stream<ModelInfo, ModelsError | PaginationError, Models>

const isThird = (model: ModelInfo): boolean => model.id === "m3"

describe.concurrent("a page is requested when its first model is needed", () => {
  it.prop(
    "take(k) costs ceil(k / limit) requests",
    [FastCheck.nat(60), FastCheck.integer({ min: 1, max: 20 }), FastCheck.integer({ min: 60, max: 80 })],
    ([k, limit, total]) => {
      const api = Api.of(catalogue(total))
      const models = Effect.runSync(ModelStream.models({ limit }).pipe(Stream.take(k), Stream.runCollect, api.provide))
      expect(models.length).toBe(k)
      expect(api.requests).toHaveLength(Math.ceil(k / limit))
    },
    runs(100, 3000)
  )

  it.effect.each<
    [string, (models: ModelsStream) => Effect.Effect<unknown, ModelsError | PaginationError, Models>, number]
  >([
    ["no run", () => Effect.void, 0],
    ["take(0)", (models) => Stream.runCollect(Stream.take(models, 0)), 0],
    ["runHead", Stream.runHead, 1],
    ["takeUntil, on the last model of a page", (models) => Stream.runDrain(Stream.takeUntil(models, isThird)), 1],
    [
      "takeWhile, on the last model of a page",
      (models) => Stream.runDrain(Stream.takeWhile(models, (model) => !isThird(model))),
      1
    ],
    ["find", (models) => Stream.runHead(Stream.find(models, isThird)), 1],
    ["filter, then runHead", (models) => Stream.runHead(Stream.filter(models, isThird)), 1],
    ["runForEachWhile", (models) => Stream.runForEachWhile(models, (model) => Effect.succeed(!isThird(model))), 1],
    [
      "mapEffect, one at a time",
      (models) => models.pipe(Stream.mapEffect(Effect.succeed), Stream.take(3), Stream.runDrain),
      1
    ],
    [
      "flatMap, one at a time",
      (models) => models.pipe(Stream.flatMap(Stream.make), Stream.take(3), Stream.runDrain),
      1
    ],
    ["grouped(3)", (models) => models.pipe(Stream.grouped(3), Stream.take(1), Stream.runDrain), 1],
    ["runDrain", Stream.runDrain, 4]
  ])("requests per operator: %s", ([, run, requests]) =>
    Effect.gen(function* () {
      const api = Api.of(catalogue(12))
      yield* api.provide(run(ModelStream.models({ limit: 3 })))
      expect(api.requests).toHaveLength(requests)
    })
  )

  it.effect("no page is requested ahead of a slow consumer", () =>
    Effect.gen(function* () {
      const api = Api.of(catalogue(9)).delayed("1 millis")
      const behind: Array<number> = []
      yield* ModelStream.models({ limit: 3 }).pipe(
        Stream.runForEach(() =>
          Effect.zipRight(
            Effect.sleep("1 second"),
            Effect.sync(() => behind.push(api.requests.length))
          )
        ),
        api.provide,
        Effect.fork
      )
      yield* TestClock.adjust("1 minute")
      expect(behind).toEqual([1, 1, 1, 2, 2, 2, 3, 3, 3])
    })
  )

  it.effect("an interrupted consumer interrupts its request and makes no other", () =>
    Effect.gen(function* () {
      let interrupted = 0
      const api = new Api(() => Effect.onInterrupt(Effect.never, () => Effect.sync(() => interrupted++)))
      const fiber = yield* Effect.fork(api.provide(Stream.runDrain(ModelStream.models())))
      yield* TestClock.adjust("1 second")
      yield* Fiber.interrupt(fiber)
      yield* TestClock.adjust("1 minute")
      expect(api.requests).toHaveLength(1)
      expect(interrupted).toBe(1)
    })
  )
})

/** The number of models requested beyond the first one while the consumer holds that, at one model a page. */
const ahead = <A>(operator: (models: ModelsStream) => Stream.Stream<A, ModelsError | PaginationError, Models>) =>
  Effect.gen(function* () {
    const api = Api.of(catalogue(100))
    const held = ModelStream.models({ limit: 1 }).pipe(
      operator,
      Stream.runForEach(() => Effect.never),
      api.provide
    )
    const fiber = yield* Effect.fork(held)
    yield* TestClock.adjust("1 second")
    yield* Fiber.interruptFork(fiber)
    return api.requests.length - 1
  })

describe.concurrent("operators of Effect that pull ahead", () => {
  it.effect.each([2, 3, 8])("pull as far ahead as the README says, at %i", (n) =>
    Effect.gen(function* () {
      expect(yield* ahead(Stream.mapEffect(Effect.succeed, { concurrency: n }))).toBe(n + 1)
      expect(yield* ahead(Stream.mapEffect(Effect.succeed, { concurrency: n, unordered: true }))).toBe(n + 17)
      expect(yield* ahead(Stream.flatMap(Stream.make, { concurrency: n }))).toBe(n + 17)
      expect(yield* ahead(Stream.flatMap(Stream.make, { concurrency: n, bufferSize: 5 }))).toBe(n + 6)
      expect(yield* ahead(Stream.buffer({ capacity: n }))).toBe(n + 1)
      expect(yield* ahead(Stream.bufferChunks({ capacity: n }))).toBe(n + 1)
    })
  )

  it.effect("bufferChunks counts pages", () =>
    Effect.gen(function* () {
      const api = Api.of(catalogue(100))
      yield* ModelStream.models({ limit: 3 }).pipe(
        Stream.bufferChunks({ capacity: 1 }),
        Stream.take(3),
        Stream.runDrain,
        api.provide
      )
      expect(api.requests).toHaveLength(3)
    })
  )

  it.effect.each([
    { count: 1, requests: 1 },
    { count: 2, requests: 1 },
    { count: 3, requests: 2 },
    { count: 4, requests: 2 }
  ])("toAsyncIterable requests the next page with the last model of one: break after $count", ({ count, requests }) =>
    Effect.gen(function* () {
      const api = Api.of(catalogue(100))
      const models = Stream.toAsyncIterable(Stream.provideLayer(ModelStream.models({ limit: 3 }), api.layer))
      const seen: Array<string> = []
      yield* Effect.promise(async () => {
        for await (const model of models) {
          seen.push(model.id)
          if (seen.length === count) break
        }
      })
      expect(seen).toHaveLength(count)
      expect(api.requests).toHaveLength(requests)
    })
  )

  it.effect("toReadableStream requests when it is made, and keeps a page ahead", () =>
    Effect.gen(function* () {
      const api = Api.of(catalogue(100))
      const reader = Stream.toReadableStream(
        Stream.provideLayer(ModelStream.models({ limit: 3 }), api.layer)
      ).getReader()
      const requestsAfter = (reads: number) =>
        Effect.promise(async () => {
          for (let at = 0; at < reads; at++) await reader.read()
          for (let at = 0; at < 20; at++) await new Promise(setImmediate)
          return api.requests.length
        })
      expect(yield* requestsAfter(0)).toBe(2)
      expect(yield* requestsAfter(2)).toBe(2)
      expect(yield* requestsAfter(1)).toBe(3)
      yield* Effect.promise(() => reader.cancel())
      expect(yield* requestsAfter(0)).toBe(3)
    })
  )
})
