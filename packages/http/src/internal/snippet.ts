import * as Option from "effect/Option"
import type { Scrub } from "./secrets.ts"

/** How much of a body is looked at, and how much of it is shown. */
const window = 8192
const shown = 200

/** A text of at most `max` characters. */
export const clip = (text: string, max: number): string => (text.length <= max ? text : `${text.slice(0, max)}…`)

const withoutMarkup = (text: string): string =>
  text
    .replaceAll(/<!--[^]*?(?:-->|$)/g, " ")
    .replaceAll(/<(script|style|head)\b[^]*?(?:<\/\1>|$)/gi, (part) => /<title[^>]*>([^<]*)/i.exec(part)?.[1] ?? " ")
    .replaceAll(/<[^<>]*(?:>|$)/g, " ")

/**
 * The beginning of a body that people can read: without markup, control characters and secrets. Secrets are taken
 * out before anything is cut off, since half a secret is one too.
 */
export const snippet = (text: string, scrub: Scrub): Option.Option<string> => {
  const begin = scrub(text.slice(0, 2 * window)).slice(0, window)
  const words = scrub(
    withoutMarkup(begin)
      .replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, " ")
      .trim()
  )
  return words === "" ? Option.none() : Option.some(clip(words, shown))
}
