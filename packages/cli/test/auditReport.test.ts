import { readFileSync } from "node:fs"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import { describe, expect, it } from "@effect/vitest"
import Ajv from "ajv-draft-04"
import addFormats from "ajv-formats"
import * as DateTime from "effect/DateTime"
import * as FastCheck from "effect/FastCheck"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Github from "../src/internal/audit/github.ts"
import * as Json from "../src/internal/audit/json.ts"
import type { Located, Report, Style } from "../src/internal/audit/report.ts"
import { type Level, levels } from "../src/internal/audit/rules.ts"
import * as Sarif from "../src/internal/audit/sarif.ts"
import * as Text from "../src/internal/audit/text.ts"

const now = DateTime.unsafeMake("2026-11-28T12:00:00Z")

const finding = (facts?: Partial<Located>): Located => ({
  rule: "retired",
  level: "error",
  message: "claude-2.0 was retired on 21 Jul 2025",
  line: 12,
  column: 16,
  endColumn: 26,
  spelling: "claude-2.0",
  id: Option.some("claude-2.0"),
  platform: "api",
  newestActiveOfLine: Option.none(),
  path: "src/agent.ts",
  fingerprint: "retired:src/agent.ts:claude-2.0:1",
  ...facts
})

const report = (facts?: Partial<Report>): Report => ({
  findings: [finding()],
  ignored: 0,
  known: 0,
  unknown: [],
  scanned: 214,
  skipped: {},
  listedBy: "git",
  data: { models: Fixtures.models(46), aliases: {}, source: "the API at https://api.anthropic.com", fetchedAt: now },
  now,
  ...facts
})

const style: Style = { format: "text", color: false, version: "0.1.0", display: (path) => path }

const many = (level: Level, count: number) =>
  Array.from({ length: count }, (_, index) => finding({ level, line: index + 1 }))

/** Reads the annotations of a log as GitHub's runner does. */
const annotationPattern = /^::(error|warning|notice) (.*?)::(.*)$/s
const decodeData = (text: string) => text.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%")
const decodeProperty = (text: string) => decodeData(text.replaceAll("%3A", ":").replaceAll("%2C", ","))
const annotations = (text: string) =>
  text.split("\n").flatMap((line) => {
    const [, command, properties = "", data = ""] = annotationPattern.exec(line) ?? []
    if (command === undefined) return []
    const pairs = properties.split(",").map((pair): [string, string] => {
      const [name = "", value = ""] = pair.split("=", 2)
      return [name, decodeProperty(value)]
    })
    return [{ command, properties: Object.fromEntries(pairs), message: decodeData(data) }]
  })

/** Texts with everything that means something to a terminal, a runner or a URI. */
const hostileText = FastCheck.array(
  FastCheck.oneof(
    FastCheck.fullUnicodeString({ maxLength: 3 }),
    FastCheck.constantFrom(
      "::",
      "::error::",
      "##[error]",
      "%",
      "%0A",
      ",",
      ":",
      "\n",
      "\r",
      "\u001b[31m",
      "/",
      " ",
      "ä",
      "#"
    )
  ),
  { minLength: 1, maxLength: 6 }
).map((parts) => parts.join(""))

describe("the text report", () => {
  it("has a line for each finding and a summary", () => {
    const text = Text.render(
      report({
        findings: [
          finding({ newestActiveOfLine: Option.some("claude-opus-6") }),
          finding({ level: "warning", rule: "deprecated", message: "claude-opus-4 is deprecated", path: "b.ts" })
        ],
        ignored: 1,
        known: 5,
        skipped: { "lock files": 1, "binary files": 11 },
        data: { ...report().data, fetchedAt: DateTime.subtract(now, { hours: 3 }) }
      }),
      style
    )
    expect(text).toBe(
      [
        "src/agent.ts:12:16: error: claude-2.0 was retired on 21 Jul 2025; newest active of its line: claude-opus-6 [retired]",
        "b.ts:12:16: warning: claude-opus-4 is deprecated [deprecated]",
        "",
        "1 error, 1 warning and 0 notes in 2 files; 1 ignored by comments, 5 in the baseline.",
        "Scanned 214 files that git tracks, skipped 12 (lock files: 1, binary files: 11).",
        "Compared with 46 models from the API at https://api.anthropic.com, fetched 3 hours ago (2026-11-28T09:00:00.000Z)."
      ].join("\n")
    )
  })

  it("is the summary alone where nothing was found", () => {
    expect(Text.render(report({ findings: [], listedBy: "walk", scanned: 1 }), style)).toBe(
      [
        "0 errors, 0 warnings and 0 notes in 0 files.",
        "Scanned 1 file, without git, skipped 0.",
        "Compared with 46 models from the API at https://api.anthropic.com, fetched just now (2026-11-28T12:00:00.000Z)."
      ].join("\n")
    )
  })

  it.each([
    [{ seconds: 59 }, "just now"],
    [{ minutes: 1 }, "1 minute ago"],
    [{ hours: 47 }, "47 hours ago"],
    [{ days: 7 }, "7 days ago"],
    [{ seconds: -100 }, "just now"]
  ])("says the age of the data: %j is %s", (age, expected) => {
    const data = { ...report().data, fetchedAt: DateTime.subtract(now, age) }
    expect(Text.render(report({ data }), style)).toContain(`fetched ${expected} (`)
  })

  it.each([
    [1, "1 name looks like an id and belongs to no model: claude-a-1. --unknown shows where."],
    [3, "3 names look like ids and belong to no model: claude-a-1, claude-a-2, claude-a-3. --unknown shows where."],
    [
      7,
      "7 names look like ids and belong to no model: claude-a-1, claude-a-2, claude-a-3, claude-a-4, claude-a-5 and 2 more. --unknown shows where."
    ]
  ])("names what it does not know: %i", (count, line) => {
    const unknown = Array.from({ length: count }, (_, index) => `claude-a-${index + 1}`)
    expect(Text.render(report({ unknown }), style).split("\n").at(-1)).toBe(line)
  })

  it("colours the level where colours are wanted", () => {
    expect(Text.render(report(), { ...style, color: true })).toContain(": \u001b[31merror\u001b[39m: ")
  })

  it("has no control characters, whatever the names of files and models are", () => {
    FastCheck.assert(
      FastCheck.property(hostileText, hostileText, (path, id) => {
        const findings = [finding({ path, newestActiveOfLine: Option.some(id) })]
        const [line = "", empty] = Text.render(report({ findings }), style).split("\n")
        expect(empty).toBe("")
        // oxlint-disable-next-line no-control-regex -- the characters that must not be there
        expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/)
      })
    )
  })
})

describe("the GitHub report", () => {
  it("has an annotation for each finding, errors first", () => {
    const findings = levels.map((level) => finding({ level, path: `src/${level}.ts` }))
    const [first, ...others] = annotations(Github.render(report({ findings }), style))
    expect(first).toEqual({
      command: "error",
      properties: { file: "src/error.ts", line: "12", col: "16", endColumn: "26", title: "anthropic-models: retired" },
      message: "claude-2.0 was retired on 21 Jul 2025"
    })
    expect(others.map(({ command }) => command)).toEqual(["warning", "notice"])
  })

  it("stays within ten annotations a level, and lists the rest as plain lines", () => {
    const findings = [...many("note", 12), ...many("warning", 11), ...many("error", 13)]
    const text = Github.render(report({ findings }), style)
    expect(annotations(text).map(({ command }) => command)).toEqual([
      ...Array<string>(10).fill("error"),
      ...Array<string>(10).fill("warning"),
      ...Array<string>(10).fill("notice")
    ])
    const plain = text.split("\n").slice(30)
    expect(plain[0]).toBe("6 more, since GitHub shows 10 annotations of a level for each step:")
    expect(plain.slice(1, 7).map((line) => line.split(": ")[1])).toEqual([
      ...Array<string>(3).fill("error"),
      "warning",
      ...Array<string>(2).fill("note")
    ])
    expect(plain.slice(7)).toHaveLength(3)
  })

  it("is read by the runner as it was written, whatever the names of files and models are", () => {
    FastCheck.assert(
      FastCheck.property(hostileText, hostileText, (path, id) => {
        const findings = Array.from({ length: 12 }, () => finding({ path, newestActiveOfLine: Option.some(id) }))
        const text = Github.render(report({ findings }), style)
        const read = annotations(text)
        expect(read).toHaveLength(10)
        for (const { message, properties } of read) {
          expect(properties).toMatchObject({ file: path, title: "anthropic-models: retired" })
          expect(message).toContain(id)
        }
        const plain = text.split("\n").slice(10)
        expect(plain).toHaveLength(6)
        for (const line of plain) expect(line).not.toMatch(/^\s*::|##\[/)
      })
    )
  })
})

describe("the SARIF report", () => {
  const schema: object = JSON.parse(
    readFileSync(new URL("fixtures/audit-sarif/sarif-2.1.0-rtm.5.json", import.meta.url), "utf8")
  )
  const ajv = new Ajv.default({ allErrors: true, unicodeRegExp: false })
  addFormats.default(ajv)
  const validate = ajv.compile(schema)

  const Log = Schema.parseJson(
    Schema.Struct({
      runs: Schema.Tuple(
        Schema.Struct({
          tool: Schema.Struct({
            driver: Schema.Struct({
              name: Schema.String,
              semanticVersion: Schema.String,
              rules: Schema.Array(Schema.Struct({ id: Schema.String }))
            })
          }),
          results: Schema.Array(Schema.Unknown),
          properties: Schema.Unknown
        })
      )
    })
  )
  const runOf = (text: string) => Schema.decodeSync(Log)(text).runs[0]

  const errors = (text: string) => {
    validate(JSON.parse(text))
    return validate.errors ?? []
  }

  it("is valid, whatever was found", () => {
    const anyFinding = FastCheck.record({
      level: FastCheck.constantFrom(...levels),
      rule: FastCheck.constantFrom("retired" as const, "unknown" as const, "ignore-expired" as const),
      path: hostileText,
      line: FastCheck.integer({ min: 1 }),
      id: FastCheck.option(hostileText).map(Option.fromNullable)
    }).map(finding)
    FastCheck.assert(
      FastCheck.property(FastCheck.array(anyFinding, { maxLength: 5 }), (findings) => {
        expect(errors(Sarif.render(report({ findings, skipped: { "lock files": 2 } }), style))).toEqual([])
      })
    )
  })

  it("is checked by a schema that refuses what is wrong", () => {
    expect(errors(Sarif.render(report(), style).replace('"level": "error"', '"level": "fatal"'))).not.toEqual([])
    expect(errors("{}")).not.toEqual([])
  })

  it("has a URI for every path, also for one that is not Unicode", () => {
    expect(Sarif.render(report({ findings: [finding({ path: "src/\ud800.ts" })] }), style)).toContain(
      '"uri": "src/%EF%BF%BD.ts"'
    )
  })

  it("declares every rule, also without findings, and says where the data came from", () => {
    const run = runOf(Sarif.render(report({ findings: [] }), style))
    expect(run.tool.driver).toMatchObject({ name: "anthropic-models", semanticVersion: "0.1.0" })
    expect(run.tool.driver.rules.map(({ id }) => id)).toEqual([
      "retired",
      "overdue",
      "retiring",
      "deprecated",
      "unknown",
      "elsewhere",
      "ignore-expired",
      "ignore-invalid"
    ])
    expect(run.results).toEqual([])
    expect(run.properties).toEqual({
      source: "the API at https://api.anthropic.com",
      fetchedAt: "2026-11-28T12:00:00.000Z",
      ageSeconds: 0,
      models: 46,
      unknown: [],
      scanned: 214,
      skipped: {}
    })
  })

  it("has relative paths and stable fingerprints", () => {
    const path = "src/a b#c.ts"
    const run = runOf(Sarif.render(report({ findings: [finding({ path, rule: "deprecated" })] }), style))
    expect(run.results).toEqual([
      {
        ruleId: "deprecated",
        ruleIndex: 3,
        level: "error",
        message: { text: "claude-2.0 was retired on 21 Jul 2025." },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: "src/a%20b%23c.ts", uriBaseId: "%SRCROOT%" },
              region: { startLine: 12, startColumn: 16, endColumn: 26 }
            }
          }
        ],
        partialFingerprints: { "anthropicModels/v1": "retired:src/agent.ts:claude-2.0:1" },
        properties: { spelling: "claude-2.0", platform: "api", id: "claude-2.0" }
      }
    ])
  })
})

describe("the JSON report", () => {
  it("holds everything", () => {
    const findings = [finding({ newestActiveOfLine: Option.some("claude-opus-6") })]
    const facts = { findings, ignored: 2, known: 3, unknown: ["claude-opus-latest"], skipped: { changelogs: 1 } }
    expect(JSON.parse(Json.render(report(facts)))).toEqual({
      format: "anthropic-models-audit/1",
      data: {
        source: "the API at https://api.anthropic.com",
        fetchedAt: "2026-11-28T12:00:00.000Z",
        ageSeconds: 0,
        models: 46
      },
      unknown: ["claude-opus-latest"],
      files: { scanned: 214, skipped: { changelogs: 1 }, listedBy: "git" },
      counts: { error: 1, warning: 0, note: 0, ignored: 2, baseline: 3 },
      findings: [{ ...findings[0], id: "claude-2.0", newestActiveOfLine: "claude-opus-6" }]
    })
  })
})
