import { ModelId, ModelInfo } from "@anthropic-models/core/ModelInfo"
import { ModelPage } from "@anthropic-models/core/ModelPage"
import type { Models } from "@anthropic-models/core/Models"
import { NotFoundError } from "@anthropic-models/core/ModelsError"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"

const idOf = (index: number): string => `claude-test-${index}`

const model = (id: string): ModelInfo =>
  new ModelInfo({ id: ModelId.make(id, true), display_name: id }, { disableValidation: true })

/** So many models, older ones only, of which each page is made when it is asked for, and not kept. */
export const lazyModels = (
  total: number,
  options: { readonly latency?: number } = {}
): Context.Tag.Service<typeof Models> => ({
  list: ({ cursor, limit = 20 } = {}) =>
    Effect.sync(() => {
      const from = cursor === undefined ? 0 : Number(cursor.id.slice("claude-test-".length))
      const to = Math.min(total, from + limit)
      return new ModelPage(
        {
          data: Array.from({ length: to - from }, (_, index) => model(idOf(from + index + 1))),
          last_id: Option.some(idOf(to)),
          has_more: to < total
        },
        { disableValidation: true }
      )
    }).pipe((page) => (options.latency === undefined ? page : Effect.delay(page, options.latency))),
  get: (id) => Effect.fail(new NotFoundError({ detail: id }))
})
