import { readdirSync, readFileSync } from "node:fs"
import { posix } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "@effect/vitest"

const src = fileURLToPath(new URL("../src/", import.meta.url))

/** The runtime imports of each module: modules of the package by their path in src, others by name. */
const imports = new Map(
  readdirSync(src, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => {
      const statements = readFileSync(src + file, "utf8").matchAll(
        /^(?:import|export)\b(?! type\b)[^"]*?from "([^"]+)"$/gm
      )
      return [
        file,
        [...statements].flatMap(([, from = ""]) =>
          from.startsWith(".") ? posix.join(posix.dirname(file), from) : from
        )
      ] as const
    })
)

/** A module and everything that it loads. */
const loaded = (file: string, seen = new Set<string>()): ReadonlySet<string> => {
  if (seen.has(file)) return seen
  seen.add(file)
  for (const from of imports.get(file) ?? []) loaded(from, seen)
  return seen
}

const isOfNode = (module: string): boolean => /^node:|^@effect\/platform-node/.test(module)
const isOfPlatform = (module: string): boolean => module.startsWith("@effect/platform")

describe("imports", () => {
  it("of the index are all modules except the one for Node, so that it runs in browsers", () => {
    expect([...loaded("index.ts")].filter(isOfNode)).toEqual([])
    expect([...imports.keys()].filter((file) => !loaded("index.ts").has(file))).toEqual(["FakeAnthropicNode.ts"])
  })

  it.each(["TestModels.ts", "Fixtures.ts", "Fault.ts", "Script.ts"])("of %s do not include the platform", (file) => {
    expect([...loaded(file)].filter(isOfPlatform)).toEqual([])
  })
})
