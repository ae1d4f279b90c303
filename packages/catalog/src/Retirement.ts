/**
 * When a model stops working.
 *
 * @since 0.1.0
 */
import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
import * as Data from "effect/Data"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"

/**
 * The stage of a model on its way to retirement.
 *
 * **Details**
 *
 * | case | meaning |
 * | --- | --- |
 * | `Active` | in full use, also where a date of retirement is known |
 * | `Deprecated` | will retire, at a time that the API does not say |
 * | `Retiring` | will retire at `at` |
 * | `Overdue` | should have retired at `at`, and may stop working any day |
 * | `Retired` | requests for it fail |
 * | `Unknown` | the API says no lifecycle, or one that this version does not know |
 *
 * @example
 * ```ts
 * import type * as Retirement from "@anthropic-models/catalog/Retirement"
 *
 * const color = ({ _tag }: Retirement.Retirement): string =>
 *   _tag === "Active" ? "green" : _tag === "Retired" || _tag === "Overdue" ? "red" : "yellow"
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export type Retirement = Data.TaggedEnum<{
  Active: {}
  Deprecated: {}
  Retiring: { readonly at: DateTime.Utc }
  Overdue: { readonly at: DateTime.Utc }
  Retired: {}
  Unknown: {}
}>

/**
 * The constructors, with `$is` and `$match`.
 *
 * @example
 * ```ts
 * import { Retirement } from "@anthropic-models/catalog/Retirement"
 * import * as DateTime from "effect/DateTime"
 *
 * const sentence = Retirement.$match({
 *   Active: () => "in full use",
 *   Deprecated: () => "deprecated",
 *   Retiring: ({ at }) => `retires on ${DateTime.formatIsoDateUtc(at)}`,
 *   Overdue: ({ at }) => `should have retired on ${DateTime.formatIsoDateUtc(at)}`,
 *   Retired: () => "retired",
 *   Unknown: () => "unknown"
 * })
 *
 * sentence(Retirement.Retiring({ at: DateTime.unsafeMake("2026-11-30") })) // "retires on 2026-11-30"
 * ```
 *
 * @since 0.1.0
 * @category constructors
 */
export const Retirement = Data.taggedEnum<Retirement>()

/**
 * The stage of a model at a time.
 *
 * @example
 * ```ts
 * import * as Retirement from "@anthropic-models/catalog/Retirement"
 * import * as Models from "@anthropic-models/core/Models"
 * import * as DateTime from "effect/DateTime"
 * import * as Effect from "effect/Effect"
 *
 * const program = Effect.gen(function*() {
 *   const model = yield* Models.get("claude-opus-4-6")
 *   return Retirement.of(model, yield* DateTime.now)
 * })
 * ```
 *
 * @since 0.1.0
 * @category constructors
 */
export const of = (model: ModelInfo, now: DateTime.Utc): Retirement => {
  switch (Option.getOrUndefined(model.lifecycle)) {
    case "active":
      return Retirement.Active()
    case "deprecated":
      return Option.match(model.retires_at, {
        onNone: () => Retirement.Deprecated(),
        onSome: (at) => (DateTime.lessThan(now, at) ? Retirement.Retiring({ at }) : Retirement.Overdue({ at }))
      })
    case "retired":
      return Retirement.Retired()
    default:
      return Retirement.Unknown()
  }
}

/**
 * Picks the models that will stop working within a time from now: those that are retiring within it, and those that
 * are overdue. Models that have retired are not among them.
 *
 * @example
 * ```ts
 * import * as Retirement from "@anthropic-models/catalog/Retirement"
 * import * as Fixtures from "@anthropic-models/testing/Fixtures"
 * import * as DateTime from "effect/DateTime"
 *
 * const now = DateTime.unsafeMake("2026-11-28")
 * const urgent = Fixtures.catalogue.filter(Retirement.retiringWithin("90 days", now))
 * ```
 *
 * @since 0.1.0
 * @category predicates
 */
export const retiringWithin =
  (duration: Duration.DurationInput, now: DateTime.Utc) =>
  (model: ModelInfo): boolean => {
    const retirement = of(model, now)
    switch (retirement._tag) {
      case "Retiring":
        return DateTime.distance(now, retirement.at) <= Duration.toMillis(duration)
      case "Overdue":
        return true
      default:
        return false
    }
  }
