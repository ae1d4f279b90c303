import { remember } from "./judged.ts"
import { prettyJson } from "./prettyJson.ts"
import * as Texts from "./texts.ts"

/** So many texts are known at a time, of at most so many characters. */
const maxKnown = 256
const maxLength = 2 ** 13

/** So many texts of one body are learnt, at most. */
const maxLearnt = 64

/** To learn a text costs one, to meet a known one earns a fourth, and who has nothing left gives up. */
const maxCredit = 256

/** No string of a body has this character, unless the body has it, or the escape of a character below U+0100. */
const mark = "\x7f"
const escape = "\\u00"

type Json = Record<string, unknown>

const isObject = (u: unknown): u is Json => typeof u === "object" && u !== null

const parse: (text: string) => unknown = JSON.parse

const freeze = (value: unknown): unknown => {
  const rest: Array<unknown> = [value]
  for (let node = rest.pop(); node !== undefined; node = rest.pop()) {
    if (isObject(node)) rest.push(...Object.values(Object.freeze(node)))
  }
  return value
}

/**
 * A `JSON.parse` for bodies whose `data` are objects that repeat what they have under `key`: such a text is parsed
 * and judged once, and its value is frozen and shared.
 *
 * A known text that follows the key is replaced by a string with a mark, and what is parsed of that string by the
 * known value. This is exact. Outside of strings, the text of an object is that object wherever it stands; within a
 * string, the quote before the mark would end it, and the mark is no JSON. So a body that parses without its known
 * texts parses with them; and if one of the strings is not where it is looked for, the body is parsed as it came.
 */
export const make = (key: string, isValid: (u: unknown) => u is object): ((text: string) => unknown) => {
  const anchor = `"${key}":`
  let texts = Texts.make()
  let credit = maxCredit
  let isFirst = true

  const replace = (text: string) => {
    const values: Array<unknown> = []
    let short = ""
    let done = 0
    for (let at = text.indexOf(anchor); at >= 0; at = text.indexOf(anchor, at)) {
      at += anchor.length
      const known = texts.find(text, at)
      if (known === undefined) continue
      short += `${text.slice(done, at)}"${mark}${values.length}"`
      values.push(known.value)
      done = at += known.text.length
    }
    return { short: short + text.slice(done), values }
  }

  /** Puts the values in their places, and gives what else is there; nothing, if a value found no place. */
  const restore = (body: unknown, values: ReadonlyArray<unknown>): ReadonlyArray<object> | undefined => {
    const list: ReadonlyArray<unknown> = isObject(body) && Array.isArray(body["data"]) ? body["data"] : []
    const others: Array<object> = []
    let restored = 0
    for (const item of list) {
      if (!isObject(item)) continue
      const value = item[key]
      if (isObject(value)) others.push(value)
      else if (typeof value === "string" && value.startsWith(mark)) {
        item[key] = values[Number(value.slice(1))]
        restored++
      }
    }
    return restored === values.length ? others : undefined
  }

  const learn = (value: object) => {
    const text = prettyJson(value)
    credit--
    // What is too deep to be written begins otherwise.
    if (!text.startsWith("{") || text.length > maxLength || texts.find(text, 0) !== undefined) return
    if (texts.size() === maxKnown) texts = Texts.make()
    const shared = freeze(parse(text))
    if (isValid(shared)) remember(shared)
    texts.add({ text, value: shared })
  }

  const interned = (text: string): unknown => {
    const { short, values } = replace(text)
    const body = parse(short)
    const others = restore(body, values)
    if (others === undefined) return parse(text)
    credit = Math.min(credit + values.length / 4, maxCredit)
    // The first body is no reason to learn: often there is no second one.
    if (!isFirst) others.slice(0, Math.min(credit, maxLearnt)).forEach(learn)
    isFirst = false
    return body
  }

  return (text) => {
    if (credit < 1 || text.includes(mark) || text.includes(escape)) return parse(text)
    try {
      return interned(text)
    } catch {
      // What is wrong with a body is told by the body itself.
      return parse(text)
    }
  }
}
