import * as Retirement from "@anthropic-models/catalog/Retirement"
import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"
import type { Style } from "./style.ts"
import { count, formatDay } from "./units.ts"

export const unknown = "-"

/** `active`, `deprecated, retires 30 Nov 2026 (2 days)`, `retired 21 Jul 2025`. */
export const describe = (model: ModelInfo, now: DateTime.Utc): string =>
  Retirement.Retirement.$match(Retirement.of(model, now), {
    Active: () => "active",
    Deprecated: () => "deprecated",
    Retiring: ({ at }) => `deprecated, retires ${formatDay(at)} (${inDays(now, at)})`,
    Overdue: ({ at }) => `deprecated, overdue since ${formatDay(at)}`,
    Retired: () =>
      Option.match(model.retires_at, { onNone: () => "retired", onSome: (at) => `retired ${formatDay(at)}` }),
    Unknown: () => Option.getOrElse(model.lifecycle, () => unknown)
  })

/** The same in fewer characters. */
export const describeShortly = (model: ModelInfo, now: DateTime.Utc): string =>
  Retirement.Retirement.$match(Retirement.of(model, now), {
    Active: () => "active",
    Deprecated: () => "deprecated",
    Retiring: ({ at }) => `retires ${formatDay(at)}`,
    Overdue: () => "overdue",
    Retired: () => "retired",
    Unknown: () => Option.getOrElse(model.lifecycle, () => unknown)
  })

const inDays = (now: DateTime.Utc, at: DateTime.Utc): string => {
  const days =
    (DateTime.toEpochMillis(DateTime.startOf(at, "day")) - DateTime.toEpochMillis(DateTime.startOf(now, "day"))) /
    86_400_000
  return days <= 0 ? "today" : count(days, "day")
}

/** Green is fine, yellow will end, red has ended or may any day. */
export const color = (style: Style, model: ModelInfo, now: DateTime.Utc): ((text: string) => string) =>
  Retirement.Retirement.$match(Retirement.of(model, now), {
    Active: () => style.green,
    Deprecated: () => style.yellow,
    Retiring: () => style.yellow,
    Overdue: () => style.red,
    Retired: () => style.red,
    Unknown: () => style.dim
  })
