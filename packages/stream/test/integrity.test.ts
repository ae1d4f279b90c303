import * as Cursor from "@anthropic-models/core/Cursor"
import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
import { InvalidModel, ModelPage } from "@anthropic-models/core/ModelPage"
import { ModelStream } from "@anthropic-models/stream"
import type { PaginationError } from "@anthropic-models/stream/PaginationError"
import { afterEach, describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as FastCheck from "effect/FastCheck"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { Api, catalogue, cursorOf, model, page, pageOf, type Side } from "./support/Api.ts"
import { runs } from "./support/runs.ts"

// The properties below are synchronous. Without a pause, vitest hears nothing for a minute and gives up.
afterEach(() => new Promise(setImmediate))

/** Runs `models` against an API: the ids that it emits, how it ends, and the number of requests. */
const walk = (api: Api, options: ModelStream.Options = {}) =>
  Effect.gen(function* () {
    const emitted: Array<string> = []
    const end = yield* ModelStream.models(options).pipe(
      Stream.runForEach((model) => Effect.sync(() => emitted.push(model.id))),
      Effect.either,
      api.provide
    )
    return { emitted, end, requests: api.requests.length }
  })

const fault = (facts: Partial<PaginationError>) => Either.left(expect.objectContaining(facts) as unknown)

const messageOf = (end: Either.Either<void, Error>) => Either.getOrThrow(Either.flip(end)).message

describe("pages that do not form a list", () => {
  interface Case {
    script: readonly [ModelPage, ...ReadonlyArray<ModelPage>]
    options?: ModelStream.Options
    error: Partial<PaginationError>
    emitted: ReadonlyArray<string>
    message: string
  }
  it.effect.each<[string, Case]>([
    [
      "the same page again and again",
      {
        script: [page(["a", "b"], { more: true })],
        error: { reason: "RepeatedCursor", cursor: Option.some(Cursor.after("b")), page: 2, emitted: 2 },
        emitted: ["a", "b"],
        message:
          "RepeatedCursor: page 2 leads back to the models after b, which were read before (models emitted before: 2)"
      }
    ],
    [
      "the same page again and again, without ids",
      {
        script: [page(["a", "b"], { more: true, first: null, last: null })],
        error: { reason: "RepeatedCursor", cursor: Option.some(Cursor.after("b")), page: 2, emitted: 2 },
        emitted: ["a", "b"],
        message:
          "RepeatedCursor: page 2 leads back to the models after b, which were read before (models emitted before: 2)"
      }
    ],
    [
      "the same page again, which then says that it is the last one",
      {
        script: [page(["a", "b"], { more: true }), page(["a", "b"])],
        error: { reason: "OverlappingPages", page: 2, emitted: 2, modelId: Option.some("a") },
        emitted: ["a", "b"],
        message: "OverlappingPages: page 2, after b, repeats a (models emitted before: 2)"
      }
    ],
    [
      "the same models with a new cursor each time",
      {
        script: [page(["a", "b"], { more: true, last: "t1" }), page(["a", "b"], { more: true, last: "t2" })],
        error: { reason: "OverlappingPages", cursor: Option.some(Cursor.after("t1")), page: 2, emitted: 2 },
        emitted: ["a", "b"],
        message: "OverlappingPages: page 2, after t1, repeats a (models emitted before: 2)"
      }
    ],
    [
      "a cursor that leads to itself",
      {
        script: [page(["a", "b"], { more: true, last: "x" })],
        options: { cursor: Cursor.after("x") },
        error: { reason: "RepeatedCursor", cursor: Option.some(Cursor.after("x")), page: 1, emitted: 0 },
        emitted: [],
        message:
          "RepeatedCursor: page 1 leads back to the models after x, which were read before (models emitted before: 0)"
      }
    ],
    [
      "a loop of empty pages",
      {
        script: [
          page(["a"], { more: true }),
          page([], { more: true, last: "t1" }),
          page([], { more: true, last: "t2" }),
          page([], { more: true, last: "t1" })
        ],
        error: { reason: "RepeatedCursor", cursor: Option.some(Cursor.after("t1")), page: 4, emitted: 1 },
        emitted: ["a"],
        message:
          "RepeatedCursor: page 4 leads back to the models after t1, which were read before (models emitted before: 1)"
      }
    ],
    [
      "the loop A, B, A, B",
      {
        script: [page(["a", "b"], { more: true }), page(["c", "d"], { more: true }), page(["a", "b"], { more: true })],
        error: { reason: "RepeatedCursor", cursor: Option.some(Cursor.after("b")), page: 3, emitted: 4 },
        emitted: ["a", "b", "c", "d"],
        message:
          "RepeatedCursor: page 3 leads back to the models after b, which were read before (models emitted before: 4)"
      }
    ],
    [
      "the loop A, B, A, B before a cursor",
      {
        script: [
          page(["d", "e"], { more: true }),
          page(["b", "c"], { more: true }),
          page(["x"], { more: true, first: "d" })
        ],
        options: { cursor: Cursor.before("f") },
        error: { reason: "RepeatedCursor", cursor: Option.some(Cursor.before("d")), page: 3, emitted: 4 },
        emitted: ["e", "d", "c", "b"],
        message:
          "RepeatedCursor: page 3 leads back to the models before d, which were read before (models emitted before: 4)"
      }
    ],
    [
      "no cursor, no models, and has_more",
      {
        script: [page(["a"], { more: true }), page([], { more: true })],
        error: { reason: "MissingCursor", cursor: Option.some(Cursor.after("a")), page: 2, emitted: 1 },
        emitted: ["a"],
        message:
          "MissingCursor: has_more is true on page 2, after a, but there is no id to continue from (models emitted before: 1)"
      }
    ],
    [
      "the same on the first page",
      {
        script: [page([], { more: true })],
        error: { reason: "MissingCursor", cursor: Option.none(), page: 1, emitted: 0 },
        emitted: [],
        message:
          "MissingCursor: has_more is true on page 1, at the beginning of the list, but there is no id to continue from (models emitted before: 0)"
      }
    ],
    [
      "a page that begins with the last model of the page before it",
      {
        script: [page(["a", "b"], { more: true }), page(["b", "c"], { more: true })],
        error: {
          reason: "OverlappingPages",
          cursor: Option.some(Cursor.after("b")),
          page: 2,
          emitted: 2,
          modelId: Option.some("b")
        },
        emitted: ["a", "b"],
        message: "OverlappingPages: page 2, after b, repeats b (models emitted before: 2)"
      }
    ],
    [
      "a last page that repeats a model from the middle of the page before it",
      {
        script: [page(["a", "b", "c"], { more: true }), page(["d", "b"])],
        error: { reason: "OverlappingPages", page: 2, emitted: 3, modelId: Option.some("b") },
        emitted: ["a", "b", "c"],
        message: "OverlappingPages: page 2, after c, repeats b (models emitted before: 3)"
      }
    ],
    [
      "a page that holds the model of the start cursor",
      {
        script: [page(["x", "a"])],
        options: { cursor: Cursor.after("x") },
        error: { reason: "OverlappingPages", page: 1, emitted: 0, modelId: Option.some("x") },
        emitted: [],
        message: "OverlappingPages: page 1, after x, repeats x (models emitted before: 0)"
      }
    ],
    [
      "a list that begins again with other page bounds",
      {
        script: [
          page(["a", "b", "c"], { more: true }),
          page(["d", "e", "f"], { more: true }),
          page(["g", "a", "b"], { more: true })
        ],
        error: { reason: "OverlappingPages", page: 3, emitted: 6, modelId: Option.some("a") },
        emitted: ["a", "b", "c", "d", "e", "f"],
        message: "OverlappingPages: page 3, after f, repeats a (models emitted before: 6)"
      }
    ],
    [
      "a page that repeats the last model of an older page",
      {
        script: [page(["a", "b"], { more: true }), page(["c", "d"], { more: true }), page(["e", "b", "f"])],
        error: { reason: "OverlappingPages", page: 3, emitted: 4, modelId: Option.some("b") },
        emitted: ["a", "b", "c", "d"],
        message: "OverlappingPages: page 3, after d, repeats b (models emitted before: 4)"
      }
    ],
    [
      "a last_id that names a model in the middle of its page",
      {
        script: [page(["a", "b", "c"], { more: true, last: "a" }), page(["b", "c", "d"])],
        error: { reason: "OverlappingPages", cursor: Option.some(Cursor.after("a")), page: 2, emitted: 3 },
        emitted: ["a", "b", "c"],
        message: "OverlappingPages: page 2, after a, repeats b (models emitted before: 3)"
      }
    ],
    [
      "ids with control characters",
      {
        script: [page(["a\u001B[31m\nb"], { more: true })],
        error: { reason: "RepeatedCursor", cursor: Option.none(), page: 2, emitted: 1 },
        emitted: ["a\u001B[31m\nb"],
        message:
          "RepeatedCursor: page 2 leads back to the models after an id that cannot be printed, which were read before (models emitted before: 1)"
      }
    ]
  ])("fail: %s", ([, { emitted, error, message, options, script }]) =>
    Effect.gen(function* () {
      for (const prefetch of [0, 3]) {
        const seen = yield* walk(Api.script(...script), { ...options, prefetch })
        expect(seen.emitted).toEqual(emitted)
        expect(seen.end).toEqual(fault({ _tag: "PaginationError", isRetryable: false, ...error }))
        expect(messageOf(seen.end)).toBe(message)
        expect(seen.requests).toBe(error.page)
      }
    })
  )

  it.effect("fail after maxPages, without a request for the next page", () =>
    Effect.gen(function* () {
      for (const prefetch of [0, 5]) {
        const seen = yield* walk(Api.of(catalogue(7)), { limit: 2, maxPages: 3, prefetch })
        expect(seen.emitted).toEqual(["m1", "m2", "m3", "m4", "m5", "m6"])
        expect(seen.end).toEqual(
          fault({ reason: "TooManyPages", cursor: Option.some(Cursor.after("m6")), page: 4, emitted: 6 })
        )
        expect(messageOf(seen.end)).toBe(
          "TooManyPages: more models follow after m6, but page 4 is beyond the limit; continue from the error's cursor if the list is that long (models emitted before: 6)"
        )
        expect(seen.requests).toBe(3)
      }
    })
  )

  it.effect.each([
    { options: { limit: 2, maxPages: 4 }, take: 10 },
    { options: { limit: 2, maxPages: 3 }, take: 6 }
  ])("do not fail within maxPages: $options, take $take", ({ options, take }) =>
    Effect.gen(function* () {
      const models = yield* ModelStream.models(options).pipe(Stream.take(take), Stream.runCollect)
      expect(models.length).toBe(Math.min(take, 7))
    }).pipe(Api.of(catalogue(7)).provide)
  )
})

describe("unusual pages", () => {
  it.effect.each<
    [string, readonly [ModelPage, ...ReadonlyArray<ModelPage>], ModelStream.Options, ReadonlyArray<string>]
  >([
    [
      "without ids",
      [page(["a", "b"], { more: true, first: null, last: null }), page(["c"], { first: null, last: null })],
      {},
      ["a", "b", "c"]
    ],
    [
      "without ids, before a cursor",
      [page(["b", "c"], { more: true, first: null, last: null }), page(["a"], { first: null, last: null })],
      { cursor: Cursor.before("d") },
      ["c", "b", "a"]
    ],
    [
      "empty ones in between",
      [
        page([], { more: true, last: "t1" }),
        page(["a"], { more: true }),
        page([], { more: true, last: "t2" }),
        page(["b"])
      ],
      {},
      ["a", "b"]
    ],
    ["an empty one at the end", [page(["a"], { more: true }), page([])], {}, ["a"]],
    [
      "tokens as ids",
      [
        page(["a", "b"], { more: true, last: "2" }),
        page(["c", "d"], { more: true, last: "3" }),
        page(["e"], { last: "4" })
      ],
      {},
      ["a", "b", "c", "d", "e"]
    ],
    [
      "cursors that name the model which the next page begins with",
      [page(["a", "b"], { more: true, last: "c" }), page(["c", "d"], { more: true, last: "e" }), page(["e"])],
      {},
      ["a", "b", "c", "d", "e"]
    ],
    [
      "a model that is twice on a page",
      [page(["a", "b", "a"], { more: true, last: "b" }), page(["c", "c"])],
      {},
      ["a", "b", "c"]
    ],
    ["pages of one model", [page(["a"], { more: true }), page(["b"], { more: true }), page(["c"])], {}, ["a", "b", "c"]]
  ])("are followed to the end: %s", ([, script, options, expected]) =>
    Effect.gen(function* () {
      const seen = yield* walk(Api.script(...script), options)
      expect(seen.end).toEqual(Either.void)
      expect(seen.emitted).toEqual(expected)
      expect(seen.requests).toBe(script.length)
    })
  )

  it.effect("continue from the id of an invalid entry", () =>
    Effect.gen(function* () {
      const invalid = new InvalidModel({ index: 1, value: { id: "b", type: 7 }, reason: "unreadable" })
      const api = Api.script(new ModelPage({ data: [model("a")], invalid: [invalid], has_more: true }), page(["c"]))
      const seen = yield* walk(api)
      expect(seen.emitted).toEqual(["a", "c"])
      expect(api.requests.map(({ cursor }) => cursor?.id)).toEqual([undefined, "b"])
    })
  )
})

const start = FastCheck.option(
  FastCheck.record({ side: FastCheck.constantFrom<Side>("after", "before"), at: FastCheck.nat(29) }),
  { nil: undefined }
)

/** The cursor of a start, if there is such a model, and the ids that the walk must emit. */
const plan = (ids: ReadonlyArray<string>, start: { readonly side: Side; readonly at: number } | undefined) => {
  const id = start === undefined ? undefined : ids[start.at % ids.length]
  if (start === undefined || id === undefined) return { cursor: undefined, expected: ids }
  const at = ids.indexOf(id)
  return {
    cursor: cursorOf(start.side, id),
    expected: start.side === "after" ? ids.slice(at + 1) : ids.slice(0, at).toReversed()
  }
}

const ids = FastCheck.uniqueArray(FastCheck.string({ minLength: 1, maxLength: 6 }), { maxLength: 30 })
const limit = FastCheck.integer({ min: 1, max: 12 })

describe("every model exactly once", () => {
  it.prop(
    "for any list, limit, direction and start",
    { ids, limit, start },
    ({ ids, limit, start }) => {
      const { cursor, expected } = plan(ids, start)
      const seen = Effect.runSync(walk(Api.of(ids.map(model)), { limit, cursor }))
      expect(seen.end).toEqual(Either.void)
      expect(seen.emitted).toEqual(expected)
      expect(seen.requests).toBe(Math.max(1, Math.ceil(expected.length / limit)))
    },
    runs(100, 3000)
  )

  it.prop(
    "the same list in both directions, one reversed",
    { ids, limit },
    ({ ids, limit }) => {
      const api = Api.of([...ids, " bottom "].map(model))
      const down = Effect.runSync(walk(api, { limit })).emitted
      const up = Effect.runSync(walk(api, { limit, cursor: Cursor.before(" bottom ") })).emitted
      expect([...up.toReversed(), " bottom "]).toEqual(down)
    },
    runs(50, 2000)
  )
})

describe("bad servers", () => {
  type Cursors = "named" | "without ids" | "new tokens"

  /** Sends the pages one after the other, and then those from `tail` on again and again. */
  const looping = (pages: ReadonlyArray<ReadonlyArray<string>>, tail: number, cursors: Cursors, side: Side): Api =>
    new Api((_, index) => {
      const at = index < pages.length ? index : tail + ((index - tail) % (pages.length - tail))
      const ids = pages[at] ?? []
      const token = { named: undefined, "without ids": null, "new tokens": `token ${index}` }[cursors]
      const options = token === undefined ? { more: true } : { more: true, first: token, last: token }
      return Effect.succeed(page(side === "after" ? ids : ids.toReversed(), options))
    })

  it.prop(
    "that repeat pages cost one request too many, whatever their cursors",
    {
      sizes: FastCheck.array(FastCheck.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 12 }),
      tail: FastCheck.nat(11),
      cursors: FastCheck.constantFrom<Cursors>("named", "without ids", "new tokens"),
      side: FastCheck.constantFrom<Side>("after", "before")
    },
    ({ cursors, side, sizes, tail }) => {
      const pages = sizes.map((size, at) => Array.from({ length: size }, (_, index) => `m${at}.${index}`))
      const api = looping(pages, tail % pages.length, cursors, side)
      const seen = Effect.runSync(walk(api, { cursor: cursorOf(side, "start") }))
      expect(seen.emitted).toEqual(pages.flat())
      expect(seen.end).toMatchObject({ left: { _tag: "PaginationError", page: pages.length + 1 } })
      expect(seen.requests).toBe(pages.length + 1)
    },
    runs(70, 2000)
  )

  type Mood = "honest" | "without ids" | "empty" | "short" | "twice" | "mixed up" | "stuck" | "mute" | number
  const mood: FastCheck.Arbitrary<Mood> = FastCheck.oneof(
    { weight: 12, arbitrary: FastCheck.constant("honest" as const) },
    { weight: 4, arbitrary: FastCheck.constantFrom<Mood>("without ids", "empty", "short", "twice") },
    { weight: 1, arbitrary: FastCheck.constantFrom<Mood>("stuck", "mute", "mixed up") },
    { weight: 1, arbitrary: FastCheck.integer({ min: 1, max: 20 }) }
  )

  /**
   * A server that answers each request in another mood. A number begins the page that many models too early. `mixed up`
   * puts a model that was sent before into the page.
   */
  const moody = (
    order: ReadonlyArray<string>,
    { cursor: start, limit, moods }: { cursor: Cursor.Cursor | undefined; limit: number; moods: ReadonlyArray<Mood> }
  ): Api => {
    const places = new Map(order.map((id, index) => [id, index + 1]))
    if (start !== undefined) places.set(start.id, 0)
    const sent: Array<ModelInfo> = []
    const send = (data: ReadonlyArray<ModelInfo>, options: { more: boolean; id?: string | null }) => {
      const ids = options.id === undefined ? {} : { first: options.id, last: options.id }
      return Effect.succeed(pageOf(start?._tag === "Before" ? data.toReversed() : data, { more: options.more, ...ids }))
    }
    return new Api(({ cursor }, index) => {
      const asked = cursor === undefined ? 0 : (places.get(cursor.id) ?? 0)
      const mood = moods[index] ?? "honest"
      if (mood === "mute") return send([], { more: true })
      if (mood === "empty") {
        places.set(`token ${index}`, asked)
        return send([], { more: true, id: `token ${index}` })
      }
      const early = asked - (typeof mood === "number" ? mood : 0)
      const at = Math.max(start === undefined ? 0 : -1, early)
      const size = mood === "short" ? Math.ceil(limit / 2) : limit
      const window = (at < 0 && start !== undefined ? [start.id, ...order] : order).slice(
        Math.max(0, at),
        Math.max(0, at) + size
      )
      const last = sent.at(-1)
      const data = window.map(model)
      const more = mood === "stuck" || at + size < order.length
      if (mood === "mixed up" && last !== undefined) return send([last, ...data], { more, id: `token ${index}` })
      sent.push(...data)
      if (mood === "twice") return send([...data.slice(0, -1), ...data], { more })
      if (mood === "without ids") return send(data, { more, id: null })
      return mood === "stuck" && cursor !== undefined ? send(data, { more, id: cursor.id }) : send(data, { more })
    })
  }

  it.prop(
    "get the whole list, or its beginning and an error for the page that is wrong",
    { ids, limit, start, moods: FastCheck.array(mood, { maxLength: 12 }) },
    ({ ids, limit, moods, start }) => {
      const { cursor, expected } = plan(ids, start)
      const seen = Effect.runSync(walk(moody(expected, { cursor, limit, moods }), { limit, cursor }))
      expect(seen.emitted).toEqual(expected.slice(0, seen.emitted.length))
      if (Either.isRight(seen.end)) {
        expect(seen.emitted).toEqual(expected)
      } else {
        expect(seen.end.left).toMatchObject({
          _tag: "PaginationError",
          page: seen.requests,
          emitted: seen.emitted.length
        })
        expect(moods[seen.requests - 1] ?? "honest").not.toBe("honest")
      }
    },
    runs(100, 3000)
  )
})
