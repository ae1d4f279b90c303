/** A catalogue of made-up models, newest first, as the API's JSON. Knows nothing of the library that reads it. */

export const idOf = (index: number): string => `claude-bench-${String(index).padStart(7, "0")}`

/** The place of a model in the list; `NaN` for an id of no model. */
export const indexOf = (id: string): number => Number(/^claude-bench-(\d{7})$/.exec(id)?.[1] ?? Number.NaN)

const lines = ["haiku", "sonnet", "opus", "fable", "mythos"]

const model = (index: number) => {
  const can = (bit: number) => ({ supported: ((index >> bit) & 1) === 0 })
  return {
    type: "model",
    id: idOf(index),
    display_name: `Claude Bench ${index}`,
    created_at: `${new Date(Date.UTC(2026, 9, 1) - index * 60_000).toISOString().slice(0, 19)}Z`,
    capabilities: {
      batch: can(0),
      citations: can(1),
      code_execution: can(2),
      compaction: can(3),
      context_management: {
        clear_thinking_20251015: can(0),
        clear_tool_uses_20250919: can(1),
        compact_20260112: can(2),
        supported: true
      },
      effort: { high: can(0), low: can(1), max: can(2), medium: can(3), supported: true, xhigh: can(4) },
      image_input: can(4),
      pdf_input: can(5),
      server_tools: { code_execution: can(0), supported: true, web_search: can(1) },
      structured_outputs: can(6),
      thinking: {
        supported: true,
        types: { adaptive: can(0), between_tools: can(1), disabled: can(2), enabled: can(3) }
      }
    },
    max_input_tokens: 200_000 + (index % 5) * 200_000,
    max_tokens: 64_000,
    lifecycle: index % 7 === 0 ? "deprecated" : "active",
    line: lines[index % lines.length],
    deprecated_at: index % 7 === 0 ? "2026-08-01T00:00:00Z" : null,
    retires_at: null
  }
}

/** The body of the page of at most `limit` models from `start` on, in a catalogue of `total`. */
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
