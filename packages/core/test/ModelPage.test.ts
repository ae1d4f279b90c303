import { inspect } from "node:util"
import * as ModelPage from "@anthropic-models/core/ModelPage"
import * as RateLimits from "@anthropic-models/core/RateLimits"
import { describe, expect, it } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as Either from "effect/Either"
import * as Equal from "effect/Equal"
import * as FastCheck from "effect/FastCheck"
import * as Hash from "effect/Hash"
import * as Option from "effect/Option"
import * as ParseResult from "effect/ParseResult"
import * as Schema from "effect/Schema"
import { deep, json, modelJson, runs } from "./fixtures/arbitrary.ts"
import * as Reference from "./fixtures/reference.ts"

const decode = Schema.decodeUnknownSync(ModelPage.ModelPage)
const decodeEither = Schema.decodeUnknownEither(ModelPage.ModelPage)
const encode = Schema.encodeSync(ModelPage.ModelPage)
const hasValidFields = Schema.is(Schema.typeSchema(Schema.Struct(ModelPage.ModelPage.fields)))

const failure = <A>(result: Either.Either<A, ParseResult.ParseError>) => {
  const [issue] = ParseResult.ArrayFormatter.formatErrorSync(Either.getOrThrow(Either.flip(result)))
  return { path: issue?.path, message: issue?.message.split("└─ ").at(-1) }
}

const response = ModelPage.PageResponse.make({
  requestId: Option.some("req_011"),
  rateLimits: new RateLimits.RateLimits({
    requests: Option.some(new RateLimits.RateLimit({ limit: Option.some(50) }))
  })
})

describe("reading a page", () => {
  it("reads the example of the API reference", () => {
    const page = decode(Reference.page)
    expect(page).toBeInstanceOf(ModelPage.ModelPage)
    expect(page.data.map((model) => model.id)).toEqual(["claude-opus-4-6"])
    expect(page.first_id).toEqual(Option.some("first_id"))
    expect(page.last_id).toEqual(Option.some("last_id"))
    expect(page.has_more).toBe(true)
    expect(page.extra).toEqual({})
    expect(page.invalid).toEqual([])
    expect(page.response).toEqual({ requestId: Option.none(), rateLimits: RateLimits.none })
  })

  it.each([
    { data: null },
    { data: [] },
    { data: null, has_more: false, first_id: null, last_id: null },
    { data: [], has_more: null },
    { data: [], first_id: "", last_id: "" }
  ])("reads %j as an empty last page", (body) => {
    const page = decode(body)
    expect(page.data).toEqual([])
    expect(page.has_more).toBe(false)
    expect(page.first_id).toEqual(Option.none())
    expect(page.last_id).toEqual(Option.none())
    expect(page.extra).toEqual({})
    expect(encode(page)).toEqual({ data: [], has_more: false })
  })

  it("keeps ids that are not strings in extra, and writes them again", () => {
    const body = { data: [], first_id: 7, has_more: false, last_id: ["a"] }
    const page = decode(body)
    expect(page.first_id).toEqual(Option.none())
    expect(page.last_id).toEqual(Option.none())
    expect(page.extra).toEqual({ first_id: 7, last_id: ["a"] })
    expect(encode(page)).toEqual(body)
  })

  it("keeps fields that this version does not know, object among them", () => {
    const text = `{"object":"list","total":3,"__proto__":{"x":1},"constructor":2,"data":[],"has_more":false}`
    const page = decode(JSON.parse(text))
    expect(Object.keys(page.extra)).toEqual(["object", "total", "__proto__", "constructor"])
    expect(Object.getPrototypeOf(page)).toBe(ModelPage.ModelPage.prototype)
    expect(JSON.stringify(page)).toBe(text)
  })

  it("keeps a model that is in the list twice", () => {
    const page = decode({ data: [{ id: "a" }, { id: "b" }, { id: "a" }], has_more: false })
    expect(page.data.map(({ id }) => id)).toEqual(["a", "b", "a"])
  })

  it.each<[string, object, object]>([
    [
      "the Anthropic form with object: list",
      {
        object: "list",
        data: [
          {
            id: "claude-x",
            object: "model",
            type: "model",
            created: 0,
            created_at: "1970-01-01T00:00:00Z",
            display_name: "Claude X"
          }
        ],
        has_more: false
      },
      {
        object: "list",
        data: [{ id: "claude-x", object: "model", type: "model", created: 0, display_name: "Claude X" }],
        has_more: false
      }
    ],
    [
      "the OpenAI form",
      { object: "list", data: [{ id: "gpt-x", object: "model", created: 1_686_935_002, owned_by: "someone" }] },
      {
        object: "list",
        data: [
          {
            id: "gpt-x",
            type: "model",
            display_name: "gpt-x",
            object: "model",
            created: 1_686_935_002,
            owned_by: "someone"
          }
        ],
        has_more: false
      }
    ]
  ])("reads %s, and writes it as %#", (_, body, written) => {
    expect(encode(decode(body))).toEqual(written)
  })
})

describe("JSON that is not a page", () => {
  it.each<[unknown, ReadonlyArray<PropertyKey>, string]>([
    [null, [], "expected an object with the models in `data`, actual null"],
    [[], [], "expected an object with the models in `data`, actual an array of 0"],
    ["data", [], "expected an object with the models in `data`, actual a string"],
    [{}, ["data"], "expected an array of models, actual undefined"],
    [{ models: [] }, ["data"], "expected an array of models, actual undefined"],
    [{ data: undefined }, ["data"], "expected an array of models, actual undefined"],
    [{ data: {} }, ["data"], "expected an array of models, actual an object"],
    [{ data: "" }, ["data"], "expected an array of models, actual a string"],
    [{ code: 0, data: { data: [] } }, ["data"], "expected an array of models, actual an object"],
    [{ data: [], has_more: "no" }, ["has_more"], "expected a boolean, actual a string"],
    [{ data: [], has_more: 0 }, ["has_more"], "expected a boolean, actual a number"],
    [{ data: [null] }, ["data", 0], "expected an object with a non-empty string `id`, actual null"],
    [{ data: [{ id: "a" }, {}] }, ["data", 1, "id"], "expected a non-empty string, actual undefined"],
    [{ data: [{ id: "a" }, { id: 7 }] }, ["data", 1, "id"], "expected a non-empty string, actual a number"],
    [{ data: [{ id: "" }] }, ["data", 0, "id"], "expected a non-empty string, actual a string"]
  ])("fails on %j with the path", (body, path, message) => {
    expect(failure(decodeEither(body))).toEqual({ path, message })
    expect(failure(ModelPage.fromBody(body))).toEqual({ path, message })
  })

  it("names the path and the rule in the message of fromBody", () => {
    const error = Either.getOrThrow(Either.flip(ModelPage.fromBody({ data: [{ id: "a" }, { id: 7 }] })))
    expect(error.message).toBe(`["data"][1]["id"]\n└─ expected a non-empty string, actual a number`)
  })

  it.each([
    ["nested 200,000 deep", deep(200_000)],
    ["a megabyte long", "x".repeat(1_000_000)],
    ["an array of 100,000", Array.from({ length: 100_000 }, () => 0)]
  ])("fails with a short message on a value that is %s, without a part of it", (_, value) => {
    for (const body of [value, { data: value }, { data: [value] }, { data: [], has_more: value }]) {
      for (const result of [decodeEither(body), ModelPage.fromBody(body, { onInvalidModel: "collect" })]) {
        const error = Either.getOrThrow(Either.flip(result))
        for (const text of [error.message, String(error), inspect(error), JSON.stringify(error)]) {
          expect(text.length).toBeLessThan(3000)
          expect(text).not.toContain("xxxx")
        }
      }
    }
  })
})

describe("fromBody", () => {
  const body = { data: [{ id: "a" }, { id: 7, name: "seven" }, { id: "c" }, null], has_more: true, last_id: "c" }

  it("collects entries without a readable id if asked to", () => {
    const page = Either.getOrThrow(ModelPage.fromBody(body, { onInvalidModel: "collect" }))
    expect(page.data.map(({ id }) => id)).toEqual(["a", "c"])
    expect(page.last_id).toEqual(Option.some("c"))
    expect(page.invalid.map((invalid) => ({ ...invalid }))).toEqual([
      { index: 1, value: { id: 7, name: "seven" }, reason: "id: expected a non-empty string, actual a number" },
      { index: 3, value: null, reason: "expected an object with a non-empty string `id`, actual null" }
    ])
    expect(hasValidFields(page)).toBe(true)
  })

  it("does not encode the collected entries", () => {
    const page = Either.getOrThrow(ModelPage.fromBody(body, { onInvalidModel: "collect" }))
    expect(encode(page).data.map(({ id }) => id)).toEqual(["a", "c"])
  })

  it("fails if no entry has a readable id", () => {
    const result = ModelPage.fromBody({ data: [{}, null, 5], has_more: false }, { onInvalidModel: "collect" })
    expect(failure(result)).toEqual({
      path: ["data"],
      message: "expected at least one entry with a readable id, actual an array of 3"
    })
  })

  it("reads an empty list if asked to collect", () => {
    for (const data of [[], null]) {
      const page = Either.getOrThrow(ModelPage.fromBody({ data }, { onInvalidModel: "collect" }))
      expect(page.data).toEqual([])
    }
  })

  it("collects 1000 entries, and fails on one more", () => {
    const entries = (count: number) => ({ data: [{ id: "a" }, ...Array.from({ length: count }, () => ({}))] })
    const page = Either.getOrThrow(ModelPage.fromBody(entries(1000), { onInvalidModel: "collect" }))
    expect(page.invalid.length).toBe(1000)
    expect(failure(ModelPage.fromBody(entries(1001), { onInvalidModel: "collect" }))).toEqual({
      path: ["data"],
      message: "expected at most 1000 entries without a readable id, actual an array of 1002"
    })
  })

  it.each([[{ data: 1 }], [null], [{ data: [{ id: "a" }], has_more: 1 }]])(
    "fails on %j although asked to collect, because it is not a page",
    (body) => {
      expect(Either.isLeft(ModelPage.fromBody(body, { onInvalidModel: "collect" }))).toBe(true)
    }
  )

  it("takes the request id and the rate limits of the answer, which are not encoded", () => {
    const page = Either.getOrThrow(ModelPage.fromBody({ data: [] }, { response }))
    expect(page.response).toEqual(response)
    expect(hasValidFields(page)).toBe(true)
    expect(encode(page)).toEqual({ data: [], has_more: false })
  })
})

describe("reading pages is total", () => {
  const entry = FastCheck.oneof({ weight: 4, arbitrary: modelJson }, { weight: 1, arbitrary: json })
  const page = FastCheck.record(
    { data: FastCheck.array(entry, { maxLength: 4 }), has_more: json, first_id: json, last_id: json, later: json },
    { requiredKeys: [] }
  )

  /** The part of a page that is encoded. */
  const bare = ({ data, extra, first_id, has_more, last_id }: ModelPage.ModelPage) =>
    new ModelPage.ModelPage({ data, extra, first_id, has_more, last_id })

  it.prop(
    "a page that is read has valid fields, and decode, encode, decode gives an equal page",
    [FastCheck.oneof(json, page)],
    ([body]) => {
      const result = ModelPage.fromBody(body, { onInvalidModel: "collect" })
      if (Either.isLeft(result)) {
        expect(result.left.message.length).toBeLessThan(300)
        return
      }
      expect(hasValidFields(result.right)).toBe(true)
      const written = JSON.stringify(encode(result.right))
      const again = decode(JSON.parse(written))
      expect(Equal.equals(again, bare(result.right))).toBe(true)
      expect(JSON.stringify(encode(again))).toBe(written)
    },
    runs(2000)
  )

  it.prop(
    "arbitrary pages are equal after encoding and decoding, but for what is not encoded",
    [Arbitrary.make(ModelPage.ModelPage)],
    ([page]) => {
      const again = decode(JSON.parse(JSON.stringify(encode(page))))
      expect(Equal.equals(again, bare(page))).toBe(true)
      expect(Hash.hash(again)).toBe(Hash.hash(page))
    },
    runs(100)
  )
})

describe("the API's form of a page", () => {
  const page = decode({ object: "list", ...Reference.page, data: [Reference.smallModel] })
  const expected = {
    object: "list",
    data: [Reference.smallModel],
    first_id: "first_id",
    has_more: true,
    last_id: "last_id"
  }

  it("is given by JSON.stringify", () => {
    expect(JSON.parse(JSON.stringify(page))).toEqual(expected)
    expect(JSON.stringify(page)).not.toContain(".000")
  })

  it("is given by Response.json", async () => {
    expect(await Response.json(page).json()).toEqual(expected)
  })

  it("is given by console.log", () => {
    expect(inspect(page, { depth: 5 })).toBe(inspect(encode(page), { depth: 5 }))
    expect(inspect(page, { depth: 5 })).toContain("created_at: '2024-02-29T00:00:00Z'")
  })

  it("is not String's, which is short", () => {
    expect(String(page)).toBe("ModelPage(1 models)")
  })
})

describe("equality of pages", () => {
  const base = { data: [{ id: "a" }, { id: "b" }], has_more: true, last_id: "b", later: { x: [1] } }
  const page = decode(base)

  it("is by value", () => {
    const other = decode(structuredClone(base))
    expect(Equal.equals(page, other)).toBe(true)
    expect(Hash.hash(page)).toBe(Hash.hash(other))
    expect(Schema.equivalence(ModelPage.ModelPage)(page, other)).toBe(true)
  })

  it.each([
    { ...base, data: [{ id: "b" }, { id: "a" }] },
    { ...base, data: [{ id: "a" }] },
    { ...base, has_more: false },
    { ...base, last_id: "a" },
    { ...base, first_id: "a" },
    { ...base, later: { x: [2] } }
  ])("finds %j different", (other) => {
    expect(Equal.equals(page, decode(other))).toBe(false)
  })

  it("covers the answer's headers and the collected entries", () => {
    const read = (body: unknown, options?: ModelPage.FromBodyOptions) =>
      Either.getOrThrow(ModelPage.fromBody(body, { onInvalidModel: "collect", ...options }))
    const odd = (value: unknown) => ({ data: [{ id: "a" }, value] })
    expect(Equal.equals(read(base), read(base, { response }))).toBe(false)
    expect(Equal.equals(read(base, { response }), read(base, { response: { ...response } }))).toBe(true)
    expect(Equal.equals(read(odd({ x: [1] })), read(odd({ x: [1] })))).toBe(true)
    expect(Equal.equals(read(odd({ x: [1] })), read(odd({ x: [2] })))).toBe(false)
  })

  it("compares JSON of any depth", () => {
    const nested = (depth: number) => decode({ data: [{ id: "claude", later: deep(depth) }] })
    const page = nested(200_000)
    expect(Equal.equals(page, nested(200_000))).toBe(true)
    expect(Equal.equals(page, nested(200_001))).toBe(false)
  })
})

it("a page made by hand needs its models only", () => {
  const page = new ModelPage.ModelPage({ data: decode(Reference.page).data })
  expect(page.has_more).toBe(false)
  expect(encode(page)).toEqual({ data: [Reference.model], has_more: false })
})
