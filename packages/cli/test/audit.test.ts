import { readFileSync } from "node:fs"
import * as Audit from "@anthropic-models/cli/Audit"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import { describe, expect, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as FastCheck from "effect/FastCheck"
import * as Option from "effect/Option"
import { runs } from "./support/runs.ts"

const now = DateTime.unsafeMake("2026-11-28T12:00:00Z")
const catalogue = Audit.makeCatalog({ models: Fixtures.catalogue, now, unknown: true })

const corpus = (name: string): ReadonlyArray<string> =>
  readFileSync(new URL(`fixtures/audit-corpus/${name}`, import.meta.url), "utf8")
    .split("\n")
    .filter((line) => line !== "")

describe("a corpus of spellings", () => {
  const rows = corpus("ids.tsv").map((row) => row.split("\t"))

  it.each(rows)("finds %s as %s in: %s", (id, platform, line = "") => {
    const { findings } = Audit.scan(line, catalogue)
    expect(findings.map((finding) => [Option.getOrNull(finding.id), finding.platform])).toEqual([[id, platform]])
  })
})

describe("a corpus of other words", () => {
  const lines = corpus("no-ids.txt")

  it("has at least 40 lines", () => expect(lines.length).toBeGreaterThanOrEqual(40))

  it.each(lines)("finds nothing in: %s", (line) => {
    expect(Audit.scan(line, catalogue)).toEqual({ findings: [], ignored: [], unresolved: [] })
  })
})

interface Id {
  readonly id: string
  readonly line: string
  readonly version: string
  readonly dated: boolean
}

const version = FastCheck.tuple(
  FastCheck.integer({ min: 1, max: 19 }),
  FastCheck.option(FastCheck.integer({ min: 1, max: 19 }))
)

/** Ids of the shapes that Anthropic has used, also of lines to come. */
const anyId: FastCheck.Arbitrary<Id> = FastCheck.record({
  line: FastCheck.oneof(
    FastCheck.constantFrom("opus", "sonnet", "haiku", "fable", "mythos"),
    FastCheck.stringMatching(/^[a-z]{4,9}$/).filter((line) => line !== "instant" && line !== "default")
  ),
  version: version.map(([major, minor]) => (minor === null ? `${major}` : `${major}-${minor}`)),
  lineFirst: FastCheck.boolean(),
  date: FastCheck.option(FastCheck.integer({ min: 20_230_101, max: 20_291_231 }))
}).map(({ date, line, lineFirst, version }) => ({
  id: `claude-${lineFirst ? `${line}-${version}` : `${version}-${line}`}${date === null ? "" : `-${date}`}`,
  line,
  version,
  dated: date !== null
}))

const modelOf = ({ id, line }: Id) => Fixtures.model({ id, line, lifecycle: "retired" })

const dotted = (id: string) => id.replace(/(\d{1,2})-(\d{1,2})(?=-|$)/, "$1.$2")
const withAt = (id: string) => (/-\d{8}$/.test(id) ? id.replace(/-(\d{8})$/, "@$1") : `${id}@default`)

const spellings: ReadonlyArray<readonly [platform: Audit.Platform, spell: (id: string) => string]> = [
  ["api", (id) => id],
  ["bedrock", (id) => `anthropic.${id}-v1:0`],
  ["bedrock", (id) => `us.anthropic.${id}-v2:0`],
  ["bedrock", (id) => `global.anthropic.${id}-v1`],
  ["bedrock", (id) => `eu.anthropic.${id}`],
  ["bedrock", (id) => `anthropic.${id}-v1:0:200k`],
  ["bedrock", (id) => `bedrock/${id}`],
  ["google", withAt],
  ["google", (id) => `vertex_ai/${withAt(id)}`],
  ["google", (id) => `vertex_ai/${id}`],
  ["router", (id) => `anthropic/${id}`],
  ["router", (id) => `anthropic/${dotted(id)}`],
  ["router", (id) => `github_copilot/${dotted(id)}`],
  ["claude-code", (id) => `${id}[1m]`]
]

const contexts: ReadonlyArray<readonly [before: string, after: string]> = [
  ["", ""],
  ['"', '"'],
  ["'", "'"],
  ["`", "`"],
  ['const model = "', '"\n'],
  ["model = '", "' # python"],
  ['{"model":"', '","max_tokens":1024}'],
  [String.raw`{"body":"{\"model\":\"`, String.raw`\"}"}`],
  ["model: ", "\nmax_tokens: 1"],
  ["models:\n  - ", "\n  - other\n"],
  ["models: [", ", other]"],
  ["ANTHROPIC_MODEL=", "\nOTHER=1"],
  ["export MODEL=", ";"],
  ["ENV MODEL ", ""],
  ["**", "**"],
  ["| ", " | 1M |"],
  ["[", "](https://example.com)"],
  ["We use ", ", as ever."],
  ["We use ", "."],
  ["<code>", "</code>"],
  ["claude --model ", " -p hi"],
  ["claude --model=", ""],
  ["first line\r\nsecond: ", "\r\n"]
]

describe("generated ids in every spelling and context", () => {
  it("are found, with their platform and their place", () => {
    FastCheck.assert(
      FastCheck.property(
        anyId,
        FastCheck.constantFrom(...spellings),
        FastCheck.constantFrom(...contexts),
        (id, [platform, spell], [before, after]) => {
          const catalog = Audit.makeCatalog({ models: [modelOf(id)], now })
          const spelling = spell(id.id)
          const text = before + spelling + after
          const [finding, ...others] = Audit.scan(text, catalog).findings
          expect(others).toEqual([])
          expect(finding).toMatchObject({ platform, spelling, id: Option.some(id.id) })
          expect(finding?.rule).toBe(platform === "bedrock" || platform === "google" ? "elsewhere" : "retired")
          const line = text.split("\n")[(finding?.line ?? 0) - 1] ?? ""
          expect(line.slice((finding?.column ?? 0) - 1, (finding?.endColumn ?? 0) - 1)).toBe(spelling)
        }
      ),
      runs(200, 1000)
    )
  })

  it("are no finding as a part of a longer word", () => {
    FastCheck.assert(
      FastCheck.property(
        anyId,
        FastCheck.constantFrom(
          "my-",
          "sk-",
          "x",
          "_",
          "#",
          "@",
          "./",
          "docs/",
          "com.anthropic.",
          "a.",
          "--",
          String.raw`C:\x` + "\\"
        ),
        FastCheck.constantFrom("", "-migration", "_x", "x", ".json", "/index.ts", "-", "-*", "-${x}"),
        (id, before, after) => {
          const catalog = Audit.makeCatalog({ models: [modelOf(id)], now, unknown: true })
          expect(Audit.scan(before + id.id + after, catalog).findings).toEqual([])
          if (after !== "") expect(Audit.scan(id.id + after, catalog).findings).toEqual([])
        }
      ),
      runs(200, 1000)
    )
  })

  it("stand for another id only if line and version are equal and they have no date", () => {
    FastCheck.assert(
      FastCheck.property(anyId, anyId, FastCheck.constantFrom(...spellings), (listed, written, [, spell]) => {
        const catalog = Audit.makeCatalog({ models: [modelOf(listed)], now })
        const isSame =
          written.id === listed.id ||
          (!written.dated && written.line === listed.line && written.version === listed.version)
        expect(Audit.scan(spell(written.id), catalog).findings).toHaveLength(isSame ? 1 : 0)
      }),
      runs(200, 1000)
    )
  })

  it("are found by the id without its date, also when they share their beginning", () => {
    const models = ["claude-opus-4-20250514", "claude-opus-4-1-20250805", "claude-opus-4-6"].map((id) =>
      Fixtures.model({ id, line: "opus", lifecycle: "retired" })
    )
    const catalog = Audit.makeCatalog({ models, now })
    const ids = (text: string) => Audit.scan(text, catalog).findings.map((finding) => Option.getOrNull(finding.id))
    expect(ids("claude-opus-4")).toEqual(["claude-opus-4-20250514"])
    expect(ids("claude-opus-4-1")).toEqual(["claude-opus-4-1-20250805"])
    expect(ids("claude-opus-4-6")).toEqual(["claude-opus-4-6"])
    expect(ids("claude-opus-4-7 claude-opus-4-1-20250806 claude-opus-4-60")).toEqual([])
  })
})

describe("any text", () => {
  /** Any, also a half of a pair. The unit "binary" of fast-check takes a second to make. */
  const codePoint = FastCheck.nat(0x10_ff_ff).map((point) => String.fromCodePoint(point))
  const piece = FastCheck.oneof(
    FastCheck.string({ unit: codePoint, maxLength: 4 }),
    FastCheck.constantFrom(
      "claude-",
      "claude-2.0",
      "-20250219",
      "anthropic.",
      "us.",
      "anthropic/",
      "models/",
      ":0",
      "-v1"
    )
  )
  const glue = FastCheck.constantFrom(
    "",
    "",
    " ",
    "\n",
    '"',
    "/",
    ".",
    "@",
    "[1m]",
    "anthropic-models-ignore retired - x"
  )
  const text = FastCheck.array(FastCheck.tuple(piece, glue), { maxLength: 30 }).map((parts) => parts.flat().join(""))

  it("is scanned without a failure, and every finding has its place in it", () => {
    FastCheck.assert(
      FastCheck.property(text, (text) => {
        const { findings, ignored } = Audit.scan(text, catalogue)
        const lines = text.split("\n")
        for (const { column, endColumn, line, spelling } of [...findings, ...ignored]) {
          expect(lines[line - 1]?.slice(column - 1, endColumn - 1)).toBe(spelling)
        }
      }),
      runs(200, 1000)
    )
  })

  it("takes a time that grows with its length only", () => {
    const hostile = ["claude-", "us.anthropic.", "anthropic/", "claude-2.0:", "anthropic-models-ignore retired ", "a/"]
    for (const word of hostile) expect(Audit.scan(word.repeat(60_000), catalogue).ignored).toEqual([])
  })
})

describe("a list that names spellings of its own", () => {
  it("wins over the platforms, so the dates are those of the gateway", () => {
    const models = [
      Fixtures.model({ id: "us.anthropic.claude-opus-4-6-v1:0", lifecycle: "retired" }),
      Fixtures.model({ id: "anthropic/claude-opus-4.6", lifecycle: "deprecated" })
    ]
    const { findings } = Audit.scan(
      "us.anthropic.claude-opus-4-6-v1:0 anthropic/claude-opus-4.6",
      Audit.makeCatalog({ models, now })
    )
    expect(findings.map(({ platform, rule }) => [rule, platform])).toEqual([
      ["retired", "api"],
      ["deprecated", "api"]
    ])
  })
})

describe("aliases", () => {
  const models = [Fixtures.model({ id: "claude-opus-6", line: "opus", lifecycle: "retired" })]
  const text = "claude-opus-latest claude-opus-latest claude-best-ever claude-opus-6"

  it("are unresolved until they are given", () => {
    const { findings, unresolved } = Audit.scan(text, Audit.makeCatalog({ models, now }))
    expect(findings.map(({ spelling }) => spelling)).toEqual(["claude-opus-6"])
    expect(unresolved).toEqual(["claude-opus-latest"])
  })

  it("stand for their model when they are given, also where they do not look like ids", () => {
    const aliases = models.flatMap((model) => [
      ["claude-opus-latest", model] as const,
      ["claude-best-ever", model] as const
    ])
    const { findings, unresolved } = Audit.scan(text, Audit.makeCatalog({ models, now, aliases }))
    expect(findings.map(({ spelling }) => spelling)).toEqual(text.split(" "))
    expect(unresolved).toEqual([])
  })

  it("win over the undated name of a model", () => {
    const [older, newer] = ["20240620", "20241022"].map((date) =>
      Fixtures.model({
        id: `claude-3-5-sonnet-${date}`,
        created_at: `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}T00:00:00Z`,
        lifecycle: "retired"
      })
    )
    if (older === undefined || newer === undefined) throw new Error("There are two models.")
    const id = (aliases: Audit.Options["aliases"]) =>
      Audit.scan(
        "anthropic/claude-3.5-sonnet",
        Audit.makeCatalog({ models: [newer, older], now, aliases })
      ).findings.map((finding) => Option.getOrNull(finding.id))
    expect(id(undefined)).toEqual([newer.id])
    expect(id([["claude-3-5-sonnet", older]])).toEqual([older.id])
  })
})
