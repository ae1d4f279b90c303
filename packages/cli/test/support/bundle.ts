/** Runs the bundled command as a process, as users do. The bundle is made when a file of tests imports this. */
import { join } from "node:path"
import { FakeAnthropic } from "@anthropic-models/testing/FakeAnthropic"
import * as Effect from "effect/Effect"
import { bundle } from "../../scripts/bundle.ts"
import { type Run, type RunOptions, start } from "./process.ts"
import { folder } from "./program.ts"

const bin = join(folder, "bin")
const program = join(bin, "anthropic-models.js")
await bundle(bin, { "anthropic-models": "src/bin.ts", demo: "scripts/demo.ts" })

/** The command, as a word of a shell. */
export const command = `${process.execPath} ${program}`

/** Runs the command with pipes, and without a credential. */
export const run = (args: ReadonlyArray<string>, options: RunOptions = {}): Effect.Effect<Run> =>
  start(process.execPath, [program, ...args], { cwd: folder, input: "", ...options })

/** Runs the command on the fake API of the test. */
export const ask = (args: ReadonlyArray<string>, options: RunOptions = {}): Effect.Effect<Run, never, FakeAnthropic> =>
  Effect.flatMap(FakeAnthropic, ({ baseUrl }) =>
    run(args, { ...options, env: { ...credential(baseUrl), ...options.env } })
  )

/** Runs `pnpm demo`. */
export const demo = (args: ReadonlyArray<string>, env: { readonly [name: string]: string }): Effect.Effect<Run> =>
  start(process.execPath, [join(bin, "demo.js"), ...args], { env, input: "" })

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
        env: { ...credential(baseUrl), ...options.env }
      }),
      (run) => ({ ...run, stdout: run.stdout.replaceAll("\r\n", "\n") })
    )
  )

const credential = (baseUrl: string) => ({ ANTHROPIC_API_KEY: "sk-right", ANTHROPIC_BASE_URL: baseUrl })
