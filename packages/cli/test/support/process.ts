import { spawn } from "node:child_process"
import { tmpdir } from "node:os"
import * as Effect from "effect/Effect"

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

export interface RunOptions {
  readonly env?: { readonly [name: string]: string }
  /** All of stdin. In a terminal it stays open. */
  readonly input?: string
  readonly cwd?: string
  /** Called with all of stdout and stderr so far, after each piece. */
  readonly onOutput?: (all: string, running: Running) => void
}

/** Runs a process with nothing of this one's environment that it looks at. */
export const start = (
  command: string,
  args: ReadonlyArray<string>,
  { cwd = tmpdir(), env, input, onOutput }: RunOptions
): Effect.Effect<Run> =>
  Effect.async((resume) => {
    const child = spawn(command, args, {
      cwd,
      env: { PATH: process.env["PATH"], HOME: tmpdir(), TERM: "xterm-256color", ...env },
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
