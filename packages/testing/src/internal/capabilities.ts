import type { ModelCapabilities } from "@anthropic-models/core/ModelCapabilities"

type Tree = { readonly [key: string]: boolean | Tree }

/** The reference's capabilities, and under each name whether the node says `supported` of itself. */
const reference = {
  batch: true,
  citations: true,
  code_execution: true,
  context_management: {
    clear_thinking_20251015: true,
    clear_tool_uses_20250919: true,
    compact_20260112: true,
    supported: true
  },
  effort: { high: true, low: true, max: true, medium: true, supported: true },
  image_input: true,
  pdf_input: true,
  structured_outputs: true,
  thinking: { supported: true, types: { adaptive: true, enabled: true } }
} as const satisfies Tree

/** The same, with what newer answers of the API also say. */
const newer = {
  ...reference,
  compaction: true,
  effort: { ...reference.effort, xhigh: true },
  server_tools: { code_execution: true, supported: true, web_search: true },
  thinking: { supported: true, types: { ...reference.thinking.types, between_tools: true, disabled: true } }
} as const satisfies Tree

const trees = { reference, newer }

interface Node {
  readonly [key: string]: Node | boolean
}

/** A node that names its children is supported where one of them is. */
const build = (tree: Tree, path: string, isSupported: (path: string) => boolean): Node =>
  Object.fromEntries(
    Object.entries(tree).map(([key, child]): [string, Node | boolean] => {
      const here = path === "" ? key : `${path}.${key}`
      if (key === "supported") return [key, isSupported(path)]
      return [key, typeof child === "boolean" ? { supported: isSupported(here) } : build(child, here, isSupported)]
    })
  )

/** The paths of all capabilities that have no others below them. */
export const paths = (generation: keyof typeof trees): ReadonlyArray<string> => leaves(trees[generation], "")

const leaves = (tree: Tree, path: string): ReadonlyArray<string> =>
  Object.entries(tree).flatMap(([key, child]) => {
    const here = path === "" ? key : `${path}.${key}`
    return typeof child === "boolean" ? (key === "supported" ? [] : [here]) : leaves(child, here)
  })

/**
 * Capabilities that say no to everything but the given paths (and their parents), with the keys of the reference or
 * of newer answers.
 */
export const capabilities = (generation: keyof typeof trees, supported: ReadonlyArray<string>): ModelCapabilities =>
  build(trees[generation], "", (path) => supported.some((one) => one === path || one.startsWith(`${path}.`)))
