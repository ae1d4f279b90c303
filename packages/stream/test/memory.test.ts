import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import { Models } from "@anthropic-models/core/Models"
import { ModelStream } from "@anthropic-models/stream"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { lazyModels } from "./support/lazyModels.ts"

setFlagsFromString("--expose-gc")
const collect = runInNewContext("gc") as () => void

const heap = (): number => {
  collect()
  return process.memoryUsage().heapUsed
}

/** Walks through `total` models, and counts some of them. */
const walk = (options: ModelStream.Options, total: number, onLast: () => void) =>
  ModelStream.models(options).pipe(
    Stream.filter((model) => {
      if (model.id === `claude-test-${total}`) onLast()
      return model.id.endsWith("7")
    }),
    Stream.runCount,
    Effect.provideService(Models, lazyModels(total))
  )

/** By default enough pages that their models would take several times the limit. */
const isFull = process.env["FULL"] === "1"

describe("memory", () => {
  it.effect.each([
    { limit: 1000, prefetch: 0, pages: isFull ? 50 : 20 },
    { limit: 20, prefetch: 2, pages: isFull ? 2000 : 500 },
    { limit: 1, prefetch: 0, pages: 5000 }
  ])(
    "grows by a cursor a page over $pages pages of $limit models, with prefetch $prefetch",
    ({ limit, pages, prefetch }) =>
      Effect.gen(function* () {
        yield* walk({ limit, prefetch }, 10 * limit, () => undefined)
        const before = heap()
        let grown = NaN
        const found = yield* walk({ limit, prefetch }, pages * limit, () => {
          grown = heap() - before
        })
        expect(found).toBe((pages * limit) / 10)
        expect(grown).toBeLessThan(1024 * 1024 + pages * 120)
      }),
    60_000
  )
})
