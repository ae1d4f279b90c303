/**
 * The client of `pnpm load`, in a process of its own: many calls as one batch with a bound. It prints its figures, and
 * fails if one is beyond its goal.
 */
import { monitorEventLoopDelay } from "node:perf_hooks"
import * as Models from "@anthropic-models/core/Models"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as ModelsHttp from "../src/ModelsHttp.ts"
import { clients, names } from "../test/clients.ts"

const calls = 2000
const [url, name, bound] = process.argv.slice(2)
const client = names.find((one) => one === name) ?? "undici"
const concurrency = bound === "unbounded" ? bound : Number(bound)

/** Undici and fetch open a spare connection after a call that timed out. */
const maxSockets = 2 * (concurrency === "unbounded" ? calls : concurrency)
/** In milliseconds. */
const maxPause = 500
/** In MB. */
const maxMemory = 200

const openSockets = () => process.getActiveResourcesInfo().filter((resource) => resource === "TCPSocketWrap").length

const main = Effect.gen(function* () {
  yield* Effect.either(Models.list()) // loads the code

  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  let sockets = 0
  const watch = setInterval(() => (sockets = Math.max(sockets, openSockets())), 10)

  const succeeded = yield* Effect.forEach(
    Array.from({ length: calls }),
    () => Effect.map(Effect.either(Models.list()), Either.isRight),
    { concurrency: "inherit" }
  ).pipe(Effect.withConcurrency(concurrency))

  clearInterval(watch)
  delay.disable()
  const pages = succeeded.filter(Boolean).length
  const pause = Math.round(delay.max / 1e6)
  const memory = Math.round((process.resourceUsage().maxRSS * 1024) / 1e6)
  console.log(
    `${client}, ${calls} calls, ${bound} at once (${pages} pages, ${calls - pages} typed errors): ` +
      `at most ${sockets} sockets (goal: ${maxSockets}), the longest pause ${pause} ms (goal: ${maxPause}), ` +
      `${memory} MB (goal: ${maxMemory})`
  )
  process.exitCode = sockets <= maxSockets && pause <= maxPause && memory <= maxMemory ? 0 : 1
})

const live = ModelsHttp.layer({
  apiKey: Redacted.make("sk-ant-test-of-the-load"),
  baseUrl: url,
  timeout: "1 second"
}).pipe(Layer.provide(clients[client]))

await Effect.runPromise(Effect.provide(main, live))
