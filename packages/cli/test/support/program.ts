/** Runs the command in the process of the tests. */
import { mkdtempSync } from "node:fs"
import { join } from "node:path"
import { Readable, Writable } from "node:stream"
import { FakeAnthropic } from "@anthropic-models/testing/FakeAnthropic"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { inject } from "vitest"
import { exitCode, program } from "../../src/internal/app.ts"
import { parse } from "../../src/internal/invocation.ts"
import { Process } from "../../src/internal/process.ts"

/** A folder for the files of the tests. */
export const folder = mkdtempSync(join(inject("folder"), "tests-"))

export interface Run {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  readonly env?: { readonly [name: string]: string }
  /** All of stdin. */
  readonly input?: string
  /** The width of a terminal that shows stdout and stderr. Both are in `stdout` then. */
  readonly columns?: number
  /** Called with all of stdout and stderr so far, after each piece. */
  readonly onOutput?: (all: string, interrupt: () => void) => void
}

/** Runs the command without a credential. Its stdin, stdout and stderr are pipes, unless `columns` is set. */
export const run = (
  args: ReadonlyArray<string>,
  { columns, env, input = "", onOutput }: RunOptions = {}
): Effect.Effect<Run> =>
  Effect.gen(function* () {
    const written = { stdout: "", stderr: "" }
    const printer = (name: keyof typeof written) =>
      Object.assign(
        new Writable({
          decodeStrings: false,
          write: (text: string, _, done) => {
            written[name] += text
            onOutput?.(written.stdout + written.stderr, interrupt)
            done()
          }
        }),
        columns === undefined ? {} : { isTTY: true, columns }
      )
    const interrupt = () => Effect.runFork(Fiber.interrupt(fiber))
    const variables = { TERM: "xterm-256color", ...env }
    const fiber: Fiber.RuntimeFiber<void, unknown> = yield* program(parse(args)).pipe(
      Effect.withConfigProvider(ConfigProvider.fromMap(new Map(Object.entries(variables)))),
      Effect.provideService(Process, {
        stdin: Readable.from([input]),
        stdout: printer("stdout"),
        stderr: printer(columns === undefined ? "stderr" : "stdout"),
        env: variables,
        cwd: () => folder,
        pid: process.pid
      }),
      Effect.fork
    )
    return { code: exitCode(yield* Fiber.await(fiber)), ...written }
  })

/** Runs the command on the fake API of the test. */
export const ask = (args: ReadonlyArray<string>, options: RunOptions = {}): Effect.Effect<Run, never, FakeAnthropic> =>
  Effect.flatMap(FakeAnthropic, ({ baseUrl }) =>
    run(args, { ...options, env: { ANTHROPIC_API_KEY: "sk-right", ANTHROPIC_BASE_URL: baseUrl, ...options.env } })
  )
