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
 * the case of letters. Values shorter than 8 characters are not secrets. A text with a secret is shown decoded.
 */
export const make = (secrets: Iterable<string>): Redact => {
  const values = [...secrets]
  let parts: Parts | undefined
  return (text, max) => {
    parts ??= partsOf(values)
    const shown = redacted(text.slice(0, maxWindow), parts).replaceAll(halves, " ").trim()
    const isWhole = shown.length <= max && text.length <= maxWindow
    return isWhole ? shown : `${shown.slice(0, max).replace(/[\ud800-\udbff]$/, "")}…`
  }
}

/** Of a longer text only the beginning is looked at. */
const maxWindow = 65_536

/** Halves of surrogate pairs. They are kept until here, because each half can be an escape of its own. */
const halves = /[ \p{Cs}]+/gu

/** The most decoded layer of a text that has a secret, without it. A text that has none stays as it is. */
const redacted = (text: string, parts: Parts): string => {
  const layers = layersOf(text)
  for (const layer of layers.toReversed()) {
    const shown = replaced(layer, parts)
    if (shown !== layer) return shown
  }
  return text.replaceAll(unprintable, " ")
}

/**
 * A text, the text with one layer of escapes decoded, with two, and so on. When none is left, numbers of HTML get the
 * semicolon that they lack, and then backslashes are left out, because each layer of JSON doubles them.
 */
const layersOf = (text: string): ReadonlyArray<string> => {
  const layers: Array<string> = []
  let layer = line(text)
  while (layer !== layers.at(-1) && layers.length < maxLayers) {
    layers.push(layer)
    layer = line([decode, endEscapes, withoutBackslashes].map((f) => f(layer)).find((next) => next !== layer) ?? layer)
  }
  return layers
}

/** Enough for two layers of escapes around a secret that has escapes of its own. */
const maxLayers = 6

/** Blanks, line breaks, control characters, bidirectional marks and other invisible characters. */
const unprintable = /[\s\p{Cc}\p{Cf}\p{DI}]+/gu

/** NUL, bidirectional marks and other invisible characters, such as those between the letters of a text in UTF-16. */
const invisible = /[\0\p{Cf}\p{DI}]+/gu

/** Blanks, line breaks and control characters. */
const blanks = /[\s\p{Cc}]+/gu

const line = (text: string): string => text.replaceAll(invisible, "").replaceAll(blanks, " ")

/**
 * All parts of secrets that have `length` characters. A text has a secret where it has such parts in a row. That takes
 * linear time, and finds what is left of a secret where a sign before it, such as "%", makes an escape of its beginning.
 */
interface Parts {
  readonly all: ReadonlySet<string>
  readonly length: number
  /** How many characters such a row has. Shorter ones can be words, but at the end of a text one part is enough. */
  readonly enough: number
}

const partsOf = (secrets: ReadonlyArray<string>): Parts => {
  const forms = secrets.flatMap(formsOf)
  const shortest = Math.min(12, ...forms.map((form) => form.length))
  const length = Math.min(8, shortest)
  const all = new Set<string>()
  for (const form of forms) {
    for (let at = 0; at + length <= form.length; at++) all.add(form.slice(at, at + length))
  }
  return { all, length, enough: shortest }
}

/** The schemes of authorization, which are not secret. */
const scheme = /^(?:api-?key|basic|bearer|digest|key|token)\s+/i

/** A secret has layers like a text, since it can have escapes of its own. */
const formsOf = (secret: string): ReadonlyArray<string> => {
  const value = secret.trim().replace(scheme, "")
  const withoutFirstWord = value.replace(/^\S+\s+/, "")
  const values = [value, withoutFirstWord].filter(({ length }) => length >= 8)
  // A URL has "+" for each blank. JSON escapes a tab as "\t", of which the last layer has "t".
  const written = values.flatMap((value) => [
    value,
    value.replaceAll(" ", "+"),
    value.replaceAll("\t", "t"),
    misread(value)
  ])
  const forms = [...new Set(written)].flatMap(layersOf).map(comparable)
  // A secret of escapes may stand for a short word, which other texts have, too.
  return forms.filter(({ length }) => length >= 8)
}

/** A text whose UTF-8 is read as Latin-1. */
const misread = (text: string): string =>
  text.replaceAll(/[^ -~]+/g, (chars) =>
    Array.from(new TextEncoder().encode(chars), (byte) => String.fromCharCode(byte)).join("")
  )

/** The same for texts that differ in case, in "+" for a blank, and in misread characters. It has the length of the text. */
const comparable = (text: string): string => text.replaceAll(/[^!-*,-~]/g, " ").toLowerCase()

const replaced = (text: string, { all, enough, length }: Parts): string => {
  const compared = comparable(text)
  const runs: Array<{ readonly from: number; to: number }> = []
  for (let at = 0; at + length <= text.length; at++) {
    if (!all.has(compared.slice(at, at + length))) continue
    const run = runs.at(-1)
    if (run !== undefined && at <= run.to) run.to = at + length
    else runs.push({ from: at, to: at + length })
  }
  let kept = ""
  let shown = 0
  for (const run of runs) {
    const isSecret = run.to - run.from >= enough || (run === runs.at(-1) && end.test(compared.slice(run.to)))
    if (!isSecret) continue
    kept += `${text.slice(shown, run.from)}[redacted]`
    shown = run.to
  }
  return kept + text.slice(shown)
}

/** The end of a text, with escapes that it breaks off. The last layer has left out their backslashes. */
const end = /^(?:[%\\&ux][%\\&#\w{]*)?$/

/** `%2d`, `%u002d`, `\x2d`, `\u002d`, `\u{2d}`, `&#x2d;`, `&#45;`, `&hyphen;`, in this order, and bytes of UTF-8 in a URL. */
const escapes =
  /%([0-7][\da-f]|u[\da-f]{4})|\\+(?:x([\da-f]{2})|u([\da-f]{4})|u\{([\da-f]+)\})?|&#x([\da-f]+);|&#(\d+);|&([a-z]+);|(?:%[\da-f]{2})+/gi

const decode = (text: string): string =>
  text.replaceAll(escapes, (escape: string, ...groups: ReadonlyArray<string | undefined>) => {
    const [url, byte, unit, braces, hex, decimal, name = ""] = groups
    const digits = url?.replace(/^u/i, "") ?? byte ?? unit ?? braces ?? hex
    if (digits !== undefined) return charOf(Number.parseInt(digits, 16))
    if (decimal !== undefined) return charOf(Number.parseInt(decimal, 10))
    if (!escape.startsWith("%")) return entities.get(name.toLowerCase()) ?? escape
    return utf8.decode(Uint8Array.from(escape.slice(1).split("%"), (byte) => Number.parseInt(byte, 16)))
  })

/** Browsers read `&#45` like `&#45;`. A number near the end of the text may be broken off. */
const endEscapes = (text: string): string =>
  text.replaceAll(/&#(?:\d+(?![\d;])|x[\da-f]+(?![\da-f;]))(?![%\\&#\w{]{0,8}$)/gi, "$&;")

const withoutBackslashes = (text: string): string => text.replaceAll("\\", "")

const charOf = (code: number): string => (code <= 0x10_ffff ? String.fromCodePoint(code) : "\ufffd")

const utf8 = new TextDecoder()

/** HTML's names of the characters that are no letters or digits, in lower case. */
const entities: ReadonlyMap<string, string> = new Map(
  (
    "nbsp\u00a0 tab\t newline\n excl! quot\" num# dollar$ percnt% amp& apos' lpar( rpar) ast* midast* plus+ comma, " +
    "hyphen- dash- period. sol/ colon: semi; lt< equals= gt> quest? commat@ lsqb[ lbrack[ bsol\\ rsqb] rbrack] hat^ " +
    "lowbar_ underbar_ grave` diacriticalgrave` lcub{ lbrace{ verbar| vert| verticalline| rcub} rbrace}"
  )
    .split(" ")
    .map((entity) => [entity.slice(0, -1), entity.slice(-1)])
)
