import * as AnthropicBeta from "@anthropic-models/core/AnthropicBeta"
import * as Cursor from "@anthropic-models/core/Cursor"
import * as ModelCapabilities from "@anthropic-models/core/ModelCapabilities"
import * as ModelInfo from "@anthropic-models/core/ModelInfo"
import * as ModelPage from "@anthropic-models/core/ModelPage"
import * as ModelsError from "@anthropic-models/core/ModelsError"
import * as RateLimits from "@anthropic-models/core/RateLimits"
import { describe, expect, it } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as Equal from "effect/Equal"
import * as JSONSchema from "effect/JSONSchema"
import * as Pretty from "effect/Pretty"
import * as Schema from "effect/Schema"

const isSchema = (u: unknown): u is Schema.Schema<unknown> => Schema.isSchema(u)

const publicSchemas = [AnthropicBeta, Cursor, ModelCapabilities, ModelInfo, ModelPage, ModelsError, RateLimits]
  .flatMap((module) => Object.entries<unknown>({ ...module }))
  .flatMap(([name, value]) => (isSchema(value) ? [[name, value] as const] : []))

it("are all looked at here", () => {
  expect(publicSchemas.map(([name]) => name)).toEqual(
    expect.arrayContaining([
      "AnthropicBeta",
      "Cursor",
      "ModelCapabilities",
      "ModelInfo",
      "ModelId",
      "ModelPage",
      "ModelsError",
      "RateLimits",
      "InvalidModel"
    ])
  )
  expect(publicSchemas.length).toBeGreaterThanOrEqual(30)
})

describe.each(publicSchemas)("%s", (_, schema) => {
  it("has a JSON Schema", () => {
    const jsonSchema = JSONSchema.make(schema)
    expect(jsonSchema.$schema).toBe("http://json-schema.org/draft-07/schema#")
    expect(JSON.stringify(jsonSchema).length).toBeGreaterThan(60)
    const ids = Array.from(JSON.stringify(jsonSchema).matchAll(/"\$id":"([^"]*)"/g), ([, id]) => id)
    expect(ids).toEqual([...new Set(ids)])
    expect(JSON.stringify(jsonSchema), "what it is in memory").not.toContain("Option<")
  })

  it.prop(
    "has arbitrary values that encode and decode",
    [Arbitrary.make(schema)],
    ([value]) => {
      expect(Schema.is(schema)(value)).toBe(true)
      const json: unknown = JSON.parse(JSON.stringify(Schema.encodeSync(schema)(value)))
      const again = Schema.decodeUnknownSync(schema)(json)
      expect(Schema.is(schema)(again)).toBe(true)
      expect(Schema.equivalence(schema)(again, Schema.decodeUnknownSync(schema)(structuredClone(json)))).toBe(true)
      expect(Pretty.make(schema)(value).length).toBeGreaterThan(0)
    },
    { fastCheck: { numRuns: 50 } }
  )
})

it("the JSON Schema of a model is that of its JSON", () => {
  const { $defs } = JSONSchema.make(ModelInfo.ModelInfo)
  expect($defs?.["ModelInfo"]).toMatchObject({ type: "object", required: ["id"] })
  expect($defs?.["CapabilitySupport"]).toMatchObject({
    type: "object",
    properties: { supported: { anyOf: [{ type: "boolean" }, { type: "null" }] } }
  })
})

describe("Cursor", () => {
  it("says its direction and its model", () => {
    expect(Cursor.after("claude")).toMatchObject({ _tag: "After", id: "claude" })
    expect(Cursor.before("claude")).toMatchObject({ _tag: "Before", id: "claude" })
    expect(Equal.equals(Cursor.after("claude"), Cursor.after("claude"))).toBe(true)
    expect(Equal.equals(Cursor.after("claude"), Cursor.before("claude"))).toBe(false)
  })

  it.prop("is stored and read again", [Arbitrary.make(Cursor.Cursor)], ([cursor]) => {
    const stored = Schema.encodeSync(Schema.parseJson(Cursor.Cursor))(cursor)
    expect(Equal.equals(Schema.decodeSync(Schema.parseJson(Cursor.Cursor))(stored), cursor)).toBe(true)
  })

  it.each([{ after: "a", before: "b" }, { _tag: "Both", id: "a" }, { _tag: "After" }, "a"])("refuses %j", (u) => {
    expect(Schema.is(Cursor.Cursor)(u)).toBe(false)
  })
})
