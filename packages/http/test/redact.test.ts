import { describe, expect, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import { make } from "../src/internal/redact.ts"

const key = "sk-ant-api03-Zm9vYmFy_QUJDREVGRw-0123456789abcdefABCDEF-AA"
const token = 'tok"en+&<T0KEN\\T0KEN;T0KEN%41T0KEN>/é=#{token}'

const hex = (char: string, digits: number) => char.charCodeAt(0).toString(16).padStart(digits, "0")
const each = (escape: (char: string) => string) => (text: string) => Array.from(text, escape).join("")
const inString = (text: string) => JSON.stringify(text).slice(1, -1)

/** Ways in which servers write a text. */
const escapes: Readonly<Record<string, (text: string) => string>> = {
  "as sent": (text) => text,
  "in upper case": (text) => text.replaceAll(/[a-z]/g, (char) => char.toUpperCase()),
  "in JSON": inString,
  "in JSON of PHP": (text) => inString(text).replaceAll("/", "\\/"),
  "in JSON of .NET": (text) => inString(text).replaceAll(/[+&<>'-]/g, (char) => `\\u${hex(char, 4).toUpperCase()}`),
  "in JSON, all escaped": each((char) => `\\u${hex(char, 4)}`),
  "in JavaScript, hexadecimal": each((char) => `\\x${hex(char, 2)}`),
  "in JavaScript, with braces": each((char) => `\\u{${hex(char, 1)}}`),
  "in HTML": each((char) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" })[char] ?? char),
  "in HTML, by names": each(
    (char) =>
      ({ "-": "&hyphen;", _: "&lowbar;", "&": "&amp;", "=": "&equals;", "\\": "&bsol;", "+": "&plus;" })[char] ?? char
  ),
  "in HTML, decimal": each((char) => `&#${char.charCodeAt(0)};`),
  "in HTML, hexadecimal": each((char) => `&#X${hex(char, 6)};`),
  "in HTML, without semicolons": each((char) => `&#${char.charCodeAt(0)}`),
  "by escape() of JavaScript": each((char) => `%u${hex(char, 4)}`),
  "in a URL": encodeURIComponent,
  "in a form": (text) => new URLSearchParams({ text }).toString().slice("text=".length),
  "in a URL, all escaped": each((char) =>
    char < "\x80" ? `%${hex(char, 2)}` : encodeURIComponent(char).toLowerCase()
  ),
  "in a mix": (text) =>
    Array.from(text, (char, index) => {
      const escape = /[%&\\]/.test(char) ? "in a URL, all escaped" : mixed[index % mixed.length]
      return escapes[escape ?? ""]?.(char)
    }).join("")
}
const mixed = ["as sent", "in a URL, all escaped", "in HTML, decimal", "in JSON, all escaped"]
const ways = Object.entries(escapes)

/** Undoes the escapes of one layer, by other means than the module does. */
const decoded = (text: string): string =>
  text
    .replaceAll(/%([\da-f]{2})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
    .replaceAll(/\\(?:u\{?|x)([\da-f]+)\}?/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
    .replaceAll(/%u([\da-f]{4})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
    .replaceAll(/&#(\d+);?/g, (_, digits: string) => String.fromCharCode(Number(digits)))
    .replaceAll(/&#x([\da-f]+);/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
    .replaceAll("&hyphen;", "-")
    .replaceAll("&lowbar;", "_")

/** The parts of 16 characters of a secret that a text shows, as it is or decoded up to three times. */
const leaks = (text: string, secret: string, size = 16): ReadonlyArray<string> => {
  const once = decoded(text)
  const twice = decoded(once)
  const seen = [text, once, twice, decoded(twice)].map((seen) => seen.toLowerCase())
  return Array.from({ length: Math.max(0, secret.length - size + 1) }, (_, at) =>
    secret.slice(at, at + size).toLowerCase()
  ).filter((part) => seen.some((text) => text.includes(part)))
}

const alphabet = (chars: string, min: number, max: number) =>
  FastCheck.array(FastCheck.constantFrom(...chars), { minLength: min, maxLength: max }).map((chars) => chars.join(""))
const alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

const keys = FastCheck.oneof(
  alphabet(`${alphanumeric}-_`, 20, 95).map((random) => `sk-ant-api03-${random}`),
  alphabet("0123456789abcdef", 32, 32),
  alphabet(`${alphanumeric}+/`, 24, 64).map((random) => `${random}==`)
)
/** Secrets that have backslashes, escapes and beginnings of escapes, few different characters, or other scripts. */
const anything = FastCheck.oneof(
  ...[
    `${alphanumeric}\\`,
    `${alphanumeric}%&;#`,
    "\\%&+;#u{}x0251",
    "%25",
    "ab",
    "aéü",
    "a世",
    `${alphanumeric} +/"'<>`
  ].map((chars) => alphabet(chars, 20, 60))
)
const escape = FastCheck.constantFrom(...Object.values(escapes))
/** Escapes each character in a way of its own, or leaves it, but no beginning of an escape. */
const mix = FastCheck.array(
  FastCheck.constantFrom(
    "as sent",
    "in a URL, all escaped",
    "in HTML, decimal",
    "in HTML, hexadecimal",
    "in JSON, all escaped",
    "in JavaScript, with braces"
  ),
  { minLength: 1, maxLength: 70 }
).map(
  (names) => (text: string) =>
    Array.from(text, (char, at) => {
      const name = /[%&\\]/.test(char) ? "in a URL, all escaped" : names[at % names.length]
      return escapes[name ?? ""]?.(char)
    }).join("")
)
const place = FastCheck.array(
  FastCheck.constantFrom(
    "",
    " ",
    "x",
    "%",
    "\\",
    "&",
    "\\u",
    "\\x4",
    "&#",
    "%2",
    '{"message":"',
    '"}',
    "é",
    "\n",
    ";",
    "+",
    "]"
  ),
  { maxLength: 4 }
).map((parts) => parts.join(""))

describe("a secret", () => {
  describe.each([
    ["a key", key],
    ["a token of all kinds of characters", token]
  ])("%s", (_, secret) => {
    const redact = make([secret])

    it.each(ways)("is found %s", (_, escape) => {
      expect(redact(`<${escape(secret)}>`, 1000)).toBe("<[redacted]>")
    })

    it.each(ways)("is found %s, and that in every escape", (_, inner) => {
      for (const [outer, escape] of ways) {
        expect([outer, redact(`<${escape(inner(secret))}>`, 100_000)]).toEqual([outer, "<[redacted]>"])
      }
    })
  })

  it.prop(
    "is found in every escape of every escape, at every place",
    [keys, escape, escape, place, FastCheck.nat(2000), place],
    ([secret, inner, outer, before, offset, after]) => {
      const echo = outer(inner(secret))
      const line = make([secret])("=".repeat(offset) + before + echo + after, 100_000)
      expect(line).toContain("[redacted]")
      expect(leaks(line, secret)).toEqual([])
    },
    { fastCheck: { numRuns: process.env["FULL"] === "1" ? 10_000 : 300 } }
  )

  it.prop(
    "is found where each of its characters is escaped in another way, twice",
    [anything, mix, mix, place, place],
    ([secret, inner, outer, before, after]) => {
      const line = make([secret])(before + outer(inner(secret)) + after, 100_000)
      expect(leaks(line, secret)).toEqual([])
    },
    { fastCheck: { numRuns: process.env["FULL"] === "1" ? 10_000 : 300 } }
  )

  it.each([
    ["NUL, as in UTF-16", "\0"],
    ["a zero width space", "\u200b"],
    ["a soft hyphen", "\u00ad"],
    ["a variation selector", "\ufe0f"],
    ["an escaped zero width space", "\\u200b"],
    ["a zero width space of a URL", "%E2%80%8B"],
    ["a zero width space of HTML", "&#8203;"]
  ])("is found with %s between its characters", (_, between) => {
    const line = make([key])(`no ${Array.from(key).join(between)}!`, 1000)
    expect(line).toBe("no [redacted]!")
  })

  /** Where an escape without an end breaks off, it could be any other. */
  const ended = ways.filter(([name]) => name !== "in HTML, without semicolons")

  it.each(ended)(
    "leaves at most 8 characters of a key where the text breaks off in it %s, and that in other escapes",
    (_, inner) => {
      const short = key.slice(0, 20)
      const redact = make([short])
      for (const [outer, escape] of process.env["FULL"] === "1" ? ended : ended.slice(0, 3)) {
        const echo = escape(inner(short))
        const lines = Array.from(echo, (_, at) => redact(`key ${echo.slice(0, at)}`, 100_000))
        expect([outer, lines.filter((line) => leaks(line, short, 9).length > 0)]).toEqual([outer, []])
      }
    }
  )

  it.prop(
    "is found where the text breaks off in it",
    [keys, escape, escape, place, FastCheck.double({ min: 0, max: 1, noNaN: true })],
    ([secret, inner, outer, before, part]) => {
      const echo = outer(inner(secret))
      const line = make([secret])(before + echo.slice(0, Math.floor(echo.length * part)), 100_000)
      expect(leaks(line, secret)).toEqual([])
    },
    { fastCheck: { numRuns: process.env["FULL"] === "1" ? 10_000 : 300 } }
  )

  it.prop(
    "leaves texts without it as they are",
    [keys, FastCheck.string({ unit: "grapheme-ascii" })],
    ([secret, text]) => {
      expect(make([secret])(text, 1000)).toBe(text.replaceAll(/\s+/g, " ").trim())
    }
  )

  it.each([
    ["with blanks around it", ` \t${key} `, `key ${key}.`, "key [redacted]."],
    ["after a scheme", `Bearer ${key}`, `key ${key}.`, "key [redacted]."],
    ["after a scheme and blanks", `Basic \t ${key}`, `key ${key}.`, "key [redacted]."],
    ["together with its scheme", `Bearer ${key}`, `header Bearer ${key}.`, "header Bearer [redacted]."],
    ["after a scheme of a gateway's own", `Gateway ${key}`, `<${key}>`, "<[redacted]>"],
    ["with a tab in JSON", "one\ttwo three four five", '"one\\ttwo three four five"', '"[redacted]"'],
    ["with other blanks than were sent", "one two three four", "<one\u2028 two\n\tthree+four>", "<[redacted]>"],
    ["with two blanks in a URL", "one  two three", "<one++two+three>", "<[redacted]>"],
    ["in Latin-1 that was read as UTF-8", "pässwörd-of-the-proxy", "<p\ufffdssw\ufffdrd-of-the-proxy>", "<[redacted]>"],
    ["of Latin-1 in a URL", "pässwörd-of-the-proxy", "<p%e4ssw%c3%b6rd-of-the-proxy>", "<[redacted]>"],
    ["of 8 characters", "abcd1234", "<abcd1234>", "<[redacted]>"],
    ["of 8 characters after a percent sign", "abcd1234", "%abcd1234", "%[redacted]"],
    ["of backslashes", "\\".repeat(26), `<${inString("\\".repeat(26))}>`, "<[redacted]>"],
    [
      "in UTF-8 that was read as Latin-1",
      "p\u00e4ssw\u00f6rd-of-me",
      "<p\u00c3\u00a4ssw\u00c3\u00b6rd-of-me>",
      "<[redacted]>"
    ],
    ["of emoji in JSON in JSON", "one 😀 two 😀", "<one \\\\ud83d\\\\ude00 two \\\\ud83d\\\\ude00>", "<[redacted]>"],
    ["in two halves", key, `%${key.slice(0, 20)}\\u00${key.slice(20)}`, "%[redacted]u00[redacted]"],
    ["of which 12 characters are left", key, `<${key.slice(20, 32)}>`, "<[redacted]>"],
    ["of which 11 characters are left", key, `<${key.slice(20, 31)}>`, `<${key.slice(20, 31)}>`],
    ["of which 8 characters are left at the end", key, `key ${key.slice(0, 8)}`, "key [redacted]"],
    [
      "that shares a word with a text",
      "my-anthropic-key",
      "https://api.anthropic.com/v1",
      "https://api.anthropic.com/v1"
    ],
    ["within a text that has escapes, too", key, `&lt;b&gt; ${encodeURIComponent(`"${key}"`)}`, '<b> "[redacted]"'],
    ["of 7 characters, which is none", "abc1234", "<abc1234>", "<abc1234>"],
    ["that is a word, which is none", "any", "Too many requests", "Too many requests"]
  ])("%s", (_, secret, text, expected) => {
    expect(make([secret])(text, 1000)).toBe(expected)
  })
})

describe("several secrets", () => {
  it.each<[string, ReadonlyArray<string>, string, string]>([
    ["one within another", [key.slice(5, 30), key], `<${key}>`, "<[redacted]>"],
    ["one within another, alone", [key, key.slice(5, 30)], `<${key.slice(5, 30)}>`, "<[redacted]>"],
    ["one the beginning of another", [key, `${key}-2`], `${key}-2 ${key}`, "[redacted] [redacted]"],
    ["side by side", [key, "other-secret-value"], `${key}other-secret-value`, "[redacted]"],
    ["overlapping", ["abcdefgh12", "gh12345678"], "<abcdefgh12345678>", "<[redacted]>"],
    ["overlapping itself", ["abababab"], "<abababababab>", "<[redacted]>"],
    ["one twice", [key, key], `${key} ${key}`, "[redacted] [redacted]"],
    ["none", [], `<${key}>`, `<${key}>`]
  ])("%s", (_, secrets, text, expected) => {
    expect(make(secrets)(text, 1000)).toBe(expected)
  })
})

describe("a line", () => {
  it.each([
    ["a line break", "a\r\nb", "a b"],
    ["a line separator", "a\u2028b\u2029c", "a b c"],
    ["control characters", "a\u0000\u001b[31mb\u007f\u0085c", "a [31mb c"],
    ["bidirectional overrides and isolates", "a\u202eb\u2066c\u2069", "a b c"],
    ["zero width characters", "a\u200bb\u200d\ufeffc\u2060d\u00ade\u180e", "a b c d e"],
    ["invisible letters", "a\u3164b\u115fc\u034fd", "a b c d"],
    ["half of a surrogate pair", "a\ud83db\ude00c", "a b c"],
    ["runs of blanks", "  a \t  b\u00a0 \u3000c ", "a b c"],
    ["other scripts and emoji", "héllo 世界 😀", "héllo 世界 😀"],
    ["nothing", "", ""],
    ["nothing but blanks", " \n\u200b ", ""]
  ])("of a text with %s", (_, text, expected) => {
    expect(make([])(text, 100)).toBe(expected)
    expect(make([key])(text, 100)).toBe(expected)
  })

  it.each([
    ["a text that is short enough", "abcde", 5, "abcde"],
    ["a text that is too long", "abcdef", 5, "abcde…"],
    ["a text that is short enough without its blanks", "ab   cde", 6, "ab cde"],
    ["a surrogate pair", "abcd😀", 5, "abcd…"],
    ["a secret", `ab ${key}`, 13, "ab [redacted]"],
    ["a secret, after it was replaced", `ab ${key}`, 8, "ab [reda…"]
  ])("is cut: %s", (_, text, max, expected) => {
    expect(make([key])(text, max)).toBe(expected)
  })

  it.prop(
    "has one character more than the maximum at most, and none that cannot be printed",
    [FastCheck.fullUnicodeString({ maxLength: 300 }), FastCheck.integer({ min: 1, max: 200 })],
    ([text, max]) => {
      const line = make([key])(text, max)
      expect(line.length).toBeLessThanOrEqual(max + 1)
      expect(unprintable.test(line)).toBe(false)
    }
  )

  it.prop(
    "shows no half of a secret where a long text is cut",
    [escape, FastCheck.double({ min: 0, max: 1, noNaN: true })],
    ([escape, part]) => {
      const echo = escape(key)
      const line = make([key])(" ".repeat(65_536 - Math.floor(echo.length * part)) + echo, 1000)
      expect(leaks(line, key)).toEqual([])
    }
  )
})

const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]| {2}|^ | $/u

const processorTime = (run: () => unknown): number => {
  const before = process.cpuUsage()
  run()
  const { system, user } = process.cpuUsage(before)
  return (system + user) / 1000
}

describe("time is linear", () => {
  const size = 65_536
  const long = ["%", "\\u"].map((text) => text.repeat(2 ** 24 / text.length))
  const texts = ["\\", "\\u00", "%25", "%3", "&", "&#0", "&a;", "&amp;", "%2525", ";", "\\u{", "a", " ", "\u200b", key]
    .map((text) => text.repeat(size / text.length))
    .concat(
      `%${"25".repeat(size / 2)}`,
      `&${"amp;".repeat(size / 4)}`,
      `&#${"0".repeat(size - 5)}45;`,
      `\\u{${"0".repeat(size - 6)}2d}`,
      long
    )
  for (const text of texts) text.charCodeAt(0) // puts repeated texts together, which takes its own time

  const secrets: ReadonlyArray<[string, string]> = [
    ["an ordinary key", key],
    ["one character, repeated after another", `b${"a".repeat(4000)}`],
    ["entities", "&#0;".repeat(1000)]
  ]
  const more: ReadonlyArray<[string, string]> = [
    ["26 backslashes", "\\".repeat(26)],
    ["one character, repeated", "a".repeat(8000)],
    ["escapes", "%25".repeat(2000)],
    ["beginnings of escapes", "\\u".repeat(1000)]
  ]

  it.each(process.env["FULL"] === "1" ? [...secrets, ...more] : secrets)("for %s", (_, secret) => {
    const redact = make([secret, `${secret}x`])
    for (const text of texts) expect(processorTime(() => redact(text, 200))).toBeLessThan(500)
  })
})
