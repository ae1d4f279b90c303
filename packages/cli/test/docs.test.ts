/**
 * The pages in docs/cli show what the command prints. A block below a comment with a command holds its output, as it is
 * in a terminal where the comment names a width. `vitest -u` writes the blocks, and the picture of the README.
 */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
import * as FakeAnthropicNode from "@anthropic-models/testing/FakeAnthropicNode"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { names } from "../src/internal/commands.ts"
import { picture } from "./support/picture.ts"
import { ask } from "./support/program.ts"
import { plain } from "./support/text.ts"

const folder = fileURLToPath(new URL("../../../docs/cli", import.meta.url))
const pages = readdirSync(folder).filter((name) => name.endsWith(".md"))

const block = /<!-- (?:(\d+) columns: )?anthropic-models (.*?) -->\n\n```text\n[^`]*```/g

/** What a command prints, without what differs from run to run. */
const output = (columns: string | undefined, line: string) =>
  Effect.gen(function* () {
    const { stderr, stdout } = yield* ask(line.split(" "), columns === undefined ? {} : { columns: Number(columns) })
    return plain(stdout + stderr)
      .replaceAll(yield* FakeAnthropic.baseUrl, "https://api.anthropic.com")
      .replace("ANTHROPIC_BASE_URL)", "the default)")
      .replace(/took \d+(?:\.\d+)? m?s/, "took 180 ms")
      .trimEnd()
  })

describe("the pages of the command line", () => {
  it.live.each(pages)("%s shows what the command prints", (name) =>
    Effect.gen(function* () {
      const page = readFileSync(join(folder, name), "utf8")
      let next = page
      for (const [text, columns, line = ""] of page.matchAll(block)) {
        const [comment = ""] = text.split("\n")
        const printed = yield* output(columns, line)
        next = next.replace(text, () => `${comment}\n\n\`\`\`text\n$ anthropic-models ${line}\n${printed}\n\`\`\``)
      }
      yield* Effect.promise(() => expect(next).toMatchFileSnapshot(join(folder, name)))
      if (name !== "README.md") expect(page).toContain(`anthropic-models ${name.replace(".md", "")} --help -->`)
    }).pipe(Effect.provide(FakeAnthropicNode.layer()))
  )

  it.live("list.svg shows the whole width of what the command prints", () =>
    Effect.gen(function* () {
      const columns = 100
      const args = ["list", "--line", "sonnet", "--supports", "thinking", "--as-of", "2026-11-28"]
      const { stdout } = yield* ask(args, { columns })
      const svg = picture(columns, ["anthropic-models", ...args].join(" "), stdout)
      yield* Effect.promise(() => expect(svg).toMatchFileSnapshot(join(folder, "list.svg")))
      for (const line of plain(stdout).split("\n")) expect(line.length).toBeLessThanOrEqual(columns)
    }).pipe(Effect.provide(FakeAnthropicNode.layer()))
  )

  it("there is a page for each command", () => {
    expect(pages.map((name) => name.replace(".md", "")).sort()).toEqual(["README", ...names].sort())
  })
})
