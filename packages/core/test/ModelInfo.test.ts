import { inspect, isDeepStrictEqual } from "node:util"
import * as ModelCapabilities from "@anthropic-models/core/ModelCapabilities"
import { ModelInfo, unreadable } from "@anthropic-models/core/ModelInfo"
import { describe, expect, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Either from "effect/Either"
import * as Equal from "effect/Equal"
import * as Hash from "effect/Hash"
import * as Option from "effect/Option"
import * as ParseResult from "effect/ParseResult"
import * as Pretty from "effect/Pretty"
import * as Schema from "effect/Schema"
import { deep, modelFields, trickyKeys } from "./fixtures/arbitrary.ts"
import * as Reference from "./fixtures/reference.ts"

const decode = Schema.decodeUnknownSync(ModelInfo)
const decodeEither = Schema.decodeUnknownEither(ModelInfo)
const encode = Schema.encodeSync(ModelInfo)

const iso = (date: Option.Option<DateTime.Utc>) => Option.getOrNull(Option.map(date, DateTime.formatIso))

/** The known facts of a model as plain values, without those that are unknown. */
const facts = (model: ModelInfo) => {
  const plain = (value: unknown) => (DateTime.isDateTime(value) ? DateTime.formatIso(value) : value)
  const { extra, ...fields } = model
  const known = Object.entries<unknown>(fields).flatMap(([key, value]) => {
    if (!Option.isOption(value)) return [[key, value]]
    return Option.match(value, { onNone: () => [], onSome: (value) => [[key, plain(value)]] })
  })
  return { ...Object.fromEntries(known), ...(Object.keys(extra).length === 0 ? {} : { extra }) } as object
}

describe("reading a model", () => {
  it("reads the example of the API reference", () => {
    const model = decode(Reference.model)
    expect(model).toBeInstanceOf(ModelInfo)
    expect(facts(model)).toEqual({ ...Reference.model, created_at: "2026-02-04T00:00:00.000Z" })
  })

  it("reads the smaller model of the older reference", () => {
    expect(facts(decode(Reference.smallModel))).toEqual({
      ...Reference.smallModel,
      created_at: "2024-02-29T00:00:00.000Z"
    })
  })

  it("reads an id alone", () => {
    expect({ ...decode({ id: "claude" }) }).toEqual({
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

  it("reads null like a missing field", () => {
    const nulls = Object.fromEntries(modelFields.map((field) => [field, null]))
    const model = decode({ ...nulls, id: "claude" })
    expect(Equal.equals(model, decode({ id: "claude" }))).toBe(true)
    expect(unreadable(model)).toEqual([])
  })

  it("reads the lifecycle fields", () => {
    const model = decode({
      id: "claude",
      lifecycle: "deprecated",
      line: "opus",
      deprecated_at: "2026-01-01T00:00:00Z",
      retires_at: "2026-07-01T12:30:00+02:00"
    })
    expect(model.lifecycle).toEqual(Option.some("deprecated"))
    expect(model.line).toEqual(Option.some("opus"))
    expect(iso(model.deprecated_at)).toBe("2026-01-01T00:00:00.000Z")
    expect(iso(model.retires_at)).toBe("2026-07-01T10:30:00.000Z")
  })

  it("reads values that the server adds to an enumeration", () => {
    const model = decode({ id: "claude", lifecycle: "preview", line: "sonata" })
    expect(model.lifecycle).toEqual(Option.some("preview"))
    expect(model.line).toEqual(Option.some("sonata"))
  })

  it("keeps an empty display name", () => {
    expect(decode({ id: "claude", display_name: "" }).display_name).toBe("")
  })

  it.each(["1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z", "1970-01-01", "1970-01-01T01:00:00+01:00"])(
    "reads the epoch %s as an unknown release date, and as a date elsewhere",
    (epoch) => {
      const model = decode({ id: "claude", created_at: epoch, retires_at: epoch })
      expect(model.created_at).toEqual(Option.none())
      expect(iso(model.retires_at)).toBe("1970-01-01T00:00:00.000Z")
      expect(unreadable(model)).toEqual([])
      expect(encode(model)).not.toHaveProperty("created_at")
    }
  )

  it("keeps fields that this version does not know", () => {
    const others = { allowed_fallback_models: ["a"], nested: { deep: [1, null] }, nothing: null }
    expect(decode({ id: "claude", ...others }).extra).toEqual(others)
  })

  it.each(trickyKeys)("keeps a field called %s", (name) => {
    const text = `{"id":"claude","type":"model","display_name":"claude","${name}":{"x":[1]}}`
    const model = decode(JSON.parse(text))
    expect(Object.getPrototypeOf(model)).toBe(ModelInfo.prototype)
    expect(Object.getPrototypeOf(model.extra)).toBe(Object.prototype)
    expect(Object.keys(model.extra)).toEqual([name])
    expect(JSON.stringify(encode(model))).toBe(text)
    expect(JSON.stringify(model)).toBe(text)
  })
})

describe("the models of gateways", () => {
  it.each<[string, object, object, ReadonlyArray<string>]>([
    [
      "the Anthropic form with fields of OpenAI",
      {
        object: "model",
        type: "model",
        created: 0,
        created_at: "1970-01-01T00:00:00Z",
        display_name: "Claude X"
      },
      { display_name: "Claude X", extra: { object: "model", created: 0 } },
      []
    ],
    [
      "the OpenAI form",
      { object: "model", created: 1_686_935_002, owned_by: "openai" },
      { extra: { object: "model", created: 1_686_935_002, owned_by: "openai" } },
      []
    ],
    ["name in place of display_name", { name: "Claude X" }, { extra: { name: "Claude X" } }, []],
    [
      "created_at as a Unix time",
      { type: "model", created_at: 1_771_372_800 },
      { extra: { created_at: 1_771_372_800 } },
      ["created_at"]
    ],
    ["created_at as a date", { created_at: "2025-01-02" }, { created_at: "2025-01-02T00:00:00.000Z" }, []],
    [
      "created_at without a zone",
      { created_at: "2025-09-29T00:00:00" },
      { created_at: "2025-09-29T00:00:00.000Z" },
      []
    ],
    ["an empty created_at", { created_at: "" }, { extra: { created_at: "" } }, ["created_at"]],
    [
      "a day that does not exist",
      { created_at: "2025-02-30T00:00:00Z" },
      { extra: { created_at: "2025-02-30T00:00:00Z" } },
      ["created_at"]
    ],
    ["another type", { type: "chat" }, { extra: { type: "chat" } }, ["type"]],
    ["a type that is not a string", { type: 5 }, { extra: { type: 5 } }, ["type"]],
    ["a token count as text", { max_tokens: "64000" }, { extra: { max_tokens: "64000" } }, ["max_tokens"]],
    [
      "a token count that is not finite",
      { max_input_tokens: JSON.parse("1e999") },
      { extra: { max_input_tokens: Infinity } },
      ["max_input_tokens"]
    ],
    ["a display name that is not a string", { display_name: 1 }, { extra: { display_name: 1 } }, ["display_name"]],
    ["a list of lines", { line: ["opus"] }, { extra: { line: ["opus"] } }, ["line"]],
    ["a lifecycle that is an object", { lifecycle: {} }, { extra: { lifecycle: {} } }, ["lifecycle"]],
    ["dates in words", { retires_at: "soon" }, { extra: { retires_at: "soon" } }, ["retires_at"]],
    ["capabilities as a boolean", { capabilities: true }, { extra: { capabilities: true } }, ["capabilities"]],
    ["capabilities as an array", { capabilities: ["x"] }, { extra: { capabilities: ["x"] } }, ["capabilities"]],
    [
      "a capability as a boolean",
      { capabilities: { batch: true, citations: { supported: true } } },
      { capabilities: { citations: { supported: true } }, extra: { capabilities: { batch: true } } },
      ["capabilities"]
    ],
    ["unknown capabilities as booleans", { capabilities: { tools: true } }, { capabilities: { tools: true } }, []],
    [
      "effort levels as an array",
      { capabilities: { effort: ["low"] } },
      { capabilities: {}, extra: { capabilities: { effort: ["low"] } } },
      ["capabilities"]
    ]
  ])("reads %s", (_, fields, expected, odd) => {
    const sent = { id: "claude-x", ...fields }
    const model = decode(sent)
    expect(facts(model)).toEqual({ id: "claude-x", type: "model", display_name: "claude-x", ...expected })
    expect(unreadable(model)).toEqual(odd)
    expect(ModelInfo.unreadable(model)).toEqual(odd)
    expect(Equal.equals(decode(encode(model)), model)).toBe(true)
  })

  it("keeps the value of every field that cannot be read, and writes it again", () => {
    const odd = Object.fromEntries(modelFields.filter((field) => field !== "id").map((field) => [field, [1]]))
    const sent = { ...odd, id: "claude", later: 1 }
    const model = decode(sent)
    expect(facts(model)).toEqual({
      id: "claude",
      type: "model",
      display_name: "claude",
      extra: { ...odd, later: 1 }
    })
    expect([...unreadable(model)].sort()).toEqual(modelFields.filter((field) => field !== "id").sort())
    expect(encode(model)).toEqual(sent)
  })
})

describe("JSON that is not a model", () => {
  it.each([
    [null, [], "expected an object with a non-empty string `id`, actual null"],
    [[], [], "expected an object with a non-empty string `id`, actual an array of 0"],
    ["claude", [], "expected an object with a non-empty string `id`, actual a string"],
    [{}, ["id"], "expected a non-empty string, actual undefined"],
    [{ id: "" }, ["id"], "expected a non-empty string, actual a string"],
    [{ id: null }, ["id"], "expected a non-empty string, actual null"],
    [{ id: 7 }, ["id"], "expected a non-empty string, actual a number"],
    [{ id: ["claude"] }, ["id"], "expected a non-empty string, actual an array of 1"]
  ])("fails on %j with the path", (u, path, message) => {
    const error = Either.getOrThrow(Either.flip(decodeEither(u)))
    const issues = ParseResult.ArrayFormatter.formatErrorSync(error)
    expect(issues.map((issue) => ({ path: issue.path, message: issue.message.split("└─ ").at(-1) }))).toEqual([
      { path, message }
    ])
  })

  it("fails with the path below other schemas", () => {
    const error = Either.getOrThrow(
      Either.flip(
        Schema.decodeUnknownEither(Schema.Struct({ models: Schema.Array(ModelInfo) }))({ models: [{ id: 1 }] })
      )
    )
    expect(ParseResult.ArrayFormatter.formatErrorSync(error).map(({ path }) => path)).toEqual([["models", 0, "id"]])
  })

  it.each([
    ["nested 200,000 deep", deep(200_000)],
    ["a megabyte long", "x".repeat(1_000_000)],
    ["an array of 100,000", Array.from({ length: 100_000 }, () => 0)]
  ])("fails with a short message on a value that is %s", (_, value) => {
    for (const body of [value, { id: Array.isArray(value) ? value : [value] }]) {
      const error = Either.getOrThrow(Either.flip(decodeEither(body)))
      for (const text of [error.message, String(error), inspect(error), JSON.stringify(error)]) {
        expect(text.length).toBeLessThan(3000)
      }
    }
  })
})

describe("capabilities with odd nodes", () => {
  const capabilities = {
    batch: true,
    citations: { supported: "yes" },
    code_execution: { supported: true, since: 2026 },
    effort: { supported: true, low: [], high: { supported: true }, later: 1 },
    thinking: { supported: true, types: { adaptive: { supported: true }, enabled: 5 } },
    pdf_input: null,
    telepathy: "far"
  }
  const model = decode({ id: "claude", capabilities })

  it("cost only themselves", () => {
    expect(Option.getOrNull(model.capabilities)).toEqual({
      citations: {},
      code_execution: { supported: true, since: 2026 },
      effort: { supported: true, high: { supported: true }, later: 1 },
      thinking: { supported: true, types: { adaptive: { supported: true } } },
      pdf_input: null,
      telepathy: "far"
    })
  })

  it("are kept in extra, and written again at their place", () => {
    expect(model.extra).toEqual({
      capabilities: {
        batch: true,
        citations: { supported: "yes" },
        effort: { low: [] },
        thinking: { types: { enabled: 5 } }
      }
    })
    expect(unreadable(model)).toEqual(["capabilities"])
    expect(encode(model).capabilities).toEqual(capabilities)
  })

  it("are unknown to supportOf, unlike the others", () => {
    const { supportOf } = ModelCapabilities
    expect(supportOf(model, "batch")).toBe("unknown")
    expect(supportOf(model, "citations")).toBe("unknown")
    expect(supportOf(model, "effort.low")).toBe("unknown")
    expect(supportOf(model, "effort.high")).toBe("supported")
    expect(supportOf(model, "thinking.types.enabled")).toBe("unknown")
    expect(supportOf(model, "thinking.types.adaptive")).toBe("supported")
  })

  it("that are all readable are the object that was sent, not a copy", () => {
    expect(Option.getOrNull(decode(Reference.model).capabilities)).toBe(Reference.model.capabilities)
  })

  it("keep unknown keys at every depth, also one called __proto__", () => {
    const text =
      '{"__proto__":{"x":1},"batch":5,"effort":{"__proto__":{"supported":true},"low":7},"thinking":{"types":{"later":{"a":[]}}}}'
    const model = decode({ id: "claude", capabilities: JSON.parse(text) })
    expect(isDeepStrictEqual(encode(model).capabilities, JSON.parse(text))).toBe(true)
  })
})

describe("writing a model", () => {
  it("always writes type and display_name", () => {
    expect(encode(decode({ id: "claude" }))).toEqual({ id: "claude", type: "model", display_name: "claude" })
  })

  it("writes a readable fact rather than a value of the same name in extra", () => {
    const extra = { id: "other", max_tokens: 5, created_at: "x", type: "chat", display_name: 7 }
    const model = new ModelInfo({ id: "claude", display_name: "Claude", max_tokens: Option.some(1), extra })
    expect(encode(model)).toEqual({ id: "claude", type: "chat", display_name: 7, max_tokens: 1, created_at: "x" })
  })

  it("writes dates in UTC, and milliseconds only where there are some", () => {
    const dates = { created_at: "2026-02-04T01:00:00+01:00", retires_at: "2026-02-04T00:00:00.120Z" }
    expect(encode(decode({ id: "claude", ...dates }))).toMatchObject({
      created_at: "2026-02-04T00:00:00Z",
      retires_at: "2026-02-04T00:00:00.120Z"
    })
  })
})

describe("the API's form of a model", () => {
  const model = decode({ ...Reference.smallModel, later: { x: 1 } })
  const expected = { ...Reference.smallModel, later: { x: 1 } }

  it("is given by JSON.stringify", () => {
    expect(JSON.parse(JSON.stringify([model]))).toEqual([expected])
    expect(JSON.stringify(model)).not.toContain(".000")
  })

  it("is given by Response.json", async () => {
    expect(await Response.json({ models: [model] }).json()).toEqual({ models: [expected] })
  })

  it("is given by console.log", () => {
    expect(inspect(model)).toBe(inspect(encode(model)))
    expect(inspect(model)).toContain("created_at: '2024-02-29T00:00:00Z'")
  })

  it("is not String's, which is short", () => {
    expect(String(model)).toBe("ModelInfo(claude-3-opus-20240229)")
    expect(String(decode({ id: "a\r\n\u202eb" }))).toBe("ModelInfo(a b)")
  })
})

describe("equality of models", () => {
  const base = { id: "claude", max_tokens: 1, capabilities: { batch: { supported: true } }, later: [{ a: 1, b: 2 }] }

  it("is by value, whatever the order of keys", () => {
    const { later: _, ...rest } = structuredClone(base)
    const other = decode({ later: [{ b: 2, a: 1 }], ...rest })
    expect(Equal.equals(decode(base), other)).toBe(true)
    expect(Hash.hash(decode(base))).toBe(Hash.hash(other))
    expect(Schema.equivalence(ModelInfo)(decode(base), other)).toBe(true)
  })

  it.each([
    { ...base, id: "other" },
    { ...base, max_tokens: 2 },
    { ...base, max_tokens: null },
    { ...base, max_tokens: "1" },
    { ...base, display_name: "Claude" },
    { ...base, type: "chat" },
    { ...base, capabilities: { batch: { supported: false } } },
    { ...base, capabilities: { batch: { supported: true, since: 1 } } },
    { ...base, capabilities: { batch: { supported: true }, citations: 5 } },
    { ...base, later: [{ a: 2, b: 2 }] },
    { ...base, later: [{ a: 1, b: 2 }, null] },
    { ...base, later: { 0: { a: 1, b: 2 } } },
    { ...base, created_at: "2026-01-01T00:00:00Z" }
  ])("finds %j different", (other) => {
    expect(Equal.equals(decode(base), decode(other))).toBe(false)
    expect(Schema.equivalence(ModelInfo)(decode(base), decode(other))).toBe(false)
  })

  it.each([undefined, null, "claude", { id: "claude" }, base])("finds %j different from any model", (other) => {
    expect(Equal.equals(decode(base), other)).toBe(false)
  })

  it("compares JSON of any depth", () => {
    const nested = (depth: number) => decode({ id: "claude", later: deep(depth), capabilities: { far: deep(depth) } })
    const model = nested(200_000)
    expect(Equal.equals(model, nested(200_000))).toBe(true)
    expect(Equal.equals(model, nested(200_001))).toBe(false)
  })
})

describe("making a model by hand", () => {
  it("needs an id and a display name", () => {
    const model = new ModelInfo({ id: "claude", display_name: "claude" })
    expect(Equal.equals(model, decode({ id: "claude" }))).toBe(true)
    expect(Equal.equals(ModelInfo.make({ id: "claude", display_name: "claude" }), model)).toBe(true)
  })

  it.each([
    { id: "", display_name: "" },
    { id: "a", display_name: "", max_tokens: Option.some(Number.NaN) },
    { id: "a", display_name: "", created_at: Option.some(DateTime.unsafeMake(0)) },
    { id: "a", display_name: "", retires_at: Option.some(DateTime.unsafeMake("+010000-01-01T00:00:00Z")) }
  ])("refuses %o", (fields) => {
    expect(() => new ModelInfo(fields)).toThrow(ParseResult.ParseError)
  })

  it("is shown in full by Pretty, however deep", () => {
    expect(Pretty.make(ModelInfo)(decode({ id: "claude", max_tokens: 5 }))).toContain('"max_tokens": some(5)')
    expect(Pretty.make(ModelInfo)(decode({ id: "claude", later: deep(200_000) }))).toContain("claude")
  })
})
