import * as Cursor from "@anthropic-models/core/Cursor"
import { ModelStream } from "@anthropic-models/stream"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import * as TestModels from "@anthropic-models/testing/TestModels"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as FastCheck from "effect/FastCheck"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { Api, catalogue, cursorOf, idsOf, type Side } from "./support/Api.ts"
import { runs } from "./support/runs.ts"

const Stored = Schema.parseJson(Cursor.Cursor)

/** Keeps models until it fails. Returns the cursor that it stored with the last one. */
const keep = (
  kept: Array<string>,
  cursor: Cursor.Cursor,
  options: { readonly limit: number; readonly failAfter: number }
) =>
  Effect.gen(function* () {
    let stored = Schema.encodeSync(Stored)(cursor)
    let left = options.failAfter
    const toward = cursor._tag === "After" ? Cursor.after : Cursor.before
    const done = yield* ModelStream.models({ cursor, limit: options.limit }).pipe(
      Stream.runForEach((model) => {
        if (left-- === 0) return Effect.fail("disk full" as const)
        kept.push(model.id)
        stored = Schema.encodeSync(Stored)(toward(model.id))
        return Effect.void
      }),
      Effect.as(true),
      Effect.catchIf(
        (error) => error === "disk full",
        () => Effect.succeed(false)
      )
    )
    return { done, cursor: Schema.decodeSync(Stored)(stored) }
  })

describe("resume", () => {
  it.prop(
    "a consumer that fails at any point, again and again, keeps every model once",
    {
      total: FastCheck.integer({ min: 1, max: 30 }),
      limit: FastCheck.integer({ min: 1, max: 8 }),
      failAfter: FastCheck.integer({ min: 1, max: 12 }),
      side: FastCheck.constantFrom<Side>("after", "before")
    },
    ({ failAfter, limit, side, total }) => {
      const models = catalogue(total)
      const edge = side === "after" ? 1 : total
      const expected = idsOf(side === "after" ? models.slice(1) : models.slice(0, -1).toReversed())
      const kept: Array<string> = []
      const run = Effect.iterate(
        { done: false, cursor: cursorOf(side, `m${edge}`) },
        { while: ({ done }) => !done, body: ({ cursor }) => keep(kept, cursor, { limit, failAfter }) }
      )
      Effect.runSync(Api.of(models).provide(run))
      expect(kept).toEqual(expected)
    },
    runs(50, 300)
  )

  it.effect("from every model, in both directions, gives exactly the rest", () =>
    Effect.gen(function* () {
      const ids = idsOf(yield* Stream.runCollect(ModelStream.models()))
      expect(ids).toHaveLength(45)
      for (const [at, id] of ids.entries()) {
        const older = yield* Stream.runCollect(ModelStream.models({ cursor: Cursor.after(id), limit: 10 }))
        const newer = yield* Stream.runCollect(ModelStream.models({ cursor: Cursor.before(id), limit: 10 }))
        expect([...idsOf(newer).toReversed(), id, ...idsOf(older)]).toEqual(ids)
        expect(older.length).toBe(ids.length - at - 1)
      }
    }).pipe(Effect.provide(TestModels.layer({ models: Fixtures.models(45) })))
  )

  it.effect("from the cursor of an error for too many pages", () =>
    Effect.gen(function* () {
      const models = yield* ModelStream.models({ limit: 2, maxPages: 2 }).pipe(
        Stream.catchTag("PaginationError", (error) =>
          ModelStream.models({ cursor: Option.getOrUndefined(error.cursor), limit: 2 })
        ),
        Stream.runCollect
      )
      expect(idsOf(models)).toEqual(idsOf(catalogue(7)))
    }).pipe(Api.of(catalogue(7)).provide)
  )
})
