import type { ModelCapabilities } from "@anthropic-models/core/ModelCapabilities"

/** The capabilities in the API reference, without those that have others below them. */
export const reference = [
  "batch",
  "citations",
  "code_execution",
  "context_management.clear_thinking_20251015",
  "context_management.clear_tool_uses_20250919",
  "context_management.compact_20260112",
  "effort.high",
  "effort.low",
  "effort.max",
  "effort.medium",
  "image_input",
  "pdf_input",
  "structured_outputs",
  "thinking.types.adaptive",
  "thinking.types.enabled"
] as const

/** The same with those that newer answers add. */
export const newer = [
  ...reference,
  "compaction",
  "effort.xhigh",
  "server_tools.code_execution",
  "server_tools.web_search",
  "thinking.types.between_tools",
  "thinking.types.disabled"
] as const

interface Node {
  [key: string]: Node | boolean
}

const childOf = (node: Node, key: string): Node => {
  const child = node[key]
  return typeof child === "object" ? child : (node[key] = {})
}

/** Capabilities with these paths, of which some are supported. A parent is supported if a child is. */
export const capabilities = (paths: ReadonlyArray<string>, supported: ReadonlyArray<string>): ModelCapabilities => {
  const root: Node = {}
  for (const path of paths) {
    let node = root
    for (const key of path.split(".")) {
      node = childOf(node, key)
      // The API's `thinking.types` has no `supported` of its own.
      if (key !== "types") node["supported"] = node["supported"] === true || supported.includes(path)
    }
  }
  return root
}
