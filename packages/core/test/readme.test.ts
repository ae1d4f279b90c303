import { readFileSync } from "node:fs"
import { ModelCapabilities } from "@anthropic-models/core/ModelCapabilities"
import * as ModelsError from "@anthropic-models/core/ModelsError"
import { expect, it } from "@effect/vitest"
import * as JSONSchema from "effect/JSONSchema"

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8")

/** The first cells of the rows of a table. */
const firstCells = (heading: string) => {
  const [, section = ""] = readme.split(`\n## ${heading}\n`)
  const [text = ""] = section.split("\n## ")
  return Array.from(text.matchAll(/^\| `([^`]+)`/gm), ([, cell = ""]) => cell)
}

interface Node {
  readonly $ref?: string
  readonly anyOf?: ReadonlyArray<Node>
  readonly properties?: { readonly [key: string]: Node }
}

const { $defs, $ref } = JSONSchema.make(ModelCapabilities) as unknown as {
  readonly $defs: { readonly [name: string]: Node }
  readonly $ref: string
}

/** The paths of all nodes with a `supported`. */
const paths = (node: Node, path: string): ReadonlyArray<string> => {
  if (node.$ref !== undefined) return paths($defs[node.$ref.replace("#/$defs/", "")] ?? {}, path)
  if (node.anyOf !== undefined) return node.anyOf.flatMap((member) => paths(member, path))
  const children = Object.entries(node.properties ?? {})
  return [
    ...(node.properties?.["supported"] === undefined ? [] : [path]),
    ...children.flatMap(([key, child]) => paths(child, path === "" ? key : `${path}.${key}`))
  ]
}

it("the README lists every capability", () => {
  expect(firstCells("Capabilities")).toEqual(paths({ $ref }, ""))
  expect(firstCells("Capabilities").length).toBe(25)
})

it("the README lists every error", () => {
  const names = ModelsError.ModelsError.members.map(({ _tag }) => _tag)
  expect(firstCells("Errors")).toEqual(names)
})
