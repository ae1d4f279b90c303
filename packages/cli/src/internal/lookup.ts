import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
import * as Models from "@anthropic-models/core/Models"
import type { ModelsError } from "@anthropic-models/core/ModelsError"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"

/** The model with an id or an alias. None where the source knows no such name. */
export const find = (name: string): Effect.Effect<Option.Option<ModelInfo>, ModelsError, Models.Models> =>
  Models.get(name).pipe(
    Effect.asSome,
    Effect.catchTag("NotFoundError", () => Effect.succeedNone)
  )

/** The newest active model of the same line, if it is another one. The list is newest first. */
export const newestOfLine = (model: ModelInfo, models: ReadonlyArray<ModelInfo>): Option.Option<ModelInfo> =>
  Option.flatMap(model.line, (line) =>
    Option.fromNullable(
      models.find((other) => Option.contains(other.line, line) && Option.contains(other.lifecycle, "active"))
    )
  ).pipe(Option.filter((newest) => newest.id !== model.id))
