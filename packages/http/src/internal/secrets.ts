/** Takes secrets out of a text. Of a long one only its beginning is looked at, where a `window` says how much. */
export interface Scrub {
  (text: string, window?: number): string
}

/** What nothing that a call says may show. */
export interface Secrets {
  readonly scrub: Scrub
  /** Another secret, which the call has come to know. */
  readonly add: (secret: string) => void
}

/** The secrets of a call: those of its client, and its own. */
export const make = (shared: ReadonlyArray<string>): ((own?: ReadonlyArray<string>) => Secrets) => {
  const known = patternsOf(shared)
  return (own = []) => {
    let secrets = [...shared, ...own]
    let patterns = own.length === 0 ? known : patternsOf(secrets)
    const hide = (text: string) => patterns.reduce((hidden, pattern) => hidden.replace(pattern, "[redacted]"), text)
    return {
      scrub: (text, window = Infinity) =>
        text.length <= window ? hide(text) : hide(text.slice(0, window)).slice(0, -reach),
      add: (secret) => {
        secrets = [...secrets, secret]
        patterns = patternsOf(secrets)
      }
    }
  }
}

/**
 * Longest first, so that no secret hides a longer one that contains it. A pattern of too many characters is none, so a
 * secret is looked for in parts of 64 to 127 of them.
 */
const patternsOf = (secrets: ReadonlyArray<string>): ReadonlyArray<RegExp> =>
  [...secrets]
    .sort((a, b) => b.length - a.length)
    .flatMap((secret) => secret.match(/[^]{64}(?=[^]{64})|[^]+/g) ?? [])
    .map((part) => new RegExp(Array.from(part, formsOf).join(""), "gi"))

/** What is cut off may end with the beginning of such a part, whose characters take up to 8 each. */
const reach = 127 * 8

const entities: Readonly<Record<string, string>> = { "&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "apos" }

/** The pattern of a character in every way in which a server may echo it: in a URL, in HTML, in JSON, as it is. */
const formsOf = (char: string): string => {
  if (/[\w-]/.test(char)) return char
  const code = char.charCodeAt(0)
  const hex = code.toString(16)
  const unit = `u${hex.padStart(4, "0")}`
  const inUrl = code === 32 ? "%20|\\+" : code < 128 ? `%${hex}` : encodeURIComponent(char)
  return `(?:${inUrl}|&(?:#0*${code}|#x0*${hex}|${entities[char] ?? hex});|\\\\?(?:${unit}|\\${unit}))`
}
