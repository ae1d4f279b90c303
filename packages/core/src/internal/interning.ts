import * as Predicate from "effect/Predicate"
import * as Texts from "./texts.ts"

/** So many texts are known at a time, of so many characters each. */
const maxKnown = 256
const maxLength = 2 ** 12

/** A shorter text is parsed faster than it is replaced. */
const minLength = 64

/** So many texts of a body are learnt, and so many more are looked up in vain than are found. */
const maxLearnt = 64
const maxMisses = 256

/**
 * To learn a text costs one, and to parse a body twice, 16; a text that is met again earns a fourth. At nothing, it is
 * given up for good.
 */
const maxCredit = 256

/** No string of a body has this character, unless the body itself has it, or an escape of it. */
const mark = "\x7f"
const escape = "\\u007"

const parse: (text: string) => unknown = JSON.parse

/** The text of a value; nothing, if it is too deep for one. */
const textOf = (value: unknown): string | undefined => {
  try {
    return JSON.stringify(value)
  } catch {
    return undefined
  }
}

const freeze = (value: unknown): void => {
  const rest = [value]
  for (let node = rest.pop(); node !== undefined; node = rest.pop()) {
    if (typeof node !== "object" || node === null) continue
    const values: ReadonlyArray<unknown> = Object.values(Object.freeze(node))
    rest.push(...values)
  }
}

/**
 * A `JSON.parse` for bodies whose `data` are objects that repeat the objects that they have under `key`: such a text is
 * parsed once, and its value is frozen and shared. `onShared` hears of each value before it is.
 *
 * A known text that follows the key and its colon is replaced by a string with a mark, and what is parsed of that
 * string by the known value. This is exact. Outside of strings, what follows a colon is a value, and the text of an
 * object is that object; within a string, the quote before the mark would end it, and the mark is no JSON. So a body
 * that parses without its known texts parses with them; and if one of the strings is not where it is looked for, the
 * body is parsed as it came.
 */
export const make = (key: string, onShared: (value: unknown) => void): ((text: string) => unknown) => {
  const anchor = `"${key}":`
  let texts = Texts.make()
  let credit = maxCredit
  let isFirst = true

  const replace = (text: string) => {
    const values: Array<unknown> = []
    let short = ""
    let done = 0
    let misses = 0
    for (let at = text.indexOf(anchor); at >= 0; at = text.indexOf(anchor, at)) {
      at += anchor.length
      if (!text.startsWith("{", at)) continue
      const known = texts.find(text, at)
      if (known !== undefined) {
        short += `${text.slice(done, at)}"${mark}${values.length}"`
        values.push(known.value)
        done = at += known.text.length
      } else if (++misses > maxMisses + values.length) break
    }
    return { short: short + text.slice(done), values }
  }

  /** Puts the values in their places, and gives what else is there; nothing, if a value found no place. */
  const restore = (body: unknown, values: ReadonlyArray<unknown>): ReadonlyArray<unknown> | undefined => {
    const data: ReadonlyArray<unknown> = Predicate.isRecord(body) && Array.isArray(body["data"]) ? body["data"] : []
    const others: Array<unknown> = []
    let restored = 0
    for (const item of data) {
      if (!Predicate.isRecord(item)) continue
      const value = item[key]
      if (Predicate.isRecord(value)) others.push(value)
      else if (typeof value === "string" && value.startsWith(mark)) {
        item[key] = values[Number(value.slice(1))]
        restored++
      }
    }
    return restored === values.length ? others : undefined
  }

  const learn = (value: unknown) => {
    const text = textOf(value)
    credit--
    if (text === undefined || text.length < minLength || text.length > maxLength || texts.find(text, 0)) return
    const shared = parse(text)
    freeze(shared)
    onShared(shared)
    texts.add({ text, value: shared })
  }

  const interned = (text: string): unknown => {
    const { short, values } = replace(text)
    const body = parse(short)
    const others = restore(body, values)
    if (others === undefined) return undefined
    credit = Math.min(credit + values.length / 4, maxCredit)
    // What is known comes no more.
    if (texts.size() === maxKnown && values.length === 0 && others.length > 0) texts = Texts.make()
    // The first body is no reason to learn: often there is no second one.
    if (!isFirst) others.slice(0, Math.min(maxLearnt, maxKnown - texts.size())).forEach(learn)
    isFirst = false
    return body
  }

  return (text) => {
    if (credit < 1 || text.includes(mark) || text.includes(escape)) return parse(text)
    try {
      const body = interned(text)
      if (body !== undefined) return body
    } catch {
      // What is wrong with it is told by the body as it came.
    }
    credit -= 16
    return parse(text)
  }
}
