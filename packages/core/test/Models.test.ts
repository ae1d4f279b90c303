import * as Cursor from "@anthropic-models/core/Cursor"
import { ModelInfo } from "@anthropic-models/core/ModelInfo"
import { ModelPage } from "@anthropic-models/core/ModelPage"
import * as Models from "@anthropic-models/core/Models"
import { NotFoundError } from "@anthropic-models/core/ModelsError"
import { expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

it.effect("the accessors ask the service of the context", () => {
  const calls: Array<unknown> = []
  const model = Schema.decodeUnknownSync(ModelInfo)({ id: "claude" })
  return Effect.gen(function* () {
    const page = yield* Models.list({ limit: 5, cursor: Cursor.after("claude") })
    expect(page.data).toEqual([])
    expect(yield* Models.get("claude", { betas: ["a-beta"] })).toBe(model)
    expect(yield* Effect.flip(Models.get("gone"))).toBeInstanceOf(NotFoundError)
    expect(calls).toEqual([
      { limit: 5, cursor: Cursor.after("claude") },
      ["claude", { betas: ["a-beta"] }],
      ["gone", undefined]
    ])
  }).pipe(
    Effect.provideService(Models.Models, {
      list: (options) =>
        Effect.sync(() => {
          calls.push(options)
          return new ModelPage({ data: [] })
        }),
      get: (id, options) =>
        Effect.suspend(() => {
          calls.push([id, options])
          return id === "claude" ? Effect.succeed(model) : Effect.fail(new NotFoundError({ detail: `model: ${id}` }))
        })
    })
  )
})
