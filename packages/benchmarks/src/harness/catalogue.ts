/** Made-up models, newest first, as the API's JSON. It knows nothing of the library that reads them. */

/** Ids have seven digits, so a list holds at most nine million models. */
export const idOf = (index: number): string => `claude-bench-${1_000_000 + index}`

/** The place of a model in the list, or `NaN` for any other id. */
export const indexOf = (id: string): number => Number(/^claude-bench-(\d{7})$/.exec(id)?.[1] ?? Number.NaN) - 1_000_000

const lines = ["haiku", "sonnet", "opus", "fable", "mythos"]

/** The capabilities that repeat after a million models: the bits of the number say which are supported. */
const capabilities = (number: number) => {
  const can = (bit: number) => ({ supported: ((number >> (bit % 20)) & 1) === 0 })
  return {
    batch: can(0),
    citations: can(1),
    code_execution: can(2),
    compaction: can(3),
    context_management: {
      clear_thinking_20251015: can(4),
      clear_tool_uses_20250919: can(5),
      compact_20260112: can(6),
      supported: true
    },
    effort: { high: can(7), low: can(8), max: can(9), medium: can(10), supported: true, xhigh: can(11) },
    image_input: can(12),
    pdf_input: can(13),
    server_tools: { code_execution: can(14), supported: true, web_search: can(15) },
    structured_outputs: can(16),
    thinking: {
      supported: true,
      types: { adaptive: can(17), between_tools: can(18), disabled: can(19), enabled: can(20) }
    }
  }
}

/** A model every seven hours, so that a page has days from the whole month. */
const createdAt = (index: number): string =>
  `${new Date(Date.UTC(2026, 9, 1) - index * 7 * 3_600_000).toISOString().slice(0, 19)}Z`

const model = (index: number) => ({
  type: "model",
  id: idOf(index),
  display_name: `Claude Bench ${index}`,
  created_at: createdAt(index),
  capabilities: capabilities(index),
  max_input_tokens: 200_000 + (index % 5) * 200_000,
  max_tokens: 64_000,
  lifecycle: index % 7 === 0 ? "deprecated" : "active",
  line: lines[index % lines.length],
  deprecated_at: index % 7 === 0 ? "2026-08-01T00:00:00Z" : null,
  retires_at: null
})

/** The body of one page: at most `limit` models from `start` on, of a list of `total`. */
export const page = (total: number, start: number, limit: number): string => {
  const end = Math.min(start + limit, total)
  const data = Array.from({ length: Math.max(0, end - start) }, (_, offset) => model(start + offset))
  return JSON.stringify({
    data,
    first_id: data[0]?.id ?? null,
    has_more: end < total,
    last_id: data.at(-1)?.id ?? null
  })
}
