import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
import { type ModelIndex, normalise } from "./modelIndex.ts"

/**
 * The platform of a spelling. Each one writes the same id in its own way.
 *
 * @example
 * ```ts
 * import type * as Audit from "@anthropic-models/cli/Audit"
 *
 * const on = (platform: Audit.Platform, { findings }: Audit.Findings) =>
 *   findings.filter((finding) => finding.platform === platform)
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export type Platform = "api" | "bedrock" | "google" | "router" | "claude-code"

/** A place in a text that names a model, or seems to. */
export interface Mention {
  /** The text as written, with the prefix and the suffix of its platform. */
  readonly spelling: string
  /** The offset in the text. */
  readonly start: number
  readonly platform: Platform
  /** The spelling as the API would write it, with hyphens only: `claude-3-5-sonnet-20241022`. */
  readonly name: string
  /** The model whose id this is. An alias and an unknown name have none. */
  readonly model: ModelInfo | undefined
}

const marker = "claude-"

export const mentionsModel = (text: string): boolean => text.includes(marker)

/** The mentions of models in a text, in order. `isAlias` knows the aliases that do not look like ids. */
export const mentions = (
  text: string,
  index: ModelIndex,
  isAlias: (name: string) => boolean
): ReadonlyArray<Mention> => {
  const found: Array<Mention> = []
  for (let at = text.indexOf(marker); at !== -1; at = text.indexOf(marker, at + marker.length)) {
    const mention = mentionAt(text, at, index, isAlias)
    if (mention !== undefined) found.push(mention)
  }
  return found
}

/** Longer words are no ids. The limit keeps the time linear in the length of the text. */
const longest = 120
const bodyPattern = new RegExp(String.raw`claude-[A-Za-z0-9_.@:-]{0,${longest}}(?:\[\d+[km]\])?`, "y")

const mentionAt = (
  text: string,
  at: number,
  index: ModelIndex,
  isAlias: (name: string) => boolean
): Mention | undefined => {
  const prefix = prefixAt(text, at)
  if (prefix === undefined) return undefined
  bodyPattern.lastIndex = at
  const run = bodyPattern.exec(text)?.[0] ?? ""
  if (!endsWell(text, at, run, prefix)) return undefined
  const reading = read(run.replace(/[.:@]+$/, ""), prefix, index, isAlias)
  if (reading === undefined) return undefined
  const { length, ...rest } = reading
  const start = at - prefix.text.length
  return { ...rest, spelling: text.slice(start, at + length), start }
}

interface Prefix {
  /** The part of the spelling before `claude-`. */
  readonly text: string
  readonly platform: Platform
  /** Whether the spelling is a segment of a URL, after `model/` or `models/`, that others may follow. */
  readonly isSegment: boolean
}

const regions = "us|eu|apac|global|us-gov|jp|au|ca|sa|me|af|il|mx|in|kr|uk"
const bedrockPrefix = new RegExp(String.raw`^(.*[^A-Za-z0-9_.-]|\.)?((?:(?:${regions})\.)?anthropic\.)$`)

const providers = [
  "anthropic",
  "(?:amazon[-_])?bedrock(?:/(?:converse|invoke))?",
  "(?:google[-_])?vertex(?:[-_]?ai)?(?:[-_]anthropic)?",
  "azure(?:[-_]ai)?",
  "github(?:[-_](?:copilot|models))?",
  "copilot",
  "openrouter",
  "litellm(?:[-_]proxy)?",
  "gateway"
].join("|")
/** A provider, after at most one more segment: `openrouter/anthropic/`. More segments, or a dot first, are a path. */
const providerPrefix = new RegExp(String.raw`^(?:[A-Za-z0-9_@-]+/)?((${providers})/)$`)

/** Reads the text before `claude-`. None where the spelling is only a part of another word or of a path. */
const prefixAt = (text: string, at: number): Prefix | undefined => {
  const previous = text.charAt(at - 1)
  if (/[A-Za-z0-9_@#$\\-]/.test(previous)) return undefined
  if (previous !== "." && previous !== "/") return { text: "", platform: "api", isSegment: false }
  let start = at
  while (start > 0 && at - start < longest && /[A-Za-z0-9_.~/@%#$\\-]/.test(text.charAt(start - 1))) start--
  return prefixOf(text.slice(start, at))
}

/** Reads the word before `claude-`, which ends in a dot or a slash. */
const prefixOf = (word: string): Prefix | undefined => {
  const [bedrock, host = "", spelling = ""] = bedrockPrefix.exec(word) ?? []
  if (bedrock !== undefined) return { text: spelling, platform: "bedrock", isSegment: isModelSegment(host) }
  if (/(?:^|\/)publishers\/anthropic\/models\/$/.test(word)) return { text: "", platform: "google", isSegment: true }
  if (isModelSegment(word)) return { text: "", platform: "api", isSegment: true }
  const [, text, provider] = providerPrefix.exec(word) ?? []
  if (text === undefined || provider === undefined) return undefined
  const platform = provider.includes("bedrock") ? "bedrock" : provider.includes("vertex") ? "google" : "router"
  return { text, platform, isSegment: false }
}

const isModelSegment = (path: string): boolean => /(?:^|\/)models?\/$/.test(path)

/** Whether an id can end here. Not before the rest of a path, a template, a pattern, or after a hyphen. */
const endsWell = (text: string, at: number, run: string, prefix: Prefix): boolean => {
  if (/[-_]$/.test(run) || run.length >= longest) return false
  const next = text.slice(at + run.length, at + run.length + 2)
  if (run.endsWith(":")) return true
  if (next.startsWith("/")) return prefix.isSegment || next === "/>" || next === "//"
  if (next.startsWith("*")) return text[at - prefix.text.length - 1] === "*"
  return !/^(?:\{|[$#%]\{|%[sd]|\\[.dDwW-])/.test(next)
}

interface Reading {
  readonly name: string
  readonly platform: Platform
  readonly model: ModelInfo | undefined
  /** The number of characters from `claude-` on. */
  readonly length: number
}

const read = (
  body: string,
  prefix: Prefix,
  index: ModelIndex,
  isAlias: (name: string) => boolean
): Reading | undefined => {
  const whole = index.exact(prefix.text + body)
  if (whole !== undefined) {
    return {
      name: normalise(whole.id),
      platform: prefix.text === "" ? prefix.platform : "api",
      model: whole,
      length: body.length
    }
  }
  const [variant = ""] = /\[\d+[km]\]$/.exec(body) ?? []
  const parts = platformParts(body.slice(0, body.length - variant.length), prefix)
  if (parts === undefined) return undefined
  const name = normalise(parts.id)
  const model = index.exact(parts.id) ?? index.normal(name)
  if (model === undefined && !isAlias(name) && !(isSpelling(parts.id) && index.isShape(name))) return undefined
  if (variant !== "") return { name, platform: "claude-code", model, length: body.length }
  const isDotted = parts.platform === "api" && parts.id !== name && model?.id !== parts.id
  return { name, platform: isDotted ? "router" : parts.platform, model, length: parts.length }
}

/** In `claude-opus-4-6.json` the dot is that of a file name. */
const isSpelling = (id: string): boolean => /^[a-z0-9-]+(?:(?<=\d)\.(?=\d)[a-z0-9-]+)*$/.test(id)

interface PlatformParts {
  readonly id: string
  readonly platform: Platform
  readonly length: number
}

/** Takes off what only the platform adds. None for an `@` that no platform writes, as in a package's version. */
const platformParts = (body: string, prefix: Prefix): PlatformParts | undefined => {
  const google = /^(.+?)(?:-v\d+)?@(\d{8}|default)(?![A-Za-z0-9_.-])/.exec(body)
  if (google !== null) {
    const [{ length }, id = "", date = ""] = google
    return { id: date === "default" ? id : `${id}-${date}`, platform: "google", length }
  }
  if (body.includes("@")) return undefined
  const early = /^claude-(instant-)?v(\d)(?:[:.](\d))?(?::\d+k)?(?![A-Za-z0-9_.-])/.exec(body)
  if (early !== null) {
    const [{ length }, instant = "", major, minor = "0"] = early
    return { id: `claude-${instant}${major}.${minor}`, platform: prefix.platform, length }
  }
  const bedrock = /^([^:]+)-v\d+(?::\d+(?::\d+k)?)?(?![A-Za-z0-9_.-])/.exec(body)
  if (bedrock !== null && (prefix.platform === "bedrock" || bedrock[0].includes(":"))) {
    return { id: bedrock[1] ?? "", platform: "bedrock", length: bedrock[0].length }
  }
  const [id = ""] = body.split(":")
  return { id, platform: prefix.platform, length: id.length }
}
