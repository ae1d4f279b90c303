import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"
import * as Order from "effect/Order"

const createdAt = (model: ModelInfo): number =>
  Option.match(model.created_at, { onNone: () => -Infinity, onSome: DateTime.toEpochMillis })

const newestFirst: Order.Order<ModelInfo> = Order.combine(
  Order.mapInput(Order.reverse(Order.number), createdAt),
  Order.mapInput(Order.string, (model: ModelInfo) => model.id)
)

/** The models by id. Of several models with one id, the first counts. */
export const byId = (models: Iterable<ModelInfo>): Map<string, ModelInfo> => {
  const index = new Map<string, ModelInfo>()
  for (const model of models) if (!index.has(model.id)) index.set(model.id, model)
  return index
}

/** Sorts by `created_at`, newest first, then by id. Models without a date come last. */
export const sort = (models: Iterable<ModelInfo>): ReadonlyArray<ModelInfo> => [...models].sort(newestFirst)
