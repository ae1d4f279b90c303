import * as Models from "@anthropic-models/core/Models"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as ModelsHttp from "../src/ModelsHttp.ts"
import * as RetryPolicy from "../src/RetryPolicy.ts"
import { clients, names } from "./clients.ts"
import * as Impatient from "./impatient.ts"
import * as RawServer from "./RawServer.ts"
import { failure, key, page } from "./scripted.ts"

const bytes = RawServer.bytesOf({ body: page("a", "b") })

const faults: ReadonlyArray<ReadonlyArray<RawServer.Step>> = [
  RawServer.answer({ status: 503, body: failure("overloaded_error") }),
  RawServer.breakAt(bytes, 0.9, "end"),
  ["reset"],
  RawServer.answer({ status: 429, body: failure("rate_limit_error") }),
  ["stall"]
]

describe.concurrent("60 calls at once, with every other request failing", () => {
  it.live.each(names)("open at most two sockets for each call that Effect.withConcurrency allows, over %s", (client) =>
    Effect.gen(function* () {
      let most = 0
      // The limit of the page says which call it is.
      const calls = Array.from({ length: 60 }, (_, index) => ({ limit: index + 1, ...Impatient.make() }))
      const server = yield* RawServer.make(({ index, path }) => {
        most = Math.max(most, server.open())
        const fault = index % 2 === 1 ? faults[((index - 1) / 2) % faults.length] : undefined
        const steps = [{ wait: 100 }, ...(fault ?? [{ send: bytes }])]
        return calls[Number(new URL(path, "http://localhost").searchParams.get("limit")) - 1]?.watch(steps) ?? steps
      })
      const live = ModelsHttp.layer({
        apiKey: Redacted.make(key),
        baseUrl: server.url,
        timeout: "1 minute",
        retry: RetryPolicy.make({ baseDelay: "5 millis" })
      })
      yield* Effect.forEach(
        calls,
        ({ clock, limit }) => Effect.exit(Models.list({ limit })).pipe(Effect.withClock(clock)),
        { concurrency: "inherit", discard: true }
      ).pipe(Effect.withConcurrency(20), Effect.provide(Layer.provide(live, clients[client])))
      expect(server.requests.length).toBeGreaterThan(60)
      expect(most).toBeGreaterThan(10)
      expect(most).toBeLessThanOrEqual(40)
    }).pipe(Effect.scoped)
  )
})
