import * as RateLimiter from "@effect/experimental/RateLimiter"
import { SystemError } from "@effect/platform/Error"
import * as KeyValueStore from "@effect/platform/KeyValueStore"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as LogLevel from "effect/LogLevel"
import * as Option from "effect/Option"

/** A store in memory, which a test may look into, break and slow down. */
export const makeStore = (entries: Record<string, string> = {}) => {
  const map = new Map(Object.entries(entries))
  const store = {
    map,
    reads: 0,
    writes: 0,
    isDown: false,
    isReadOnly: false,
    dies: false,
    latency: Duration.zero
  }
  const run = <A>(works: () => boolean, f: () => A) =>
    Effect.suspend(() => {
      if (store.dies) return Effect.dieMessage("a bug in the store")
      return works() ? Effect.sync(f) : Effect.fail(broken)
    }).pipe(Effect.delay(store.latency), Effect.uninterruptible)
  const isUp = () => !store.isDown
  const keyValueStore = KeyValueStore.makeStringOnly({
    get: (key) =>
      run(isUp, () => {
        store.reads++
        return Option.fromNullable(map.get(key))
      }),
    set: (key, value) =>
      run(
        () => isUp() && !store.isReadOnly,
        () => {
          store.writes++
          map.set(key, value)
        }
      ),
    remove: (key) => run(isUp, () => map.delete(key)),
    clear: run(isUp, () => map.clear()),
    size: run(isUp, () => map.size)
  })
  return Object.assign(store, { layer: Layer.succeed(KeyValueStore.KeyValueStore, keyValueStore) })
}

const broken = new SystemError({
  reason: "Unknown",
  module: "KeyValueStore",
  method: "get",
  pathOrDescriptor: "key",
  description: "no space left\non device"
})

/** A lease in memory, which a test may break. */
export const lease: Layer.Layer<RateLimiter.RateLimiter> = Layer.provide(
  RateLimiter.layer,
  RateLimiter.layerStoreMemory
)

export const leaseDown: Layer.Layer<RateLimiter.RateLimiter> = Layer.provide(
  RateLimiter.layer,
  Layer.succeed(RateLimiter.RateLimiterStore, {
    fixedWindow: () => Effect.fail(new RateLimiter.RateLimitStoreError({ message: "down" })),
    tokenBucket: () => Effect.fail(new RateLimiter.RateLimitStoreError({ message: "down" }))
  })
)

/** Collects the log lines at a level and above. */
export const makeLog = (level: LogLevel.LogLevel = LogLevel.Warning) => {
  const lines: Array<string> = []
  const logger = Logger.make(({ logLevel, message }) => {
    if (LogLevel.greaterThanEqual(logLevel, level)) lines.push([message].flat().join(" "))
  })
  const layer = Layer.merge(Logger.replace(Logger.defaultLogger, logger), Logger.minimumLogLevel(LogLevel.All))
  return { lines, layer }
}
