import { execFileSync } from "node:child_process"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import { describe, expect, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import { commands, names } from "../src/internal/commands.ts"
import * as Completions from "../src/internal/completions.ts"
import * as Faults from "../src/internal/faults.ts"
import * as Help from "../src/internal/help.ts"
import { parse } from "../src/internal/invocation.ts"
import { didYouMean, nearest } from "../src/internal/nearest.ts"
import { capabilitiesIn, knownCapabilities, knownFields } from "../src/internal/paths.ts"
import * as Status from "../src/internal/status.ts"
import { formatDuration, formatTokens, parseDate, parseDuration, parseTokens } from "../src/internal/units.ts"
import { lines } from "./support/text.ts"

const docs = await Promise.all(names.map(async (name) => (await commands[name]?.())?.command.docs))
const all = docs.flatMap((docs) => docs ?? [])

describe("units", () => {
  it.each([
    ["200k", 200_000],
    ["1M", 1_000_000],
    ["1.5m", 1_500_000],
    ["200_000", 200_000],
    ["200,000", 200_000],
    ["0", 0]
  ])("%s tokens are %d", (text, tokens) => {
    expect(parseTokens(text)).toEqual(Either.right(tokens))
  })

  it.each(["", "k", "-1", "1g", "1e3", "200 k", "1.5.0k"])("%j is no number of tokens", (text) => {
    expect(Either.isLeft(parseTokens(text))).toBe(true)
  })

  it.each([
    ["90d", Duration.days(90)],
    ["12h", Duration.hours(12)],
    ["15m", Duration.minutes(15)],
    ["1.5s", Duration.millis(1500)],
    ["2w", Duration.weeks(2)]
  ])("%s is a time", (text, duration) => {
    expect(Either.map(parseDuration(text), Duration.toMillis)).toEqual(Either.right(Duration.toMillis(duration)))
  })

  it.each(["", "90", "d", "-1d", "1y", "1d2h"])("%j is no time", (text) => {
    expect(Either.isLeft(parseDuration(text))).toBe(true)
  })

  it.each([
    ["2026-12-01", "2026-12-01T00:00:00.000Z"],
    ["2026-12-01T10:00:00+02:00", "2026-12-01T08:00:00.000Z"]
  ])("%s is a date", (text, iso) => {
    expect(Either.map(parseDate(text), DateTime.formatIso)).toEqual(Either.right(iso))
  })

  it.each(["", "tomorrow", "12", "2026-13-01"])("%j is no date", (text) => {
    expect(Either.isLeft(parseDate(text))).toBe(true)
  })

  it.each([
    [0, "0"],
    [999, "999"],
    [8_192, "8.2k"],
    [64_000, "64k"],
    [1_500_000, "1.5M"]
  ])("writes %d tokens as %s", (tokens, text) => {
    expect(formatTokens(tokens)).toBe(text)
  })

  it.each([
    ["12 millis", "12 ms"],
    ["1500 millis", "1.5 s"],
    ["90 seconds", "1 minute"],
    ["3 hours", "3 hours"],
    ["25 hours", "1 day"]
  ] as const)("writes %s as %s", (duration, text) => {
    expect(formatDuration(Duration.decode(duration))).toBe(text)
  })
})

describe("the status of a model", () => {
  const now = DateTime.unsafeMake("2026-11-28T12:00:00Z")
  it.each([
    [{ lifecycle: "active", retires_at: "2027-01-01T00:00:00Z" }, "active", "active"],
    [{ lifecycle: "deprecated" }, "deprecated", "deprecated"],
    [
      { lifecycle: "deprecated", retires_at: "2026-11-30T00:00:00Z" },
      "deprecated, retires 30 Nov 2026 (2 days)",
      "retires 30 Nov 2026"
    ],
    [
      { lifecycle: "deprecated", retires_at: "2026-11-29T00:00:00Z" },
      "deprecated, retires 29 Nov 2026 (1 day)",
      "retires 29 Nov 2026"
    ],
    [
      { lifecycle: "deprecated", retires_at: "2026-11-28T18:00:00Z" },
      "deprecated, retires 28 Nov 2026 (today)",
      "retires 28 Nov 2026"
    ],
    [
      { lifecycle: "deprecated", retires_at: "2026-11-01T00:00:00Z" },
      "deprecated, overdue since 1 Nov 2026",
      "overdue"
    ],
    [{ lifecycle: "retired", retires_at: "2025-07-21T00:00:00Z" }, "retired 21 Jul 2025", "retired"],
    [{ lifecycle: "retired" }, "retired", "retired"],
    [{ lifecycle: null }, "-", "-"],
    [{ lifecycle: "resting" }, "resting", "resting"]
  ])("%j", (facts, long, short) => {
    const model = Fixtures.model(facts)
    expect([Status.describe(model, now), Status.describeShortly(model, now)]).toEqual([long, short])
  })
})

describe("suggestions", () => {
  const ids = Fixtures.catalogue.map(({ id }) => id)
  it.each([
    ["claude-opus-46", "claude-opus-6"],
    ["claude-sonnet-4-5", "claude-sonnet-4-5-20250929"],
    ["CLAUDE-OPUS-6", "claude-opus-6"]
  ])("%s may mean %s", (word, expected) => {
    expect(nearest(word, ids)).toContain(expected)
  })

  it("are none for another word", () => {
    expect(nearest("gpt", ids)).toEqual([])
    expect(didYouMean([])).toBeUndefined()
    expect(didYouMean(["a", "b", "c"])).toBe("Did you mean a, b or c?")
  })
})

describe("paths", () => {
  it("knows every capability and field of the models that read like the real ones", () => {
    const known = knownCapabilities()
    expect(Fixtures.catalogue.flatMap(capabilitiesIn).filter((path) => !known.has(path))).toEqual([])
    expect(known).toContain("thinking.types.adaptive")
    expect(known).not.toContain("thinking.types")
    expect(knownFields()).toContain("capabilities.thinking.types")
  })
})

describe("the command line", () => {
  it.each([
    [["list", "--json"], { _tag: "Run", command: "list", args: ["--json"], logLevel: "warning" }],
    [["list", "--log-level", "debug", "--json"], { _tag: "Run", command: "list", args: ["--json"], logLevel: "debug" }],
    [["--log-level=info", "list"], { _tag: "Run", command: "list", args: [], logLevel: "info" }],
    [["check", "--", "--help"], { _tag: "Run", command: "check", args: ["--", "--help"], logLevel: "warning" }],
    [["list", "-h"], { _tag: "Help", command: "list" }],
    [["help", "list"], { _tag: "Help", command: "list" }],
    [["--help"], { _tag: "Help", command: undefined }],
    [[], { _tag: "Help", command: undefined }],
    [["--version"], { _tag: "Version" }],
    [["--completions", "zsh"], { _tag: "Completions", shell: "zsh" }]
  ])("%j", (argv, invocation) => {
    expect(parse(argv)).toEqual(invocation)
  })
})

describe("help", () => {
  it.each(all.map((docs) => [docs.name, docs] as const))(
    "of %s fits 80 columns, and has two examples at least",
    (name, docs) => {
      const text = Help.command(docs, 80)
      for (const line of text.split("\n")) if (!line.startsWith("  $ ")) expect(line.length).toBeLessThanOrEqual(80)
      expect(docs.examples.length).toBeGreaterThanOrEqual(2)
      for (const { line } of docs.examples) expect(line).toContain(`anthropic-models ${name}`)
      for (const flag of docs.flags) expect(text).toContain(`--${flag.name}`)
      expect(docs.flags.every(({ description }) => description.endsWith("."))).toBe(true)
    }
  )

  it("of all commands names each of them", () => {
    const text = Help.root(all, 80)
    for (const { name, summary } of all) expect(text).toMatch(new RegExp(`^  ${name} +${summary}$`, "m"))
  })

  it("of fake names every fault", () => {
    const { description } = all.find(({ name }) => name === "fake") ?? { description: [] }
    for (const name of Faults.names) expect(description.join(" ")).toMatch(new RegExp(`[ ,]${name}[,.=]`))
  })
})

describe("faults", () => {
  it.effect("hit requests in order, and the last one for ever", () =>
    Effect.gen(function* () {
      const script = yield* Faults.parse(["overloaded*2", "latency=10ms", "cut-body*"])
      const decide = yield* script.start
      const tags = yield* Effect.forEach(Array.from({ length: 5 }), () => decide({}))
      expect(tags.map(Option.map(({ _tag }) => _tag))).toEqual(
        ["Error", "Error", "After", "CutBody", "CutBody"].map(Option.some)
      )
    })
  )

  it.each(["nonsense", "rate-limit=soon", "latency=long", "overloaded*5000", "none=1"])("refuses %s", (text) => {
    expect(Either.isLeft(Faults.parse([text]))).toBe(true)
  })
})

describe("completions", () => {
  const complete = (...words: ReadonlyArray<string>): ReadonlyArray<string> => {
    const script = `${Completions.script("bash", all)}
COMP_WORDS=(anthropic-models ${words.map((word) => `'${word}'`).join(" ")})
COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
compopt() { :; }
_anthropic_models
printf '%s\\n' "\${COMPREPLY[@]}"`
    return lines(execFileSync("bash", ["-c", script], { encoding: "utf8" }))
  }

  it("of bash complete commands, options and their values", () => {
    expect(complete("")).toEqual(expect.arrayContaining([...names, "--version"]))
    expect(complete("sn")).toEqual(["snapshot"])
    expect(complete("list", "--li")).toEqual(["--line", "--lifecycle", "--limit"])
    expect(complete("list", "--lifecycle", "")).toEqual(["active", "deprecated", "retired"])
    expect(complete("list", "--color", "n")).toEqual(["never"])
    expect(complete("--completions", "")).toEqual(["bash", "zsh", "fish"])
    expect(complete("snapshot", "-o", "")).toEqual([""])
  })

  it.each(["zsh", "fish"] as const)("of %s name every command and option", (shell) => {
    const script = Completions.script(shell, all)
    for (const { flags, name } of all) {
      expect(script).toContain(name)
      for (const flag of flags) expect(script).toContain(flag.name)
    }
  })
})
