import * as Option from "effect/Option"
import { textOf } from "./json.ts"
import type { Scrub } from "./secrets.ts"

/** How many characters of a text are looked at. */
const window = 16_384

/** The beginning of a text, of at most `max` characters. Half a secret is one too, so nothing is cut before. */
export const excerpt = (text: string, max: number, scrub: Scrub): string => {
  const hidden = scrub(text, window)
  return hidden.length <= max ? hidden : `${hidden.slice(0, max)}…`
}

const withoutMarkup = (text: string): string =>
  text
    .replaceAll(/<!--[^]*?(?:-->|$)/g, " ")
    .replaceAll(
      /<(script|style|head)\b[^]*?(?:<\/\1>|$)/gi,
      (part) => ` ${/<title[^>]*>([^<]*)/i.exec(part)?.[1] ?? ""} `
    )
    .replaceAll(/<[^<>]*(?:>|$)/g, " ")

/** The beginning of a body that people can read: on one line, without markup, control characters and secrets. */
export const snippet = (body: Uint8Array, scrub: Scrub): Option.Option<string> => {
  const words = withoutMarkup(scrub(textOf(body.subarray(0, 4 * window)), window))
    .replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, " ")
    .trim()
  return words === "" ? Option.none() : Option.some(excerpt(words, 200, scrub))
}
