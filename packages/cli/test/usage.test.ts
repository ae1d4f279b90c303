/** Wrong command lines and failures, in words and exit codes. Nothing is printed here, so no process is needed. */
import * as ModelsHttp from "@anthropic-models/http/ModelsHttp"
import * as RetryPolicy from "@anthropic-models/http/RetryPolicy"
import * as ModelStream from "@anthropic-models/stream/ModelStream"
import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
import * as Fault from "@anthropic-models/testing/Fault"
import * as Script from "@anthropic-models/testing/Script"
import * as NodeFileSystem from "@effect/platform-node/NodeFileSystem"
import * as NodePath from "@effect/platform-node/NodePath"
import * as NodeTerminal from "@effect/platform-node/NodeTerminal"
import { describe, expect, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import { run } from "../src/internal/app.ts"
import * as Failure from "../src/internal/failure.ts"
import { parse } from "../src/internal/invocation.ts"

const platform = Layer.mergeAll(NodeFileSystem.layer, NodePath.layer, NodeTerminal.layer)

const failureOf = (argv: ReadonlyArray<string>, env: ReadonlyArray<readonly [string, string]> = []) =>
  run(parse(argv)).pipe(
    Effect.sandbox,
    Effect.flip,
    Effect.map(Failure.describe),
    Effect.provide(platform),
    Effect.withConfigProvider(ConfigProvider.fromMap(new Map(env)))
  )

describe("wrong usage ends with 2", () => {
  it.effect.each([
    [["list", "--suports", "x"], "list has no option --suports", "Did you mean --supports?"],
    [["list", "--limit", "0"], "--limit 0: expected a whole number from 1", ""],
    [["list", "--limit"], "--limit needs a value: --limit ROWS", ""],
    [["list", "--limit", "--json"], "--limit needs a value: --limit ROWS", ""],
    [["list", "--limit=1", "--limit=2"], "--limit is given twice", ""],
    [["list", "--json=yes"], "--json takes no value", ""],
    [["list", "--min-context", "lots"], "--min-context lots: expected a number of tokens, such as 200k", ""],
    [["list", "--retiring-within", "90"], "--retiring-within 90: expected a number and a unit, such as 30s", ""],
    [["list", "--as-of", "tomorrow"], "--as-of tomorrow: expected a date, such as 2026-12-01", ""],
    [["list", "--color", "blue"], "--color blue: expected auto, always or never", ""],
    [["list", "--lifecycle", "dead"], "--lifecycle dead: expected active, deprecated or retired", ""],
    [["list", "--json", "--jsonl"], "--json and --jsonl exclude each other", "Leave one of them out."],
    [["list", "--after", "a", "--before", "b"], "--after and --before exclude each other", ""],
    [["list", "--max-age", "7d"], "--max-age is the age of a snapshot, and there is none", "Name one: --snapshot FILE"],
    [["list", "all"], "list does not take the argument all", "See: anthropic-models list --help"],
    [["list", "--", "--json"], "list does not take the argument --json", ""],
    [
      ["list", "--snapshot", "no/where.json"],
      "there is no snapshot no/where.json",
      "anthropic-models snapshot -o no/where.json"
    ],
    [["get"], "get needs ID", ""],
    [["get", "a", "b"], "get does not take the argument b", ""],
    [["get", "-x"], "get has no option -x", ""],
    [["get", ".."], "id: ", ""],
    [["check"], "check needs ID", ""],
    [["diff"], "diff needs OLD", ""],
    [["diff", "no/where.json"], "there is no snapshot no/where.json", ""],
    [["audit", "--format", "xml"], "--format xml: expected text, json, github or sarif", ""],
    [["audit", "--json", "--format", "sarif"], "--json and --format sarif exclude each other", ""],
    [["watch", "--every", "0s"], "--every 0s: expected at least one second, such as 15m", ""],
    [["watch", "--only", "news"], "--only news: expected added, removed, changed or lifecycle", ""],
    [["fake", "--port", "70000"], "--port 70000: expected a port from 0 to 65535", ""],
    [["fake", "--faults", "overlodaed"], "--faults: there is no fault overlodaed. Did you mean overloaded?", ""],
    [["fake", "--faults", "reset*,none"], "--faults: reset* hits every request, so it must be the last", ""],
    [["lst"], "there is no command lst", "Did you mean list?"],
    [["--json", "list"], "there is no command before --json", "anthropic-models list --json"],
    [["list", "--log-level", "loud"], "--log-level loud: expected trace, debug, info, warning, error or none", ""],
    [["--log-level"], "--log-level needs a value: expected trace", ""],
    [["list", "--completions", "tcsh"], "--completions tcsh: expected bash, zsh or fish", ""]
  ] as const)("%j", ([argv, message, hint]) =>
    Effect.gen(function* () {
      const failure = yield* failureOf(argv, [
        ["ANTHROPIC_API_KEY", "sk-right-right"],
        ["ANTHROPIC_BASE_URL", "http://127.0.0.1:9"]
      ])
      expect(failure.exitCode).toBe(2)
      expect(failure.message).toContain(message)
      expect(failure.message).not.toContain("\n")
      expect(failure.hint ?? "").toContain(hint)
    })
  )

  it.effect("a wrong address of the API", () =>
    Effect.gen(function* () {
      const failure = yield* failureOf(
        ["list"],
        [
          ["ANTHROPIC_API_KEY", "sk-right-right"],
          ["ANTHROPIC_BASE_URL", "ftp://api"]
        ]
      )
      expect(failure).toMatchObject({ exitCode: 2, hint: "Try: anthropic-models doctor" })
      expect(failure.message).toMatch(/^the environment is wrong: ANTHROPIC_BASE_URL must be an http/)
    })
  )
})

describe("no credential ends with 4", () => {
  it.effect.each(["list", "get claude-x", "check claude-x", "snapshot", "audit", "watch"])("%s", (line) =>
    Effect.gen(function* () {
      const failure = yield* failureOf(line.split(" "), [["ANTHROPIC_API_KEY", " "]])
      expect(failure).toEqual({
        exitCode: 4,
        message: "there is no credential: neither ANTHROPIC_API_KEY nor ANTHROPIC_AUTH_TOKEN is set",
        hint: "Set ANTHROPIC_API_KEY to a key of the Anthropic Console, or use a file: --snapshot FILE"
      })
    })
  )

  it.effect("a key with a line break in it", () =>
    Effect.gen(function* () {
      const failure = yield* failureOf(["list"], [["ANTHROPIC_API_KEY", "sk-secret\nsecret"]])
      expect(failure.exitCode).toBe(4)
      expect(failure.message).toMatch(/^the credential is wrong: ANTHROPIC_API_KEY /)
      expect(failure.message).not.toContain("sk-secret")
    })
  )
})

describe("failures of the API", () => {
  it.effect.each([
    [
      "401",
      4,
      Fault.authentication(),
      /^401: the key was refused at /,
      "Is ANTHROPIC_API_KEY current? Try: anthropic-models doctor"
    ],
    ["403", 4, Fault.permission(), /^403: the key may not list models at /, "Does its workspace allow it?"],
    ["400", 3, Fault.invalidRequest(), /^the API refused the request at /, ""],
    ["402", 3, Fault.billing(), /^402 billing_error: /, "See the billing page"],
    [
      "429",
      3,
      Fault.rateLimit({ retryAfter: 90 }),
      /^429 rate_limit_error: /,
      "Try again in 1m 30s, or use a file: --snapshot FILE"
    ],
    ["500", 3, Fault.api(), /^500 api_error: /, "Try again in a minute"],
    ["529", 3, Fault.overloaded(), /^529 overloaded_error: /, "Try again in a minute"],
    ["504", 3, Fault.gatewayTimeout(), /^504 timeout_error: /, "Try again in a minute"],
    ["404", 3, Fault.notFound(), /is not that of the Models API/, "Is ANTHROPIC_BASE_URL right?"],
    ["HTML", 3, Fault.html(200), /is not that of the Models API/, "Is ANTHROPIC_BASE_URL right?"],
    [
      "a redirect",
      3,
      Fault.body("", { status: 302, headers: { location: "https://elsewhere.example/" } }),
      /is not that of the Models API/,
      "Is ANTHROPIC_BASE_URL right?"
    ],
    ["a bare array", 3, Fault.body("[]"), /is not that of the Models API/, "Is ANTHROPIC_BASE_URL right?"],
    [
      "pages that lead nowhere",
      3,
      Fault.stuckCursor,
      /^the pages of the list do not fit together: /,
      "A gateway may answer here."
    ]
  ] as const)("%s", ([, exitCode, fault, message, hint]) =>
    Effect.gen(function* () {
      const cause = yield* ModelStream.models({ limit: 1 }).pipe(Stream.runDrain, Effect.sandbox, Effect.flip)
      const failure = Failure.describe(cause)
      expect(failure.exitCode).toBe(exitCode)
      expect(failure.message).toMatch(message)
      expect(failure.hint ?? "").toContain(hint)
    }).pipe(
      Effect.provide(
        ModelsHttp.layer({ apiKey: Redacted.make("sk-right-right"), retry: RetryPolicy.none }).pipe(
          Layer.provide(FakeAnthropic.layerClient({ faults: Script.always(fault) }))
        )
      )
    )
  )
})

describe("other ends", () => {
  it("130 for an interruption, without a message", () => {
    expect(Failure.describe(Cause.interrupt(Effect.runSync(Effect.fiberId)))).toEqual({ exitCode: 130 })
  })

  it("3 for a bug, with its message", () => {
    const { exitCode, message } = Failure.describe(Cause.die(new TypeError("x is not a function")))
    expect(exitCode).toBe(3)
    expect(message).toBe("this is a bug of anthropic-models: x is not a function")
  })
})
