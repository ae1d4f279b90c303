import { ModelPage } from "@anthropic-models/core/ModelPage"
import type { Service } from "@anthropic-models/core/Models"
import { NotFoundError } from "@anthropic-models/core/ModelsError"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

const read = Schema.decodeUnknownSync(ModelPage)

const idOf = (index: number): string => `claude-test-${index}`

/** Serves `total` models toward older ones. Makes each page when it is requested, and does not keep it. */
export const lazyModels = (total: number): Service => ({
  list: ({ cursor, limit = 20 } = {}) =>
    Effect.sync(() => {
      const from = cursor === undefined ? 0 : Number(cursor.id.slice("claude-test-".length))
      const to = Math.min(total, from + limit)
      return read({
        data: Array.from({ length: to - from }, (_, index) => ({ id: idOf(from + index + 1) })),
        last_id: idOf(to),
        has_more: to < total
      })
    }),
  get: (id) => Effect.fail(new NotFoundError({ detail: id }))
})
