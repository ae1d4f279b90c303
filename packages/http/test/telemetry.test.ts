import { describe, expect, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Metric from "effect/Metric"
import * as MetricState from "effect/MetricState"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/TestClock"
import { recorder } from "./recorder.ts"
import { driven, failure, make, models, page } from "./scripted.ts"

const busy = { status: 529, body: failure("overloaded_error"), after: "20 millis" } as const

describe("spans", () => {
  it.effect("show a call and each of its attempts, by the OpenTelemetry conventions", () =>
    Effect.gen(function* () {
      const { layer, spans } = recorder()
      const { list } = yield* models(make(busy, "refused", { body: page() }), {
        baseUrl: "https://gateway.example:8443/a"
      })
      yield* driven(Effect.provide(list({ limit: 5 }), layer))
      const common = {
        "http.request.method": "GET",
        "url.full": "https://gateway.example:8443/a/v1/models?limit=5",
        "server.address": "gateway.example",
        "server.port": 8443
      }
      expect(spans.every((span) => span.ended())).toBe(true)
      expect(spans.map(({ kind, name, parent }) => ({ kind, name, parent }))).toEqual([
        { name: "Models.list", kind: "internal", parent: undefined },
        { name: "GET /v1/models", kind: "client", parent: "Models.list" },
        { name: "GET /v1/models", kind: "client", parent: "Models.list" },
        { name: "GET /v1/models", kind: "client", parent: "Models.list" }
      ])
      expect(spans.slice(1).map(({ attributes }) => attributes)).toEqual([
        { ...common, "http.response.status_code": 529, "error.type": "529" },
        { ...common, "http.request.resend_count": 1, "error.type": "ConnectionError" },
        { ...common, "http.request.resend_count": 2, "http.response.status_code": 200 }
      ])
      expect(spans.map((span) => span.failed())).toEqual([false, true, true, false])
    })
  )

  it.effect("do not name the model", () =>
    Effect.gen(function* () {
      const { layer, spans } = recorder()
      const { get } = yield* models(make({ body: { id: "m" } }))
      yield* Effect.provide(get("m"), layer)
      expect(spans.map(({ name }) => name)).toEqual(["Models.get", "GET /v1/models/{model_id}"])
      expect(spans[1]?.attributes["server.port"]).toBe(443)
    })
  )

  it.effect("do not keep the page in memory", () =>
    Effect.gen(function* () {
      const { layer, spans } = recorder()
      const { list } = yield* models(make({ body: page("a") }))
      yield* Effect.provide(list(), layer)
      expect(spans.map((span) => [span.name, span.ended(), span.value()])).toEqual([
        ["Models.list", true, undefined],
        ["GET /v1/models", true, undefined]
      ])
    })
  )

  it.effect("name an IPv6 address without brackets", () =>
    Effect.gen(function* () {
      const { layer, spans } = recorder()
      const { list } = yield* models(make({}), { baseUrl: "http://[::1]:8080" })
      yield* Effect.provide(list(), layer)
      expect(spans[1]?.attributes).toMatchObject({ "server.address": "::1", "url.full": "http://[::1]:8080/v1/models" })
    })
  )

  it.effect("cut a long URL", () =>
    Effect.gen(function* () {
      const { layer, spans } = recorder()
      const { get } = yield* models(make({ status: 400, body: "" }))
      const error = yield* Effect.flip(Effect.provide(get("x".repeat(100_000)), layer))
      expect("url" in error && error.url.length).toBeLessThan(2100)
      expect(String(spans[1]?.attributes["url.full"]).length).toBeLessThan(2100)
    })
  )

  it.effect("show a timeout, another shape and an interruption", () =>
    Effect.gen(function* () {
      const { layer, spans } = recorder()
      const { list } = yield* models(make("silence", { body: "{}" }, "silence"), { timeout: "1 second" })
      yield* driven(Effect.provide(Effect.exit(list()), layer))
      const interrupted = yield* Effect.fork(Effect.provide(list(), layer))
      yield* TestClock.adjust("10 millis")
      yield* Fiber.interrupt(interrupted)
      expect(spans.flatMap(({ attributes }) => attributes["error.type"] ?? [])).toEqual([
        "RequestTimeoutError",
        "UnexpectedResponseError",
        "Interrupted"
      ])
      expect(spans.every((span) => span.ended())).toBe(true)
    })
  )

  it.effect("show a key that was renewed as another attempt", () =>
    Effect.gen(function* () {
      const { layer, spans } = recorder()
      let count = 0
      const apiKey = Effect.sync(() => Redacted.make(`key-${++count}`))
      const { list } = yield* models(make({ status: 401, body: "" }, { body: page() }), { apiKey })
      yield* Effect.provide(list(), layer)
      expect(spans.slice(1).map(({ attributes }) => attributes["http.request.resend_count"])).toEqual([undefined, 1])
    })
  )

  it.effect("have no times if timing is off", () =>
    Effect.gen(function* () {
      const { layer, spans } = recorder()
      const { list } = yield* models(make({ body: page() }))
      yield* TestClock.adjust("1 minute")
      yield* list().pipe(Effect.withTracerTiming(false), Effect.provide(layer))
      yield* Effect.provide(list(), layer)
      const [off, on] = [0n, 60_000_000_000n]
      expect(spans.map((span) => span.times())).toEqual([
        [off, off],
        [off, off],
        [on, on],
        [on, on]
      ])
    })
  )

  it.effect("are in the stack of an error", () =>
    Effect.gen(function* () {
      const { layer } = recorder()
      const { get, list } = yield* models(make("silence"), { timeout: "1 second" })
      const refused = yield* Effect.flip(Effect.sandbox(Effect.provide(get(""), layer)))
      expect(Cause.pretty(refused)).toContain("at Models.get")
      const late = yield* driven(Effect.flip(Effect.sandbox(Effect.provide(list(), layer))))
      expect(Cause.pretty(late)).toContain("at Models.list")
    })
  )
})

describe("trace ids", () => {
  it.effect("are sent only if tracePropagation is on", () =>
    Effect.gen(function* () {
      for (const tracePropagation of [false, true]) {
        const scripted = make({})
        const { list } = yield* models(scripted, { tracePropagation })
        yield* Effect.provide(list(), recorder().layer)
        const headers = scripted.requests[0]?.headers
        expect(headers?.["traceparent"]).toBe(
          tracePropagation ? "00-0af7651916cd43dd8448eb211c80319c-0000000000000001-01" : undefined
        )
        expect(headers?.["b3"] !== undefined).toBe(tracePropagation)
      }
    })
  )

  it.effect("are not sent without a tracer", () =>
    Effect.gen(function* () {
      const scripted = make({})
      const { list } = yield* models(scripted, { tracePropagation: true })
      yield* Effect.withTracerEnabled(list(), false)
      expect(Object.keys(scripted.requests[0]?.headers ?? {})).not.toContain("traceparent")
      expect(Object.keys(scripted.requests[0]?.headers ?? {})).not.toContain("b3")
    })
  )
})

describe("metrics", () => {
  it.effect("count attempts and their seconds, by outcome", () =>
    Effect.gen(function* () {
      const { list } = yield* models(make(busy, { body: page(), after: "30 millis" }), {
        baseUrl: "https://metrics.example"
      })
      yield* driven(list())
      const all = (yield* Metric.snapshot).flatMap(({ metricKey: { name, tags }, metricState }) => {
        const labels = Object.fromEntries([...tags].map(({ key, value }) => [key, value]))
        return labels["server.address"] === "metrics.example" ? [{ name, labels, metricState }] : []
      })
      const common = { "http.request.method": "GET", "server.address": "metrics.example", "server.port": "443" }
      const seen = all.map(({ labels, metricState, name }) => ({
        name,
        labels,
        value: MetricState.isCounterState(metricState)
          ? metricState.count
          : MetricState.isHistogramState(metricState)
            ? metricState.sum
            : NaN
      }))
      const failed = { ...common, "http.response.status_code": "529", "error.type": "529" }
      const fine = { ...common, "http.response.status_code": "200" }
      expect(seen).toHaveLength(4)
      expect(seen).toContainEqual({ name: "anthropic_models.client.attempts", labels: failed, value: 1 })
      expect(seen).toContainEqual({ name: "anthropic_models.client.attempts", labels: fine, value: 1 })
      expect(seen).toContainEqual({
        name: "http.client.request.duration",
        labels: { ...failed, unit: "s" },
        value: expect.closeTo(0.02, 6)
      })
      expect(seen).toContainEqual({
        name: "http.client.request.duration",
        labels: { ...fine, unit: "s" },
        value: expect.closeTo(0.03, 6)
      })
    })
  )

  it.effect("have the labels of the caller", () =>
    Effect.gen(function* () {
      const { list } = yield* models(make({ body: page() }), { baseUrl: "https://labels.example" })
      yield* Effect.tagMetrics(list(), "team", "search")
      const labels = (yield* Metric.snapshot).flatMap(({ metricKey: { name, tags } }) => {
        const labels = new Map([...tags].map(({ key, value }) => [key, value]))
        return labels.get("server.address") === "labels.example" ? [[name, labels.get("team")] as const] : []
      })
      expect(new Map(labels)).toEqual(
        new Map([
          ["anthropic_models.client.attempts", "search"],
          ["http.client.request.duration", "search"]
        ])
      )
    })
  )
})
