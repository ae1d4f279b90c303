import { ModelId, ModelInfo } from "@anthropic-models/core/ModelInfo"
import { describe, expect, it } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as DateTime from "effect/DateTime"
import * as Equal from "effect/Equal"
import * as Hash from "effect/Hash"
import * as Option from "effect/Option"
import * as Pretty from "effect/Pretty"
import * as Schema from "effect/Schema"
import * as Reference from "./fixtures/reference.ts"

const decode = Schema.decodeUnknownSync(ModelInfo)
const encode = Schema.encodeSync(ModelInfo)

const messageOf = (json: unknown): string => {
  const result = Schema.decodeUnknownEither(ModelInfo)(json)
  return result._tag === "Left" ? result.left.message : "it was accepted"
}

describe("ModelInfo", () => {
  describe("reads", () => {
    it("the reference's example", () => {
      const model = decode(Reference.model)
      expect(model).toBeInstanceOf(ModelInfo)
      expect(model.id).toBe("claude-opus-4-6")
      expect(model.display_name).toBe("Claude Opus 4.6")
      expect(Option.map(model.created_at, DateTime.formatIso)).toEqual(Option.some("2026-02-04T00:00:00.000Z"))
      expect(model.max_input_tokens).toEqual(Option.some(0))
      expect(model.max_tokens).toEqual(Option.some(0))
      expect(model.capabilities).toEqual(Option.some(Reference.model.capabilities))
      expect(model.lifecycle).toEqual(Option.none())
      expect(model.extra).toEqual({})
    })

    it("the reference's older, smaller shape", () => {
      const model = decode(Reference.smallModel)
      expect(model.display_name).toBe("Claude 3 Opus")
      expect(model.capabilities).toEqual(Option.none())
      expect(model.max_tokens).toEqual(Option.none())
    })

    it("an id alone", () => {
      const model = decode({ id: "claude" })
      expect({ ...model }).toEqual({
        id: "claude",
        type: "model",
        display_name: "claude",
        created_at: Option.none(),
        capabilities: Option.none(),
        max_input_tokens: Option.none(),
        max_tokens: Option.none(),
        lifecycle: Option.none(),
        line: Option.none(),
        deprecated_at: Option.none(),
        retires_at: Option.none(),
        extra: {}
      })
    })

    it("null for every fact as nothing", () => {
      const facts = [
        "type",
        "display_name",
        "created_at",
        "capabilities",
        "max_input_tokens",
        "max_tokens",
        "lifecycle",
        "line",
        "deprecated_at",
        "retires_at"
      ]
      const model = decode({ id: "claude", ...Object.fromEntries(facts.map((fact) => [fact, null])) })
      expect(Equal.equals(model, decode({ id: "claude" }))).toBe(true)
    })

    it("values that the server adds to an enumeration", () => {
      const model = decode({ id: "claude", lifecycle: "embalmed", line: "limerick" })
      expect(model.lifecycle).toEqual(Option.some("embalmed"))
      expect(model.line).toEqual(Option.some("limerick"))
    })

    it("fields that have no name yet into extra, and gives them back", () => {
      const json = JSON.parse(
        `{"id":"claude","allowed_fallback_models":["a"],"extra":{"deep":[1]},"constructor":1,"__proto__":{"x":1}}`
      ) as unknown
      const model = decode(json)
      expect(Object.keys(model.extra)).toEqual(["allowed_fallback_models", "extra", "constructor", "__proto__"])
      expect(Object.getPrototypeOf(model)).toBe(ModelInfo.prototype)
      expect(JSON.parse(JSON.stringify(encode(model)))).toEqual(
        JSON.parse(
          `{"allowed_fallback_models":["a"],"extra":{"deep":[1]},"constructor":1,"__proto__":{"x":1},"id":"claude","type":"model","display_name":"claude"}`
        )
      )
    })

    it("unknown keys of capabilities at every depth", () => {
      const capabilities = {
        telepathy: { supported: true, range: { metres: 3 } },
        thinking: { supported: true, mood: "calm", types: { dreaming: { supported: false, since: 2027 } } }
      }
      expect(decode({ id: "claude", capabilities }).capabilities).toEqual(Option.some(capabilities))
    })

    it("the epoch as an unknown release date, in any of its forms, and only there", () => {
      for (const epoch of ["1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z", "1970-01-01T01:00:00+01:00"]) {
        const model = decode({ id: "claude", created_at: epoch, retires_at: epoch })
        expect(model.created_at).toEqual(Option.none())
        expect(Option.map(model.retires_at, DateTime.toEpochMillis)).toEqual(Option.some(0))
      }
    })
  })

  describe("refuses, naming the path", () => {
    it.each([
      [null, "expected an object, actual null"],
      [[], "expected an object, actual an array of 0"],
      ["claude", `expected an object, actual "claude"`],
      [{}, "id: missing"],
      [{ id: "" }, `id: expected a non-empty string, actual ""`],
      [{ id: null }, "id: expected a non-empty string, actual null"],
      [{ id: 7 }, "id: expected a non-empty string, actual 7"],
      [{ id: "a", type: "engine" }, `type: expected "model" or null, actual "engine"`],
      [{ id: "a", display_name: 1 }, "display_name: expected a string or null, actual 1"],
      [{ id: "a", created_at: 1 }, "created_at: expected an RFC 3339 timestamp or null, actual 1"],
      [{ id: "a", retires_at: "soon" }, `retires_at: expected an RFC 3339 timestamp or null, actual "soon"`],
      [{ id: "a", max_tokens: "many" }, `max_tokens: expected a finite number or null, actual "many"`],
      [{ id: "a", max_input_tokens: Infinity }, "max_input_tokens: expected a finite number or null, actual Infinity"],
      [{ id: "a", line: ["opus"] }, "line: expected a string or null, actual an array of 1"],
      [{ id: "a", capabilities: true }, "capabilities: expected an object or null, actual true"],
      [{ id: "a", capabilities: [] }, "capabilities: expected an object or null, actual an array of 0"],
      [{ id: "a", capabilities: { batch: true } }, "capabilities.batch: expected an object or null, actual true"],
      [
        { id: "a", capabilities: { thinking: { types: { enabled: { supported: "yes" } } } } },
        `capabilities.thinking.types.enabled.supported: expected a boolean or null, actual "yes"`
      ]
    ])("%j", (json, message) => {
      expect(messageOf(json)).toBe(message)
    })
  })

  it.prop(
    "decode, encode, decode gives an equal model",
    [Arbitrary.make(ModelInfo)],
    ([model]) => {
      const json = JSON.parse(JSON.stringify(encode(model))) as unknown
      const again = decode(json)
      expect(again).toBeInstanceOf(ModelInfo)
      expect(Equal.equals(again, model)).toBe(true)
      expect(Hash.hash(again)).toBe(Hash.hash(model))
      expect(JSON.parse(JSON.stringify(encode(again)))).toEqual(json)
    },
    { fastCheck: { numRuns: 1_000 } }
  )

  describe("equality", () => {
    const base = { id: "claude", max_tokens: 1, capabilities: { batch: { supported: true } }, later: [{ a: 1 }] }

    it("is that of what the models say", () => {
      expect(Equal.equals(decode(base), decode(structuredClone(base)))).toBe(true)
    })

    it.each([
      { ...base, id: "other" },
      { ...base, max_tokens: 2 },
      { ...base, max_tokens: null },
      { ...base, capabilities: { batch: { supported: false } } },
      { ...base, capabilities: { batch: { supported: true, since: 1 } } },
      { ...base, later: [{ a: 2 }] },
      { ...base, created_at: "2026-01-01T00:00:00Z" }
    ])("sees the difference of %j", (other) => {
      expect(Equal.equals(decode(base), decode(other))).toBe(false)
    })
  })

  it("is made by hand from as little as is read", () => {
    const model = new ModelInfo({ id: ModelId.make("claude"), display_name: "claude" })
    expect(Equal.equals(model, decode({ id: "claude" }))).toBe(true)
    expect(Equal.equals(ModelInfo.make({ id: model.id, display_name: "claude" }), model)).toBe(true)
  })

  it.each(["id", "max_tokens", "capabilities"])("is not made with a %s in extra, where it would be hidden", (field) => {
    const id = ModelId.make("claude")
    expect(() => new ModelInfo({ id, display_name: "claude", extra: { [field]: 5 } })).toThrow(
      "an object without the fields that have a name here"
    )
  })

  it("is shown by its id, however deep what it holds", () => {
    const deep: unknown = JSON.parse(`${"[".repeat(200_000)}${"]".repeat(200_000)}`)
    const model = decode({ id: "claude", deep })
    expect(String(model)).toBe("ModelInfo(claude)")
    expect(Pretty.make(ModelInfo)(model)).toContain("too deep")
  })
})
