import * as Cursor from "@anthropic-models/core/Cursor"
import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
import { InvalidModel, ModelPage } from "@anthropic-models/core/ModelPage"
import { ModelStream } from "@anthropic-models/stream"
import type { PaginationError } from "@anthropic-models/stream/PaginationError"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as FastCheck from "effect/FastCheck"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { Api, catalogue, cursorOf, idsOf, model, page, pageOf, type Side } from "./support/Api.ts"

/** What a walk emitted, and how it ended. */
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

describe("a list that cannot be walked", () => {
  it.effect.each<{
    name: string
    script: readonly [ModelPage, ...ReadonlyArray<ModelPage>]
    options?: ModelStream.Options
    error: Partial<PaginationError>
    emitted: ReadonlyArray<string>
    message: string
  }>([
    {
      name: "a server that sends the same page again and again",
      script: [page(["a", "b"], { more: true })],
      error: { reason: "RepeatedCursor", cursor: Option.some(Cursor.after("b")), page: 2, emitted: 2 },
      emitted: ["a", "b"],
      message: "RepeatedCursor: page 2 leads back to the page after b (models emitted: 2)"
    },
    {
      name: "a cursor that leads to itself",
      script: [page(["a", "b"], { more: true, last: "x" })],
      options: { from: Cursor.after("x") },
      error: { reason: "RepeatedCursor", cursor: Option.some(Cursor.after("x")), page: 1, emitted: 0 },
      emitted: [],
      message: "RepeatedCursor: page 1 leads back to the page after x (models emitted: 0)"
    },
    {
      name: "a loop over pages without models",
      script: [
        page(["a"], { more: true }),
        page([], { more: true, last: "t1" }),
        page([], { more: true, last: "t2" }),
        page([], { more: true, last: "t1" })
      ],
      error: { reason: "RepeatedCursor", cursor: Option.some(Cursor.after("t1")), page: 4, emitted: 1 },
      emitted: ["a"],
      message: "RepeatedCursor: page 4 leads back to the page after t1 (models emitted: 1)"
    },
    {
      name: "the loop A, B, A, B",
      script: [page(["a", "b"], { more: true }), page(["c", "d"], { more: true }), page(["a", "b"], { more: true })],
      error: { reason: "RepeatedCursor", cursor: Option.some(Cursor.after("b")), page: 3, emitted: 4 },
      emitted: ["a", "b", "c", "d"],
      message: "RepeatedCursor: page 3 leads back to the page after b (models emitted: 4)"
    },
    {
      name: "the loop A, B, A, B before a cursor",
      script: [
        page(["d", "e"], { more: true }),
        page(["b", "c"], { more: true }),
        page(["x"], { more: true, first: "d" })
      ],
      options: { from: Cursor.before("f") },
      error: { reason: "RepeatedCursor", cursor: Option.some(Cursor.before("d")), page: 3, emitted: 4 },
      emitted: ["e", "d", "c", "b"],
      message: "RepeatedCursor: page 3 leads back to the page before d (models emitted: 4)"
    },
    {
      name: "no cursor, no models, and yet more of them",
      script: [page(["a"], { more: true }), page([], { more: true })],
      error: { reason: "MissingCursor", cursor: Option.some(Cursor.after("a")), page: 2, emitted: 1 },
      emitted: ["a"],
      message:
        "MissingCursor: page 2, after a, says that more models follow, and names none to go on from (models emitted: 1)"
    },
    {
      name: "the same on the first page",
      script: [page([], { more: true })],
      error: { reason: "MissingCursor", cursor: Option.none(), page: 1, emitted: 0 },
      emitted: [],
      message:
        "MissingCursor: page 1, at the top of the list, says that more models follow, and names none to go on from (models emitted: 0)"
    },
    {
      name: "a page that begins with the last model of the one before it",
      script: [page(["a", "b"], { more: true }), page(["b", "c"], { more: true })],
      error: {
        reason: "OverlappingPages",
        cursor: Option.some(Cursor.after("b")),
        page: 2,
        emitted: 2,
        modelId: Option.some("b")
      },
      emitted: ["a", "b"],
      message: "OverlappingPages: page 2, after b, holds b, which the walk has passed (models emitted: 2)"
    },
    {
      name: "a page that overlaps in the middle, and is the last one",
      script: [page(["a", "b", "c"], { more: true }), page(["d", "b"])],
      error: { reason: "OverlappingPages", page: 2, emitted: 3, modelId: Option.some("b") },
      emitted: ["a", "b", "c"],
      message: "OverlappingPages: page 2, after c, holds b, which the walk has passed (models emitted: 3)"
    },
    {
      name: "a page that holds the model that it should begin after",
      script: [page(["x", "a"])],
      options: { from: Cursor.after("x") },
      error: { reason: "OverlappingPages", page: 1, emitted: 0, modelId: Option.some("x") },
      emitted: [],
      message: "OverlappingPages: page 1, after x, holds x, which the walk has passed (models emitted: 0)"
    },
    {
      name: "a list that begins again with other bounds of pages",
      script: [
        page(["a", "b", "c"], { more: true }),
        page(["d", "e", "f"], { more: true }),
        page(["g", "a", "b"], { more: true })
      ],
      error: { reason: "OverlappingPages", page: 3, emitted: 6, modelId: Option.some("a") },
      emitted: ["a", "b", "c", "d", "e", "f"],
      message: "OverlappingPages: page 3, after f, holds a, which the walk has passed (models emitted: 6)"
    },
    {
      name: "a page that holds a model which an older page ended with",
      script: [page(["a", "b"], { more: true }), page(["c", "d"], { more: true }), page(["e", "b", "f"])],
      error: { reason: "OverlappingPages", page: 3, emitted: 4, modelId: Option.some("b") },
      emitted: ["a", "b", "c", "d"],
      message: "OverlappingPages: page 3, after d, holds b, which the walk has passed (models emitted: 4)"
    },
    {
      name: "a page that holds a model from the middle of an older page",
      script: [page(["a", "b", "c"], { more: true }), page(["d", "e", "f"], { more: true }), page(["g", "b", "h"])],
      error: { reason: "OverlappingPages", page: 3, emitted: 6, modelId: Option.some("b") },
      emitted: ["a", "b", "c", "d", "e", "f"],
      message: "OverlappingPages: page 3, after f, holds b, which the walk has passed (models emitted: 6)"
    },
    {
      name: "a page that holds a model twice",
      script: [page(["a"], { more: true }), page(["b", "c", "b"])],
      error: { reason: "OverlappingPages", page: 2, emitted: 1, modelId: Option.some("b") },
      emitted: ["a"],
      message: "OverlappingPages: page 2, after a, holds b, which the walk has passed (models emitted: 1)"
    },
    {
      name: "a last_id that names a model within the page, so that the next page overlaps",
      script: [page(["a", "b", "c"], { more: true, last: "a" }), page(["b", "c", "d"])],
      error: { reason: "OverlappingPages", cursor: Option.some(Cursor.after("a")), page: 2, emitted: 3 },
      emitted: ["a", "b", "c"],
      message: "OverlappingPages: page 2, after a, holds b, which the walk has passed (models emitted: 3)"
    }
  ])("$name", ({ emitted, error, message, options, script }) =>
    Effect.gen(function* () {
      for (const prefetch of [0, 3]) {
        const seen = yield* walk(Api.script(...script), { ...options, prefetch })
        expect(seen.emitted).toEqual(emitted)
        expect(seen.end).toEqual(fault({ _tag: "PaginationError", isRetryable: false, ...error }))
        expect(Either.flip(seen.end).pipe(Either.getOrThrow).message).toBe(message)
        expect(seen.requests).toBe(error.page)
      }
    })
  )

  it.effect("more pages than allowed: the one beyond is not asked for", () =>
    Effect.gen(function* () {
      for (const prefetch of [0, 5]) {
        const seen = yield* walk(Api.of(catalogue(7)), { limit: 2, maxPages: 3, prefetch })
        expect(seen.emitted).toEqual(["m1", "m2", "m3", "m4", "m5", "m6"])
        expect(seen.end).toEqual(
          fault({ reason: "TooManyPages", cursor: Option.some(Cursor.after("m6")), page: 4, emitted: 6 })
        )
        expect(Either.flip(seen.end).pipe(Either.getOrThrow).message).toBe(
          "TooManyPages: more models follow after m6, and page 4 was not asked for (models emitted: 6)"
        )
        expect(seen.requests).toBe(3)
      }
    })
  )

  it.effect.each([
    { options: { limit: 2, maxPages: 4 }, take: Infinity },
    { options: { limit: 2, maxPages: 3 }, take: 6 }
  ])("as many pages as allowed are none too many: $options", ({ options, take }) =>
    Effect.gen(function* () {
      const models = yield* ModelStream.models(options).pipe(
        take === Infinity ? (stream) => stream : Stream.take(take),
        Stream.runCollect
      )
      expect(models.length).toBe(Math.min(take, 7))
    }).pipe(Api.of(catalogue(7)).provide)
  )

  it.effect("a loop as long as the trail remembers costs one request too many", () =>
    Effect.gen(function* () {
      const pages = 3000
      const api = new Api((_, index) => Effect.succeed(page([`m${index % pages}`], { more: true })))
      const seen = yield* walk(api, { limit: 1 })
      expect(seen.end).toEqual(fault({ reason: "RepeatedCursor", page: pages + 1, emitted: pages }))
      expect(seen.requests).toBe(pages + 1)
    })
  )

  it.effect("a walk that was stopped by maxPages goes on from the error's cursor", () =>
    Effect.gen(function* () {
      const models = yield* ModelStream.models({ limit: 2, maxPages: 2 }).pipe(
        Stream.catchTag("PaginationError", (error) =>
          ModelStream.models({ from: Option.getOrUndefined(error.cursor), limit: 2 })
        ),
        Stream.runCollect
      )
      expect(idsOf(models)).toEqual(idsOf(catalogue(7)))
    }).pipe(Api.of(catalogue(7)).provide)
  )
})

describe("a list that is told oddly", () => {
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
      { from: Cursor.before("d") },
      ["c", "b", "a"]
    ],
    [
      "with empty pages in between",
      [
        page([], { more: true, last: "t1" }),
        page(["a"], { more: true }),
        page([], { more: true, last: "t2" }),
        page(["b"])
      ],
      {},
      ["a", "b"]
    ],
    ["with an empty page at the end", [page(["a"], { more: true }), page([])], {}, ["a"]],
    [
      "with tokens for ids",
      [
        page(["a", "b"], { more: true, last: "2" }),
        page(["c", "d"], { more: true, last: "3" }),
        page(["e"], { last: "4" })
      ],
      {},
      ["a", "b", "c", "d", "e"]
    ],
    [
      "with cursors that name the model which the next page begins with",
      [page(["a", "b"], { more: true, last: "c" }), page(["c", "d"], { more: true, last: "e" }), page(["e"])],
      {},
      ["a", "b", "c", "d", "e"]
    ]
  ])("is walked to its end: %s", ([, script, options, expected]) =>
    Effect.gen(function* () {
      const seen = yield* walk(Api.script(...script), options)
      expect(seen.end).toEqual(Either.void)
      expect(seen.emitted).toEqual(expected)
      expect(seen.requests).toBe(script.length)
    })
  )

  it.effect("models that could not be decoded do not break the cursors", () =>
    Effect.gen(function* () {
      const api = new Api(({ cursor }) =>
        Effect.succeed(
          cursor === undefined
            ? new ModelPage({
                data: [model("a")],
                invalid: [new InvalidModel({ index: 1, value: { id: "b", max_tokens: "many" }, reason: "max_tokens" })],
                has_more: true
              })
            : page(cursor.id === "b" ? ["c"] : ["b", "c"])
        )
      )
      const seen = yield* walk(api)
      expect(seen.emitted).toEqual(["a", "c"])
      expect(api.requests.map(({ cursor }) => cursor?.id)).toEqual([undefined, "b"])
    })
  )
})

const from = FastCheck.option(
  FastCheck.record({ side: FastCheck.constantFrom<Side>("after", "before"), at: FastCheck.nat(29) }),
  {
    nil: undefined
  }
)

/** Where a walk begins, if there is such a model, and the ids that it must then emit. */
const plan = (models: ReadonlyArray<ModelInfo>, from: { readonly side: Side; readonly at: number } | undefined) => {
  const ids = idsOf(models)
  const id = from === undefined ? undefined : ids[from.at % ids.length]
  if (from === undefined || id === undefined) return { cursor: undefined, expected: ids }
  const at = ids.indexOf(id)
  return {
    cursor: cursorOf(from.side, id),
    expected: from.side === "after" ? ids.slice(at + 1) : ids.slice(0, at).toReversed()
  }
}

const ids = FastCheck.uniqueArray(FastCheck.string({ minLength: 1, maxLength: 6 }), { maxLength: 30 })

describe("never short, never twice, never out of order", () => {
  it.prop(
    "over an honest API: 10,000 catalogues, limits, directions and starts",
    { ids, limit: FastCheck.integer({ min: 1, max: 12 }), from },
    ({ from, ids, limit }) => {
      const models = ids.map(model)
      const { cursor, expected } = plan(models, from)
      const seen = Effect.runSync(walk(Api.of(models), { limit, from: cursor }))
      expect(seen.end).toEqual(Either.void)
      expect(seen.emitted).toEqual(expected)
      expect(seen.requests).toBe(Math.max(1, Math.ceil(expected.length / limit)))
    },
    { fastCheck: { numRuns: 10_000 }, timeout: 60_000 }
  )

  it.prop(
    "down from the top is up from the bottom, reversed",
    { ids, limit: FastCheck.integer({ min: 1, max: 12 }) },
    ({ ids, limit }) => {
      const api = Api.of([...ids, " bottom "].map(model))
      const down = Effect.runSync(walk(api, { limit })).emitted
      const up = Effect.runSync(walk(api, { limit, from: Cursor.before(" bottom ") })).emitted
      expect([...up.toReversed(), " bottom "]).toEqual(down)
    },
    { fastCheck: { numRuns: 500 }, timeout: 60_000 }
  )

  type Mood = "honest" | "without ids" | "empty" | "short" | "forgetful" | "stuck" | "mute" | number
  const mood: FastCheck.Arbitrary<Mood> = FastCheck.oneof(
    { weight: 12, arbitrary: FastCheck.constant("honest" as const) },
    { weight: 4, arbitrary: FastCheck.constantFrom("without ids" as const, "empty" as const, "short" as const) },
    { weight: 1, arbitrary: FastCheck.constantFrom("stuck" as const, "mute" as const, "forgetful" as const) },
    { weight: 1, arbitrary: FastCheck.integer({ min: 1, max: 20 }) }
  )

  /**
   * A server with moods: a number is how many models too early the page begins, and a forgetful one puts a model from
   * before into the page.
   */
  const moody = (
    order: ReadonlyArray<string>,
    { cursor: start, limit, moods }: { cursor: Cursor.Cursor | undefined; limit: number; moods: ReadonlyArray<Mood> }
  ): Api => {
    const places = new Map(order.map((id, index) => [id, index + 1]))
    if (start !== undefined) places.set(start.id, 0)
    return new Api(({ cursor }, index) => {
      const asked = cursor === undefined ? 0 : (places.get(cursor.id) ?? 0)
      const mood = moods[index] ?? "honest"
      if (mood === "mute") return Effect.succeed(page([], { more: true }))
      if (mood === "empty") {
        const token = `token ${index}`
        places.set(token, asked)
        return Effect.succeed(page([], { more: true, first: token, last: token }))
      }
      const early = typeof mood === "number" ? mood : 0
      const at = Math.max(start === undefined ? 0 : -1, asked - early)
      const size = mood === "short" ? Math.ceil(limit / 2) : limit
      const window = (at < 0 && start !== undefined ? [start.id, ...order] : order).slice(
        Math.max(0, at),
        Math.max(0, at) + size
      )
      const old = mood === "forgetful" && asked > 0 ? order[(index * 7) % asked] : undefined
      const slice = old === undefined ? window : [...window.slice(0, -1), old]
      const data = (start?._tag === "Before" ? slice.toReversed() : slice).map(model)
      const more = mood === "stuck" || at + size < order.length
      if (mood === "without ids") return Effect.succeed(pageOf(data, { more, first: null, last: null }))
      return Effect.succeed(
        mood === "stuck" && cursor !== undefined
          ? pageOf(data, { more, first: cursor.id, last: cursor.id })
          : pageOf(data, { more })
      )
    })
  }

  it.prop(
    "over an API with moods: the whole list, or the beginning of it and a failure at the page at fault",
    { ids, limit: FastCheck.integer({ min: 1, max: 12 }), from, moods: FastCheck.array(mood, { maxLength: 12 }) },
    ({ from, ids, limit, moods }) => {
      const { cursor, expected } = plan(ids.map(model), from)
      const seen = Effect.runSync(walk(moody(expected, { cursor, limit, moods }), { limit, from: cursor }))
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
    { fastCheck: { numRuns: 3000 }, timeout: 60_000 }
  )
})
