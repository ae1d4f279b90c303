import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"
import * as Effect from "effect/Effect"
import { bundleOf } from "./bundle.ts"

const root = fileURLToPath(new URL("../../..", import.meta.url))

export interface Run {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  readonly args?: ReadonlyArray<string>
  readonly env?: { readonly [name: string]: string }
}

/** Runs the bundle of an example in a process of its own, with an environment that holds nothing else than `env`. */
export const run = (example: string, options: RunOptions = {}): Effect.Effect<Run> =>
  start([bundleOf(example)], options)

/** Runs the source of an example, as people do. */
export const runSource = (example: string, options: RunOptions = {}): Effect.Effect<Run> =>
  start(["--import", "tsx", `examples/src/${example}.ts`], options)

/** The tests run at once, and this many processes. */
const processes = Effect.unsafeMakeSemaphore(3)

const start = (program: ReadonlyArray<string>, options: RunOptions): Effect.Effect<Run> =>
  Effect.async<Run>((resume) => {
    const child = spawn(process.execPath, [...program, ...(options.args ?? [])], {
      cwd: root,
      env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...options.env },
      stdio: ["ignore", "pipe", "pipe"]
    })
    let stdout = ""
    let stderr = ""
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text
    })
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text
    })
    child.on("close", (code) => resume(Effect.succeed({ code, stdout, stderr })))
    return Effect.sync(() => child.kill("SIGKILL"))
  }).pipe(processes.withPermits(1))
