import * as Models from "@anthropic-models/core/Models"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as ModelsHttp from "../src/ModelsHttp.ts"
import * as RetryPolicy from "../src/RetryPolicy.ts"
import { clients, names } from "./clients.ts"
import * as RawServer from "./RawServer.ts"
import { key } from "./scripted.ts"

const switching = "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n"

describe("a server that switches to another protocol", () => {
  it.live.each(names)("gets a typed error and a closed socket, over %s", (client) =>
    Effect.gen(function* () {
      const server = yield* RawServer.make(() => [{ send: switching }, "stall"])
      const live = ModelsHttp.layer({
        apiKey: Redacted.make(key),
        baseUrl: server.url,
        timeout: "2 seconds",
        retry: RetryPolicy.none
      }).pipe(Layer.provide(clients[client]))
      const error = yield* Effect.flip(Models.list()).pipe(Effect.provide(live), Effect.scoped)
      expect(["ApiError", "ConnectionError"]).toContain(error._tag)
      while (server.open() > 0) yield* Effect.as(Effect.sleep("10 millis"), server.endIdle())
      expect(server.requests.length).toBe(1)
    }).pipe(Effect.scoped)
  )

  it.live.each(names)("does not end the process by a reset, over %s", (client) =>
    Effect.gen(function* () {
      const server = yield* RawServer.make(() => [{ send: switching }, { wait: 20 }, "reset"])
      const live = ModelsHttp.layer({ apiKey: Redacted.make(key), baseUrl: server.url, retry: RetryPolicy.none })
      yield* Effect.gen(function* () {
        const error = yield* Effect.flip(Models.list())
        expect(["ApiError", "ConnectionError"]).toContain(error._tag)
        yield* Effect.sleep("100 millis")
      }).pipe(Effect.provide(Layer.provide(live, clients[client])))
      expect(server.open()).toBe(0)
    }).pipe(Effect.scoped)
  )
})
