/**
 * Finds model ids in texts, and says which of them are going away.
 *
 * @since 0.1.0
 */
import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
import type * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as ModelIndex from "./internal/audit/modelIndex.ts"
import * as Scan from "./internal/audit/scan.ts"

export type { Level, Rule } from "./internal/audit/rules.ts"
export type { Finding, Findings } from "./internal/audit/scan.ts"
export type { Platform } from "./internal/audit/spelling.ts"

/**
 * The models that texts are compared with, and how the rules are applied.
 *
 * @example
 * ```ts
 * import type * as Audit from "@anthropic-models/cli/Audit"
 * import * as Fixtures from "@anthropic-models/testing/Fixtures"
 * import * as DateTime from "effect/DateTime"
 *
 * const options: Audit.Options = {
 *   models: Fixtures.catalogue,
 *   now: DateTime.unsafeMake("2026-11-28"),
 *   aliases: [["claude-opus-4-0", Fixtures.model({ id: "claude-opus-4-20250514" })]],
 *   within: "90 days",
 *   unknown: true
 * }
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** All models of the API, the retired ones too: ask for the lifecycles `active`, `deprecated` and `retired`. */
  readonly models: ReadonlyArray<ModelInfo>
  /** The time at which models are looked at. */
  readonly now: DateTime.Utc
  /**
   * Aliases and the models that they stand for, as `Models.get` resolves them. No list holds them.
   *
   * @default none; an undated name such as `claude-sonnet-4-5` still means the newest dated model of that name
   */
  readonly aliases?: Iterable<readonly [alias: string, model: ModelInfo]> | undefined
  /**
   * A retirement within this time is an error, a later one a warning.
   *
   * @default "30 days"
   */
  readonly within?: Duration.DurationInput | undefined
  /**
   * Whether to report names that look like ids and are none.
   *
   * @default false, since gateways have names of their own
   */
  readonly unknown?: boolean | undefined
}

const TypeId: unique symbol = Symbol.for("@anthropic-models/cli/Audit/Catalog")

/**
 * The models, prepared for scans.
 *
 * @example
 * ```ts
 * import * as Audit from "@anthropic-models/cli/Audit"
 *
 * const countErrors = (texts: ReadonlyArray<string>, catalog: Audit.Catalog): number =>
 *   texts.flatMap((text) => Audit.scan(text, catalog).findings).filter(({ level }) => level === "error").length
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export interface Catalog {
  readonly [TypeId]: Scan.Prepared
}

/**
 * Prepares models for scans. Do it once for many texts.
 *
 * @example
 * ```ts
 * import * as Audit from "@anthropic-models/cli/Audit"
 * import * as ModelStream from "@anthropic-models/stream/ModelStream"
 * import * as Chunk from "effect/Chunk"
 * import * as DateTime from "effect/DateTime"
 * import * as Effect from "effect/Effect"
 * import * as Stream from "effect/Stream"
 *
 * const catalog = Effect.gen(function* () {
 *   const models = yield* Stream.runCollect(ModelStream.models({ lifecycle: ["active", "deprecated", "retired"] }))
 *   return Audit.makeCatalog({ models: Chunk.toReadonlyArray(models), now: yield* DateTime.now })
 * })
 * ```
 *
 * @since 0.1.0
 * @category constructors
 */
export const makeCatalog = (options: Options): Catalog => ({
  [TypeId]: {
    models: options.models,
    now: options.now,
    within: Duration.decode(options.within ?? "30 days"),
    unknown: options.unknown ?? false,
    index: ModelIndex.make(options.models),
    aliases: new Map([...(options.aliases ?? [])].map(([alias, model]) => [ModelIndex.normalise(alias), model]))
  }
})

/**
 * Finds the models in a text that are retired, retiring or deprecated.
 *
 * **Details**
 *
 * Ids are found in the spellings of the API, Amazon Bedrock, Google Cloud, routers and Claude Code. A name is the id of
 * a model, an alias, or an undated name with the same line and version; it is never matched by a prefix. Paths and file
 * names such as `claude-opus-4-6.json` are no ids. A comment `anthropic-models-ignore RULE - reason` ignores a rule on
 * its line, and `anthropic-models-ignore-next-line` on the next.
 *
 * @example
 * ```ts
 * import * as Audit from "@anthropic-models/cli/Audit"
 * import * as Fixtures from "@anthropic-models/testing/Fixtures"
 * import * as DateTime from "effect/DateTime"
 *
 * const catalog = Audit.makeCatalog({ models: Fixtures.catalogue, now: DateTime.unsafeMake("2026-11-28") })
 *
 * const { findings } = Audit.scan(`const model = "claude-3-7-sonnet-20250219"`, catalog)
 * findings.map((finding) => finding.message)
 * // ["claude-3-7-sonnet-20250219 retires on 1 Dec 2026, in 3 days"]
 * ```
 *
 * @since 0.1.0
 * @category scanning
 */
export const scan = (text: string, catalog: Catalog): Scan.Findings => {
  const prepared = catalog[TypeId]
  return Scan.assess(Scan.readText(text, prepared), prepared)
}
