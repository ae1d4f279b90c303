/** Every documented default of the options, by what it does. */
import * as Models from "@anthropic-models/core/Models"
import { describe, expect, it } from "@effect/vitest"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import manifest from "../package.json" with { type: "json" }
import * as AnthropicHttpClient from "../src/AnthropicHttpClient.ts"
import { version } from "../src/internal/version.ts"
import * as ModelsHttp from "../src/ModelsHttp.ts"
import * as RetryPolicy from "../src/RetryPolicy.ts"
import { recorder } from "./recorder.ts"
import { answer, chance, key, make, models, page, run } from "./scripted.ts"

const apiKey = Redacted.make(key)

describe("by default", () => {
  it.effect("a request is a GET of /v1/models at https://api.anthropic.com with these headers", () =>
    Effect.gen(function* () {
      const { requests } = yield* run([{ body: page() }])
      expect(requests.map(({ headers, method, target }) => ({ headers: { ...headers }, method, target }))).toEqual([
        {
          method: "GET",
          target: "https://api.anthropic.com/v1/models",
          headers: {
            accept: "application/json",
            "accept-encoding": "gzip",
            "anthropic-version": "2023-06-01",
            "user-agent": `anthropic-models/${manifest.version}`,
            "x-api-key": key
          }
        }
      ])
      expect(version).toBe(manifest.version)
    })
  )

  it.effect("a token is sent as Bearer", () =>
    Effect.gen(function* () {
      const { requests } = yield* run([{}], { apiKey: undefined, authToken: apiKey })
      expect(requests[0]?.headers["authorization"]).toBe(`Bearer ${key}`)
    })
  )

  it.effect("an attempt may take 30 seconds", () =>
    Effect.gen(function* () {
      const { result } = yield* run(["silence"], { retry: RetryPolicy.none })
      expect(result).toMatchObject({ left: { scope: "attempt", timeout: Duration.seconds(30) } })
      const { result: late } = yield* run([{ after: "29999 millis" }])
      expect(Either.isRight(late)).toBe(true)
    })
  )

  it.effect("a call may take two minutes", () =>
    Effect.gen(function* () {
      const endless = RetryPolicy.make({ maxRetries: Infinity, baseDelay: "5 seconds", maxDelay: "5 seconds" })
      const { result, times } = yield* run(["silence"], { retry: endless })
      expect(times).toEqual([0, 35_000, 70_000, 105_000])
      expect(result).toMatchObject({ left: { scope: "deadline", timeout: Duration.minutes(2) } })
    }).pipe(chance(0))
  )

  it.effect.each<[random: number, times: ReadonlyArray<number>]>([
    [0, [0, 500, 1500]],
    [1, [0, 375, 1125]]
  ])("a call retries twice, after 0.5 and 1 seconds less up to a quarter by chance (%d)", ([random, expected]) =>
    Effect.gen(function* () {
      const { times } = yield* run([answer(503)])
      expect(times).toEqual(expected)
    }).pipe(chance(random))
  )

  it("a policy waits at most 8 seconds, and shares 500 tokens of which a retry costs 5 or 10", () => {
    expect(RetryPolicy.standard.budget).toBe(RetryPolicy.defaultBudget)
    expect(RetryPolicy.defaultBudget).toEqual({ capacity: 500, retryCost: 5, timeoutCost: 10, refund: 1 })
  })

  it.effect("a schedule of one's own has the same budget", () =>
    Effect.sync(() => {
      expect(RetryPolicy.fromSchedule(RetryPolicy.standard.schedule).budget).toBe(RetryPolicy.defaultBudget)
    })
  )

  it.effect("the server may ask for a wait of 60 seconds", () =>
    Effect.gen(function* () {
      expect((yield* run([answer(429, { "retry-after": "60" }), {}])).times).toEqual([0, 60_000])
    })
  )

  it.effect("the server may not ask for a longer wait", () =>
    Effect.gen(function* () {
      expect((yield* run([answer(429, { "retry-after": "60.001" }), {}])).times).toEqual([0])
    })
  )

  it.effect("a body may have 8 MiB", () =>
    Effect.gen(function* () {
      const body = JSON.stringify(page("a"))
      const { result } = yield* run([{ body: body.padEnd(8 * 1024 * 1024) }])
      expect(Either.isRight(result)).toBe(true)
      const { result: larger } = yield* run([{ body: body.padEnd(8 * 1024 * 1024 + 1) }])
      expect(larger).toMatchObject({ left: { reason: "TooLarge" } })
    })
  )

  it.effect("an entry without a readable id fails the page", () =>
    Effect.gen(function* () {
      const { result } = yield* run([{ body: { data: [{ id: "a" }, {}] } }])
      expect(result).toMatchObject({ left: { _tag: "UnexpectedResponseError", reason: "Shape" } })
    })
  )

  it.effect("plain http is refused", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(models(make({}), { baseUrl: "http://gateway.example" }))
      expect(error).toMatchObject({ _op: "InvalidData", path: ["baseUrl"] })
    })
  )

  it.effect("no trace ids are sent", () =>
    Effect.gen(function* () {
      const scripted = make({})
      const { list } = yield* models(scripted)
      yield* Effect.provide(list(), recorder().layer)
      expect(Object.keys(scripted.requests[0]?.headers ?? {})).not.toContain("traceparent")
    })
  )

  it.effect("layerConfig and AnthropicHttpClient do the same", () =>
    Effect.gen(function* () {
      const scripted = make(answer(503))
      const environment = Layer.setConfigProvider(ConfigProvider.fromMap(new Map([["ANTHROPIC_API_KEY", key]])))
      const once = { retry: RetryPolicy.none }
      const clients = [
        AnthropicHttpClient.layer({ apiKey, ...once }),
        Layer.provide(AnthropicHttpClient.layerConfig(once), environment)
      ]
      for (const client of clients) {
        yield* Effect.flatMap(AnthropicHttpClient.AnthropicHttpClient, (http) => http.get("/v1/models")).pipe(
          Effect.exit,
          Effect.provide(Layer.provide(client, scripted.layer))
        )
      }
      for (const service of [
        ModelsHttp.layer({ apiKey, ...once }),
        Layer.provide(ModelsHttp.layerConfig(once), environment)
      ]) {
        yield* Effect.exit(Effect.provide(Models.list(), Layer.provide(service, scripted.layer)))
      }
      const requests = scripted.requests.map(({ headers, method, target }) => ({
        headers: { ...headers },
        method,
        target
      }))
      expect(requests.length).toBe(4)
      expect(new Set(requests.map((request) => JSON.stringify(request))).size).toBe(1)
    })
  )
})
