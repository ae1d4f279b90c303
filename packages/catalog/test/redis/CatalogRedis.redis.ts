import * as CatalogRedis from "@anthropic-models/catalog/CatalogRedis"
import { RateLimiter } from "@effect/experimental/RateLimiter"
import { KeyValueStore } from "@effect/platform/KeyValueStore"
import { describe, expect, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import { makeLog } from "../support/stores.ts"
import * as Server from "./server.ts"

describe("CatalogRedis", () => {
  it.scopedLive("stores, reads and removes texts under a prefix", () =>
    Effect.gen(function* () {
      const redis = yield* Server.make()
      const client = yield* Server.client(redis.port)
      yield* Effect.gen(function* () {
        const store = yield* KeyValueStore
        expect(yield* store.get("list")).toEqual(Option.none())
        yield* store.set("list", "é\n{}")
        expect(yield* store.get("list")).toEqual(Option.some("é\n{}"))
        expect(yield* Effect.promise(() => client.keys("*"))).toEqual(["search:list"])
        yield* store.remove("list")
        expect(yield* store.get("list")).toEqual(Option.none())
        for (const refused of [store.clear, store.size]) {
          expect((yield* Effect.flip(refused)).message).toContain("whole database")
        }
      }).pipe(Effect.provide(CatalogRedis.layer({ ...redis.options, keyPrefix: "search:" })))
    })
  )

  it.scopedLive("gives the lease to one of many, once a window", () =>
    Effect.gen(function* () {
      const redis = yield* Server.make()
      const limiters = yield* Effect.all(
        Array.from({ length: 20 }, () => Layer.build(CatalogRedis.layer(redis.options))),
        { concurrency: "unbounded" }
      )
      const take = Effect.flatMap(RateLimiter, (limiter) =>
        limiter.consume({ key: "lease", limit: 1, window: "2 seconds", onExceeded: "fail" })
      )
      for (const _ of [1, 2]) {
        const results = yield* Effect.all(
          limiters.map((limiter) => Effect.either(Effect.provide(take, limiter))),
          { concurrency: "unbounded" }
        )
        const losers = results.flatMap((result) => (result._tag === "Left" ? [result.left] : []))
        expect(losers.length).toBe(19)
        for (const error of losers) {
          expect(error.reason === "Exceeded" && Duration.toMillis(error.retryAfter)).toBeLessThanOrEqual(2_000)
        }
        yield* Effect.sleep("2100 millis")
      }
    })
  )

  it.scopedLive("counts in fixed windows up to a limit", () =>
    Effect.gen(function* () {
      const redis = yield* Server.make()
      const consume = (tokens: number) =>
        Effect.flatMap(RateLimiter, (limiter) =>
          Effect.either(limiter.consume({ key: "calls", limit: 3, window: "1 minute", tokens, onExceeded: "fail" }))
        )
      yield* Effect.gen(function* () {
        expect((yield* consume(2))._tag).toBe("Right")
        expect((yield* consume(2))._tag).toBe("Left")
        expect((yield* consume(1))._tag).toBe("Right")
        expect((yield* consume(1))._tag).toBe("Left")
      }).pipe(Effect.provide(CatalogRedis.layer(redis.options)))
    })
  )

  it.scopedLive("is built with a warning where Redis is down, fails at once, and connects later", () =>
    Effect.gen(function* () {
      const redis = yield* Server.make()
      yield* redis.stop
      const log = makeLog()
      yield* Effect.gen(function* () {
        const store = yield* KeyValueStore
        expect(log.lines).toEqual([expect.stringMatching(/^CatalogRedis: not connected: .*ECONNREFUSED/)])
        const [time, error] = yield* Effect.timed(Effect.flip(store.get("list")))
        expect(error.message).toContain("not connected")
        expect(Duration.toMillis(time)).toBeLessThan(500)
        yield* redis.start
        yield* Effect.retry(
          store.set("list", "[]"),
          Schedule.intersect(Schedule.spaced("50 millis"), Schedule.recurs(100))
        )
      }).pipe(Effect.provide(Layer.provide(CatalogRedis.layer(redis.options), log.layer)))
    })
  )

  it.scopedLive("gives a command up after a second where Redis does not answer", () =>
    Effect.gen(function* () {
      const redis = yield* Server.make()
      yield* Effect.gen(function* () {
        const store = yield* KeyValueStore
        yield* redis.freeze
        expect((yield* Effect.flip(store.get("list"))).message).toContain("timed out")
        yield* redis.thaw
      }).pipe(Effect.provide(CatalogRedis.layer(redis.options)))
    })
  )

  it.scopedLive("shows no password in its errors", () =>
    Effect.gen(function* () {
      const redis = yield* Server.make(["--requirepass", "another"])
      const log = makeLog()
      yield* Effect.gen(function* () {
        const store = yield* KeyValueStore
        const error = yield* Effect.flip(store.get("list"))
        expect(error.message).toContain("WRONGPASS")
        expect(JSON.stringify(error) + String(error) + log.lines.join()).not.toContain("hunter22")
      }).pipe(Effect.provide(Layer.provide(CatalogRedis.layer({ ...redis.options, password: "hunter22" }), log.layer)))
    })
  )
})
