import * as Cursor from "@anthropic-models/core/Cursor"
import type { ModelPage } from "@anthropic-models/core/ModelPage"
import { Models } from "@anthropic-models/core/Models"
import { FakeAnthropic, layerClient } from "@anthropic-models/testing/FakeAnthropic"
import * as FakeAnthropicNode from "@anthropic-models/testing/FakeAnthropicNode"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
/** The whole contract against the fake of the API, over real sockets and in process. */
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as ModelsHttp from "../src/ModelsHttp.ts"
import { clients, names } from "./clients.ts"

const models = Fixtures.models(45)
const ids = models.map(({ id }) => id)
const options = { models, apiKey: "sk-fake" }

const walk = (cursorOf: (id: string) => Cursor.Cursor, start?: Cursor.Cursor) =>
  Effect.gen(function* () {
    const { list } = yield* Models
    const pages: Array<ReadonlyArray<string>> = []
    let cursor = start
    for (let more = true; more;) {
      const page = yield* list({ limit: 20, cursor })
      pages.push(page.data.map(({ id }) => id))
      const next = cursorOf("")._tag === "After" ? page.last_id : page.first_id
      cursor = Option.getOrUndefined(Option.map(next, cursorOf))
      more = page.has_more
    }
    return pages
  })

const live = {
  ...Object.fromEntries(
    names.map((name) => [
      name,
      Layer.unwrapEffect(
        Effect.map(FakeAnthropic, ({ baseUrl }) =>
          ModelsHttp.layer({ apiKey: Redacted.make("sk-fake"), baseUrl }).pipe(Layer.provide(clients[name]))
        )
      ).pipe(Layer.provideMerge(FakeAnthropicNode.layer(options)))
    ])
  ),
  "no sockets": ModelsHttp.layer({ apiKey: Redacted.make("sk-fake") }).pipe(Layer.provideMerge(layerClient(options)))
}

describe.each(Object.entries(live))("over %s", (_, layer) => {
  it.live("holds capabilities that come again once", () =>
    Effect.gen(function* () {
      const { list } = yield* Models
      const [first, , third, fourth] = yield* Effect.replicateEffect(list(), 4)
      const capabilities = (page: ModelPage | undefined) =>
        page?.data.map((model) => Option.getOrUndefined(model.capabilities)) ?? []
      expect(capabilities(third).length).toBe(20)
      expect(capabilities(third)).toEqual(capabilities(first))
      for (const [index, shared] of capabilities(third).entries()) expect(capabilities(fourth)[index]).toBe(shared)
    }).pipe(Effect.provide(layer))
  )

  it.live("lists every model, in either direction", () =>
    Effect.gen(function* () {
      const older = yield* walk(Cursor.after)
      expect(older.map((page) => page.length)).toEqual([20, 20, 5])
      expect(older.flat()).toEqual(ids)
      const newer = yield* walk(Cursor.before, Cursor.before(ids[44] ?? ""))
      expect(newer.toReversed().flat()).toEqual(ids.slice(0, 44))
      const { requests } = yield* FakeAnthropic
      expect((yield* requests).length).toBe(6)
    }).pipe(Effect.provide(layer))
  )

  it.live("gets one model, and knows that there is no other", () =>
    Effect.gen(function* () {
      const { get } = yield* Models
      expect((yield* get(ids[3] ?? "")).id).toBe(ids[3])
      const error = yield* Effect.flip(get("claude-none"))
      expect(error).toMatchObject({ _tag: "NotFoundError", status: 404, attempts: 1 })
      expect("requestId" in error && Option.isSome(error.requestId)).toBe(true)
    }).pipe(Effect.provide(layer))
  )
})
