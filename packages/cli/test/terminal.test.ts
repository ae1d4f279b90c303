/** The command in a terminal: its width, colours, the spinner, and Ctrl-C. */
import * as FakeAnthropicNode from "@anthropic-models/testing/FakeAnthropicNode"
import * as Fault from "@anthropic-models/testing/Fault"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import stringWidth from "string-width"
import { command, inTerminal, run } from "./support/program.ts"
import { lines, plain } from "./support/text.ts"

const fake = FakeAnthropicNode.layer
const escape = "\u001b"

describe("a terminal", () => {
  it.live.each([
    [60, /^ID +CONTEXT +STATUS$/],
    [80, /^ID +CONTEXT +OUTPUT +RELEASED +STATUS$/],
    [200, /^ID +NAME +LINE +CONTEXT +OUTPUT +RELEASED +STATUS$/]
  ] as const)("of %d columns gets a table that fits it, in colour", ([columns, head]) =>
    Effect.gen(function* () {
      const { code, stdout } = yield* inTerminal(columns, `${command} list --as-of 2026-11-28`)
      expect(code).toBe(0)
      const all = lines(stdout)
      expect(plain(all[0] ?? "")).toMatch(head)
      expect(all.length).toBe(1 + 46 + 1)
      expect(plain(all.at(-1) ?? "")).toBe("46 models")
      for (const line of all) expect(stringWidth(line)).toBeLessThanOrEqual(columns)
      expect(stdout).toContain(`${escape}[32mactive${escape}[39m`)
    }).pipe(Effect.provide(fake()))
  )

  it.live("gets no colours where NO_COLOR or TERM=dumb says so, and colours in a pipe where asked", () =>
    Effect.gen(function* () {
      const list = `${command} list --limit 2`
      expect((yield* inTerminal(80, list, { env: { NO_COLOR: "1" } })).stdout).not.toContain(escape)
      expect((yield* inTerminal(80, list, { env: { TERM: "dumb" } })).stdout).not.toContain(escape)
      expect((yield* inTerminal(80, `${list} --color always | cat`)).stdout).toContain(`${escape}[36m`)
    }).pipe(Effect.provide(fake()))
  )

  it.live("gets a spinner after a second, which leaves nothing behind", () =>
    Effect.gen(function* () {
      const { stdout } = yield* inTerminal(80, `${command} list --limit 1 --color never`)
      expect(stdout).toMatch(/\r\S+K⠋ Waiting for the API at http:\/\/127\.0\.0\.1:\d+ 1 s/)
      expect(stdout).toMatch(/\r\S+KID +/)
      const dumb = yield* inTerminal(80, `${command} list --limit 1`, { env: { TERM: "dumb" } })
      expect(dumb.stdout).not.toContain("Waiting")
    }).pipe(Effect.provide(fake({ faults: [Fault.latency("1500 millis"), Fault.latency("1500 millis")] })))
  )

  it.live("ends at once on Ctrl-C, and is left as it was", () =>
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
      expect(stdout.endsWith(`\r${escape}[2K`)).toBe(true)
    }).pipe(Effect.provide(fake({ faults: [Fault.noAnswer] })))
  )
})

describe("a pipe", () => {
  it.live("that is closed early ends every command that prints much quietly", () =>
    Effect.gen(function* () {
      const first = yield* inTerminal(80, `${command} list --jsonl 2>&1 | head -1 | cut -c1-5`)
      expect(first).toEqual({ code: 0, stdout: '{"id"\n', stderr: "" })
      const help = yield* run(["--completions", "bash"], { onOutput: (_, { closeOutput }) => closeOutput() })
      expect(help.stderr).toBe("")
    }).pipe(Effect.provide(fake()))
  )
})
