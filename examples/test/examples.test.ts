import { type ChildProcess, spawn } from "node:child_process"
import { fileURLToPath } from "node:url"
import { FakeAnthropic } from "@anthropic-models/testing/FakeAnthropic"
import * as FakeAnthropicNode from "@anthropic-models/testing/FakeAnthropicNode"
import * as Fault from "@anthropic-models/testing/Fault"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"

const root = fileURLToPath(new URL("../..", import.meta.url))

interface Run {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs an example in a process of its own, with nothing of this one's environment that it looks at. */
const run = (
  example: string,
  options: {
    readonly args?: ReadonlyArray<string>
    readonly env?: { readonly [name: string]: string }
    readonly onFirstOutput?: (child: ChildProcess) => void
  } = {}
): Effect.Effect<Run> =>
  Effect.async((resume) => {
    const child = spawn(process.execPath, ["--import", "tsx", `examples/src/${example}.ts`, ...(options.args ?? [])], {
      cwd: root,
      env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...options.env },
      stdio: ["ignore", "pipe", "pipe"]
    })
    let stdout = ""
    let stderr = ""
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      if (stdout === "") options.onFirstOutput?.(child)
      stdout += text
    })
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text
    })
    child.on("close", (code) => resume(Effect.succeed({ code, stdout, stderr })))
    return Effect.sync(() => child.kill("SIGKILL"))
  })

const escape = "\u001b["

describe("the demo", () => {
  it.live("streams every model of the fake where there is no key, as a table and a line", () =>
    Effect.gen(function* () {
      const { code, stderr, stdout } = yield* run("demo")
      expect(stderr).toBe("")
      expect(code).toBe(0)
      const lines = stdout.trimEnd().split("\n")
      expect(lines[2]).toMatch(/^id +name +released +context +output +capabilities$/)
      expect(lines).toContainEqual(
        expect.stringMatching(/^claude-opus-4-6 +Claude Opus 4\.6 +2026-02-\d\d +\w+ +\w+ +thinking/)
      )
      expect(lines).toContainEqual(expect.stringContaining("–"))
      expect(lines.at(-1)).toMatch(/^46 models in 5 pages, 5 requests, \d+\.\d\d s$/)
      expect(lines.length).toBe(46 + 6)
      expect(stdout).not.toContain(escape)
    })
  )

  it.live("prints one model a line with --json", () =>
    Effect.gen(function* () {
      const { code, stdout } = yield* run("demo", { args: ["--json"] })
      expect(code).toBe(0)
      const models = stdout
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as { readonly id: string })
      expect(new Set(models.map(({ id }) => id)).size).toBe(46)
    })
  )

  it.live("ends quietly when its reader has read enough", () =>
    Effect.gen(function* () {
      const { code, stderr } = yield* run("demo", {
        args: ["--json"],
        onFirstOutput: (child) => child.stdout?.destroy()
      })
      expect(stderr).toBe("")
      expect(code).toBe(0)
    })
  )

  it.live("ends at once when it is interrupted, while it waits for a page", () =>
    Effect.gen(function* () {
      const { baseUrl } = yield* FakeAnthropic
      const { code, stderr, stdout } = yield* run("demo", {
        env: { ANTHROPIC_API_KEY: "sk-right", ANTHROPIC_BASE_URL: baseUrl },
        onFirstOutput: (child) => child.kill("SIGINT")
      })
      expect(code).toBe(130)
      expect(stderr).toBe("")
      expect(stdout.trimEnd().split("\n").length).toBe(2 + 10)
    }).pipe(Effect.provide(FakeAnthropicNode.layer({ faults: [Fault.none, Fault.noAnswer] })))
  )

  it.live("asks the API that the environment names", () =>
    Effect.gen(function* () {
      const { baseUrl, requests } = yield* FakeAnthropic
      const { code, stdout } = yield* run("demo", {
        env: { ANTHROPIC_API_KEY: "sk-right", ANTHROPIC_BASE_URL: baseUrl }
      })
      expect(code).toBe(0)
      expect(stdout).not.toContain("A fake of the API")
      expect(stdout).toContain("46 models in 5 pages, 5 requests")
      expect((yield* requests).length).toBe(5)
    }).pipe(Effect.provide(FakeAnthropicNode.layer({ apiKey: "sk-right" })))
  )

  it.live("tells a failure by its message and a hint, without a stack trace", () =>
    Effect.gen(function* () {
      const { baseUrl } = yield* FakeAnthropic
      const { code, stderr, stdout } = yield* run("demo", {
        env: { ANTHROPIC_API_KEY: "sk-wrong", ANTHROPIC_BASE_URL: baseUrl }
      })
      expect(code).toBe(1)
      expect(stdout).toBe("")
      expect(stderr).toMatch(/^401 authentication_error: .* \(request req_\w+\)\nIs ANTHROPIC_API_KEY a key .*\n$/)
      expect(stderr).not.toContain("sk-wrong")
    }).pipe(Effect.provide(FakeAnthropicNode.layer({ apiKey: "sk-right" })))
  )

  it.live("goes on where a page fails once", () =>
    Effect.gen(function* () {
      const { baseUrl } = yield* FakeAnthropic
      const { code, stdout } = yield* run("demo", {
        env: { ANTHROPIC_API_KEY: "sk-right", ANTHROPIC_BASE_URL: baseUrl }
      })
      expect(code).toBe(0)
      expect(stdout).toContain("46 models in 5 pages, 6 requests")
    }).pipe(Effect.provide(FakeAnthropicNode.layer({ faults: [Fault.none, Fault.cutBody()] })))
  )

  it.live.each([
    [["--yaml"], 1, /^usage: demo \[--json\]/],
    [["--json", "twice"], 1, /^usage: demo \[--json\]/]
  ] as const)("refuses %j", ([args, expected, usage]) =>
    Effect.gen(function* () {
      const { code, stderr } = yield* run("demo", { args })
      expect(code).toBe(expected)
      expect(stderr).toMatch(usage)
    })
  )

  it.live("explains itself with --help", () =>
    Effect.gen(function* () {
      const { code, stdout } = yield* run("demo", { args: ["--help"] })
      expect(code).toBe(0)
      expect(stdout).toMatch(/^demo \[--json\]/)
    })
  )
})

describe("the other examples", () => {
  it.live("onePage asks for a page and for a model", () =>
    Effect.gen(function* () {
      const { baseUrl } = yield* FakeAnthropic
      const { code, stdout } = yield* run("onePage", {
        env: { ANTHROPIC_API_KEY: "sk-right", ANTHROPIC_BASE_URL: baseUrl }
      })
      expect(code).toBe(0)
      expect(stdout).toMatch(/and there are more\nlargest output of the newest: \d+ tokens\n$/)
    }).pipe(Effect.provide(FakeAnthropicNode.layer({ apiKey: "sk-right" })))
  )

  it.live("testLayer runs one program over two layers", () =>
    Effect.gen(function* () {
      const { code, stdout } = yield* run("testLayer")
      expect(code).toBe(0)
      expect(stdout).toBe("23 of 45 models think\nand when the API is busy: 529 overloaded_error: try later\n")
    })
  )

  it.live("resume keeps every model once, over three runs", () =>
    Effect.gen(function* () {
      const { code, stdout } = yield* run("resume")
      expect(code).toBe(0)
      expect(stdout.trimEnd().split("\n").at(-1)).toBe("45 models kept, 45 of them different")
    })
  )
})
