import { ModelCapabilities } from "@anthropic-models/core/ModelCapabilities"
import * as ModelPage from "@anthropic-models/core/ModelPage"
import { describe, expect, it } from "@effect/vitest"
import * as Either from "effect/Either"
import * as FastCheck from "effect/FastCheck"
import * as Option from "effect/Option"
import { accepts } from "../src/internal/compile.ts"
import { jsonEquals } from "../src/internal/jsonEquals.ts"
import { remember, remembering } from "../src/internal/judged.ts"
import { prettyJson } from "../src/internal/prettyJson.ts"
import * as Texts from "../src/internal/texts.ts"

const first = { batch: { supported: true }, effort: { high: { supported: true }, low: { supported: true } } }
const second = { batch: { supported: false }, effort: { high: { supported: true }, low: { supported: true } } }

const bodyOf = (...capabilities: ReadonlyArray<unknown>): string =>
  JSON.stringify({
    data: capabilities.map((value, index) => ({ id: `m${index}`, capabilities: value, max_tokens: 1 }))
  })

/** One that knows both: it has seen them in its first body, and learnt them from its second. */
const taught = () => {
  const parse = ModelPage.makeParse()
  parse(bodyOf(first))
  parse(bodyOf(first, second))
  return parse
}

/** What a parser makes of a text, in a form that says all of it: an error is the text's own. */
const outcome = (parse: (text: string) => unknown, text: string) =>
  Either.mapBoth(
    Either.try(() => parse(text)),
    { onLeft: String, onRight: prettyJson }
  )

const capabilitiesOf = (parse: (text: string) => unknown, text: string): ReadonlyArray<ModelCapabilities> =>
  Either.getOrThrow(ModelPage.fromBody(parse(text))).data.flatMap((model) => Option.toArray(model.capabilities))

/** Every object in a value. */
const nodesOf = (value: unknown): ReadonlyArray<object> =>
  typeof value === "object" && value !== null ? [value, ...Object.values(value).flatMap(nodesOf)] : []

const isFrozen = (value: unknown): boolean => nodesOf(value).length > 0 && nodesOf(value).every(Object.isFrozen)

/** Capabilities that are like no others. */
const unlike = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({ batch: { number: from + index, why: "x".repeat(50) } }))

const isShared = (parse: (text: string) => unknown, value: unknown): boolean => {
  const [one, other] = capabilitiesOf(parse, bodyOf(value, value))
  expect(one).toEqual(value)
  expect(other).toEqual(value)
  return one === other && isFrozen(one)
}

describe("sharing", () => {
  it("gives the same object for the same capabilities, in later bodies too", () => {
    const parse = taught()
    const [a, b, c] = capabilitiesOf(parse, bodyOf(first, second, first))
    const [d] = capabilitiesOf(parse, bodyOf(second))
    expect(a).toEqual(first)
    expect(b).toEqual(second)
    expect(a).toBe(c)
    expect(b).toBe(d)
  })

  it("freezes all of what is shared, and what is changed before it is learnt is learnt as it came", () => {
    const value = {
      batch: { supported: false },
      a: { b: null, c: 0, d: "", e: false, f: [{}, [1]] },
      why: "x".repeat(50)
    }
    const parse = ModelPage.makeParse()
    for (let i = 0; i < 2; i++) {
      const [own] = capabilitiesOf(parse, bodyOf(value))
      expect(Object.isFrozen(own)).toBe(false)
      Object.assign(own ?? {}, { batch: { supported: true } })
    }
    expect(isShared(parse, value)).toBe(true)
  })

  it("learns nothing from the first body", () => {
    const parse = ModelPage.makeParse()
    expect(isShared(parse, first)).toBe(false)
    expect(isShared(parse, first)).toBe(false)
    expect(isShared(parse, first)).toBe(true)
  })

  it("keeps what each parser has learnt to itself", () => {
    const [a] = capabilitiesOf(taught(), bodyOf(first))
    const [b] = capabilitiesOf(taught(), bodyOf(first))
    expect(a).toEqual(b)
    expect(a).not.toBe(b)
  })

  it("does not learn what is short, long, or no object", () => {
    const parse = taught()
    for (const value of [{}, { batch: { supported: true } }, { why: "x".repeat(5000) }]) {
      for (let i = 0; i < 3; i++) expect(isShared(parse, value)).toBe(false)
    }
    const list = bodyOf(["x".repeat(100)])
    for (let i = 0; i < 3; i++) expect(nodesOf(parse(list)).some(Object.isFrozen)).toBe(false)
  })

  it("looks up texts in vain only so often in one body", () => {
    const parse = taught()
    const [...few] = capabilitiesOf(parse, bodyOf(...unlike(0, 256), first))
    expect(isFrozen(few.at(-1))).toBe(true)
    const [...many] = capabilitiesOf(parse, bodyOf(...unlike(1000, 400), first))
    expect(many.at(-1)).toEqual(first)
    expect(isFrozen(many.at(-1))).toBe(false)
    const [...enough] = capabilitiesOf(
      parse,
      bodyOf(...Array.from({ length: 200 }, () => first), ...unlike(2000, 400), first)
    )
    expect(isFrozen(enough.at(-1))).toBe(true)
    const [...nulls] = capabilitiesOf(parse, bodyOf(...Array.from({ length: 1000 }, () => null), first))
    expect(isFrozen(nulls.at(-1))).toBe(true)
  })
})

describe("bounds", () => {
  const alike = Array.from({ length: 200 }, () => first)

  it("knows 256 texts, and others only after none of them came", () => {
    const parse = taught()
    for (let from = 0; from < 254; from += 2) parse(bodyOf(...alike, ...unlike(from, 2)))
    const [known = {}] = unlike(253, 1)
    const [unknown = {}] = unlike(254, 1)
    for (let i = 0; i < 3; i++) {
      expect(isShared(parse, known)).toBe(true)
      parse(bodyOf(...alike, unknown))
      const [, other] = capabilitiesOf(parse, bodyOf(first, unknown))
      expect(isFrozen(other)).toBe(false)
    }
    parse(bodyOf(unknown))
    expect(isShared(parse, unknown)).toBe(true)
    expect(isShared(parse, known)).toBe(false)
  })

  it("counts a text that comes often in one body once", () => {
    const parse = taught()
    for (const value of unlike(0, 6)) parse(bodyOf(...alike, ...alike, ...Array.from({ length: 64 }, () => value)))
    const [another] = unlike(6, 1)
    parse(bodyOf(...alike, another))
    expect(isShared(parse, another)).toBe(true)
  })

  it("gives up for good where texts do not come again", () => {
    const parse = taught()
    for (let body = 0; body < 20; body++) parse(bodyOf(...alike))
    expect(isShared(parse, first)).toBe(true)
    for (let from = 0; from < 384; from += 64) parse(bodyOf(...unlike(from, 64)))
    for (let i = 0; i < 3; i++) expect(isShared(parse, first)).toBe(false)
  })

  it("does not give up where most of them do", () => {
    const parse = taught()
    for (let from = 0; from < 4000; from += 40) parse(bodyOf(...alike, ...unlike(from, 40)))
    expect(isShared(parse, first)).toBe(true)
  })

  it.each([
    ["have to be parsed twice", `{"data":[{"extra":{"capabilities":${JSON.stringify(first)}}}]}`],
    ["do not parse", `{"data":[`]
  ])("gives up where bodies %s", (_, body) => {
    const parse = taught()
    expect(isShared(parse, first)).toBe(true)
    for (let i = 0; i < 20; i++) expect(outcome(parse, body)).toEqual(outcome(JSON.parse, body))
    expect(isShared(parse, first)).toBe(false)
  })
})

describe("judging", () => {
  const never = (u: unknown): u is never => nodesOf(u).length < 0
  const isRemembered = remembering(never)

  it("remembers what it shares, and was accepted", () => {
    const [shared] = capabilitiesOf(taught(), bodyOf(first))
    const [alone] = capabilitiesOf(ModelPage.makeParse(), bodyOf(first))
    expect(isRemembered(shared)).toBe(true)
    expect(isRemembered(alone)).toBe(false)
    expect(isRemembered(undefined)).toBe(false)
  })

  it("judges what was not accepted each time", () => {
    const wrong = { effort: { supported: "yes", why: "x".repeat(50) } }
    const parse = ModelPage.makeParse()
    for (let i = 0; i < 4; i++) {
      const body = parse(bodyOf(first, wrong))
      const [invalid, ...others] = Either.getOrThrow(ModelPage.fromBody(body, { onInvalidModel: "collect" })).invalid
      expect(invalid?.value).toMatchObject({ capabilities: wrong })
      expect(invalid?.reason).toContain("supported")
      expect(others).toEqual([])
    }
  })

  it("asks the memory first", () => {
    const wrong = Object.freeze({ effort: "no" })
    expect(accepts(ModelCapabilities)(wrong)).toBe(false)
    remember(wrong)
    expect(accepts(ModelCapabilities)(wrong)).toBe(true)
  })
})

describe("exactness", () => {
  const text = JSON.stringify(first)
  const item = `"capabilities":${text}`
  const cases: Record<string, string> = {
    "within a string": `{"data":[{"id":${JSON.stringify(`x${item}x`)},${item}}]}`,
    "within a string, unescaped": `{"data":[{"id":"x${item}x",${item}}]}`,
    "twice in one object": `{"data":[{${item},${item}}]}`,
    "then another value": `{"data":[{${item},"capabilities":null}]}`,
    "deeper than a model": `{"data":[{"extra":{${item}}},{${item}}]}`,
    "beside the list": `{"data":[{${item}}],${item}}`,
    "as the prototype's": `{"data":[{"__proto__":{${item}}}]}`,
    "in a key that ends alike": `{"data":[{"a\\"capabilities":${text},${item}}]}`,
    "after blanks": `{"data":[{"capabilities": ${text}}, { ${item} }]}`,
    "a list of lists": `{"data":[[{${item}}]]}`,
    "the mark in the place of one that is deeper": `{"data":[{"capabilities":"\u007f0"},{"extra":{${item}}}]}`,
    "the mark's escape in such a place": `{"data":[{"capabilities":"\\u007f0"},{"extra":{${item}}}]}`,
    "the mark's escape in capitals": `{"data":[{"capabilities":"\\u007F0"},{"extra":{${item}}}]}`,
    "a character more": `{"data":[{${item}x}]}`,
    "an object more": `{"data":[{${item}{}}]}`,
    "no object before": item,
    "an escaped brace": `{"data":[{"capabilities":\\${text}}]}`,
    "no value": `{"data":[{"capabilities":}]}`,
    "cut before": `{"data":[{"capabilities":`,
    "cut within": `{"data":[{${item.slice(0, -3)}`,
    "cut after": `{"data":[{${item}`,
    "a string that is left open": `{"data":[{"id":"${item}}]}`,
    nothing: "",
    "no object": "null"
  }

  it.each(Object.entries(cases))("reads like JSON.parse: %s", (_, body) => {
    const parse = taught()
    for (let i = 0; i < 3; i++) expect(outcome(parse, body)).toEqual(outcome(JSON.parse, body))
  })

  it("reads what is deeper than the stack", () => {
    const depth = 200_000
    const body = `{"data":[{"capabilities":${"[".repeat(depth)}${"]".repeat(depth)}},{${item}}]}`
    const parse = taught()
    for (let i = 0; i < 3; i++) expect(jsonEquals(parse(body), JSON.parse(body))).toBe(true)
  })

  const capabilities = FastCheck.oneof(FastCheck.constantFrom<unknown>(first, second, {}, null), FastCheck.jsonValue())
  const model = FastCheck.oneof(
    FastCheck.record(
      {
        id: FastCheck.oneof(FastCheck.string(), FastCheck.constantFrom(text, item)),
        capabilities,
        max_tokens: FastCheck.nat()
      },
      { requiredKeys: [] }
    ),
    FastCheck.jsonValue()
  )
  const body = FastCheck.oneof(
    FastCheck.record({ data: FastCheck.array(model), has_more: FastCheck.boolean() }).map((json) =>
      JSON.stringify(json)
    ),
    FastCheck.json()
  )
  /** A text, and what is done to it: nothing, or a piece of it is replaced by another one that may do harm. */
  const damage = FastCheck.record({
    at: FastCheck.nat(400),
    length: FastCheck.nat(20),
    piece: FastCheck.constantFrom("", '"', "\\", "{", "}", ",", ":", "\u007f", "\\u007f", item, text, '"capabilities":')
  })
  const bodies = FastCheck.array(FastCheck.tuple(body, FastCheck.option(damage)), { minLength: 3, maxLength: 8 })

  it.prop(
    "reads any bodies, whole or damaged, like JSON.parse",
    [bodies],
    ([bodies]) => {
      const parse = taught()
      for (const [text, damage] of bodies) {
        const body =
          damage === null ? text : text.slice(0, damage.at) + damage.piece + text.slice(damage.at + damage.length)
        expect(outcome(parse, body)).toEqual(outcome(JSON.parse, body))
      }
    },
    { fastCheck: { numRuns: 3000 } }
  )
})

describe("Texts", () => {
  const texts = FastCheck.uniqueArray(
    FastCheck.object().map((value) => JSON.stringify(value)),
    { minLength: 1 }
  )

  it.prop(
    "finds each text where it begins, and no other",
    [texts, FastCheck.string()],
    ([texts, before]) => {
      const known = Texts.make()
      for (const text of texts) {
        expect(known.find(text, 0)).toBeUndefined()
        known.add({ text, value: {} })
      }
      expect(known.size()).toBe(texts.length)
      for (const text of texts) {
        expect(known.find(`${before}${text},{`, before.length)?.text).toBe(text)
        expect(known.find(text.slice(0, -1), 0)).toBeUndefined()
      }
      expect(known.find("", 0)).toBeUndefined()
    },
    { fastCheck: { numRuns: 2000 } }
  )
})
