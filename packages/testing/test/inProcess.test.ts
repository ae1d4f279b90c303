import type { ResponseError } from "@effect/platform/HttpClientError"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import { describe, expect, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Stream from "effect/Stream"
import { client } from "../src/internal/inProcess.ts"

describe("a call that is given up", () => {
  it.effect.each<{ name: string; read: "text" | "arrayBuffer" | "stream" }>([
    { name: "text", read: "text" },
    { name: "bytes", read: "arrayBuffer" },
    { name: "a stream", read: "stream" }
  ])("ends the body that it was reading as $name", ({ read }) =>
    Effect.gen(function* () {
      const reading = yield* Deferred.make<void>()
      const ended = yield* Deferred.make<void>()
      const body = Stream.make(new Uint8Array([1])).pipe(
        Stream.concat(Stream.fromEffect(Effect.zipRight(Deferred.succeed(reading, undefined), Effect.never))),
        Stream.ensuring(Deferred.succeed(ended, undefined))
      )
      const response = yield* client(Effect.succeed(HttpServerResponse.stream(body))).get("https://api.anthropic.com")
      const whole: Record<typeof read, Effect.Effect<unknown, ResponseError>> = {
        stream: Stream.runCollect(response.stream),
        text: response.text,
        arrayBuffer: response.arrayBuffer
      }
      const fiber = yield* Effect.fork(whole[read])
      yield* Deferred.await(reading)
      yield* Fiber.interrupt(fiber)
      yield* Deferred.await(ended)
      expect(response.status).toBe(200)
    })
  )

  it.effect("before there is an answer ends the handler", () =>
    Effect.gen(function* () {
      const handling = yield* Deferred.make<void>()
      let ended = false
      const app = Effect.never.pipe(
        Effect.zipLeft(Deferred.succeed(handling, undefined), { concurrent: true }),
        Effect.onInterrupt(() => Effect.sync(() => (ended = true)))
      )
      const fiber = yield* Effect.fork(client(app).get("https://api.anthropic.com"))
      yield* Deferred.await(handling)
      yield* Fiber.interrupt(fiber)
      expect(ended).toBe(true)
    })
  )
})
