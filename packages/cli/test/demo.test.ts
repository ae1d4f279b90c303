import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
import * as FakeAnthropicNode from "@anthropic-models/testing/FakeAnthropicNode"
import { afterAll, describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { bundle } from "../scripts/bundle.ts"
import { start } from "./support/process.ts"
import { lines } from "./support/text.ts"

const folder = mkdtempSync(join(tmpdir(), "anthropic-models-demo-"))
await bundle(folder, { demo: "scripts/demo.ts" })
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const demo = (args: ReadonlyArray<string>, env: { readonly [name: string]: string } = {}) =>
  start(process.execPath, [join(folder, "demo.js"), ...args], { env, input: "" })

describe("pnpm demo", () => {
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
    }).pipe(Effect.provide(FakeAnthropicNode.layer()))
  )
})
