/** Removes the secrets of a call from texts that errors, logs and spans show. */
export interface Redact {
  /**
   * The beginning of a text as one printable line of at most `max` characters, with "…" where the text goes on. Secrets
   * are replaced before anything is cut, so a caller passes the whole text.
   */
  (text: string, max: number): string
}

/**
 * Finds secrets as they are sent, and in every escape of a URL, HTML, JSON and JavaScript, nested and mixed, whatever
 * the case of letters. Values shorter than 8 characters are not secrets.
 */
export const make = (secrets: Iterable<string>): Redact => {
  const values = [...secrets]
  let needles: ReadonlyArray<Needle> | undefined
  return (text, max) => {
    needles ??= needlesOf(values)
    const window = text.slice(0, maxWindow)
    const shown = needles.length === 0 ? window : redacted(window, needles)
    const line = shown.replaceAll(unprintable, " ").trim()
    const isWhole = line.length <= max && text.length <= maxWindow
    return isWhole ? line : `${line.slice(0, max).replace(/[\ud800-\udbff]$/, "")}…`
  }
}

/** Of a longer text only the beginning is looked at. */
const maxWindow = 65_536

/** Blanks, line breaks, control characters, bidirectional marks, invisible characters and halves of surrogate pairs. */
const unprintable = /[\s\p{Cc}\p{Cf}\p{Cs}\p{DI}]+/gu

/** Characters to search for: those of a secret as sent, or the decoded ones. */
interface Needle {
  readonly isDecoded: boolean
  readonly codes: Uint16Array
  /** For each character, how much of the needle's beginning ends there (the failure function of Knuth, Morris, Pratt). */
  readonly borders: Uint32Array
  /** How many more characters the secret has before and after these. */
  readonly margin: number
}

/** The schemes of authorization, which are not secret. */
const scheme = /^(?:api-?key|basic|bearer|digest|key|token)\s+/i

const needlesOf = (secrets: ReadonlyArray<string>): ReadonlyArray<Needle> => {
  const values = secrets.flatMap((secret) => {
    const value = secret.trim().replace(scheme, "")
    const withoutFirstWord = value.replace(/^\S+\s+/, "")
    return [value, withoutFirstWord].filter(({ length }) => length >= 8)
  })
  // JSON escapes a tab as "\t", and decoding leaves out the backslash.
  const forms = new Set(values.flatMap((value) => [value, value.replaceAll("\t", "t")]))
  return [...forms].flatMap((form) => {
    const sent = needle(undecoded(form).codes, false, 0)
    const { codes } = decode(form)
    // Backslashes or plus signs alone leave no characters that tell a secret from other texts.
    if (codes.length < 4) return [sent]
    // A text such as "%" before a secret forms an escape with its first characters. So its middle is searched for.
    const margin = Math.max(0, Math.min(6, Math.floor((codes.length - 12) / 2)))
    return [sent, needle(codes.slice(margin, codes.length - margin), true, margin)]
  })
}

const needle = (codes: Uint16Array, isDecoded: boolean, margin: number): Needle => {
  const borders = new Uint32Array(codes.length)
  let matched = 0
  for (let index = 1; index < codes.length; index++) {
    matched = advance(codes, borders, matched, codes[index])
    borders[index] = matched
  }
  return { isDecoded, codes, borders, margin }
}

/** How many characters of the needle match after one more character of a text, where `matched` did before. */
const advance = (codes: Uint16Array, borders: Uint32Array, matched: number, char: number | undefined): number => {
  let length = matched
  while (length > 0 && codes[length] !== char) length = borders[length - 1] ?? 0
  return codes[length] === char ? length + 1 : length
}

const redacted = (text: string, needles: ReadonlyArray<Needle>): string => {
  const sent = undecoded(text)
  const decoded = decode(text)
  const ranges = needles.flatMap((needle) => rangesOf(needle, needle.isDecoded ? decoded : sent))
  let line = ""
  let shown = 0
  for (const [from, to] of ranges.sort(([a], [b]) => a - b)) {
    if (from > shown || line === "") line += `${text.slice(shown, from)}[redacted]`
    shown = Math.max(shown, to)
  }
  return line + text.slice(shown)
}

/** Where a text has the secret, or at its end a part of it. */
const rangesOf = (needle: Needle, { codes, ends, starts }: Characters): Array<readonly [from: number, to: number]> => {
  const ranges: Array<readonly [number, number]> = []
  const add = (from: number, to: number) => {
    ranges.push([starts[Math.max(0, from)] ?? 0, starts[Math.min(codes.length, to)] ?? 0])
  }
  let matched = 0
  for (let index = 0; index < codes.length; index++) {
    matched = advance(needle.codes, needle.borders, matched, codes[index])
    const from = index + 1 - matched - needle.margin
    if (matched === needle.codes.length) add(from, index + 1 + needle.margin)
    else if (matched >= minPart && ends.includes(index + 1)) add(from, codes.length)
  }
  return ranges
}

/** The shortest part of a secret that is replaced at the end of a text. */
const minPart = 8

interface Characters {
  readonly codes: Uint16Array
  /** Where in the text each character starts, and where the text ends. */
  readonly starts: Uint32Array
  /** How many characters there are, and how many stand before an escape that the end of the text breaks off. */
  readonly ends: ReadonlyArray<number>
}

const undecoded = (text: string): Characters => {
  const codes = new Uint16Array(text.length)
  const starts = new Uint32Array(text.length + 1)
  for (let index = 0; index < text.length; index++) {
    codes[index] = text.charCodeAt(index)
    starts[index + 1] = index + 1
  }
  return { codes, starts, ends: [text.length] }
}

const blank = 0x20
const hash = 0x23
const percent = 0x25
const ampersand = 0x26
const plus = 0x2b
const semicolon = 0x3b
const backslash = 0x5c
const letterU = 0x75
const letterX = 0x78
const leftBrace = 0x7b
const rightBrace = 0x7d

/** A backslash that was written as an escape. The next backslash as it is begins another escape. */
const escapedBackslash = 0xdc

/**
 * Replaces all escapes, also those whose characters are escaped, in one pass: each character goes on a stack, and where
 * it completes an escape, that is popped, and the character that it stands for is read next.
 *
 * Other changes that servers make are undone, too: letters become lower case; what is not visible ASCII, and "+",
 * becomes one blank; and backslashes are left out, since each layer of JSON doubles them.
 */
const decode = (text: string): Characters => {
  const codes = new Uint16Array(text.length)
  const starts = new Uint32Array(text.length + 1)
  let size = 0
  for (let index = 0; index < text.length; index++) {
    let start = index
    let char = folded(text.charCodeAt(index))
    let escape = escapeAt(codes, size, char)
    while (escape !== undefined) {
      size -= escape.length
      start = starts[size] ?? 0
      char = folded(escape.char)
      if (char === backslash) char = escapedBackslash
      escape = escapeAt(codes, size, char)
    }
    if (char === escapedBackslash && codes[size - 1] === escapedBackslash) continue
    codes[size] = char
    starts[size] = start
    size++
  }
  return withoutBackslashes(codes.subarray(0, size), starts, text.length)
}

const withoutBackslashes = (all: Uint16Array, starts: Uint32Array, end: number): Characters => {
  const [broken = ""] = unfinished.exec(textOf(all, Math.max(0, all.length - 64), all.length)) ?? []
  let size = 0
  let unbroken = 0
  let start: number | undefined
  for (let index = 0; index < all.length; index++) {
    if (index === all.length - broken.length) unbroken = size
    const char = all[index] ?? 0
    start ??= starts[index] ?? 0
    if (isBackslash(char)) continue
    if (char !== blank || all[size - 1] !== blank) {
      all[size] = char
      starts[size] = start
      size++
    }
    start = undefined
  }
  starts[size] = end
  return { codes: all.subarray(0, size), starts, ends: [unbroken, size] }
}

/** An escape that the end of a text breaks off, and perhaps another one within it. */
const unfinished = /(?:%[\da-f]?|[\\\xdc](?:x[\da-f]?|u\{?[\da-f]*)?|&#?[\da-z]{0,12})*$/

const folded = (char: number): number => {
  if (char <= blank || char >= 0x7f || char === plus) return blank
  return char >= 0x41 && char <= 0x5a ? char + 0x20 : char
}

/** An escape: the code of its character, and how many characters it has before its last one. */
interface Escape {
  readonly char: number
  readonly length: number
}

/** The escape that `last` completes. */
const escapeAt = (codes: Uint16Array, size: number, last: number): Escape | undefined => {
  if (last === backslash && codes[size - 1] === backslash) return { char: backslash, length: 1 }
  if (last === semicolon) return entityAt(codes, size)
  if (last === rightBrace) return braceAt(codes, size)
  if (!isHex(last) || !isHex(codes[size - 1])) return undefined
  const length = hexLengthAt(codes, size)
  if (length === 0) return undefined
  const digits = textOf(codes, size - (length === 5 ? 3 : 1), size) + String.fromCharCode(last)
  return { char: Number.parseInt(digits, 16), length }
}

/** How many characters of `%2d`, `\x2d` or `\u002d` stand before the last one. */
const hexLengthAt = (codes: Uint16Array, size: number): number => {
  const char = codes[size - 2]
  if (char === percent) return 2
  if (char === letterX && isBackslash(codes[size - 3])) return 3
  const isUnicode = codes[size - 4] === letterU && isBackslash(codes[size - 5]) && isHex(char) && isHex(codes[size - 3])
  return isUnicode ? 5 : 0
}

/** `&#45;`, `&#x2d;` or `&lowbar;`, of which all but the last character stand before `size`. */
const entityAt = (codes: Uint16Array, size: number): Escape | undefined => {
  const from = startOf(codes, size, isNameOrNumber)
  if (codes[from - 1] !== ampersand) return undefined
  const name = textOf(codes, from, size)
  const [, hex, decimal] = /^#(?:x([\da-f]+)|(\d+))$/.exec(name) ?? []
  const char =
    hex !== undefined
      ? Number.parseInt(hex, 16)
      : decimal !== undefined
        ? Number.parseInt(decimal, 10)
        : entities.get(name)
  return char === undefined ? undefined : { char, length: size - from + 1 }
}

/** `\u{2d}`, of which all but the last character stand before `size`. */
const braceAt = (codes: Uint16Array, size: number): Escape | undefined => {
  const from = startOf(codes, size, isHex)
  const isEscape = codes[from - 1] === leftBrace && codes[from - 2] === letterU && isBackslash(codes[from - 3])
  if (from === size || !isEscape) return undefined
  return { char: Number.parseInt(textOf(codes, from, size), 16), length: size - from + 3 }
}

const isBackslash = (char: number | undefined): boolean => char === backslash || char === escapedBackslash

const startOf = (codes: Uint16Array, size: number, belongs: (char: number | undefined) => boolean): number => {
  let from = size
  while (belongs(codes[from - 1])) from--
  return from
}

const textOf = (codes: Uint16Array, from: number, to: number): string => {
  let text = ""
  for (let index = from; index < to; index++) text += String.fromCharCode(codes[index] ?? 0)
  return text
}

const isDigit = (char = 0): boolean => char >= 0x30 && char <= 0x39
const isHex = (char = 0): boolean => isDigit(char) || (char >= 0x61 && char <= 0x66)
const isNameOrNumber = (char = 0): boolean => isDigit(char) || (char >= 0x61 && char <= 0x7a) || char === hash

/** HTML's names of the characters that are no letters or digits, in lower case. */
const entities: ReadonlyMap<string, number> = new Map(
  (
    "nbsp\u00a0 tab\t newline\n excl! quot\" num# dollar$ percnt% amp& apos' lpar( rpar) ast* midast* plus+ comma, " +
    "hyphen- dash- period. sol/ colon: semi; lt< equals= gt> quest? commat@ lsqb[ lbrack[ bsol\\ rsqb] rbrack] hat^ " +
    "lowbar_ underbar_ grave` diacriticalgrave` lcub{ lbrace{ verbar| vert| verticalline| rcub} rbrace}"
  )
    .split(" ")
    .map((entity) => [entity.slice(0, -1), entity.charCodeAt(entity.length - 1)])
)
