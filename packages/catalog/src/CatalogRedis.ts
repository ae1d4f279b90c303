/**
 * The store and the lease of a shared catalog, on one Redis.
 *
 * This module imports `ioredis`, which is an optional peer dependency. It is not part of the package's index.
 *
 * @since 0.1.0
 */
import { printable } from "@anthropic-models/core/ModelsError"
import * as RateLimiter from "@effect/experimental/RateLimiter"
import { type PlatformError, SystemError } from "@effect/platform/Error"
import * as KeyValueStore from "@effect/platform/KeyValueStore"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { Redis, type RedisOptions } from "ioredis"

/**
 * `KeyValueStore` and `RateLimiter` on one Redis, for `ModelCatalog.layerShared`.
 *
 * **Details**
 *
 * - Takes the options of `ioredis`. `keyPrefix` goes before every key. By default a command fails after one second, and
 *   at once while there is no connection, so that a Redis that is down does not hold up the catalog. `ioredis` connects
 *   again by itself.
 * - The layer waits up to two seconds for the connection, and is built without it, too.
 * - The store holds the list of each namespace under one key, about 1 KB a model, without an expiry. The lease is a key
 *   that expires after the window.
 * - The `RateLimiter` counts in fixed windows; it has no token buckets. The store has no `clear` and no `size`, which
 *   would concern the whole database.
 *
 * @example
 * ```ts
 * import * as CatalogRedis from "@anthropic-models/catalog/CatalogRedis"
 * import * as ModelCatalog from "@anthropic-models/catalog/ModelCatalog"
 * import * as Layer from "effect/Layer"
 *
 * const Catalog = ModelCatalog.layerShared().pipe(
 *   Layer.provide(CatalogRedis.layer({ host: "redis.internal", keyPrefix: "search:" }))
 * )
 * ```
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (options: RedisOptions = {}): Layer.Layer<KeyValueStore.KeyValueStore | RateLimiter.RateLimiter> =>
  Layer.unwrapScoped(
    Effect.map(connect(options), (connection) =>
      Layer.merge(
        Layer.succeed(KeyValueStore.KeyValueStore, storeOf(connection)),
        Layer.provide(RateLimiter.layer, Layer.succeed(RateLimiter.RateLimiterStore, countersOf(connection)))
      )
    )
  )

/** Runs a command, and fails with one line. */
type Connection = <A>(command: (redis: Redis) => Promise<A>) => Effect.Effect<A, string>

const connect = (options: RedisOptions) =>
  Effect.gen(function* () {
    let lastError = ""
    const redis = yield* Effect.acquireRelease(
      Effect.sync(() => {
        const redis = new Redis({
          commandTimeout: 1_000,
          enableOfflineQueue: false,
          maxRetriesPerRequest: 0,
          ...options,
          lazyConnect: false
        })
        // Without a listener ioredis prints the error.
        return redis.on("error", (error: Error) => (lastError = messageOf(error)))
      }),
      (redis) => Effect.sync(() => redis.disconnect())
    )
    yield* Effect.timeoutOption(firstAttempt(redis), "2 seconds")
    if (redis.status !== "ready") yield* Effect.logWarning(`CatalogRedis: ${unconnected(lastError)}`)

    const connection: Connection = (command) =>
      Effect.tryPromise({
        try: () => command(redis),
        catch: (error) => (redis.status === "ready" ? messageOf(error) : unconnected(lastError))
      })
    return connection
  })

/** Waits until the first attempt to connect has succeeded or failed. */
const firstAttempt = (redis: Redis): Effect.Effect<void> =>
  Effect.async((resume) => {
    redis.once("ready", () => resume(Effect.void)).once("error", () => resume(Effect.void))
  })

const unconnected = (lastError: string): string => `not connected${lastError === "" ? "" : `: ${lastError}`}`

/** The message alone: errors of `ioredis` carry the command with its arguments. */
const messageOf = (error: unknown): string => printable(error instanceof Error ? error.message : String(error), 200)

const storeOf = (connection: Connection): KeyValueStore.KeyValueStore => {
  const run = <A>(method: string, key: string, command: (redis: Redis) => Promise<A>) =>
    Effect.mapError(connection(command), (description) => systemError("Unknown", method, key, description))
  return KeyValueStore.makeStringOnly({
    get: (key) =>
      Effect.map(
        run("get", key, (redis) => redis.get(key)),
        Option.fromNullable
      ),
    set: (key, value) => Effect.asVoid(run("set", key, (redis) => redis.set(key, value))),
    remove: (key) => Effect.asVoid(run("remove", key, (redis) => redis.del(key))),
    clear: missing("clear"),
    size: missing("size")
  })
}

const missing = (method: string): Effect.Effect<never, PlatformError> =>
  Effect.fail(systemError("PermissionDenied", method, "*", "it would concern the whole database"))

const systemError = (
  reason: SystemError["reason"],
  method: string,
  pathOrDescriptor: string,
  description: string
): PlatformError => new SystemError({ reason, module: "KeyValueStore", method, pathOrDescriptor, description })

/** Takes tokens unless the limit forbids it. The key expires when the window ends. Returns the count and the time left. */
const fixedWindow = `
local tokens, refill, limit = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local count = tonumber(redis.call("GET", KEYS[1]) or "0") + tokens
local left = math.max(redis.call("PTTL", KEYS[1]), 0)
if limit and count > limit then return { count, left } end
left = math.ceil(left + refill * tokens)
redis.call("SET", KEYS[1], count, "PX", left)
return { count, left }
`

const countersOf = (connection: Connection): RateLimiter.RateLimiterStore["Type"] => ({
  fixedWindow: ({ key, limit, refillRate, tokens }) =>
    connection((redis) => redis.eval(fixedWindow, 1, key, tokens, Duration.toMillis(refillRate), limit ?? "")).pipe(
      Effect.filterOrFail(isPair, () => "unexpected answer to EVAL"),
      Effect.mapError((message) => new RateLimiter.RateLimitStoreError({ message }))
    ),
  tokenBucket: () =>
    Effect.fail(new RateLimiter.RateLimitStoreError({ message: "CatalogRedis counts in fixed windows only" }))
})

const isPair = (u: unknown): u is readonly [number, number] =>
  Array.isArray(u) && u.length === 2 && u.every((n) => typeof n === "number")
