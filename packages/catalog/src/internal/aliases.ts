import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
import { printable, type ModelsError, NotFoundError } from "@anthropic-models/core/ModelsError"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type * as Scope from "effect/Scope"
import * as SingleFlight from "./singleFlight.ts"
import type { Held } from "./state.ts"
import { suggest } from "./suggest.ts"

/** The number of ids to remember with a list. The oldest is forgotten first. */
const maxRemembered = 1_000

type Answer = Either.Either<ModelInfo, NotFoundError>

/** Finds ids that are not in the list: asks once for each, and remembers the answer as long as the list is held. */
export const make = (
  ask: (id: string) => Effect.Effect<ModelInfo, ModelsError>
): Effect.Effect<(id: string, held: Held) => Effect.Effect<ModelInfo, ModelsError>, never, Scope.Scope> =>
  Effect.map(SingleFlight.make<ModelInfo, ModelsError>(), (start) => {
    let answers = new Map<string, Answer>()
    let answersFor: Held["index"] | undefined

    const remember = (id: string, index: Held["index"], answer: Answer) =>
      Effect.sync(() => {
        if (index !== answersFor) return
        const oldest = answers.size < maxRemembered ? undefined : answers.keys().next().value
        if (oldest !== undefined) answers.delete(oldest)
        answers.set(id, answer)
      })

    return (id, { index }) =>
      Effect.suspend((): Effect.Effect<ModelInfo, ModelsError> => {
        if (index !== answersFor) {
          answers = new Map()
          answersFor = index
        }
        const known = answers.get(id)
        if (known !== undefined) return known
        const flight = start(
          id,
          ask(id).pipe(
            Effect.catchTag("NotFoundError", (error) => Effect.fail(withSuggestions(error, id, index.keys()))),
            Effect.tapBoth({
              onSuccess: (model) => remember(id, index, Either.right(model)),
              onFailure: (error) =>
                error._tag === "NotFoundError" ? remember(id, index, Either.left(error)) : Effect.void
            })
          )
        )
        return SingleFlight.wait(flight)
      })
  })

const withSuggestions = (error: NotFoundError, id: string, ids: Iterable<string>): NotFoundError => {
  const near = suggest(id, ids)
  if (near.length === 0) return error
  const hint = `did you mean ${near.map((id) => printable(id, 100)).join(" or ")}?`
  const detail = error.detail === "" ? hint : `${error.detail} (${hint})`
  return new NotFoundError(Object.assign({}, error, { detail }))
}
