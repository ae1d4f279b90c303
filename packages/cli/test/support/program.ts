/** Runs the command as a process: bundled once for each file of tests. */
import { spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { FakeAnthropic } from "@anthropic-models/testing/FakeAnthropic"
import { afterAll } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { bundle } from "../../scripts/bundle.ts"

/** A folder for the bundle and the files of the tests. */
export const folder = mkdtempSync(join(tmpdir(), "anthropic-models-cli-"))
export const program = join(folder, "bin/anthropic-models.js")
await bundle(join(folder, "bin"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

export interface Run {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

interface Running {
  /** Types on stdin. */
  readonly type: (text: string) => void
  readonly interrupt: () => void
  readonly closeOutput: () => void
}

interface RunOptions {
  readonly env?: { readonly [name: string]: string }
  /** All of stdin. In a terminal it stays open. */
  readonly input?: string
  readonly cwd?: string
  /** Called with all of stdout and stderr so far, after each piece. */
  readonly onOutput?: (all: string, running: Running) => void
}

const start = (
  command: string,
  args: ReadonlyArray<string>,
  { cwd = folder, env, input, onOutput }: RunOptions
): Effect.Effect<Run> =>
  Effect.async((resume) => {
    const child = spawn(command, args, {
      cwd,
      env: { PATH: process.env["PATH"], HOME: folder, TERM: "xterm-256color", ...env },
      stdio: "pipe"
    })
    const running: Running = {
      type: (text) => child.stdin.write(text),
      interrupt: () => child.kill("SIGINT"),
      closeOutput: () => child.stdout.destroy()
    }
    let stdout = ""
    let stderr = ""
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text
      onOutput?.(stdout + stderr, running)
    })
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text
      onOutput?.(stdout + stderr, running)
    })
    child.stdin.on("error", () => {})
    if (input !== undefined) child.stdin.end(input)
    child.on("close", (code) => resume(Effect.succeed({ code, stdout, stderr })))
    return Effect.sync(() => child.kill("SIGKILL"))
  })

/** Runs the command with pipes, and without a credential. */
export const run = (args: ReadonlyArray<string>, options: RunOptions = {}): Effect.Effect<Run> =>
  start(process.execPath, [program, ...args], { input: "", ...options })

/** Runs the command on the fake API of the test. */
export const ask = (args: ReadonlyArray<string>, options: RunOptions = {}): Effect.Effect<Run, never, FakeAnthropic> =>
  Effect.flatMap(FakeAnthropic, ({ baseUrl }) =>
    run(args, { ...options, env: { ANTHROPIC_API_KEY: "sk-right", ANTHROPIC_BASE_URL: baseUrl, ...options.env } })
  )

/** Runs a line of a shell in a terminal of this width. What stdout and stderr print is in `stdout`. */
export const inTerminal = (
  columns: number,
  line: string,
  options: RunOptions = {}
): Effect.Effect<Run, never, FakeAnthropic> =>
  Effect.flatMap(FakeAnthropic, ({ baseUrl }) =>
    Effect.map(
      start("script", ["--quiet", "--return", "--command", `stty cols ${columns} rows 50; exec ${line}`, "/dev/null"], {
        ...options,
        env: { ANTHROPIC_API_KEY: "sk-right", ANTHROPIC_BASE_URL: baseUrl, ...options.env }
      }),
      (run) => ({ ...run, stdout: run.stdout.replaceAll("\r\n", "\n") })
    )
  )

/** The command, as a word of a shell. */
export const command = `${process.execPath} ${program}`
