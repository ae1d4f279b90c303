import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { root } from "../workspace.ts"

const page = readFileSync(join(root, "SECURITY.md"), "utf8")

/** The rows of the tables of guarantees, without their heads. */
const rows = page.split("\n").filter((line) => line.startsWith("| ") && !/^\| (?:---|guarantee)/.test(line))

/** A link to a file of tests, and the names of tests that follow it. */
const shown = rows.flatMap((row) =>
  Array.from(row.matchAll(/\]\((?<path>[^)]+)\): (?<names>"[^"]+"(?:, "[^"]+")*)/g), ({ groups }) => ({
    path: groups?.["path"] ?? "",
    names: Array.from((groups?.["names"] ?? "").matchAll(/"([^"]+)"/g), ([, name = ""]) => name)
  }))
)

describe("SECURITY.md", () => {
  it.each(rows.map((row) => [row.split(" | ")[0]?.slice(2).trim(), row]))("shows that %s", (_, row) => {
    const links = row.match(/\]\(/g) ?? []
    expect(links.length).toBeGreaterThan(0)
    expect(row.match(/\.test\.ts\): "/g)).toHaveLength(links.length)
  })

  it.each(shown.flatMap(({ names, path }) => names.map((name) => [path, name])))("%s has a test %j", (path, name) => {
    expect(existsSync(join(root, path))).toBe(true)
    expect(readFileSync(join(root, path), "utf8")).toContain(`"${name}"`)
  })

  it("names a test for each of its guarantees", () => {
    expect(rows.length).toBeGreaterThan(20)
    expect(shown.length).toBeGreaterThanOrEqual(rows.length)
  })
})
