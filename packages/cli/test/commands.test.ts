import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
import * as FakeAnthropicNode from "@anthropic-models/testing/FakeAnthropicNode"
import * as Fault from "@anthropic-models/testing/Fault"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import * as Script from "@anthropic-models/testing/Script"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import manifest from "../package.json" with { type: "json" }
import { ask, folder, run } from "./support/program.ts"
import { lines } from "./support/text.ts"

const today = ["--as-of", "2026-11-28"]
const fake = FakeAnthropicNode.layer
const file = (name: string): string => join(folder, name)

/** A snapshot of the models that the fake serves. */
const snapshot = (name: string, ...args: ReadonlyArray<string>) =>
  Effect.as(ask(["snapshot", "-o", file(name), ...args]), file(name))

const setModels = (change: (model: (typeof Fixtures.catalogue)[number]) => ReadonlyArray<typeof model>) =>
  FakeAnthropic.setModels(Fixtures.catalogue.flatMap(change))

describe.concurrent("get", () => {
  it.live("shows a model in full, by an alias of it", () =>
    Effect.gen(function* () {
      const { code, stderr, stdout } = yield* ask(["get", "claude-opus-4-1", ...today])
      expect(code).toBe(0)
      expect(lines(stdout).slice(0, 10)).toEqual([
        "claude-opus-4-1-20250805",
        "Claude Opus 4.1",
        "",
        "  alias                         claude-opus-4-1",
        "  line                          opus",
        "  status                        deprecated, retires 28 Feb 2027 (92 days)",
        "  released                      5 Aug 2025",
        "  deprecated                    27 Aug 2026",
        "  context                       200,000 tokens",
        "  output                        32,000 tokens"
      ])
      expect(stdout).toContain("  newest active of its line     claude-opus-6\n")
      expect(stdout).toContain("    thinking                    yes\n      types\n        adaptive                no\n")
      expect(stderr).toMatch(/^from the API at http:/)
    }).pipe(Effect.provide(fake()))
  )

  it.live("prints the JSON of the API, whole or some fields of it, with one request", () =>
    Effect.gen(function* () {
      const whole = yield* ask(["get", "claude-2.1", "--json"])
      expect(JSON.parse(whole.stdout)).toMatchObject({ id: "claude-2.1", type: "model", lifecycle: "deprecated" })
      const some = yield* ask(["get", "--jsonl", "claude-2.1", "--fields", "id,line"])
      expect(some.stdout).toBe('{"id":"claude-2.1","line":null}\n')
      expect((yield* FakeAnthropic.requests).length).toBe(2)
    }).pipe(Effect.provide(fake()))
  )

  it.live("ends with 1 for an id that nobody knows, and suggests near ones", () =>
    Effect.gen(function* () {
      const { code, stderr, stdout } = yield* ask(["get", "claude-opus-46"])
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" })
      expect(stderr).toBe(
        "error: there is no model claude-opus-46\n  Did you mean claude-opus-6, claude-opus-4-6 or claude-opus-4-7?\n"
      )
    }).pipe(Effect.provide(fake()))
  )
})

describe.concurrent("check", () => {
  it.live("ends with 0 where all ids can be used, aliases too", () =>
    Effect.gen(function* () {
      const { code, stderr, stdout } = yield* ask(["check", "claude-opus-6", "claude-opus-4-1", ...today])
      expect(code).toBe(0)
      expect(lines(stdout).slice(1)).toEqual([
        "ok  claude-opus-6    active",
        "ok  claude-opus-4-1  deprecated, retires 28 Feb 2027 (92 days)",
        "    alias of claude-opus-4-1-20250805"
      ])
      expect(stderr).toBe("2 of 2 ids can be used\n")
    }).pipe(Effect.provide(fake()))
  )

  it.live("ends with 1 for ids that are unknown, retired, overdue, or retire within a time", () =>
    Effect.gen(function* () {
      const ids = ["claude-opus-46", "claude-gone", "claude-2.1", "claude-opus-4-1"]
      const later = yield* ask(["check", ...ids, "--within", "60d", "--as-of", "2027-01-15", "--json"])
      expect(later.code).toBe(1)
      expect(JSON.parse(later.stdout)).toMatchObject([
        {
          id: "claude-opus-46",
          usable: false,
          status: "unknown",
          model: null,
          suggestions: expect.arrayContaining(["claude-opus-4-6"])
        },
        { id: "claude-gone", usable: false, status: "retired" },
        { id: "claude-2.1", usable: false, status: "overdue" },
        { id: "claude-opus-4-1", usable: false, status: "retiring", suggestions: ["claude-opus-6"] }
      ])
      const lined = yield* ask(["check", "claude-opus-46", "--jsonl", "--quiet"])
      expect(lined).toMatchObject({ code: 1, stderr: "" })
      expect(JSON.parse(lined.stdout)).toMatchObject({ id: "claude-opus-46" })
    }).pipe(
      Effect.provide(
        fake({
          models: [...Fixtures.catalogue, Fixtures.model({ id: "claude-gone", lifecycle: "retired" })],
          aliases: Fixtures.aliases
        })
      )
    )
  )

  it.live("reads ids from stdin, and refuses an empty one", () =>
    Effect.gen(function* () {
      const { code, stdout } = yield* ask(["check", "-", "--json"], {
        input: "# ours\nclaude-opus-6 # main\n\nclaude-2.1\n"
      })
      expect(code).toBe(0)
      expect((JSON.parse(stdout) as ReadonlyArray<{ id: string }>).map(({ id }) => id)).toEqual([
        "claude-opus-6",
        "claude-2.1"
      ])
      const empty = yield* ask(["check", "-"])
      expect(empty).toMatchObject({ code: 2, stderr: "error: there are no ids on stdin\n  Give one id a line.\n" })
    }).pipe(Effect.provide(fake()))
  )

  it.live("ends with 3 for an empty list, never with 0", () =>
    Effect.gen(function* () {
      const { code, stderr } = yield* ask(["check", "claude-opus-6"])
      expect(code).toBe(3)
      expect(stderr).toMatch(/^error: there are no models in the API at http/)
    }).pipe(Effect.provide(fake({ models: [] })))
  )
})

describe.concurrent("snapshot", () => {
  it.live("writes all models in a stable order, and keeps aliases", () =>
    Effect.gen(function* () {
      const first = yield* ask(["snapshot", "--output", file("stable.json"), "--alias", "claude-opus-4-1"])
      expect(first).toEqual({ code: 0, stdout: "", stderr: `47 models and 1 alias in ${file("stable.json")}\n` })
      const before = readFileSync(file("stable.json"), "utf8")
      const reordered = Fault.altered({
        model: (model) => Object.fromEntries(Object.entries(model).toReversed())
      })
      yield* FakeAnthropic.setFaults([reordered])
      yield* ask(["snapshot", "-o", file("stable.json")])
      const after = readFileSync(file("stable.json"), "utf8")
      const withoutTime = (text: string) => text.replace(/"fetched_at": ".*"/, "")
      expect(withoutTime(after)).toBe(withoutTime(before))
      expect(JSON.parse(after)).toMatchObject({
        format: "anthropic-models-snapshot/1",
        aliases: { "claude-opus-4-1": "claude-opus-4-1-20250805" }
      })
    }).pipe(Effect.provide(fake()))
  )

  it.live("goes to stdout, and is read without a network and without a key", () =>
    Effect.gen(function* () {
      const { stdout } = yield* ask(["snapshot", "--alias", "claude-opus-4-1"])
      writeFileSync(file("models.json"), stdout)
      const listed = yield* run(["list", "--snapshot", file("models.json"), "--limit", "2", "--fields", "id"])
      expect(listed.stdout).toBe("ID\nclaude-mythos-6-preview\nclaude-opus-6\n")
      expect(listed.stderr).toMatch(
        /^2 models, from the snapshot .*models\.json, \d+(?:\.\d+)? (?:ms|s|seconds?) old\n$/
      )
      const got = yield* run(["get", "claude-opus-4-1", "--snapshot", file("models.json"), "--fields", "id", "--jsonl"])
      expect(got.stdout).toBe('{"id":"claude-opus-4-1-20250805"}\n')
      const checked = yield* run(["check", "claude-opus-4-1", "--snapshot", file("models.json")])
      expect(checked.code).toBe(0)
    }).pipe(Effect.provide(fake()))
  )

  it.live("that is too old, broken or empty ends with 3", () =>
    Effect.gen(function* () {
      const path = yield* snapshot("old.json")
      const old = readFileSync(path, "utf8").replace(/"fetched_at": ".*"/, '"fetched_at": "2026-01-01T00:00:00Z"')
      writeFileSync(path, old)
      const tooOld = yield* run(["list", "--snapshot", path, "--max-age", "7d"])
      expect(tooOld).toMatchObject({ code: 3, stdout: "" })
      expect(tooOld.stderr).toMatch(
        / is \d+ days old, and --max-age allows 7 days\n {2}Make it anew: anthropic-models snapshot -o /
      )
      writeFileSync(path, old.slice(0, 100))
      const broken = yield* run(["check", "claude-opus-6", "--snapshot", path])
      expect(broken).toMatchObject({ code: 3, stderr: expect.stringContaining("is not a snapshot of this version") })
      writeFileSync(
        path,
        '{"format":"anthropic-models-snapshot/1","fetched_at":"2026-01-01T00:00:00Z","source":"","aliases":{},"models":[]}'
      )
      const empty = yield* run(["audit", "--snapshot", path])
      expect(empty).toMatchObject({ code: 3, stderr: expect.stringContaining("holds no models") })
    }).pipe(Effect.provide(fake()))
  )

  it.live("leaves the file as it was where the API fails, and refuses an alias that nobody knows", () =>
    Effect.gen(function* () {
      const path = yield* snapshot("kept.json")
      const before = readFileSync(path, "utf8")
      const unknown = yield* ask(["snapshot", "-o", path, "--alias", "claude-nobody"])
      expect(unknown).toMatchObject({
        code: 2,
        stderr: expect.stringContaining("--alias claude-nobody: no model has this name")
      })
      yield* FakeAnthropic.setFaults(Script.always(Fault.permission()))
      expect(yield* ask(["snapshot", "-o", path])).toMatchObject({ code: 4 })
      expect(readFileSync(path, "utf8")).toBe(before)
      yield* FakeAnthropic.setFaults([])
      const nowhere = yield* ask(["snapshot", "-o", file("no/where/models.json")])
      expect(nowhere).toMatchObject({ code: 2, stderr: expect.stringContaining("models.json cannot be written") })
    }).pipe(Effect.provide(fake()))
  )
})

describe.concurrent("diff", () => {
  it.live("shows what changed since a snapshot, and ends with 1 where --exit-code asks for it", () =>
    Effect.gen(function* () {
      const path = yield* snapshot("before.json")
      yield* setModels((model) => {
        if (model.id === "claude-opus-6") return []
        return model.id === "claude-fable-2"
          ? [Fixtures.model({ id: "claude-fable-2", lifecycle: "deprecated", line: "fable" })]
          : [model]
      })
      const all = yield* ask(["diff", path, "--exit-code"])
      expect(all.code).toBe(1)
      expect(lines(all.stdout)[0]).toMatch(/^~ claude-fable-2: active -> deprecated, /)
      expect(lines(all.stdout)[1]).toBe("- claude-opus-6: removed")
      expect(all.stderr).toMatch(/^2 changes from \d+ \w+ \d{4} to \d+ \w+ \d{4}, the API at http:/)
      const after = yield* snapshot("after.json")
      const removed = yield* run(["diff", path, after, "--only", "removed", "--jsonl"])
      expect(removed.code).toBe(0)
      expect(JSON.parse(removed.stdout)).toMatchObject({ _tag: "Removed", model: { id: "claude-opus-6" } })
      const none = yield* run(["diff", after, after, "--exit-code", "--json"])
      expect(none).toEqual({ code: 0, stdout: "[]\n", stderr: "" })
    }).pipe(Effect.provide(fake()))
  )
})

describe.concurrent("watch", () => {
  it.live("prints changes as they happen, and survives a refresh that fails", () =>
    Effect.gen(function* () {
      let step = 0
      const fakeApi = yield* FakeAnthropic.FakeAnthropic
      const { code, stderr, stdout } = yield* ask(["watch", "--every", "1s", "--only", "removed,lifecycle"], {
        onOutput: (all, interrupt) => {
          if (step === 0 && all.includes("Watching 47 models")) {
            step = 1
            Effect.runSync(fakeApi.setFaults([Fault.overloaded({ shouldRetry: false })]))
          } else if (step === 1 && all.includes("refresh failed")) {
            step = 2
            Effect.runSync(fakeApi.setModels(Fixtures.catalogue.slice(1)))
          } else if (all.includes("removed")) interrupt()
        }
      })
      expect(code).toBe(130)
      expect(stdout).toMatch(/^\d{4}-\d\d-\d\dT\S+Z - claude-mythos-6-preview: removed\n$/)
      expect(lines(stderr)).toEqual([
        expect.stringMatching(/^Watching 47 models of the API at http.*, every 1 s\. Ctrl-C ends it\.$/),
        expect.stringMatching(/^\S+Z refresh failed: 529 overloaded_error: .*\. Next try in 1 s$/)
      ])
    }).pipe(Effect.provide(fake()))
  )

  it.live("shows what changed since a snapshot first, as JSON", () =>
    Effect.gen(function* () {
      const path = yield* snapshot("seed.json")
      yield* FakeAnthropic.setModels(Fixtures.catalogue.slice(1))
      const { code, stdout } = yield* ask(["watch", "--snapshot", path, "--jsonl", "--quiet"], {
        onOutput: (all, interrupt) => {
          if (all.includes("\n")) interrupt()
        }
      })
      expect(code).toBe(130)
      expect(JSON.parse(stdout)).toMatchObject({
        at: expect.any(String),
        _tag: "Removed",
        model: { id: "claude-mythos-6-preview" }
      })
    }).pipe(Effect.provide(fake()))
  )

  it.live("ends with 4 where the credential is refused from the start", () =>
    Effect.gen(function* () {
      const { code, stderr } = yield* ask(["watch"], { env: { ANTHROPIC_API_KEY: "sk-wrong-wrong" } })
      expect(code).toBe(4)
      expect(lines(stderr).length).toBe(2)
    }).pipe(Effect.provide(fake({ apiKey: "sk-right" })))
  )
})

describe.concurrent("doctor", () => {
  it.live("finds that all is well", () =>
    Effect.gen(function* () {
      const { code, stderr, stdout } = yield* ask(["doctor"])
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
      expect(lines(stdout)).toEqual([
        expect.stringMatching(/^ok {4}address {5}http:\/\/127\.0\.0\.1:\d+ \(ANTHROPIC_BASE_URL\)$/),
        "ok    credential  ANTHROPIC_API_KEY is set",
        expect.stringMatching(/^ok {4}answer {6}the credential was accepted, a page took \S+ m?s$/),
        "ok    list        46 models",
        `ok    fields      version ${manifest.version} knows all of them`
      ])
    }).pipe(Effect.provide(fake()))
  )

  it.live("names what this version does not know", () =>
    Effect.gen(function* () {
      const { code, stdout } = yield* ask(["doctor", "--json"])
      expect(code).toBe(0)
      const warnings = (JSON.parse(stdout) as ReadonlyArray<{ state: string; name: string; says: string }>).filter(
        ({ state }) => state === "warn"
      )
      expect(warnings.map(({ name, says }) => `${name}: ${says}`)).toEqual([
        "fields: codename is not known (1 model)",
        "fields: the capability vision_v2 is not known (1 model)",
        "values: the lifecycle resting is not known (2 models)",
        "values: the line poem is not known (1 model)"
      ])
    }).pipe(
      Effect.provide(
        fake({
          models: Fixtures.models(2),
          faults: Script.always(
            Fault.altered({
              model: (model, index) => ({
                ...model,
                lifecycle: "resting",
                ...(index === 0
                  ? { line: "poem", codename: "fox", capabilities: { vision_v2: { supported: true } } }
                  : {})
              })
            })
          )
        })
      )
    )
  )

  it.live("ends with 4 without a credential and where it is refused, and with 3 where nobody answers", () =>
    Effect.gen(function* () {
      const missing = yield* run(["doctor"])
      expect(missing.code).toBe(4)
      expect(missing.stdout).toMatch(
        /^ok {4}address {5}https:\/\/api\.anthropic\.com \(the default\)\nfail {2}credential {2}there is no credential/
      )
      const refused = yield* ask(["doctor"], { env: { ANTHROPIC_API_KEY: "sk-wrong-wrong" } })
      expect(refused.code).toBe(4)
      expect(refused.stdout).toMatch(/^fail {2}answer {6}401: the key was refused/m)
      expect(refused.stdout).toMatch(/^skip {2}list {8}not checked$/m)
      const silent = yield* ask(["doctor"], { env: { ANTHROPIC_BASE_URL: "http://127.0.0.1:9" } })
      expect(silent.code).toBe(3)
      expect(silent.stdout).toMatch(/^fail {2}answer {6}no answer at http:\/\/127\.0\.0\.1:9/m)
    }).pipe(Effect.provide(fake({ apiKey: "sk-right" })))
  )
})

describe.concurrent("fake", () => {
  it.live("serves the API with faults and CORS, and prints its address and each request", () =>
    Effect.gen(function* () {
      let answers: Promise<ReadonlyArray<readonly [number, string | null]>> | undefined
      const ask = async (url: string) => {
        const headers = { "x-api-key": "any", "anthropic-version": "2023-06-01", origin: "http://app.example" }
        const once = async () => {
          const answer = await fetch(`${url}/v1/models?limit=1`, { headers })
          await answer.text()
          return [answer.status, answer.headers.get("access-control-allow-origin")] as const
        }
        return [await once(), await once(), await once()]
      }
      const { code, stderr, stdout } = yield* run(["fake", "--cors", "--faults", "overloaded,latency=10ms"], {
        onOutput: (all, interrupt) => {
          const [, url] = /^(http:\S+)\n/.exec(all) ?? []
          if (url !== undefined) answers ??= ask(url)
          if (all.split("GET /v1/models").length > 3) interrupt()
        }
      })
      expect(code).toBe(130)
      expect(yield* Effect.promise(async () => answers)).toEqual([
        [529, "*"],
        [200, "*"],
        [200, "*"]
      ])
      expect(stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\n$/)
      expect(lines(stderr)).toEqual([
        "47 models. Ctrl-C ends it.",
        "GET /v1/models?limit=1 529 (Error)",
        "GET /v1/models?limit=1 200 (After)",
        "GET /v1/models?limit=1 200"
      ])
    })
  )

  it.live("ends with 2 for a port that is taken", () =>
    Effect.gen(function* () {
      const port = new URL(yield* FakeAnthropic.baseUrl).port
      const { code, stderr } = yield* run(["fake", "--port", port])
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: `error: --port ${port} cannot be used\n  Is it taken? Try another one, or none.\n`
      })
    }).pipe(Effect.provide(fake()))
  )
})

describe.concurrent("audit", () => {
  it.live("ends with 1 where there are findings, and asks the API for each alias once", () =>
    Effect.gen(function* () {
      mkdirSync(file("project"), { recursive: true })
      writeFileSync(file("project/agent.ts"), 'const models = ["claude-2.1", "claude-opus-4-1", "claude-opus-4-1"]\n')
      const { code, stdout } = yield* ask(["audit", "project", ...today])
      expect(code).toBe(1)
      expect(lines(stdout)[0]).toMatch(/^project\/agent\.ts:1:18: error: claude-2\.1 retires on 21 Dec 2026/)
      expect((yield* FakeAnthropic.requests).filter(({ path }) => path.startsWith("/v1/models/")).length).toBe(1)
      const later = yield* ask(["audit", "project", "--within", "1d", "--json", ...today])
      expect(later.code).toBe(0)
      expect(JSON.parse(later.stdout)).toMatchObject({ format: expect.stringContaining("audit") })
      const warned = yield* ask(["audit", "project", "--within", "1d", "--fail-on", "warning", ...today])
      expect(warned.code).toBe(1)
    }).pipe(Effect.provide(fake()))
  )

  it.live("ends with 2 for a path that does not exist, and with 3 without data", () =>
    Effect.gen(function* () {
      expect(yield* ask(["audit", "no/where"])).toMatchObject({ code: 2, stdout: "" })
      yield* FakeAnthropic.setModels([])
      expect(yield* ask(["audit", "."])).toMatchObject({ code: 3, stdout: "" })
    }).pipe(Effect.provide(fake()))
  )
})

describe.concurrent("the rest", () => {
  it.live("shows the version and help on stdout", () =>
    Effect.gen(function* () {
      expect(yield* run(["--version"])).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: "" })
      const none = yield* run([])
      expect(none.code).toBe(0)
      expect(none.stdout).toMatch(/^Usage: anthropic-models COMMAND/m)
      const help = yield* run(["get", "--help"])
      expect(help.stdout).toMatch(/^Usage: anthropic-models get \[OPTIONS\] ID$/m)
      expect(help.stdout).not.toContain("\u001b")
    })
  )
})
