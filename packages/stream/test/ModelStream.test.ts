import * as Cursor from "@anthropic-models/core/Cursor"
import type { ListOptions } from "@anthropic-models/core/Models"
import { RateLimitError } from "@anthropic-models/core/ModelsError"
import { ModelStream } from "@anthropic-models/stream"
import { describe, expect, it } from "@effect/vitest"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { Api, catalogue, idsOf, page } from "./support/Api.ts"

const ids = (options?: ModelStream.Options) => Effect.map(Stream.runCollect(ModelStream.models(options)), idsOf)

describe("models", () => {
  it.effect("asks with the fewest requests from the top, and hands on what it was given for the list", () =>
    Effect.gen(function* () {
      const api = Api.of(catalogue(3))
      yield* api.provide(ids())
      yield* api.provide(ids({ lifecycle: ["retired"], betas: ["context-1m-2025-08-07"], limit: 2 }))
      expect(api.requests).toEqual<ReadonlyArray<ListOptions>>([
        { limit: 1000 },
        { limit: 2, lifecycle: ["retired"], betas: ["context-1m-2025-08-07"] },
        { limit: 2, lifecycle: ["retired"], betas: ["context-1m-2025-08-07"], cursor: Cursor.after("m2") }
      ])
    })
  )

  it.effect.each<{ from: Cursor.Cursor | undefined; ids: ReadonlyArray<string>; requests: number }>([
    { from: undefined, ids: ["m1", "m2", "m3", "m4", "m5", "m6", "m7"], requests: 3 },
    { from: Cursor.after("m3"), ids: ["m4", "m5", "m6", "m7"], requests: 2 },
    { from: Cursor.after("m7"), ids: [], requests: 1 },
    { from: Cursor.before("m5"), ids: ["m4", "m3", "m2", "m1"], requests: 2 },
    { from: Cursor.before("m1"), ids: [], requests: 1 }
  ])("walks steadily away from its cursor: $from", ({ from, ids: expected, requests }) =>
    Effect.gen(function* () {
      const api = Api.of(catalogue(7))
      expect(yield* api.provide(ids({ from, limit: 3 }))).toEqual(expected)
      expect(api.requests).toHaveLength(requests)
    })
  )

  it.effect("hands on one chunk a page", () =>
    Effect.gen(function* () {
      const chunks = yield* Stream.runCollect(Stream.chunks(ModelStream.models({ limit: 3 })))
      expect(Chunk.toReadonlyArray(Chunk.map(chunks, Chunk.size))).toEqual([3, 3, 1])
    }).pipe(Api.of(catalogue(7)).provide)
  )

  it.effect("begins a new walk each time it is run", () =>
    Effect.gen(function* () {
      const api = Api.of(catalogue(5))
      const stream = Stream.runCollect(ModelStream.models({ limit: 2 }))
      const [first, second] = yield* api.provide(Effect.all([stream, stream], { concurrency: 2 }))
      expect(idsOf(first)).toEqual(["m1", "m2", "m3", "m4", "m5"])
      expect(second).toEqual(first)
      expect(api.requests).toHaveLength(6)
    })
  )

  it.effect("fails with the error of the request, after the models before it", () =>
    Effect.gen(function* () {
      const error = new RateLimitError({ detail: "slow down" })
      const api = new Api((_, index) =>
        index === 0 ? Effect.succeed(page(["a", "b"], { more: true })) : Effect.fail(error)
      )
      const seen: Array<string> = []
      const failure = yield* ModelStream.models({ limit: 2 }).pipe(
        Stream.runForEach((model) => Effect.sync(() => seen.push(model.id))),
        Effect.flip,
        api.provide
      )
      expect(failure).toMatchObject({ _tag: "RateLimitError", detail: "slow down" })
      expect(seen).toEqual(["a", "b"])
    })
  )

  it.effect("dies where the request dies", () =>
    Effect.gen(function* () {
      const api = new Api(() => Effect.die("a bug"))
      for (const prefetch of [0, 2]) {
        const exit = yield* Effect.exit(api.provide(ids({ prefetch })))
        expect(exit).toMatchObject({ _tag: "Failure", cause: { _tag: "Die", defect: "a bug" } })
      }
    })
  )
})

describe("pages", () => {
  it.effect("hands each page on as it was sent, also before a cursor, also an empty one", () =>
    Effect.gen(function* () {
      const sent = [page(["d", "e"], { more: true }), page([], { more: true, first: "c" }), page(["a", "b"])] as const
      const api = Api.script(...sent)
      const pages = yield* Stream.runCollect(ModelStream.pages({ from: Cursor.before("f"), limit: 2 })).pipe(
        api.provide
      )
      expect(Chunk.toReadonlyArray(pages)).toEqual(sent)
      expect(api.requests.map(({ cursor }) => cursor?.id)).toEqual(["f", "d", "c"])
    })
  )

  it.effect("hands on one page at a time", () =>
    Effect.gen(function* () {
      const api = Api.of(catalogue(7))
      const pages = yield* ModelStream.pages({ limit: 2 }).pipe(Stream.take(2), Stream.runCollect, api.provide)
      expect(Chunk.toReadonlyArray(pages).flatMap(({ data }) => idsOf(data))).toEqual(["m1", "m2", "m3", "m4"])
      expect(api.requests).toHaveLength(2)
    })
  )
})

describe("parameters", () => {
  it.effect.each<[keyof ModelStream.Options, number]>([
    ...[0, -1, 1001, 2.5, NaN, Infinity, -Infinity].map((value): ["limit", number] => ["limit", value]),
    ...[-1, 0.5, NaN, Infinity, 2 ** 60].map((value): ["prefetch", number] => ["prefetch", value]),
    ...[0, -1, 1.5, NaN, Infinity].map((value): ["maxPages", number] => ["maxPages", value])
  ])("refuses %s: %s before the first request", ([parameter, value]) =>
    Effect.gen(function* () {
      const api = Api.of(catalogue(3))
      for (const run of [
        Stream.runDrain(ModelStream.models({ [parameter]: value })),
        Stream.runDrain(ModelStream.pages({ [parameter]: value }))
      ]) {
        const error = yield* Effect.flip(api.provide(run))
        expect(error).toMatchObject({ _tag: "InvalidParameterError", parameter })
      }
      expect(api.requests).toHaveLength(0)
    })
  )

  it.effect.each([
    "null",
    "7",
    '"claude-opus-4-6"',
    "[]",
    "{}",
    '{"_tag":"After"}',
    '{"_tag":"After","id":""}',
    '{"_tag":"After","id":7}',
    '{"_tag":"after","id":"m1"}',
    '{"_tag":{"toString":null},"id":"m1"}'
  ])("refuses the stored cursor %s before the first request", (stored) =>
    Effect.gen(function* () {
      const api = Api.of(catalogue(3))
      const error = yield* Effect.flip(api.provide(ids({ from: JSON.parse(stored) })))
      expect(error).toMatchObject({ _tag: "InvalidParameterError", parameter: "from" })
      expect(api.requests).toHaveLength(0)
    })
  )

  it.effect("begins at whatever has the properties of a cursor", () =>
    Effect.gen(function* () {
      class Bookmark {
        readonly id = "m1"
        get _tag() {
          return "After" as const
        }
      }
      expect(yield* ids({ from: new Bookmark() })).toEqual(["m2", "m3"])
      expect(yield* ids({ from: { _tag: "Before", id: "m3" } })).toEqual(["m2", "m1"])
    }).pipe(Api.of(catalogue(3)).provide)
  )

  it.effect("says what a parameter must be", () =>
    Effect.gen(function* () {
      const limit = yield* Effect.flip(ids({ limit: 1001 }))
      expect(limit.message).toBe("limit: must be a whole number from 1 to 1000, not 1001")
      const maxPages = yield* Effect.flip(ids({ maxPages: 0.5 }))
      expect(maxPages.message).toBe("maxPages: must be a whole number of at least 1, not 0.5")
    }).pipe(Api.of([]).provide)
  )

  it.effect.each<ModelStream.Options>([
    { limit: 1 },
    { limit: 1000, prefetch: Number.MAX_SAFE_INTEGER, maxPages: 1 },
    { limit: undefined, prefetch: undefined, maxPages: undefined, from: undefined }
  ])("accepts %o", (options) =>
    Effect.gen(function* () {
      expect(yield* ids(options)).toEqual(["m1"])
    }).pipe(Api.of(catalogue(1)).provide)
  )
})
