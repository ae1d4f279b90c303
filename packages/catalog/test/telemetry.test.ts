import * as ModelCatalog from "@anthropic-models/catalog/ModelCatalog"
import { OverloadedError } from "@anthropic-models/core/ModelsError"
import * as Fault from "@anthropic-models/testing/Fault"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import * as Script from "@anthropic-models/testing/Script"
import * as TestModels from "@anthropic-models/testing/TestModels"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as LogLevel from "effect/LogLevel"
import * as Metric from "effect/Metric"
import * as MetricState from "effect/MetricState"
import * as Option from "effect/Option"
import * as TestClock from "effect/TestClock"
import * as Tracer from "effect/Tracer"
import { inMemory } from "./support/catalog.ts"
import { makeLog } from "./support/stores.ts"

const models = Fixtures.models(3)

/** A tracer that keeps the spans. */
const makeTracer = Effect.map(Effect.tracer, (native) => {
  const spans: Array<Tracer.Span> = []
  const tracer = Tracer.make({
    span: (...args) => {
      const span = native.span(...args)
      spans.push(span)
      return span
    },
    context: (f, fiber) => native.context(f, fiber)
  })
  return { spans, layer: Layer.setTracer(tracer) }
})

/** The metrics of the package with a label. */
const metricsOf = (label: string) =>
  Effect.map(Metric.snapshot, (pairs) =>
    pairs.flatMap(({ metricKey: { name, tags }, metricState }) => {
      const labels = Object.fromEntries([...tags].map(({ key, value }) => [key, value]))
      if (labels["test"] !== label) return []
      if (MetricState.isCounterState(metricState)) return [[name, labels["outcome"], metricState.count]]
      return MetricState.isGaugeState(metricState) ? [[name, metricState.value]] : []
    })
  )

describe("a refresh", () => {
  it.effect("has a span of its own, with the walk below it", () =>
    Effect.gen(function* () {
      const { layer, spans } = yield* makeTracer
      yield* Effect.gen(function* () {
        yield* Effect.withSpan(ModelCatalog.refresh, "caller")
        yield* Effect.flip(ModelCatalog.refresh)
      }).pipe(
        Effect.provide(inMemory({ models, faults: Script.nth(2, Fault.overloaded()) }).pipe(Layer.provide(layer)))
      )
      const refreshes = spans.filter(({ name }) => name === "ModelCatalog.refresh")
      expect(refreshes.map(({ attributes }) => Object.fromEntries(attributes))).toEqual([
        { outcome: "Fetched" },
        { outcome: "Failed", "error.type": "OverloadedError" }
      ])
      for (const { parent } of refreshes) expect(parent).toEqual(Option.none())
      const walks = spans.filter(({ name }) => name === "ModelStream.models")
      expect(walks.map(({ parent }) => Option.getOrUndefined(parent))).toEqual(refreshes)
    })
  )

  it.effect("is counted by its outcome, and sets the age of the list, with the labels of the layer", () =>
    Effect.gen(function* () {
      yield* Effect.gen(function* () {
        yield* ModelCatalog.refresh
        yield* ModelCatalog.refresh
        yield* TestModels.setFaults([Fault.overloaded()])
        yield* Effect.flip(ModelCatalog.refresh)
        yield* TestClock.adjust("90 seconds")
        yield* ModelCatalog.snapshot
      }).pipe(Effect.provide(inMemory({ models })), Effect.tagMetrics("test", "counted"))
      const metrics = yield* metricsOf("counted")
      expect(metrics).toContainEqual(["anthropic_models.catalog.refreshes", "Fetched", 2])
      expect(metrics).toContainEqual(["anthropic_models.catalog.refreshes", "Failed", 1])
      expect(metrics).toContainEqual(["anthropic_models.catalog.age", 90])
    })
  )

  it.effect("that fails while a list is served is one warning, printable and of one line", () =>
    Effect.gen(function* () {
      const log = makeLog()
      yield* Effect.gen(function* () {
        yield* ModelCatalog.refresh
        expect(log.lines).toEqual([])
        yield* TestModels.setFaults([new OverloadedError({ detail: "busy\n\u001b[31m\u202enow" })])
        yield* Effect.flip(ModelCatalog.refresh)
      }).pipe(Effect.provide(inMemory({ models }).pipe(Layer.provide(log.layer))))
      expect(log.lines).toEqual([
        "ModelCatalog: refresh failed, serving the 3 models of 1970-01-01T00:00:00.000Z: " +
          "529 overloaded_error: busy [31m now"
      ])
    })
  )

  it.effect("that fails says so where no list or a seed is served", () =>
    Effect.gen(function* () {
      const log = makeLog()
      const faults = Script.always(Fault.overloaded())
      const run = (options: ModelCatalog.Options) =>
        Effect.flip(ModelCatalog.refresh).pipe(
          Effect.provide(inMemory({ models, faults }, options).pipe(Layer.provide(log.layer)))
        )
      yield* run({})
      yield* run({ seed: models })
      expect(log.lines).toEqual([
        expect.stringContaining("refresh failed, no list to serve: 529"),
        expect.stringContaining("refresh failed, serving the seed of 3 models: 529")
      ])
    })
  )

  it.effect("that succeeds is a debug line", () =>
    Effect.gen(function* () {
      const log = makeLog(LogLevel.Debug)
      yield* Effect.provide(ModelCatalog.refresh, inMemory({ models }).pipe(Layer.provide(log.layer)))
      expect(log.lines.filter((line) => line.startsWith("ModelCatalog"))).toEqual([
        "ModelCatalog: refresh, Fetched: 3 models"
      ])
    })
  )
})
