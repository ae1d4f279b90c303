import { ModelInfo } from "@anthropic-models/core/ModelInfo"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"

/** The JSON of a model, as the API sends it. */
export type Json = Readonly<Record<string, unknown>>

export const encode: (model: ModelInfo) => Json = Schema.encodeSync(ModelInfo)

/** The value at a path of keys, joined by dots. Undefined where there is none. */
export const at = (json: Json, path: string): unknown => {
  let value: unknown = json
  for (const key of path.split(".")) {
    if (!Predicate.isRecord(value) || !Object.hasOwn(value, key)) return undefined
    value = value[key]
  }
  return value
}

/** Only these fields, each under its path; null where a model has none. All fields where none is named. */
export const select = (json: Json, fields: ReadonlyArray<string>): Json =>
  fields.length === 0 ? json : Object.fromEntries(fields.map((field) => [field, at(json, field) ?? null]))

/** The paths of all values, inner ones too: `capabilities`, `capabilities.batch`, `capabilities.batch.supported`. */
export const pathsOf = (json: Json, prefix = ""): ReadonlyArray<string> =>
  Object.entries(json).flatMap(([key, value]) => [
    `${prefix}${key}`,
    ...(Predicate.isRecord(value) ? pathsOf(value, `${prefix}${key}.`) : [])
  ])
