import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
import * as FakeAnthropicNode from "@anthropic-models/testing/FakeAnthropicNode"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { run } from "./support/run.ts"

describe.concurrent("examples of the catalog", () => {
  it.live("pickModel asks the API once and picks by capability and window", () =>
    Effect.gen(function* () {
      const baseUrl = yield* FakeAnthropic.baseUrl
      const env = { ANTHROPIC_API_KEY: "sk-ant-test-of-the-examples", ANTHROPIC_BASE_URL: baseUrl }
      const { code, stderr, stdout } = yield* run("pickModel", { env })
      expect(stderr).toBe("")
      expect(stdout).toMatch(/^for 200000 tokens: claude-\S+\nfor 1000000 tokens: claude-\S+\n$/)
      expect((yield* FakeAnthropic.requests).length).toBe(1)
      expect(code).toBe(0)
    }).pipe(Effect.provide(FakeAnthropicNode.layer()))
  )

  it.live("picker never goes empty while the API is down", () =>
    Effect.gen(function* () {
      const { code, stderr, stdout } = yield* run("picker")
      expect(stderr).toBe("")
      const [before = "", during = "", after = ""] = stdout.split(/the API .*\n/)
      expect(before).toBe("45 models (up to date)\n".repeat(4))
      expect(during).toMatch(/^(45 models \(.*\)\n){3}$/)
      expect(during).toContain("45 models (not refreshed: 529 overloaded_error: Overloaded")
      expect(after).toMatch(/^(45 models \(.*\)\n)*46 models \(up to date\)\n$/)
      expect(code).toBe(0)
    })
  )

  it.live("changes prints each change as it comes", () =>
    Effect.gen(function* () {
      const { code, stderr, stdout } = yield* run("changes")
      expect(stderr).toBe("")
      expect(stdout).toBe(
        [
          "  claude-opus-5: added (Claude Opus 5)",
          "! claude-sonnet-5: active -> deprecated, retires 30 Nov 2026",
          "  claude-opus-5: max_tokens 64000 -> 128000",
          "! claude-haiku-3: removed",
          ""
        ].join("\n")
      )
      expect(code).toBe(0)
    })
  )

  it.live("startWhileDown serves the last good list", () =>
    Effect.gen(function* () {
      const { code, stderr, stdout } = yield* run("startWhileDown")
      expect(stderr).toBe("")
      expect(stdout).toContain("serving 45 models from the api, such as Claude Test 0001\n")
      expect(stdout).toContain("serving 45 models from the store, such as Claude Test 0001\n")
      expect(code).toBe(0)
    })
  )
})
