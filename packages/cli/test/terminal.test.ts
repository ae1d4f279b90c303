/** The command in a terminal: its width, colours, and the spinner. */
import * as FakeAnthropicNode from "@anthropic-models/testing/FakeAnthropicNode"
import * as Fault from "@anthropic-models/testing/Fault"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import stringWidth from "string-width"
import { ask } from "./support/program.ts"
import { lines, plain } from "./support/text.ts"

const fake = FakeAnthropicNode.layer
const escape = "\u001b"

describe.concurrent("a terminal", () => {
  it.live.each([
    [60, /^ID +CONTEXT +STATUS$/],
    [80, /^ID +CONTEXT +OUTPUT +RELEASED +STATUS$/],
    [200, /^ID +NAME +LINE +CONTEXT +OUTPUT +RELEASED +STATUS$/]
  ] as const)("of %d columns gets a table that fits it, in colour", ([columns, head]) =>
    Effect.gen(function* () {
      const { code, stdout } = yield* ask(["list", "--as-of", "2026-11-28"], { columns })
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
      const list = ["list", "--limit", "2"]
      expect((yield* ask(list, { columns: 80, env: { NO_COLOR: "1" } })).stdout).not.toContain(escape)
      expect((yield* ask(list, { columns: 80, env: { TERM: "dumb" } })).stdout).not.toContain(escape)
      expect((yield* ask([...list, "--color", "always"])).stdout).toContain(`${escape}[36m`)
    }).pipe(Effect.provide(fake()))
  )

  it.live("gets a spinner after a second, which leaves nothing behind", () =>
    Effect.gen(function* () {
      const list = ["list", "--limit", "1", "--color", "never"]
      const [{ stdout }, dumb] = yield* Effect.all(
        [ask(list, { columns: 80 }), ask(list, { columns: 80, env: { TERM: "dumb" } })],
        { concurrency: "unbounded" }
      )
      expect(stdout).toMatch(/\r\S+K⠋ Waiting for the API at http:\/\/127\.0\.0\.1:\d+ 1 s/)
      expect(stdout).toMatch(/\r\S+KID +/)
      expect(dumb.stdout).not.toContain("Waiting")
    }).pipe(Effect.provide(fake({ faults: [Fault.latency("1500 millis"), Fault.latency("1500 millis")] })))
  )
})
