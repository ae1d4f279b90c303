import type { ModelCapabilities } from "@anthropic-models/core/ModelCapabilities"
import type { ModelInfoEncoded } from "@anthropic-models/core/ModelInfo"
import { capabilities, newer, reference } from "./capabilities.ts"

const vision = ["batch", "image_input"]
const documents = [...vision, "citations", "pdf_input"]
const thinking = [...documents, "code_execution", "thinking.types.enabled"]
const contextual = [
  ...thinking,
  "context_management.clear_thinking_20251015",
  "context_management.clear_tool_uses_20250919",
  "structured_outputs"
]
const effortful = [...contextual, "effort.low", "effort.medium", "effort.high"]
const adaptive = [...effortful, "context_management.compact_20260112", "effort.max", "thinking.types.adaptive"]
const serverTools = ["server_tools.code_execution", "server_tools.web_search"]
const quick = [...contextual, ...serverTools, "thinking.types.disabled"]
const broad = [...adaptive, ...serverTools, "compaction", "thinking.types.disabled"]
const tireless = [...broad, "effort.xhigh", "thinking.types.between_tools"]
const always = tireless.filter((path) => path !== "thinking.types.disabled" && path !== "thinking.types.enabled")

/** The capabilities of each generation. The oldest models do not list theirs. */
const generations = {
  silent: null,
  vision: capabilities(reference, vision),
  documents: capabilities(reference, documents),
  thinking: capabilities(reference, thinking),
  contextual: capabilities(reference, contextual),
  effortful: capabilities(reference, effortful),
  adaptive: capabilities(reference, adaptive),
  quick: capabilities(newer, quick),
  broad: capabilities(newer, broad),
  tireless: capabilities(newer, tireless),
  always: capabilities(newer, always)
} satisfies Record<string, ModelCapabilities | null>

type Row = readonly [
  id: string,
  display_name: string,
  released: string | null,
  line: string | null,
  max_input_tokens: number | null,
  max_tokens: number | null,
  generation: keyof typeof generations
]

const rows: ReadonlyArray<Row> = [
  ["claude-mythos-6-preview", "Claude Mythos 6 (Preview)", "2026-11-12", "mythos", 2_000_000, 256_000, "always"],
  ["claude-opus-6", "Claude Opus 6", "2026-10-29", "opus", 2_000_000, 256_000, "always"],
  ["claude-fable-2", "Claude Fable 2", "2026-10-08", "fable", 1_000_000, 192_000, "tireless"],
  ["claude-sonnet-6", "Claude Sonnet 6", "2026-10-01", "sonnet", 1_000_000, 192_000, "tireless"],
  ["claude-haiku-6", "Claude Haiku 6", "2026-09-17", "haiku", 500_000, 128_000, "quick"],
  ["claude-haiku-5-5-mini", "Claude Haiku 5.5 Mini", "2026-09-03", "haiku", 200_000, 32_000, "quick"],
  ["claude-opus-5-2", "Claude Opus 5.2", "2026-08-27", "opus", 1_000_000, 192_000, "tireless"],
  ["claude-sonnet-5-5-20260811", "Claude Sonnet 5.5", "2026-08-13", "sonnet", 1_000_000, 128_000, "tireless"],
  ["claude-mythos-5", "Claude Mythos 5", "2026-08-04", "mythos", 1_000_000, 256_000, "always"],
  ["claude-opus-5-1-20260714", "Claude Opus 5.1", "2026-07-16", "opus", 1_000_000, 192_000, "tireless"],
  ["claude-haiku-5-5", "Claude Haiku 5.5", "2026-07-09", "haiku", 400_000, 64_000, "quick"],
  ["claude-sonnet-5-2", "Claude Sonnet 5.2", "2026-06-30", "sonnet", 1_000_000, 128_000, "broad"],
  ["claude-fable-1-5", "Claude Fable 1.5", "2026-06-18", "fable", 500_000, 128_000, "broad"],
  ["claude-opus-5-20260602", "Claude Opus 5", "2026-06-04", "opus", 1_000_000, 128_000, "tireless"],
  ["claude-sonnet-5-1", "Claude Sonnet 5.1", "2026-05-21", "sonnet", 1_000_000, 128_000, "broad"],
  ["claude-haiku-5-20260505", "Claude Haiku 5", "2026-05-07", "haiku", 400_000, 64_000, "quick"],
  ["claude-mythos-preview", "Claude Mythos Preview", "2026-04-23", "mythos", 1_000_000, 128_000, "broad"],
  ["claude-opus-4-7", "Claude Opus 4.7", "2026-04-16", "opus", 1_000_000, 128_000, "broad"],
  ["claude-fable-1", "Claude Fable 1", "2026-04-09", "fable", 500_000, 96_000, "broad"],
  ["claude-sonnet-5-20260331", "Claude Sonnet 5", "2026-04-02", "sonnet", 1_000_000, 96_000, "broad"],
  ["claude-haiku-4-6", "Claude Haiku 4.6", "2026-03-12", "haiku", 200_000, 64_000, "effortful"],
  ["claude-sonnet-4-6", "Claude Sonnet 4.6", "2026-02-17", "sonnet", 1_000_000, 64_000, "adaptive"],
  ["claude-opus-4-6", "Claude Opus 4.6", "2026-02-04", "opus", 1_000_000, 128_000, "adaptive"],
  ["claude-opus-4-5-20251101", "Claude Opus 4.5", "2025-11-24", "opus", 200_000, 64_000, "effortful"],
  ["claude-haiku-4-5-20251001", "Claude Haiku 4.5", "2025-10-15", "haiku", 200_000, 64_000, "contextual"],
  ["claude-sonnet-4-5-20250929", "Claude Sonnet 4.5", "2025-09-29", "sonnet", 200_000, 64_000, "contextual"],
  ["claude-opus-4-1-20250805", "Claude Opus 4.1", "2025-08-05", "opus", 200_000, 32_000, "contextual"],
  ["claude-opus-4-20250514", "Claude Opus 4", "2025-05-22", "opus", 200_000, 32_000, "thinking"],
  ["claude-sonnet-4-20250514", "Claude Sonnet 4", "2025-05-22", "sonnet", 200_000, 64_000, "thinking"],
  ["claude-3-7-sonnet-20250219", "Claude Sonnet 3.7", "2025-02-24", "sonnet", 200_000, 128_000, "thinking"],
  ["claude-gov-3-7", "Claude Gov 3.7", null, null, 200_000, 64_000, "silent"],
  ["claude-3-5-haiku-20241022", "Claude Haiku 3.5", "2024-10-22", "haiku", 200_000, 8_192, "documents"],
  ["claude-3-5-sonnet-20241022", "Claude Sonnet 3.5 (New)", "2024-10-22", "sonnet", 200_000, 8_192, "documents"],
  ["claude-3-5-sonnet-20240620", "Claude Sonnet 3.5 (Old)", "2024-06-20", "sonnet", 200_000, 8_192, "vision"],
  ["claude-3-haiku-20240307", "Claude Haiku 3", "2024-03-07", "haiku", 200_000, 4_096, "vision"],
  ["claude-3-opus-20240229", "Claude Opus 3", "2024-02-29", "opus", 200_000, 4_096, "vision"],
  ["claude-3-sonnet-20240229", "Claude Sonnet 3", "2024-02-29", "sonnet", 200_000, 4_096, "vision"],
  ["claude-2.1", "Claude 2.1", "2023-11-21", null, 200_000, 4_096, "silent"],
  ["claude-instant-1.2", "Claude Instant 1.2", "2023-08-09", null, 100_000, 4_096, "silent"],
  ["claude-2.0", "Claude 2.0", "2023-07-11", null, 100_000, 4_096, "silent"],
  ["claude-instant-1.1-100k", "Claude Instant 1.1 (100K)", "2023-06-08", null, 100_000, null, "silent"],
  ["claude-instant-1.1", "Claude Instant 1.1", "2023-06-01", null, 9_000, null, "silent"],
  ["claude-1.3-100k", "Claude 1.3 (100K)", "2023-05-11", null, 100_000, null, "silent"],
  ["claude-1.3", "Claude 1.3", "2023-04-18", null, 9_000, null, "silent"],
  ["claude-instant-1.0", "Claude Instant 1.0", "2023-03-14", null, 9_000, null, "silent"],
  ["claude-1.2", "Claude 1.2", "2023-03-14", null, null, null, "silent"],
  ["claude-1.0", "Claude 1.0", "2023-03-14", null, null, null, "silent"]
]

type Ending = readonly [lifecycle: string, deprecated_at: string, retires_at: string, ids: ReadonlyArray<string>]

/** The models that are no longer active. */
const endings: ReadonlyArray<Ending> = [
  ["deprecated", "2026-08-27", "2027-02-28", ["claude-opus-4-1-20250805"]],
  ["deprecated", "2026-06-04", "2026-12-15", ["claude-opus-4-20250514", "claude-sonnet-4-20250514"]],
  ["deprecated", "2025-10-28", "2026-12-01", ["claude-3-7-sonnet-20250219"]],
  ["deprecated", "2025-12-19", "2026-12-01", ["claude-3-5-haiku-20241022"]],
  ["deprecated", "2025-08-13", "2026-12-01", ["claude-3-5-sonnet-20241022", "claude-3-5-sonnet-20240620"]],
  ["deprecated", "2026-02-19", "2026-12-20", ["claude-3-haiku-20240307"]],
  ["deprecated", "2025-06-30", "2027-01-05", ["claude-3-opus-20240229"]],
  ["deprecated", "2025-01-21", "2026-12-21", ["claude-3-sonnet-20240229", "claude-2.1", "claude-2.0"]],
  ["deprecated", "2024-09-04", "2026-12-31", ["claude-instant-1.2", "claude-instant-1.1-100k", "claude-instant-1.1"]],
  ["deprecated", "2024-09-04", "2026-12-31", ["claude-1.3-100k", "claude-1.3", "claude-instant-1.0", "claude-1.2"]],
  ["retired", "2024-02-01", "2024-11-06", ["claude-1.0"]]
]

const day = (date: string): string => `${date}T00:00:00Z`

/**
 * The catalogue as the API's JSON, as of November 2026. Ids, names and release dates up to February 2026 follow history.
 * Later models, and all dates of deprecation and retirement, are made up.
 */
export const catalogue: ReadonlyArray<ModelInfoEncoded> = rows.map(
  ([id, display_name, released, line, max_input_tokens, max_tokens, generation]) => {
    const [lifecycle, deprecated, retires] = endings.find(([, , , ids]) => ids.includes(id)) ?? ["active"]
    return {
      id,
      capabilities: generations[generation],
      created_at: day(released ?? "1970-01-01"),
      deprecated_at: deprecated === undefined ? null : day(deprecated),
      display_name,
      lifecycle,
      line,
      max_input_tokens,
      max_tokens,
      retires_at: retires === undefined ? null : day(retires),
      type: "model"
    }
  }
)

/** The aliases of these models, as the API resolves them. */
export const aliases: { readonly [alias: string]: string } = {
  "claude-opus-latest": "claude-opus-6",
  "claude-sonnet-5-5": "claude-sonnet-5-5-20260811",
  "claude-opus-5-1": "claude-opus-5-1-20260714",
  "claude-opus-5": "claude-opus-5-20260602",
  "claude-haiku-5": "claude-haiku-5-20260505",
  "claude-sonnet-5": "claude-sonnet-5-20260331",
  "claude-opus-4-5": "claude-opus-4-5-20251101",
  "claude-haiku-4-5": "claude-haiku-4-5-20251001",
  "claude-sonnet-4-5": "claude-sonnet-4-5-20250929",
  "claude-opus-4-1": "claude-opus-4-1-20250805",
  "claude-opus-4-0": "claude-opus-4-20250514",
  "claude-sonnet-4-0": "claude-sonnet-4-20250514",
  "claude-3-7-sonnet-latest": "claude-3-7-sonnet-20250219",
  "claude-3-5-sonnet-latest": "claude-3-5-sonnet-20241022",
  "claude-3-5-haiku-latest": "claude-3-5-haiku-20241022",
  "claude-3-opus-latest": "claude-3-opus-20240229"
}
