import { type ChildProcess, spawn } from "node:child_process"
import { fileURLToPath } from "node:url"
import * as Effect from "effect/Effect"

const root = fileURLToPath(new URL("../../..", import.meta.url))

export interface Run {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs an example in a process of its own, with an environment that holds nothing else than `env`. */
export const run = (
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
