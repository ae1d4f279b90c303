import { inspect } from "node:util"
import * as ModelPage from "@anthropic-models/core/ModelPage"
import * as RateLimits from "@anthropic-models/core/RateLimits"
import { describe, expect, it } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as Either from "effect/Either"
import * as Equal from "effect/Equal"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Reference from "./fixtures/reference.ts"

const decode = Schema.decodeUnknownSync(ModelPage.ModelPage)
const encode = Schema.encodeSync(ModelPage.ModelPage)

const refusal = (body: unknown, errors: "all" | "first" = "first") =>
  Either.getOrThrow(Either.flip(Schema.decodeUnknownEither(ModelPage.ModelPage, { errors })(body)))

/** What JSON says: neither `null` nor an empty cursor is anything. Timestamps are compared as instants elsewhere. */
const stated = (json: object) =>
  Object.fromEntries(
    Object.entries(json).filter(
      ([key, value]) => value !== null && value !== undefined && value !== "" && !key.endsWith("_at")
    )
  )

const deep = (depth: number): unknown => JSON.parse(`${"[".repeat(depth)}${"]".repeat(depth)}`)

describe("ModelPage", () => {
  it("reads the reference's example", () => {
    const page = decode(Reference.page)
    expect(page).toBeInstanceOf(ModelPage.ModelPage)
    expect(page.data.map((model) => model.id)).toEqual(["claude-opus-4-6"])
    expect(page.first_id).toEqual(Option.some("first_id"))
    expect(page.last_id).toEqual(Option.some("last_id"))
    expect(page.has_more).toBe(true)
    expect(page.invalid).toEqual([])
    expect(page.requestId).toEqual(Option.none())
    expect(Equal.equals(page.rateLimits, RateLimits.none)).toBe(true)
  })

  it.each([
    [{ data: [] }],
    [{ data: [], first_id: null, last_id: null, has_more: null }],
    [{ data: [], first_id: "", last_id: "" }]
  ])("reads %j as a last page with nothing to go on from", (body) => {
    const page = decode(body)
    expect(page.has_more).toBe(false)
    expect(page.first_id).toEqual(Option.none())
    expect(page.last_id).toEqual(Option.none())
  })

  it("keeps the fields that have no name yet", () => {
    expect(decode({ data: [], total: 3, object: "page" }).extra).toEqual({ total: 3, object: "page" })
  })

  it.prop(
    "loses nothing that a body says",
    [Arbitrary.make(ModelPage.ModelPageEncoded)],
    ([body]) => {
      const { data, ...page } = body
      const { data: models, ...encoded } = encode(decode(body))
      expect(encoded).toMatchObject(stated(page))
      data.forEach((model, index) => {
        expect(models[index]).toMatchObject(stated(model))
      })
    },
    { fastCheck: { numRuns: 300 } }
  )

  it.each([
    [null, "expected an object, actual null"],
    [[], "expected an object, actual an array of 0"],
    [{}, "data: missing"],
    [{ data: {} }, "data: expected an array of models, actual an object"],
    [{ data: [], has_more: "no" }, `has_more: expected a boolean or null, actual "no"`],
    [{ data: [], last_id: 7 }, "last_id: expected a string or null, actual 7"],
    [{ data: [null] }, "data[0]: expected an object, actual null"],
    [
      { data: [{ id: "a" }, { id: "b" }, { id: "c" }, { id: "d", max_tokens: "many" }] },
      `data[3].max_tokens: expected a finite number or null, actual "many"`
    ],
    [
      { object: "list", data: [{ id: "gpt", object: "model", owned_by: "somebody" }] },
      `object: expected the Models API's list, which has no \`object\`, actual "list"`
    ]
  ])("refuses %j", (body, message) => {
    expect(refusal(body).message).toBe(message)
  })

  describe("stays short and readable", () => {
    it("where a thousand models are wrong", () => {
      const error = refusal({ data: Array.from({ length: 1_000 }, () => ({ id: 7, max_tokens: "many" })) }, "all")
      expect(error.message.split("; ")).toEqual([
        "data[0].id: expected a non-empty string, actual 7",
        `data[0].max_tokens: expected a finite number or null, actual "many"`,
        "data[1].id: expected a non-empty string, actual 7",
        `data[1].max_tokens: expected a finite number or null, actual "many"`,
        "data[2].id: expected a non-empty string, actual 7",
        "and 1995 more"
      ])
    })

    it.each([
      ["nested 200,000 deep", deep(200_000)],
      ["a megabyte long", "x".repeat(1_000_000)],
      ["100,000 long", Array.from({ length: 100_000 }, () => 0)]
    ])("where a value is %s", (_, value) => {
      const bodies = [
        value,
        { data: value },
        { data: [value] },
        { data: [{ id: "claude", created_at: value }] },
        {
          data: [{ id: "claude", capabilities: { batch: { supported: value } } }]
        }
      ]
      for (const body of bodies) {
        const error = refusal(body, "all")
        for (const text of [error.message, String(error), inspect(error), JSON.stringify(error)]) {
          expect(text.length).toBeLessThan(3_000)
        }
      }
      expect(refusal({ data: [{ id: "claude", max_tokens: value }] }).message).toMatch(
        /^data\[0\]\.max_tokens: expected/
      )
    })
  })

  it("reads unknown fields of any depth", () => {
    const page = decode({ data: [{ id: "claude", deep: deep(200_000) }] })
    expect(Equal.equals(page, decode({ data: [{ id: "claude", deep: deep(200_000) }] }))).toBe(true)
    expect(Equal.equals(page, decode({ data: [{ id: "claude", deep: deep(200_001) }] }))).toBe(false)
  })

  it.prop(
    "decode, encode, decode gives an equal page",
    [Arbitrary.make(ModelPage.ModelPageEncoded)],
    ([body]) => {
      const page = decode(body)
      const json: unknown = JSON.parse(JSON.stringify(encode(page)))
      expect(Equal.equals(decode(json), page)).toBe(true)
    },
    { fastCheck: { numRuns: 300 } }
  )
})

describe("fromBody", () => {
  const body = { data: [{ id: "a" }, { id: 7, name: "seven" }, { id: "c" }, null], has_more: true, last_id: "c" }

  it("fails on a model that cannot be decoded, naming the path", () => {
    const error = Either.getOrThrow(Either.flip(ModelPage.fromBody(body)))
    expect(error.message).toBe("data[1].id: expected a non-empty string, actual 7")
  })

  it("collects such models where it is asked to", () => {
    const page = Either.getOrThrow(ModelPage.fromBody(body, { onInvalidModel: "collect" }))
    expect(page).toBeInstanceOf(ModelPage.ModelPage)
    expect(page.data.map((model) => model.id)).toEqual(["a", "c"])
    expect(page.last_id).toEqual(Option.some("c"))
    expect(page.invalid.map((invalid) => ({ ...invalid }))).toEqual([
      { index: 1, value: { id: 7, name: "seven" }, reason: "id: expected a non-empty string, actual 7" },
      { index: 3, value: null, reason: "expected an object, actual null" }
    ])
  })

  it.each([[{ data: 1 }], [null], [{ object: "list", data: [] }], [{ data: [], has_more: 1 }]])(
    "refuses %j all the same, since that is no page",
    (body) => {
      expect(Either.isLeft(ModelPage.fromBody(body, { onInvalidModel: "collect" }))).toBe(true)
    }
  )

  it("carries what the exchange told beside the body", () => {
    const rateLimits = new RateLimits.RateLimits({
      requests: Option.some(new RateLimits.RateLimit({ limit: Option.some(50) }))
    })
    const page = Either.getOrThrow(ModelPage.fromBody({ data: [] }, { requestId: Option.some("req_011"), rateLimits }))
    expect(page.requestId).toEqual(Option.some("req_011"))
    expect(Equal.equals(page.rateLimits, rateLimits)).toBe(true)
    expect(Equal.equals(page, decode({ data: [] }))).toBe(false)
    expect(encode(page)).toEqual({ data: [], has_more: false })
  })
})
