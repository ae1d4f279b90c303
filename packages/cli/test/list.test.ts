import { FakeAnthropic } from "@anthropic-models/testing/FakeAnthropic"
import * as FakeAnthropicNode from "@anthropic-models/testing/FakeAnthropicNode"
import * as Fault from "@anthropic-models/testing/Fault"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import * as Script from "@anthropic-models/testing/Script"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { ask, run } from "./support/program.ts"
import { lines } from "./support/text.ts"

const today = ["--as-of", "2026-11-28"]
const fake = FakeAnthropicNode.layer
const escape = "\u001b"

interface Row {
  readonly id: string
  readonly [field: string]: unknown
}

const ids = (json: string): ReadonlyArray<string> => (JSON.parse(json) as ReadonlyArray<Row>).map(({ id }) => id)

describe.concurrent("list", () => {
  it.live("prints a table on stdout, and how many models there are on stderr", () =>
    Effect.gen(function* () {
      const { code, stderr, stdout } = yield* ask(["list", ...today])
      expect(code).toBe(0)
      expect(stderr).toBe("46 models\n")
      const [head, ...rows] = lines(stdout)
      expect(head).toMatch(/^ID +NAME +LINE +CONTEXT +OUTPUT +RELEASED +STATUS$/)
      expect(rows.length).toBe(46)
      expect(rows).toContainEqual(
        expect.stringMatching(/^claude-opus-4-6 +Claude Opus 4\.6 +opus +1M +128k +2026-02-04 +active$/)
      )
      expect(rows).toContainEqual(expect.stringMatching(/deprecated, retires 1 Dec 2026 \(3 days\)$/))
      expect(stdout).not.toContain(escape)
    }).pipe(Effect.provide(fake()))
  )

  it.live("filters by line, limits, capabilities and retirement, and counts what it left out", () =>
    Effect.gen(function* () {
      const filters = [
        "--line",
        "opus,haiku",
        "--supports",
        "thinking.types.adaptive",
        "--min-context",
        "500k",
        "--min-output",
        "128_000"
      ]
      const found = yield* ask(["list", ...filters, ...today])
      expect(found.stderr).toMatch(/^\d+ of 46 models\n$/)
      for (const row of lines(found.stdout).slice(1)) expect(row).toMatch(/^claude-(?:opus|haiku)-.* [12]M +\d{3}k /)

      const retiring = yield* ask(["list", "--retiring-within", "5d", "--json", ...today])
      expect(ids(retiring.stdout)).toEqual([
        "claude-3-7-sonnet-20250219",
        "claude-3-5-haiku-20241022",
        "claude-3-5-sonnet-20241022",
        "claude-3-5-sonnet-20240620"
      ])
    }).pipe(Effect.provide(fake()))
  )

  it.live("asks for the stages that are named, together or one by one", () =>
    Effect.gen(function* () {
      const retired = yield* ask(["list", "--lifecycle", "retired", "--jsonl"])
      expect(lines(retired.stdout).map((line) => (JSON.parse(line) as Row)["lifecycle"])).toEqual(["retired"])
      const both = yield* ask(["list", "--lifecycle=retired,deprecated", "--lifecycle", "active", "--json"])
      expect(ids(both.stdout).length).toBe(47)
    }).pipe(Effect.provide(fake()))
  )

  it.live("prints the JSON of the API, one array or one object a line", () =>
    Effect.gen(function* () {
      const array = yield* ask(["list", "--json", "--limit", "2"])
      expect(ids(array.stdout)).toEqual(["claude-mythos-6-preview", "claude-opus-6"])
      expect(array.stderr).toBe("")
      const rows = yield* ask([
        "list",
        "--jsonl",
        "--limit",
        "2",
        "--fields",
        "id,max_tokens,capabilities.effort.max.supported"
      ])
      expect(lines(rows.stdout)).toEqual([
        '{"id":"claude-mythos-6-preview","max_tokens":256000,"capabilities.effort.max.supported":true}',
        '{"id":"claude-opus-6","max_tokens":256000,"capabilities.effort.max.supported":true}'
      ])
      const columns = yield* ask(["list", "--limit", "1", "--fields", "id,deprecated_at"])
      expect(lines(columns.stdout)).toEqual(["ID                       DEPRECATED_AT", "claude-mythos-6-preview  -"])
      const none = yield* ask(["list", "--json", "--line", "poem"])
      expect(none).toEqual({ code: 0, stdout: "[]\n", stderr: "" })
    }).pipe(Effect.provide(fake()))
  )

  it.live("begins after or before a model", () =>
    Effect.gen(function* () {
      const after = yield* ask(["list", "--after", "claude-opus-6", "--limit", "2", "--json"])
      expect(ids(after.stdout)).toEqual(["claude-fable-2", "claude-sonnet-6"])
      const before = yield* ask(["list", "--before", "claude-sonnet-6", "--limit", "2", "--json"])
      expect(ids(before.stdout)).toEqual(["claude-fable-2", "claude-opus-6"])
    }).pipe(Effect.provide(fake()))
  )

  it.live("prints rows as pages arrive, and ends at once on Ctrl-C", () =>
    Effect.gen(function* () {
      const { code, stderr, stdout } = yield* ask(["list", "--jsonl", "--fields", "id"], {
        onOutput: (all, interrupt) => {
          if (lines(all).length === 1000) interrupt()
        }
      })
      expect(code).toBe(130)
      expect(stderr).toBe("")
      expect(lines(stdout).length).toBe(1000)
    }).pipe(Effect.provide(fake({ models: Fixtures.models(1001), faults: [Fault.none, Fault.noAnswer] })))
  )

  it.live("keeps the columns of the first page for the next ones", () =>
    Effect.gen(function* () {
      const { stderr, stdout } = yield* ask(["list"])
      const rows = lines(stdout)
      expect(stderr).toBe("1001 models\n")
      expect(rows.length).toBe(1002)
      expect(rows.at(-1)).toMatch(/^claude-test-1001  Claude Test 1001  /)
    }).pipe(Effect.provide(fake({ models: Fixtures.models(1001) })))
  )

  it.live("refuses a capability that neither this version nor a model knows, and suggests near ones", () =>
    Effect.gen(function* () {
      const unknown = yield* ask(["list", "--supports", "thinking.types.adaptiv"])
      expect(unknown.code).toBe(2)
      expect(unknown.stdout).toBe("")
      expect(unknown.stderr).toBe(
        "error: no capability thinking.types.adaptiv: neither this version nor any listed model knows it\n" +
          "  Did you mean thinking.types.adaptive or thinking?\n"
      )
      const field = yield* ask(["list", "--fields", "created"])
      expect(field).toMatchObject({ code: 2, stderr: expect.stringContaining("Did you mean created_at?") })
    }).pipe(Effect.provide(fake()))
  )

  it.live("accepts a capability and a field that only a model knows", () =>
    Effect.gen(function* () {
      const { stdout } = yield* ask(["list", "--supports", "vision_v2", "--fields", "id,codename", "--jsonl"])
      expect(lines(stdout)).toEqual(['{"id":"claude-new","codename":"fox"}'])
    }).pipe(
      Effect.provide(
        fake({
          models: [
            Fixtures.model({ id: "claude-new", capabilities: { vision_v2: { supported: true } } }, { codename: "fox" }),
            Fixtures.model({ id: "claude-old" })
          ]
        })
      )
    )
  )

  it.live("goes on where a page fails once", () =>
    Effect.gen(function* () {
      const { code, stderr } = yield* ask(["list"])
      expect({ code, stderr }).toEqual({ code: 0, stderr: "46 models\n" })
      expect((yield* (yield* FakeAnthropic).requests).length).toBe(2)
    }).pipe(Effect.provide(fake({ faults: [Fault.cutBody()] })))
  )

  it.live("prints no half array when a later page fails", () =>
    Effect.gen(function* () {
      const { code, stderr, stdout } = yield* ask(["list", "--json"])
      expect({ code, stdout }).toEqual({ code: 3, stdout: "" })
      expect(stderr).toMatch(/^error: the pages of the list do not fit together: RepeatedCursor.*\n {2}A gateway/)
    }).pipe(Effect.provide(fake({ models: Fixtures.models(1001), faults: Script.always(Fault.stuckCursor) })))
  )
})

describe.concurrent("exit codes and errors", () => {
  it.live("4 without a credential", () =>
    Effect.gen(function* () {
      const { code, stderr, stdout } = yield* run(["list", "--json"])
      expect({ code, stdout }).toEqual({ code: 4, stdout: "" })
      expect(stderr).toBe(
        "error: there is no credential: neither ANTHROPIC_API_KEY nor ANTHROPIC_AUTH_TOKEN is set\n" +
          "  Set ANTHROPIC_API_KEY to a key of the Anthropic Console, or use a file: --snapshot FILE\n"
      )
    })
  )

  it.live("4 where the credential is refused, in every format, without showing it", () =>
    Effect.gen(function* () {
      for (const format of [[], ["--json"], ["--jsonl", "--quiet"]]) {
        const { code, stderr, stdout } = yield* ask(["list", ...format], {
          env: { ANTHROPIC_API_KEY: "sk-wrong-wrong" }
        })
        expect({ code, stdout }).toEqual({ code: 4, stdout: "" })
        expect(stderr).toMatch(
          /^error: 401: the key was refused at http:.*\n {2}Is ANTHROPIC_API_KEY current\? Try: anthropic-models doctor\n$/
        )
        expect(stderr).not.toContain("sk-wrong")
      }
    }).pipe(Effect.provide(fake({ apiKey: "sk-right" })))
  )

  it.live.each([
    ["403", 4, Fault.permission(), /^error: 403: the key may not list models at .*\n {2}Does its workspace allow it\?/],
    ["529", 3, Fault.overloaded({ shouldRetry: false }), /The API is busy.*\n$/]
  ] as const)("the code and the advice for %s, and no stack trace", ([, expected, fault, message]) =>
    Effect.gen(function* () {
      const { code, stderr, stdout } = yield* ask(["list"])
      expect({ code, stdout }).toEqual({ code: expected, stdout: "" })
      expect(stderr).toMatch(message)
      expect(stderr.split("\n").length).toBe(3)
    }).pipe(Effect.provide(fake({ faults: Script.always(fault) })))
  )

  it.live("3 where nobody answers", () =>
    Effect.gen(function* () {
      const { code, stderr } = yield* run(["list"], {
        env: { ANTHROPIC_AUTH_TOKEN: "token-token", ANTHROPIC_BASE_URL: "http://127.0.0.1:9" }
      })
      expect(code).toBe(3)
      expect(stderr).toMatch(/^error: no answer at http:\/\/127\.0\.0\.1:9\/v1\/models: .*\n {2}Is there a network/)
    })
  )

  it.live("2 for wrong usage, in two lines", () =>
    Effect.gen(function* () {
      const { code, stderr, stdout } = yield* run(["list", "--suports", "x"])
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" })
      expect(stderr).toBe(
        "error: list has no option --suports\n  Did you mean --supports? See: anthropic-models list --help\n"
      )
    })
  )

  it.live("shows requests without secrets with --log-level debug, wherever it stands", () =>
    Effect.gen(function* () {
      const { code, stderr, stdout } = yield* ask(["list", "--limit", "1", "--log-level", "debug", "--json"])
      expect(code).toBe(0)
      expect(stderr).toMatch(/^debug: GET http:\/\/127\.0\.0\.1:\d+\/v1\/models\?limit=1000 200 in \S+ m?s req_0+1$/m)
      expect(stderr).not.toContain("sk-right")
      expect(ids(stdout).length).toBe(1)
      const failed = yield* ask(["list", "--log-level=debug"], { env: { ANTHROPIC_API_KEY: "sk-wrong-wrong" } })
      expect(failed.stderr).toMatch(/ 401 in /)
      expect(failed.stderr).not.toContain("sk-wrong")
    }).pipe(Effect.provide(fake({ apiKey: "sk-right" })))
  )

  it.live("keeps stderr empty with --quiet", () =>
    Effect.gen(function* () {
      const { code, stderr } = yield* ask(["list", "--quiet"])
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
    }).pipe(Effect.provide(fake()))
  )
})
