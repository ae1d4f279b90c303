import * as Effect from "effect/Effect"
import * as FiberRef from "effect/FiberRef"
import * as Metric from "effect/Metric"
import type { Outcome } from "./refresher.ts"

const age = Metric.gauge("anthropic_models.catalog.age", {
  description: "Age of the list of models at its last use, in seconds"
})

const refreshes = Metric.counter("anthropic_models.catalog.refreshes", {
  description: "Refreshes of the list of models",
  incremental: true
})

/** Sets the gauge, with the labels of where the catalog was made. Not an effect, because every look-up calls it. */
export const recordAge: Effect.Effect<(millis: number) => void> = Effect.map(
  FiberRef.get(FiberRef.currentMetricLabels),
  (labels) => (millis) => age.unsafeUpdate(millis / 1_000, labels)
)

/** A span and a count for each refresh. */
export const refresh = <E extends { readonly _tag: string }, R>(
  self: Effect.Effect<Outcome, E, R>
): Effect.Effect<Outcome, E, R> =>
  self.pipe(
    Effect.tapBoth({
      onSuccess: (outcome) => record(outcome, {}),
      onFailure: (error) => record("Failed", { "error.type": error._tag })
    }),
    Effect.withSpan("ModelCatalog.refresh", { root: true, captureStackTrace: false })
  )

const record = (outcome: Outcome | "Failed", attributes: Record<string, string>) =>
  Effect.zipRight(
    Effect.annotateCurrentSpan({ outcome, ...attributes }),
    Metric.increment(Metric.tagged(refreshes, "outcome", outcome))
  )
