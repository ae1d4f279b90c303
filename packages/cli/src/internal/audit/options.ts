import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
import type * as DateTime from "effect/DateTime"
import type * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type { Level } from "./rules.ts"

/** How a report is written. */
export type Format = "text" | "json" | "github" | "sarif"

/** The models that files are compared with, and where the list came from. */
export interface AuditData {
  readonly models: ReadonlyArray<ModelInfo>
  /** Aliases that are known without asking: those of a snapshot file. From the alias to the id. */
  readonly aliases: Readonly<Record<string, string>>
  /** Completes "46 models from …": `the API at https://api.anthropic.com`, `the snapshot models.json`. */
  readonly source: string
  /** When the list was fetched from the API. */
  readonly fetchedAt: DateTime.Utc
}

/** The parsed arguments of `anthropic-models audit`, and what the command has loaded for it. */
export interface AuditOptions<E = never, R = never> {
  /** Files and folders. None is the current folder. */
  readonly paths: ReadonlyArray<string>
  readonly format: Format
  /** The exit code is 1 when a finding has this level or a higher one. The command's default is `error`. */
  readonly failOn: Level
  /** A retirement within this time is an error. The command's default is 30 days. */
  readonly within: Duration.Duration
  /** A JSON report of an earlier run, whose findings are not reported again. */
  readonly baseline: Option.Option<string>
  /** Whether to report names that look like ids and are none. */
  readonly includeUnknown: boolean
  readonly data: AuditData
  /** Asks the API for an alias; each is asked once. `() => Effect.succeedNone` where there is no API to ask. */
  readonly resolve: (id: string) => Effect.Effect<Option.Option<ModelInfo>, E, R>
  /** The files that the data was read from, such as the snapshot: they are not scanned. */
  readonly dataFiles: ReadonlyArray<string>
  readonly now: DateTime.Utc
  /** The current folder, as an absolute path: the one that `paths` are relative to. */
  readonly cwd: string
  /** The version of this package, for SARIF. */
  readonly version: string
  /** Whether the text report uses colours. */
  readonly color: boolean
}

/** The text for stdout, and the exit code. */
export interface AuditOutcome {
  /** Ends in a line break. */
  readonly report: string
  readonly exitCode: 0 | 1
}
