import { spawn, spawnSync } from "node:child_process"
import { createServer } from "node:net"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import { Redis } from "ioredis"

class NotReady extends Data.TaggedError("NotReady") {}

export const isInstalled = (): boolean => spawnSync("redis-server", ["--version"]).status === 0

/** A real `redis-server` on a free port of the loopback, which keeps nothing on disk and ends with the scope. */
export const make = Effect.fnUntraced(function* (settings: ReadonlyArray<string> = []) {
  const port = yield* freePort
  const args = ["--port", `${port}`, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", ...settings]
  const start = () => spawn("redis-server", args, { stdio: "ignore" })
  let server = start()
  const end = (signal: NodeJS.Signals) =>
    Effect.async<void>((resume) => {
      if (server.exitCode !== null || server.signalCode !== null) return resume(Effect.void)
      server.once("exit", () => resume(Effect.void))
      server.kill(signal)
    })
  yield* Effect.addFinalizer(() => end("SIGKILL"))
  yield* answers(port)
  return {
    port,
    options: { host: "127.0.0.1", port },
    /** Ends the server, and with it all that it holds. */
    stop: end("SIGTERM"),
    /** Starts it again, empty. */
    start: Effect.suspend(() => {
      server = start()
      return answers(port)
    }),
    /** Stops it from answering, with its connections open. */
    freeze: Effect.sync(() => server.kill("SIGSTOP")),
    thaw: Effect.sync(() => server.kill("SIGCONT"))
  }
})

/** A client of the test's own. */
export const client = (port: number) =>
  Effect.acquireRelease(
    Effect.sync(() => new Redis({ host: "127.0.0.1", port }).on("error", () => {})),
    (redis) => Effect.sync(() => redis.disconnect())
  )

const freePort = Effect.async<number>((resume) => {
  const server = createServer()
  server.listen(0, "127.0.0.1", () => {
    const address = server.address()
    server.close(() =>
      resume(typeof address === "object" && address !== null ? Effect.succeed(address.port) : Effect.die("no port"))
    )
  })
})

const answers = (port: number) =>
  Effect.gen(function* () {
    const redis = yield* client(port)
    // A server that asks for a password answers, too.
    const ping = () =>
      redis.ping().catch((error: Error) => (error.message.startsWith("NOAUTH") ? "" : Promise.reject(error)))
    yield* Effect.tryPromise({ try: ping, catch: () => new NotReady() })
  }).pipe(
    Effect.scoped,
    Effect.timeout("1 second"),
    Effect.retry(Schedule.intersect(Schedule.spaced("20 millis"), Schedule.recurs(500))),
    Effect.orDie
  )
