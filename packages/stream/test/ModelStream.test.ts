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
  it.effect("sends the options of list with every request", () =>
    Effect.gen(function* () {
      const api = Api.of(catalogue(3))
      const options: ListOptions = {
        limit: 2,
        lifecycle: ["retired"],
        betas: ["context-1m-2025-08-07"],
        workspaceId: "wrkspc_1"
      }
      yield* api.provide(ids({ ...options, prefetch: 1, maxPages: 5 }))
      expect(api.requests).toEqual<ReadonlyArray<ListOptions>>([options, { ...options, cursor: Cursor.after("m2") }])
    })
  )

  it.effect.each<{ cursor: Cursor.Cursor | undefined; expected: ReadonlyArray<string>; requests: number }>([
    { cursor: undefined, expected: ["m1", "m2", "m3", "m4", "m5", "m6", "m7"], requests: 3 },
    { cursor: Cursor.after("m3"), expected: ["m4", "m5", "m6", "m7"], requests: 2 },
    { cursor: Cursor.after("m7"), expected: [], requests: 1 },
    { cursor: Cursor.before("m5"), expected: ["m4", "m3", "m2", "m1"], requests: 2 },
    { cursor: Cursor.before("m1"), expected: [], requests: 1 }
  ])("walks away from its cursor: $cursor", ({ cursor, expected, requests }) =>
    Effect.gen(function* () {
      const api = Api.of(catalogue(7))
      expect(yield* api.provide(ids({ cursor, limit: 3 }))).toEqual(expected)
      expect(api.requests).toHaveLength(requests)
    })
  )

  it.effect("emits one chunk per page", () =>
    Effect.gen(function* () {
      for (const prefetch of [0, 2]) {
        const chunks = yield* Stream.runCollect(Stream.chunks(ModelStream.models({ limit: 3, prefetch })))
        expect(Chunk.toReadonlyArray(Chunk.map(chunks, Chunk.size))).toEqual([3, 3, 1])
      }
    }).pipe(Api.of(catalogue(7)).provide)
  )

  it.effect.each<{ cursor: Cursor.Cursor | undefined; expected: ReadonlyArray<string> }>([
    { cursor: undefined, expected: ["a", "b", "c"] },
    { cursor: Cursor.before("z"), expected: ["c", "b", "a"] }
  ])("emits a model that is twice on a page once: $cursor", ({ cursor, expected }) =>
    Effect.gen(function* () {
      const sent = page(["a", "b", "a", "c", "b", "b"])
      const api = Api.script(sent)
      expect(yield* api.provide(ids({ cursor }))).toEqual(expected)
      const pages = yield* api.provide(Stream.runCollect(ModelStream.pages({ cursor })))
      expect(Chunk.toReadonlyArray(pages)).toEqual([sent])
    })
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

  it.effect("fails with the error of a request, after the models before it", () =>
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

  it.effect.each([0, 2])("dies if a request dies, with prefetch %i", (prefetch) =>
    Effect.gen(function* () {
      const exit = yield* Effect.exit(ids({ prefetch }))
      expect(exit).toMatchObject({ _tag: "Failure", cause: { _tag: "Die", defect: "a bug" } })
    }).pipe(new Api(() => Effect.die("a bug")).provide)
  )
})

describe("pages", () => {
  it.effect("emits each page as sent, also before a cursor, also if it is empty", () =>
    Effect.gen(function* () {
      const sent = [page(["d", "e"], { more: true }), page([], { more: true, first: "c" }), page(["a", "b"])] as const
      const api = Api.script(...sent)
      const pages = yield* api.provide(Stream.runCollect(ModelStream.pages({ cursor: Cursor.before("f"), limit: 2 })))
      expect(Chunk.toReadonlyArray(pages)).toEqual(sent)
      expect(api.requests.map(({ cursor }) => cursor?.id)).toEqual(["f", "d", "c"])
    })
  )

  it.effect("requests as many pages as are taken", () =>
    Effect.gen(function* () {
      const api = Api.of(catalogue(7))
      const pages = yield* ModelStream.pages({ limit: 2 }).pipe(Stream.take(2), Stream.runCollect, api.provide)
      expect(Chunk.toReadonlyArray(pages).flatMap(({ data }) => idsOf(data))).toEqual(["m1", "m2", "m3", "m4"])
      expect(api.requests).toHaveLength(2)
    })
  )
})

describe("options", () => {
  const wrong: ReadonlyArray<readonly [string, unknown]> = [
    ...[0, -1, 1001, 2.5, NaN, Infinity, "20", null].map((value) => ["limit", value] as const),
    ...[-1, 0.5, NaN, Infinity, 2 ** 60, "1", null, {}].map((value) => ["prefetch", value] as const),
    ...[0, -1, 1.5, NaN, Infinity, "1", null, []].map((value) => ["maxPages", value] as const),
    ["lifecycle", "active"],
    ["betas", [5]],
    ["workspaceId", "a b"],
    ...[
      null,
      7,
      "claude-opus-4-6",
      [],
      {},
      { _tag: "After" },
      { _tag: "After", id: "" },
      { _tag: "After", id: 7 },
      { _tag: "after", id: "m1" },
      { _tag: { toString: null }, id: "m1" }
    ].map((value) => ["cursor", value] as const)
  ]

  it.effect.each(wrong)("refuses %s: %o before the first request", ([parameter, value]) =>
    Effect.gen(function* () {
      const api = Api.of(catalogue(3))
      const options = { [parameter]: value }
      for (const run of [Stream.runDrain(ModelStream.models(options)), Stream.runDrain(ModelStream.pages(options))]) {
        expect(yield* Effect.flip(api.provide(run))).toMatchObject({ _tag: "InvalidParameterError", parameter })
      }
      expect(api.requests).toHaveLength(0)
    })
  )

  it.effect.each([null, 7, "m1"])("refuses %j in place of options", (value) =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(ids(value as never))
      expect(error).toMatchObject({ _tag: "InvalidParameterError", parameter: "options" })
    }).pipe(Api.of([]).provide)
  )

  it.effect("names the rule and the value in the message", () =>
    Effect.gen(function* () {
      const messageOf = (options: object) => Effect.map(Effect.flip(ids(options)), (error) => error.message)
      expect(yield* messageOf({ limit: 1001 })).toBe("limit: must be a whole number from 1 to 1000, not 1001")
      expect(yield* messageOf({ maxPages: 0.5 })).toBe("maxPages: must be a whole number of at least 1, not 0.5")
      expect(yield* messageOf({ prefetch: "2" })).toBe(
        "prefetch: must be a whole number of at least 0, not a value of type string"
      )
    }).pipe(Api.of([]).provide)
  )

  it.effect("accepts any object with the properties of a cursor", () =>
    Effect.gen(function* () {
      class Bookmark {
        readonly id = "m1"
        get _tag() {
          return "After" as const
        }
      }
      expect(yield* ids({ cursor: new Bookmark() })).toEqual(["m2", "m3"])
      expect(yield* ids({ cursor: { _tag: "Before", id: "m3" } })).toEqual(["m2", "m1"])
    }).pipe(Api.of(catalogue(3)).provide)
  )

  it.effect.each<ModelStream.Options>([
    { limit: 1 },
    { limit: 1000, prefetch: Number.MAX_SAFE_INTEGER, maxPages: 1 },
    { limit: undefined, prefetch: undefined, maxPages: undefined, cursor: undefined }
  ])("accepts %o", (options) =>
    Effect.gen(function* () {
      expect(yield* ids(options)).toEqual(["m1"])
    }).pipe(Api.of(catalogue(1)).provide)
  )
})
