import * as Retirement from "@anthropic-models/catalog/Retirement"
import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import { count, formatDay } from "../units.ts"
import { byAge } from "./modelIndex.ts"
import type { Mention, Platform } from "./spelling.ts"

/** From the least to the most important. */
export const levels = ["note", "warning", "error"] as const

/**
 * The importance of a finding.
 *
 * @example
 * ```ts
 * import type * as Audit from "@anthropic-models/cli/Audit"
 *
 * const command: { readonly [level in Audit.Level]: string } = { error: "error", warning: "warning", note: "notice" }
 *
 * // an annotation of GitHub Actions
 * const annotation = ({ level, line, message }: Audit.Finding): string =>
 *   `::${command[level]} line=${line}::${message}`
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export type Level = (typeof levels)[number]

/** The rules about models, with their usual level. */
export const modelRules = {
  retired: { level: "error", summary: "The model is retired: requests for it fail." },
  overdue: { level: "error", summary: "The retirement date has passed: the model may stop working any day." },
  retiring: { level: "warning", summary: "The model has a retirement date. An error shortly before that date." },
  deprecated: { level: "warning", summary: "The model is deprecated, without a retirement date." },
  unknown: { level: "warning", summary: "The name looks like a model id, and is neither an id nor an alias." },
  elsewhere: {
    level: "note",
    summary: "The model is going away on the Claude API. The platform that is named here has dates of its own."
  }
} as const satisfies Record<string, { readonly level: Level; readonly summary: string }>

/** All rules: those about models, and those about ignore comments. */
export const rules = {
  ...modelRules,
  "ignore-expired": { level: "warning", summary: "The date of an ignore comment has passed." },
  "ignore-invalid": { level: "warning", summary: "An ignore comment cannot be read, and ignores nothing." }
} as const satisfies Record<string, { readonly level: Level; readonly summary: string }>

/**
 * The name of a rule.
 *
 * @example
 * ```ts
 * import type * as Audit from "@anthropic-models/cli/Audit"
 *
 * const urgent: ReadonlySet<Audit.Rule> = new Set(["retired", "overdue"])
 *
 * const urgentOnes = ({ findings }: Audit.Findings) => findings.filter(({ rule }) => urgent.has(rule))
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export type Rule = keyof typeof rules

export type ModelRule = keyof typeof modelRules

export const isModelRule = (name: string): name is ModelRule => Object.hasOwn(modelRules, name)

/** The time that statuses are for, and the rules' settings. */
export interface Settings {
  readonly models: ReadonlyArray<ModelInfo>
  readonly now: DateTime.Utc
  readonly within: Duration.Duration
  readonly unknown: boolean
}

export interface Verdict {
  readonly rule: ModelRule
  readonly level: Level
  readonly message: string
}

/** Applies the rules to a mention and the model that it stands for. None if no rule applies. */
export const verdict = (mention: Mention, model: ModelInfo | undefined, settings: Settings): Verdict | undefined => {
  if (model === undefined) {
    return settings.unknown
      ? make("unknown", `${mention.spelling} is neither an id nor an alias of a model`)
      : undefined
  }
  const status = statusOf(model, settings)
  if (status === undefined) return undefined
  const name = mention.spelling === model.id ? model.id : `${mention.spelling} (${model.id})`
  const platform = platformNames[mention.platform]
  return platform === undefined
    ? { ...status, message: `${name} ${status.message}` }
    : make("elsewhere", `${name} ${status.message} (on the Claude API; ${platform} has dates of its own)`)
}

/** The platforms that retire models on dates of their own. */
const platformNames: { readonly [platform in Platform]?: string } = {
  bedrock: "Amazon Bedrock",
  google: "Google Cloud"
}

const make = (rule: ModelRule, message: string): Verdict => ({ rule, level: modelRules[rule].level, message })

const statusOf = (model: ModelInfo, { now, within }: Settings): Verdict | undefined => {
  const retirement = Retirement.of(model, now)
  switch (retirement._tag) {
    case "Active":
    case "Unknown":
      return undefined
    case "Deprecated":
      return make("deprecated", "is deprecated, without a retirement date")
    case "Retiring": {
      const status = make("retiring", `retires on ${formatDay(retirement.at)}, ${inDays(now, retirement.at)}`)
      return Retirement.retiringWithin(within, now)(model) ? { ...status, level: "error" } : status
    }
    case "Overdue":
      return make("overdue", `is past its retirement date, ${formatDay(retirement.at)}, and may stop working any day`)
    case "Retired":
      return make(
        "retired",
        Option.match(Option.filter(model.retires_at, DateTime.lessThanOrEqualTo(now)), {
          onNone: () => "is retired",
          onSome: (at) => `was retired on ${formatDay(at)}`
        })
      )
  }
}

/** The newest model of the same line that is active, and not the model itself. */
export const newestActiveOfLine = (
  model: ModelInfo,
  models: ReadonlyArray<ModelInfo>,
  now: DateTime.Utc
): Option.Option<ModelInfo> =>
  Option.flatMap(model.line, (line) =>
    Option.fromNullable(
      models
        .filter(
          (other) =>
            other.id !== model.id && Option.contains(other.line, line) && Retirement.of(other, now)._tag === "Active"
        )
        .sort(byAge)
        .at(-1)
    )
  )

const inDays = (now: DateTime.Utc, at: DateTime.Utc): string =>
  `in ${count(Math.ceil(DateTime.distance(now, at) / Duration.toMillis("1 day")), "day")}`
