import { ModelInfo } from "@anthropic-models/core/ModelInfo"
import * as Option from "effect/Option"
import { capabilitiesIn, knownCapabilities } from "./paths.ts"
import { count } from "./units.ts"

/** Something in the answer of the API that this version does not know. */
export interface Unknown {
  readonly what: "fields" | "values"
  readonly says: string
}

const lifecycles: ReadonlySet<string> = new Set(["active", "deprecated", "retired"])
const lines: ReadonlySet<string> = new Set(["haiku", "sonnet", "opus", "fable", "mythos"])

/** The fields, capabilities and values that this version does not know, and how many models have each. */
export const of = (models: ReadonlyArray<ModelInfo>): ReadonlyArray<Unknown> => {
  const capabilities = knownCapabilities()
  const known: ReadonlySet<string> = new Set(Object.keys(ModelInfo.fields))
  const extra = tally(models.flatMap((model) => Object.keys(model.extra)))
  const newer = tally(models.flatMap(capabilitiesIn).filter((path) => !capabilities.has(path)))
  const stages = models.flatMap(({ lifecycle }) => Option.toArray(lifecycle)).filter((stage) => !lifecycles.has(stage))
  const names = models.flatMap(({ line }) => Option.toArray(line)).filter((line) => !lines.has(line))
  return [
    ...[...extra].map(([field, models]): Unknown =>
      known.has(field)
        ? { what: "values", says: `${field} of ${count(models, "model")} cannot be read` }
        : { what: "fields", says: `${field} is not known (${count(models, "model")})` }
    ),
    ...[...newer].map(([path, models]): Unknown => ({
      what: "fields",
      says: `the capability ${path} is not known (${count(models, "model")})`
    })),
    ...[...tally(stages)].map(([stage, models]): Unknown => ({
      what: "values",
      says: `the lifecycle ${stage} is not known (${count(models, "model")})`
    })),
    ...[...tally(names)].map(([line, models]): Unknown => ({
      what: "values",
      says: `the line ${line} is not known (${count(models, "model")})`
    }))
  ]
}

const tally = (words: ReadonlyArray<string>): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}
