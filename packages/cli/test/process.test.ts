/** The bundled command as a process: it does what the other tests show, and knows terminals, pipes that close and Ctrl-C. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
import * as FakeAnthropicNode from "@anthropic-models/testing/FakeAnthropicNode"
import * as Fault from "@anthropic-models/testing/Fault"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { ask, command, demo, inTerminal, run } from "./support/bundle.ts"
import * as Program from "./support/program.ts"
import { lines } from "./support/text.ts"

const escape = "\u001b"
const fake = FakeAnthropicNode.layer
const source = join(Program.folder, "source.ts")
const snapshot = join(Program.folder, "snapshot.json")

/** A text without what differs from run to run. */
const withoutTimes = (text: string): string =>
  text
    .replaceAll(/\d+(?:\.\d+)? (?:ms|s|seconds?)\b/g, "180 ms")
    .replaceAll(/req_\d+/g, "req_1")
    .replace(/\(\S+Z\)/, "(2026-11-28T12:00:00Z)")

describe("the bundled command", () => {
  it.live.each<[number, string]>([
    [0, "--version"],
    [0, "get --help"],
    [0, "list --limit 1 --json --log-level debug"],
    [2, "list --suports x"],
    [0, "get claude-opus-6 --snapshot SNAPSHOT --as-of 2026-11-28"],
    [0, "check - --snapshot SNAPSHOT --as-of 2026-11-28"],
    [0, "snapshot -o SNAPSHOT"],
    [0, "diff SNAPSHOT SNAPSHOT --json"],
    [1, "audit SOURCE --snapshot SNAPSHOT --as-of 2026-11-28"],
    [0, "doctor"]
  ])("ends with %d, and prints what the program prints: %s", ([code, line]) =>
    Effect.gen(function* () {
      writeFileSync(source, 'const model = "claude-2.1"\n')
      if (line.includes("SNAPSHOT")) yield* Program.ask(["snapshot", "-o", snapshot])
      const args = line.replace("SOURCE", source).replaceAll("SNAPSHOT", snapshot).split(" ")
      const input = "claude-opus-6\n"
      const expected = yield* Program.ask(args, { input })
      const actual = yield* ask(args, { input })
      expect(actual.code).toBe(code)
      expect(withoutTimes(actual.stderr)).toBe(withoutTimes(expected.stderr))
      expect(withoutTimes(actual.stdout)).toBe(withoutTimes(expected.stdout))
      expect(actual.stdout + actual.stderr).not.toBe("")
    }).pipe(Effect.provide(fake()))
  )
})

describe.concurrent("a terminal", () => {
  it.live("is asked for its width, and gets colours", () =>
    Effect.gen(function* () {
      const list = ["list", "--as-of", "2026-11-28"]
      const { code, stdout } = yield* inTerminal(60, `${command} ${list.join(" ")}`)
      expect(code).toBe(0)
      expect(stdout).toBe((yield* Program.ask(list, { columns: 60 })).stdout)
    }).pipe(Effect.provide(fake()))
  )

  it.live("shows a spinner until Ctrl-C ends the command at once, and is left as it was", () =>
    Effect.gen(function* () {
      let isTyped = false
      const { code, stdout } = yield* inTerminal(80, `${command} list`, {
        onOutput: (all, { type }) => {
          if (isTyped || !all.includes("Waiting")) return
          isTyped = true
          type("\u0003")
        }
      })
      expect(code).toBe(130)
      expect(stdout).toMatch(/\r\S+K⠋ Waiting for the API at http:\/\/127\.0\.0\.1:\d+ 1 s/)
      expect(stdout.endsWith(`\r${escape}[2K`)).toBe(true)
    }).pipe(Effect.provide(fake({ faults: [Fault.noAnswer] })))
  )
})

describe.concurrent("Ctrl-C", () => {
  it.live.each(["watch", "fake"])("ends %s", (name) =>
    Effect.gen(function* () {
      const { code, stderr } = yield* ask([name], {
        onOutput: (all, { interrupt }) => {
          if (all.includes("Ctrl-C ends it.")) interrupt()
        }
      })
      expect(code).toBe(130)
      expect(stderr).toMatch(/^(?:Watching )?47 models[^\n]*\. Ctrl-C ends it\.\n$/)
    }).pipe(Effect.provide(fake()))
  )
})

describe.concurrent("a pipe that is closed early", () => {
  it.live("ends a list quietly", () =>
    Effect.gen(function* () {
      const { code, stderr } = yield* ask(["list", "--jsonl"], { onOutput: (_, { closeOutput }) => closeOutput() })
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
    }).pipe(Effect.provide(fake({ models: Fixtures.models(3000) })))
  )

  it.live("ends every command that prints much quietly", () =>
    Effect.gen(function* () {
      const first = yield* inTerminal(80, `${command} list --jsonl 2>&1 | head -1 | cut -c1-5`)
      expect(first).toEqual({ code: 0, stdout: '{"id"\n', stderr: "" })
      const help = yield* run(["--completions", "bash"], { onOutput: (_, { closeOutput }) => closeOutput() })
      expect(help.stderr).toBe("")
    }).pipe(Effect.provide(fake()))
  )
})

describe.concurrent("pnpm demo", () => {
  it.live("lists the models of a fake where no credential is set, and says so on stderr", () =>
    Effect.gen(function* () {
      const { code, stderr, stdout } = yield* demo(["--json", "--fields", "id"], { ANTHROPIC_API_KEY: " " })
      expect(code).toBe(0)
      expect((JSON.parse(stdout) as ReadonlyArray<unknown>).length).toBe(46)
      expect(stderr).toBe("Neither ANTHROPIC_API_KEY nor ANTHROPIC_AUTH_TOKEN is set: this is a fake of the API.\n")
    })
  )

  it.live("asks the API where a token is set", () =>
    Effect.gen(function* () {
      const { code, stderr, stdout } = yield* demo(["--limit", "1"], {
        ANTHROPIC_AUTH_TOKEN: "token-token",
        ANTHROPIC_BASE_URL: yield* FakeAnthropic.baseUrl
      })
      expect({ code, stderr }).toEqual({ code: 0, stderr: "1 model\n" })
      expect(lines(stdout).length).toBe(2)
      expect((yield* FakeAnthropic.requests).length).toBe(1)
    }).pipe(Effect.provide(fake()))
  )
})
