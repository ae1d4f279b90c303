import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"
import * as Order from "effect/Order"

/** Looks names up in a list of models. */
export interface ModelIndex {
  /** The model with exactly this id. */
  readonly exact: (id: string) => ModelInfo | undefined
  /** The model with this id when dots and hyphens are the same: `claude-2-1` is `claude-2.1`. */
  readonly normal: (name: string) => ModelInfo | undefined
  /**
   * The newest model that an undated name can mean: `claude-sonnet-4-5`, `claude-sonnet-4-5-latest` and
   * `claude-4-5-sonnet` are `claude-sonnet-4-5-20250929`. Line and version must be equal; a prefix is not enough.
   */
  readonly undated: (name: string) => ModelInfo | undefined
  /** Whether a name with hyphens only has the shape of an id. */
  readonly isShape: (name: string) => boolean
}

/** The lines that ids have named so far. A list may name more. */
const knownLines = ["opus", "sonnet", "haiku", "fable", "mythos", "instant"]

const createdAt = (model: ModelInfo): number =>
  Option.match(model.created_at, { onNone: () => 0, onSome: DateTime.toEpochMillis })

/** Oldest first, then by id. */
export const byAge: Order.Order<ModelInfo> = Order.combine(
  Order.mapInput(Order.number, createdAt),
  Order.mapInput(Order.string, (model: ModelInfo) => model.id)
)

/** A name with hyphens only. */
export const normalise = (id: string): string => id.replaceAll(".", "-")

interface Parts {
  readonly line: string
  readonly version: string
  readonly suffix: string
}

/** Takes ids apart: `claude-sonnet-4-5-20250929`, and with the version first `claude-3-5-sonnet-20241022`. */
const parserOf = (models: ReadonlyArray<ModelInfo>): ((name: string) => Parts | undefined) => {
  const listed = models.flatMap((model) => Option.toArray(model.line)).filter((line) => line !== "")
  const lines = [...new Set([...knownLines, ...listed])]
    .map((line) => line.replaceAll(/[^A-Za-z0-9]/g, String.raw`\$&`))
    .join("|")
  const version = String.raw`\d{1,2}(?:-\d{1,2})?`
  const suffix = String.raw`-\d{8}|-latest|-preview`
  const lineFirst = new RegExp(`^claude-(${lines})(?:-(${version}))?(${suffix})?$`)
  const versionFirst = new RegExp(`^claude-(${version})-(${lines})(${suffix})?$`)
  return (name) => {
    const [, line, after = "", end = ""] = lineFirst.exec(name) ?? []
    if (line !== undefined) return { line, version: after, suffix: end }
    const [, before, last, tail = ""] = versionFirst.exec(name) ?? []
    return before === undefined || last === undefined ? undefined : { line: last, version: before, suffix: tail }
  }
}

const isDate = (suffix: string): boolean => /^-\d/.test(suffix)

/** The last ids without a line were `claude-2.0` and `claude-2.1`. */
const lineless = /^claude-[12]-\d$/

/** The same for two names that mean the same line and version. Version 4 is version 4.0. */
const keyOf = ({ line, suffix, version }: Parts): string =>
  [line, version.replace(/-0$/, ""), suffix === "-preview" ? suffix : ""].join(" ")

export const make = (models: ReadonlyArray<ModelInfo>): ModelIndex => {
  const parse = parserOf(models)
  const exact = new Map<string, ModelInfo>()
  const normal = new Map<string, ModelInfo>()
  const keyed = new Map<string, ModelInfo>()
  for (const model of [...models].sort(byAge)) {
    const name = normalise(model.id)
    const parts = parse(name)
    exact.set(model.id, model)
    normal.set(name, model)
    if (parts !== undefined) keyed.set(keyOf(parts), model)
  }
  return {
    exact: (id) => exact.get(id),
    normal: (name) => normal.get(name),
    undated: (name) => {
      const parts = parse(name)
      return parts === undefined || isDate(parts.suffix) ? undefined : keyed.get(keyOf(parts))
    },
    isShape: (name) => {
      const parts = parse(name)
      if (parts === undefined) return lineless.test(name)
      return parts.version !== "" || (parts.suffix !== "" && !isDate(parts.suffix))
    }
  }
}
