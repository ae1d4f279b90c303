import * as AnthropicBeta from "@anthropic-models/core/AnthropicBeta"
import * as Cursor from "@anthropic-models/core/Cursor"
import * as ModelCapabilities from "@anthropic-models/core/ModelCapabilities"
import * as ModelInfo from "@anthropic-models/core/ModelInfo"
import * as ModelPage from "@anthropic-models/core/ModelPage"
import * as ModelsError from "@anthropic-models/core/ModelsError"
import * as RateLimits from "@anthropic-models/core/RateLimits"
import { describe, expect, it } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as JSONSchema from "effect/JSONSchema"
import * as Pretty from "effect/Pretty"
import * as Schema from "effect/Schema"
import { modelFields, runs } from "./fixtures/arbitrary.ts"

const isSchema = (u: unknown): u is Schema.Schema<unknown> => Schema.isSchema(u)

const publicSchemas = [AnthropicBeta, Cursor, ModelCapabilities, ModelInfo, ModelPage, ModelsError, RateLimits]
  .flatMap((module) => Object.entries<unknown>({ ...module }))
  .flatMap(([name, value]) => (isSchema(value) ? [[name, value] as const] : []))

it("these are all public schemas", () => {
  expect(publicSchemas.map(([name]) => name).sort()).toEqual(
    [
      "After",
      "AnthropicBeta",
      "ApiError",
      "AuthenticationError",
      "Before",
      "BillingError",
      "CapabilitySupport",
      "ConnectionError",
      "ContextManagementCapability",
      "Cursor",
      "EffortCapability",
      "GatewayTimeoutError",
      "InvalidModel",
      "InvalidParameterError",
      "InvalidRequestError",
      "Lifecycle",
      "Line",
      "ModelCapabilities",
      "ModelInfo",
      "ModelInfoEncoded",
      "ModelPage",
      "ModelPageEncoded",
      "ModelsError",
      "NotFoundError",
      "OverloadedError",
      "PageResponse",
      "PermissionError",
      "RateLimit",
      "RateLimitError",
      "RateLimits",
      "RequestTimeoutError",
      "RequestTooLargeError",
      "ServerToolsCapability",
      "ThinkingCapability",
      "ThinkingTypes",
      "UnexpectedResponseError"
    ].sort()
  )
})

// `PageResponse` has no encoded form.
describe.each(publicSchemas.filter(([name]) => name !== "PageResponse"))("%s", (_, schema) => {
  it("has a JSON Schema, in which no $id stands twice", () => {
    const text = JSON.stringify(JSONSchema.make(schema))
    expect(text).toContain("http://json-schema.org/draft-07/schema#")
    const ids = Array.from(text.matchAll(/"\$id":"([^"]*)"/g), ([, id]) => id)
    expect(ids).toEqual([...new Set(ids)])
    expect(text).not.toContain("Option<")
  })

  it.prop(
    "has arbitrary values that encode to JSON, and decode from it",
    [Arbitrary.make(schema)],
    ([value]) => {
      expect(Schema.is(schema)(value)).toBe(true)
      const json: unknown = JSON.parse(JSON.stringify(Schema.encodeSync(schema)(value)))
      const again = Schema.decodeUnknownSync(schema)(json)
      expect(Schema.is(schema)(again)).toBe(true)
      expect(Schema.equivalence(schema)(again, Schema.decodeUnknownSync(schema)(structuredClone(json)))).toBe(true)
      expect(Pretty.make(schema)(value).length).toBeGreaterThan(0)
    },
    runs(30)
  )
})

describe("the JSON Schema of a model", () => {
  const { $defs } = JSONSchema.make(ModelInfo.ModelInfo)
  const model = $defs?.["ModelInfo"] as {
    readonly properties: { readonly [key: string]: { readonly description?: string } }
  }

  it("has the documented fields, requires the id, and allows others", () => {
    expect(model).toMatchObject({ type: "object", required: ["id"], additionalProperties: {} })
    expect(Object.keys(model.properties)).toEqual(modelFields)
  })

  it("has a description for each field", () => {
    for (const [name, { description }] of Object.entries(model.properties)) {
      expect(description, name).toMatch(/^[A-Z].*\.$/)
    }
  })

  it("has the capabilities of the reference, open and nullable", () => {
    expect($defs?.["CapabilitySupport"]).toMatchObject({
      type: "object",
      required: [],
      properties: { supported: { anyOf: [{ type: "boolean" }, { type: "null" }] } },
      additionalProperties: {}
    })
  })

  it("is part of the JSON Schema of other schemas", () => {
    const list = JSONSchema.make(Schema.Struct({ models: Schema.Array(ModelInfo.ModelInfo) }))
    expect(list).toMatchObject({ properties: { models: { type: "array", items: { $ref: "#/$defs/ModelInfo" } } } })
  })
})

it("the JSON Schema of a page requires its data, and allows other fields", () => {
  const { $defs } = JSONSchema.make(ModelPage.ModelPage)
  expect($defs?.["ModelPage"]).toMatchObject({
    type: "object",
    required: ["data"],
    additionalProperties: {},
    properties: { data: { type: "array", items: { $ref: "#/$defs/ModelInfo" } } }
  })
})

it("a beta is any text but an empty one", () => {
  const is = Schema.is(AnthropicBeta.AnthropicBeta)
  expect([...AnthropicBeta.known, "a-beta-to-come", "", 5].filter((beta) => !is(beta))).toEqual(["", 5])
})
