import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8")

/** The code of an example, without its first comment and the notes for the linter. */
const code = (example: string) =>
  read(`examples/src/${example}.ts`)
    .replace(/^\/\*\*[^]*?\*\/\n/, "")
    .replaceAll(/^\/\/ oxlint-disable.*\n/gm, "")

describe("docs/without-effect.md", () => {
  it.each(["withoutEffect", "route", "worker"])("shows %s.ts", (example) => {
    expect(read("docs/without-effect.md")).toContain(`\`\`\`ts\n${code(example)}\`\`\`\n`)
  })
})
