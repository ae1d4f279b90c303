import * as Models from "@anthropic-models/core/Models"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as ModelsHttp from "../../src/ModelsHttp.ts"
import * as RetryPolicy from "../../src/RetryPolicy.ts"
import { clients, names } from "../clients.ts"
import * as RawServer from "../RawServer.ts"
import { key, page } from "../scripted.ts"

const ids = ["claude-opus-4-6", "claude-sonnet-4-6", "claude-haiku-4-5"]

const framings = ["length", "chunked", "close"] as const

const cases = names.flatMap((client) =>
  framings.flatMap((framing) =>
    [false, true].flatMap((gzip) => (["end", "reset"] as const).map((end) => ({ client, framing, gzip, end })))
  )
)

/** The position of the cut in this request, which its limit tells. */
const positionOf = (path: string): number => Number(new URL(path, "http://localhost").searchParams.get("limit")) - 1

describe("an answer that is cut at each of its bytes", () => {
  it.live.each(cases)(
    "is the exact page after one retry: $client, framing $framing, gzip $gzip, then $end",
    ({ client, end, framing, gzip }) =>
      Effect.gen(function* () {
        const bytes = RawServer.bytesOf({ body: page(...ids), framing, gzip })
        const requested = new Set<number>()
        const server = yield* RawServer.make(({ path }) => {
          const position = positionOf(path)
          if (requested.has(position)) return [{ send: bytes }, ...(framing === "close" ? (["end"] as const) : [])]
          requested.add(position)
          return [{ send: bytes.subarray(0, position) }, { wait: 1 }, end]
        })
        const live = ModelsHttp.layer({
          apiKey: Redacted.make(key),
          baseUrl: server.url,
          timeout: "10 seconds",
          retry: RetryPolicy.make({ maxRetries: 1, baseDelay: 1, budget: false })
        }).pipe(Layer.provide(clients[client]))

        const read = (position: number) =>
          Models.list({ limit: position + 1 }).pipe(
            Effect.map(({ data }) => data.map(({ id }) => id).join()),
            Effect.catchTag("UnexpectedResponseError", ({ reason }) => Effect.succeed(reason)),
            Effect.map((result) => ({ position, result }))
          )
        const results = yield* Effect.forEach(bytes.keys(), read, { concurrency: 8 }).pipe(Effect.provide(live))
        // Without gzip, a body of unknown length that is cut before its first byte is just empty.
        const empty = framing === "close" && !gzip ? RawServer.bodyAt(bytes) : undefined
        expect(results.filter(({ result }) => result !== ids.join())).toEqual(
          empty === undefined ? [] : [{ position: empty, result: "Empty" }]
        )
      }).pipe(Effect.scoped),
    300_000
  )
})
