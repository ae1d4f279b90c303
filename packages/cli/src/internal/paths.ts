import { ModelCapabilities } from "@anthropic-models/core/ModelCapabilities"
import { ModelInfo } from "@anthropic-models/core/ModelInfo"
import * as Effect from "effect/Effect"
import * as JSONSchema from "effect/JSONSchema"
import * as Predicate from "effect/Predicate"
import { UsageError } from "./errors.ts"
import { encode, pathsOf } from "./json.ts"
import { didYouMean, nearest } from "./nearest.ts"

const supported = ".supported"

/** The paths of the values that a JSON Schema describes: `effort`, `effort.max`, `effort.max.supported`. */
const describedPaths = (schema: object): ReadonlySet<string> => {
  const definitions = Predicate.hasProperty(schema, "$defs") ? schema.$defs : {}
  const walk = (node: unknown, prefix: string): ReadonlyArray<string> => {
    if (!Predicate.isRecord(node)) return []
    const reference = typeof node["$ref"] === "string" ? node["$ref"].split("/").at(-1) : undefined
    if (reference !== undefined) return Predicate.isRecord(definitions) ? walk(definitions[reference], prefix) : []
    const parts = [node["anyOf"], node["allOf"]].flatMap((part): ReadonlyArray<unknown> =>
      Array.isArray(part) ? part : []
    )
    const own = Predicate.isRecord(node["properties"]) ? Object.entries(node["properties"]) : []
    return [
      ...parts.flatMap((part) => walk(part, prefix)),
      ...own.flatMap(([key, value]) => [`${prefix}${key}`, ...walk(value, `${prefix}${key}.`)])
    ]
  }
  return new Set(walk(schema, ""))
}

/** The capabilities among the paths of values: those that have a `supported`. */
const capabilitiesOf = (paths: Iterable<string>): ReadonlyArray<string> =>
  [...paths].filter((path) => path.endsWith(supported)).map((path) => path.slice(0, -supported.length))

/** The capabilities that this version knows: `thinking.types.adaptive`. */
export const knownCapabilities = (): ReadonlySet<string> =>
  new Set(capabilitiesOf(describedPaths(JSONSchema.make(ModelCapabilities))))

/** The capabilities that a model says anything of. */
export const capabilitiesIn = (model: ModelInfo): ReadonlyArray<string> => {
  const prefix = "capabilities."
  return capabilitiesOf(pathsOf(encode(model)))
    .filter((path) => path.startsWith(prefix))
    .map((path) => path.slice(prefix.length))
}

/** The fields that this version knows: `max_tokens`, `capabilities.batch.supported`. */
export const knownFields = (): ReadonlySet<string> => describedPaths(JSONSchema.make(ModelInfo))

/** The fields of a model. */
export const fieldsIn = (model: ModelInfo): ReadonlyArray<string> => pathsOf(encode(model))

interface Unknown {
  readonly path: string
  readonly near: ReadonlyArray<string>
}

/** The first of the wanted paths that neither this version nor a model knows, and paths like it. */
export const firstUnknown = (
  wanted: ReadonlyArray<string>,
  known: ReadonlySet<string>,
  seen: Iterable<string>
): Unknown | undefined => {
  const all = new Set([...known, ...seen])
  const path = wanted.find((path) => !all.has(path))
  return path === undefined ? undefined : { path, near: nearest(path, all) }
}

export const refuse = (noun: string, { near, path }: Unknown): UsageError =>
  new UsageError({
    message: `no ${noun} ${path}: neither this version nor any listed model knows it`,
    hint: didYouMean(near)
  })

/** Refuses fields that neither this version nor one of the models knows. */
export const requireFields = (
  fields: ReadonlyArray<string>,
  models: ReadonlyArray<ModelInfo>
): Effect.Effect<void, UsageError> => {
  if (fields.length === 0) return Effect.void
  const unknown = firstUnknown(fields, knownFields(), models.flatMap(fieldsIn))
  return unknown === undefined ? Effect.void : refuse("field", unknown)
}
