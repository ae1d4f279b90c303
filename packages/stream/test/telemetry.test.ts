import * as Cursor from "@anthropic-models/core/Cursor"
import { ModelStream } from "@anthropic-models/stream"
import { describe, expect, it } from "@effect/vitest"
import * as Array from "effect/Array"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Logger from "effect/Logger"
import * as LogLevel from "effect/LogLevel"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/TestClock"
import * as Tracer from "effect/Tracer"
import { Api, catalogue, page } from "./support/Api.ts"

/** Runs an effect and returns its spans. */
const spansOf = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const spans: Array<Tracer.Span> = []
    const native = yield* Effect.tracer
    const exit = yield* effect.pipe(
      Effect.withTracer(
        Tracer.make({
          span: (...args) => {
            const span = native.span(...args)
            spans.push(span)
            return span
          },
          context: (f, fiber) => native.context(f, fiber)
        })
      ),
      Effect.exit
    )
    return { exit, spans }
  })

const traced = (api: Api): Api =>
  new Api((options) => Effect.withSpan(api.service.list(options), "Models.list", { captureStackTrace: false }))

const exitOf = (span: Tracer.Span | undefined) => (span?.status._tag === "Ended" ? span.status.exit : undefined)

describe("spans", () => {
  it.effect.each([
    ["ModelStream.models", Stream.runDrain(ModelStream.models({ limit: 3 }))],
    ["ModelStream.pages", Stream.runDrain(ModelStream.pages({ limit: 3 }))],
    ["ModelStream.models", Stream.runDrain(ModelStream.models({ limit: 3, prefetch: 2 }))]
  ] as const)("makes one span per walk, %s, the parent of its requests", ([name, run]) =>
    Effect.gen(function* () {
      const { spans } = yield* spansOf(traced(Api.of(catalogue(7))).provide(Effect.withSpan(run, "outer")))
      const [outer, walk, ...requests] = spans
      expect(walk?.name).toBe(name)
      expect(Option.getOrUndefined(walk?.parent ?? Option.none())).toBe(outer)
      expect(Object.fromEntries(walk?.attributes ?? [])).toMatchObject({ limit: 3, pages: 3, models: 7 })
      expect(exitOf(walk)).toEqual(Exit.void)
      expect(requests.map((span) => span.name)).toEqual(["Models.list", "Models.list", "Models.list"])
      for (const span of requests) expect(Option.getOrUndefined(span.parent)).toBe(walk)
    })
  )

  it.effect.each([0, 1])("counts pages and models up to where the consumer stops, with prefetch %i", (prefetch) =>
    Effect.gen(function* () {
      const run = ModelStream.models({ limit: 3, prefetch }).pipe(Stream.take(3), Stream.runDrain)
      const { spans } = yield* spansOf(Api.of(catalogue(30)).provide(run))
      expect(spans).toHaveLength(1)
      const { models, pages } = Object.fromEntries(spans[0]?.attributes ?? [])
      expect(pages).toBeGreaterThanOrEqual(1)
      expect(pages).toBeLessThanOrEqual(1 + prefetch)
      expect(models).toBe(3 * Number(pages))
      expect(exitOf(spans[0])).toEqual(Exit.void)
    })
  )

  it.effect("records the options", () =>
    Effect.gen(function* () {
      const run = Stream.runDrain(ModelStream.models({ cursor: Cursor.before("m5"), maxPages: 9 }))
      const { spans } = yield* spansOf(Api.of(catalogue(7)).provide(run))
      expect(Object.fromEntries(spans[0]?.attributes ?? [])).toMatchObject({
        limit: 1000,
        prefetch: 0,
        cursor: "before m5",
        maxPages: 9
      })
    })
  )

  it.effect("records a failure, and the pages and models before it", () =>
    Effect.gen(function* () {
      const api = Api.script(page(["a", "b"], { more: true }), page(["c"], { more: true, last: "b" }))
      const { spans } = yield* spansOf(api.provide(Stream.runDrain(ModelStream.models())))
      expect(Object.fromEntries(spans[0]?.attributes ?? [])).toMatchObject({ pages: 1, models: 2 })
      expect(exitOf(spans[0])).toMatchObject({ _tag: "Failure", cause: { error: { reason: "RepeatedCursor" } } })
    })
  )

  it.effect("records an interruption, and the pages and models before it", () =>
    Effect.gen(function* () {
      const api = Api.of(catalogue(9)).delayed("1000 millis")
      const run = Effect.gen(function* () {
        const fiber = yield* Effect.fork(api.provide(Stream.runDrain(ModelStream.models({ limit: 3 }))))
        yield* TestClock.adjust("2500 millis")
        yield* Fiber.interrupt(fiber)
      })
      const { spans } = yield* spansOf(run)
      expect(Object.fromEntries(spans[0]?.attributes ?? [])).toMatchObject({ pages: 2, models: 6 })
      const exit = exitOf(spans[0])
      expect(exit !== undefined && Exit.isInterrupted(exit)).toBe(true)
    })
  )

  it.effect("records a wrong option", () =>
    Effect.gen(function* () {
      const { spans } = yield* spansOf(Api.of([]).provide(Stream.runDrain(ModelStream.models({ limit: 0 }))))
      expect(spans).toHaveLength(1)
      expect(Object.fromEntries(spans[0]?.attributes ?? [])).toMatchObject({ pages: 0, models: 0 })
      expect(exitOf(spans[0])).toMatchObject({ _tag: "Failure", cause: { error: { parameter: "limit" } } })
    })
  )

  it.effect("makes no span for a stream that is not run", () =>
    Effect.gen(function* () {
      const { spans } = yield* spansOf(
        ModelStream.models().pipe(Stream.take(0), Stream.runDrain, Api.of(catalogue(1)).provide)
      )
      expect(spans).toEqual([])
    })
  )
})

describe("log", () => {
  it.effect("writes one line per page at debug level", () =>
    Effect.gen(function* () {
      const lines: Array<readonly [string, string]> = []
      const logger = Logger.make(({ logLevel, message }) => {
        lines.push([logLevel.label, Array.ensure(message).join(" ")])
      })
      yield* Stream.runDrain(ModelStream.models({ limit: 3, cursor: Cursor.after("m2") })).pipe(
        Api.of(catalogue(7)).provide,
        Logger.withMinimumLogLevel(LogLevel.All),
        Effect.provide(Logger.replace(Logger.defaultLogger, logger))
      )
      expect(lines).toEqual([
        ["DEBUG", "ModelStream.models: page 1, 3 models"],
        ["DEBUG", "ModelStream.models: page 2, 2 models"]
      ])
    })
  )
})
