import { ModelCapabilities } from "@anthropic-models/core/ModelCapabilities"
import * as ModelPage from "@anthropic-models/core/ModelPage"
import { describe, expect, it } from "@effect/vitest"
import * as Either from "effect/Either"
import * as FastCheck from "effect/FastCheck"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { jsonEquals } from "../src/internal/jsonEquals.ts"
import { prettyJson } from "../src/internal/prettyJson.ts"
import * as Texts from "../src/internal/texts.ts"

const first = { batch: { supported: true }, effort: { high: { supported: true }, supported: true } }
const second = { batch: { supported: false }, effort: { high: { supported: true }, supported: true } }

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

  it("freezes what is shared, at every depth", () => {
    const [shared] = capabilitiesOf(taught(), bodyOf(first))
    expect(Object.isFrozen(shared)).toBe(true)
    expect(Object.isFrozen(shared?.effort?.high)).toBe(true)
  })

  it("learns nothing from the first body", () => {
    const parse = ModelPage.makeParse()
    const [a, b] = capabilitiesOf(parse, bodyOf(first, first))
    const [c] = capabilitiesOf(parse, bodyOf(first))
    expect(a).not.toBe(b)
    expect(Object.isFrozen(c)).toBe(false)
  })

  it("keeps what each parser has learnt to itself", () => {
    const [a] = capabilitiesOf(taught(), bodyOf(first))
    const [b] = capabilitiesOf(taught(), bodyOf(first))
    expect(a).toEqual(b)
    expect(a).not.toBe(b)
  })

  it("accepts what is shared, and refuses it where it is wrong", () => {
    const wrong = { effort: { supported: "yes" } }
    const parse = ModelPage.makeParse()
    for (let i = 0; i < 4; i++) {
      const body = parse(bodyOf(first, wrong))
      const [invalid, ...others] = Either.getOrThrow(ModelPage.fromBody(body, { onInvalidModel: "collect" })).invalid
      expect(invalid?.value).toMatchObject({ capabilities: wrong })
      expect(invalid?.reason).toContain("supported")
      expect(others).toEqual([])
    }
    const [shared] = capabilitiesOf(taught(), bodyOf(first))
    expect(Schema.is(ModelCapabilities)(shared)).toBe(true)
  })

  it("gives up where no capabilities come again, and does not where most do", () => {
    const unlike = (from: number) => Array.from({ length: 40 }, (_, index) => ({ batch: { number: from + index } }))
    const stubborn = ModelPage.makeParse()
    for (let from = 0; from < 400; from += 40) stubborn(bodyOf(...unlike(from)))
    const ends = [first, first, first].map((value) => capabilitiesOf(stubborn, bodyOf(value))[0])
    expect(ends.map(Object.isFrozen)).toEqual([false, false, false])

    const patient = taught()
    const alike = Array.from({ length: 200 }, () => first)
    for (let from = 0; from < 4000; from += 40) patient(bodyOf(...alike, ...unlike(from)))
    const [known] = capabilitiesOf(patient, bodyOf(...alike)).slice(-1)
    expect(Object.isFrozen(known)).toBe(true)
  })

  it("does not keep a text that is long", () => {
    const long = { batch: { supported: true, why: "x".repeat(9000) } }
    const parse = taught()
    for (let i = 0; i < 3; i++) {
      const [value] = capabilitiesOf(parse, bodyOf(long))
      expect(value).toEqual(long)
      expect(Object.isFrozen(value)).toBe(false)
    }
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

  it.prop("finds each text where it begins, and no other", [texts, FastCheck.string()], ([texts, before]) => {
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
  })
})
