/** The key of the fuzzer, the escapes in which servers echo it, and where a text shows a part of it. */
import * as FastCheck from "effect/FastCheck"

export const key = "sk-ant-api03-Fuzz_QUJDREVGRw-0123456789abcdefABCDEF-AA"

const hex = (char: string, digits: number) => char.charCodeAt(0).toString(16).padStart(digits, "0")
const each = (escape: (char: string) => string) => (text: string) => Array.from(text, escape).join("")

const escapes: ReadonlyArray<(text: string) => string> = [
  (text) => text,
  each((char) => `%${hex(char, 2)}`),
  each((char) => `\\u${hex(char, 4)}`),
  each((char) => `\\x${hex(char, 2)}`),
  each((char) => `&#${char.charCodeAt(0)};`),
  each((char) => `&#x${hex(char, 2)};`),
  (text) => text.replaceAll("-", "\\u002d").replaceAll("_", "%5f")
]

/** The key as a server echoes it, in up to two layers of escapes. */
export const echo: FastCheck.Arbitrary<string> = FastCheck.array(FastCheck.constantFrom(...escapes), {
  minLength: 1,
  maxLength: 2
}).map((layers) => layers.reduce((text, escape) => escape(text), key))

const decoded = (text: string): string =>
  text
    .replaceAll(/%([\da-f]{2})|\\u([\da-f]{4})|\\x([\da-f]{2})|&#x([\da-f]+);/gi, (_, ...groups: Array<string>) =>
      String.fromCharCode(Number.parseInt(groups.find((group) => group !== undefined) ?? "0", 16))
    )
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))

/** Whether a text shows 16 characters of the key in a row, as they are or in up to three layers of escapes. */
export const leaks = (text: string): boolean => {
  const once = decoded(text.replaceAll("\\\\", "\\"))
  const twice = decoded(once)
  const seen = [text, once, twice, decoded(twice)]
  return Array.from({ length: key.length - 15 }, (_, at) => key.slice(at, at + 16)).some((part) =>
    seen.some((text) => text.includes(part))
  )
}
