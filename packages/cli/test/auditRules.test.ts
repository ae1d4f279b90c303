import * as Audit from "@anthropic-models/cli/Audit"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import { describe, expect, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"

const now = DateTime.unsafeMake("2026-11-28T12:00:00Z")

const models = [
  Fixtures.model({ id: "claude-opus-6", line: "opus", created_at: "2026-10-29T00:00:00Z" }),
  Fixtures.model({ id: "claude-opus-7", line: "opus", created_at: "2026-11-20T00:00:00Z", lifecycle: "preview" }),
  Fixtures.model({ id: "claude-opus-5", line: "opus", created_at: "2026-06-04T00:00:00Z" }),
  Fixtures.model({ id: "claude-opus-4", line: "opus", lifecycle: "deprecated" }),
  Fixtures.model({ id: "claude-opus-3", line: "opus", lifecycle: "deprecated", retires_at: "2026-12-28T12:00:00Z" }),
  Fixtures.model({ id: "claude-opus-2", line: "opus", lifecycle: "deprecated", retires_at: "2026-12-28T12:00:01Z" }),
  Fixtures.model({ id: "claude-opus-1", line: "opus", lifecycle: "deprecated", retires_at: "2026-11-01T00:00:00Z" }),
  Fixtures.model({ id: "claude-haiku-1", line: "haiku", lifecycle: "retired", retires_at: "2026-01-05T00:00:00Z" }),
  Fixtures.model({ id: "claude-haiku-2", line: "haiku", lifecycle: "retired" }),
  Fixtures.model({ id: "claude-haiku-3", line: "haiku", lifecycle: "active", retires_at: "2027-01-05T00:00:00Z" }),
  Fixtures.model({ id: "claude-2.0", line: null, lifecycle: "retired" })
]

const scan = (text: string, options?: Partial<Audit.Options>) =>
  Audit.scan(text, Audit.makeCatalog({ models, now, ...options }))

const said = (text: string, options?: Partial<Audit.Options>) =>
  scan(text, options).findings.map(({ level, message, rule }) => `${level} ${rule}: ${message}`)

describe("the rules", () => {
  it.each([
    ["claude-opus-6", []],
    ["claude-opus-7", []],
    ["claude-haiku-3", []],
    ["claude-opus-4", ["warning deprecated: claude-opus-4 is deprecated, without a retirement date"]],
    ["claude-opus-3", ["error retiring: claude-opus-3 retires on 28 Dec 2026, in 30 days"]],
    ["claude-opus-2", ["warning retiring: claude-opus-2 retires on 28 Dec 2026, in 31 days"]],
    [
      "claude-opus-1",
      ["error overdue: claude-opus-1 is past its retirement date, 1 Nov 2026, and may stop working any day"]
    ],
    ["claude-haiku-1", ["error retired: claude-haiku-1 was retired on 5 Jan 2026"]],
    ["claude-haiku-2", ["error retired: claude-haiku-2 is retired"]],
    [
      "anthropic.claude-haiku-1-v1:0",
      [
        "note elsewhere: anthropic.claude-haiku-1-v1:0 (claude-haiku-1) was retired on 5 Jan 2026 (on the Claude API; Amazon Bedrock has dates of its own)"
      ]
    ],
    [
      "claude-haiku-2@default",
      [
        "note elsewhere: claude-haiku-2@default (claude-haiku-2) is retired (on the Claude API; Google Cloud has dates of its own)"
      ]
    ],
    ["anthropic.claude-opus-6-v1:0 claude-opus-6@default", []],
    [
      "anthropic/claude-haiku-1.0",
      ["error retired: anthropic/claude-haiku-1.0 (claude-haiku-1) was retired on 5 Jan 2026"]
    ]
  ])("say of %s: %j", (text, expected) => expect(said(text)).toEqual(expected))

  it("report unknown names on request only", () => {
    expect(said("claude-opus-9")).toEqual([])
    expect(said("claude-opus-9", { unknown: true })).toEqual([
      "warning unknown: claude-opus-9 is neither an id nor an alias of a model"
    ])
  })

  it("make a retirement within the given time an error", () => {
    expect(said("claude-opus-2", { within: "31 days" })[0]).toMatch(/^error retiring/)
    expect(said("claude-opus-3", { within: "29 days" })[0]).toMatch(/^warning retiring/)
  })

  it("suggest the newest active model of the line, and none where there is no line or no other model", () => {
    const suggestion = (id: string) => scan(id).findings.map((finding) => finding.newestActiveOfLine)
    expect(suggestion("claude-opus-1")).toEqual([Option.some("claude-opus-6")])
    expect(suggestion("claude-haiku-1")).toEqual([Option.some("claude-haiku-3")])
    expect(suggestion("claude-2.0")).toEqual([Option.none()])
  })

  it("say the same tomorrow, and another thing after the retirement date", () => {
    const at = (date: string) => said("claude-opus-3", { now: DateTime.unsafeMake(date) })
    expect(at("2026-12-28T11:59:59Z")).toEqual(["error retiring: claude-opus-3 retires on 28 Dec 2026, in 1 day"])
    expect(at("2026-12-28T12:00:00Z")[0]).toMatch(/^error overdue/)
  })
})

describe("an ignore comment", () => {
  const outcome = (text: string, options?: Partial<Audit.Options>) => {
    const { findings, ignored } = scan(text, options)
    return {
      findings: findings.map(({ line, rule }) => `${line} ${rule}`),
      ignored: ignored.map(({ spelling }) => spelling)
    }
  }

  it.each([
    "claude-haiku-1 // anthropic-models-ignore retired - an old transcript",
    "claude-haiku-1 # anthropic-models-ignore retired - until then: it is history",
    "claude-haiku-1 -- anthropic-models-ignore retired - until 3 is reached we wait",
    "claude-haiku-1 <!-- anthropic-models-ignore retired - an old transcript -->",
    "/* anthropic-models-ignore retired - an old transcript */ claude-haiku-1",
    "// anthropic-models-ignore-next-line retired - an old transcript\nclaude-haiku-1",
    "// anthropic-models-ignore-next-line retired - an old transcript\r\nclaude-haiku-1",
    "claude-haiku-1 // anthropic-models-ignore deprecated, retired - an old transcript",
    "claude-haiku-1 // anthropic-models-ignore retired -- an old transcript",
    "claude-haiku-1 // anthropic-models-ignore retired — an old transcript",
    "claude-haiku-1 // anthropic-models-ignore retired - it answers until 2026-11-28",
    "claude-haiku-1 // anthropic-models-ignore retired - it answers [until 2026-12-01]",
    "claude-haiku-1 // anthropic-models-ignore retired - instead of claude-haiku-2",
    "<p>claude-haiku-1</p> {/* anthropic-models-ignore retired - it answers until 2026-12-01 */}"
  ])("ignores its rule on its line: %s", (text) => {
    expect(outcome(text)).toEqual({ findings: [], ignored: ["claude-haiku-1"] })
  })

  it.each([
    ["claude-haiku-1 // anthropic-models-ignore deprecated - another rule", ["1 retired"]],
    ["// anthropic-models-ignore retired - another line\nclaude-haiku-1", ["2 retired"]],
    ["// anthropic-models-ignore-next-line retired - another line\n\nclaude-haiku-1", ["3 retired"]],
    [
      "claude-haiku-1 // anthropic-models-ignore retired - it answers until 2026-11-27",
      ["1 retired", "1 ignore-expired"]
    ],
    ["// anthropic-models-ignore retired - nothing here until 2026-11-27", ["1 ignore-expired"]],
    ["claude-haiku-1 // anthropic-models-ignore retired", ["1 retired", "1 ignore-invalid"]],
    ["claude-haiku-1 // anthropic-models-ignore retired -", ["1 retired", "1 ignore-invalid"]],
    ["claude-haiku-1 // anthropic-models-ignore retired - until 2026-12-01", ["1 retired", "1 ignore-invalid"]],
    ["claude-haiku-1 // anthropic-models-ignore retird - a typing error", ["1 retired", "1 ignore-invalid"]],
    ["claude-haiku-1 // anthropic-models-ignore retired - gone until 2026-02-30", ["1 retired", "1 ignore-invalid"]],
    ["claude-haiku-1 // anthropic-models-ignore retired - gone until 2026-12", ["1 retired", "1 ignore-invalid"]],
    ["claude-haiku-1: see anthropic-models-ignore in the manual", ["1 retired"]],
    ["claude-haiku-1: see .anthropic-models-ignore retired - a file", ["1 retired"]]
  ])("does not ignore in: %s", (text, findings) => {
    expect(outcome(text)).toEqual({ findings, ignored: [] })
  })

  it("counts until the end of its day, in UTC", () => {
    const text = "claude-haiku-1 // anthropic-models-ignore retired - a reason until 2026-11-30"
    const at = (date: string) => outcome(text, { now: DateTime.unsafeMake(date) }).findings
    expect(at("2026-11-30T23:59:59.999Z")).toEqual([])
    expect(at("2026-12-01T00:00:00Z")).toEqual(["1 retired", "1 ignore-expired"])
  })

  it("says what is wrong with it", () => {
    const messages = (text: string) => scan(text).findings.map(({ message }) => message)
    expect(messages("// anthropic-models-ignore retired")).toEqual([
      'This ignore comment needs a reason after a hyphen, as in "anthropic-models-ignore retired - why"'
    ])
    expect(messages("// anthropic-models-ignore retird - why")).toEqual([
      'This ignore comment names no rule with "retird"; the rules are retired, overdue, retiring, deprecated, unknown, elsewhere'
    ])
    expect(messages("// anthropic-models-ignore retired - why until 2026-13-01")).toEqual([
      'This ignore comment has a date that does not exist, "2026-13-01"; write it as in "until 2026-12-01"'
    ])
    expect(messages("// anthropic-models-ignore retired - why until 2026-01-01")).toEqual([
      "This ignore comment was valid until 2026-01-01, and ignores nothing now"
    ])
  })
})
