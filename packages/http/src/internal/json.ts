import { outsized, type Outsized } from "./outsized.ts"

/** What a body is. */
export type Parsed =
  | { readonly _tag: "Json"; readonly value: unknown }
  | { readonly _tag: "Cut" | "Empty" | "Html" | "NotJson" | Outsized }

const lenient = new TextDecoder()
const strict = new TextDecoder("utf-8", { fatal: true })

/** The text of a body, without a BOM; what is no UTF-8 in it is U+FFFD. */
export const textOf = (body: Uint8Array): string => lenient.decode(body)

const strictTextOf = (body: Uint8Array): string => strict.decode(body)

/** Up to here, twice the largest page of the API, a body is parsed without being looked over. */
const small = 2 ** 21

interface Reading {
  /** @default strict UTF-8 */
  readonly textOf?: (body: Uint8Array) => string
  /** @default JSON.parse */
  readonly parseText?: (text: string) => unknown
}

/**
 * Reads JSON whatever the content type says. A text that begins like JSON, and is none, was cut off or damaged; so was
 * one that is no UTF-8, unless it is read with `textOf`.
 */
export const parse = (
  body: Uint8Array,
  { parseText = JSON.parse, textOf: read = strictTextOf }: Reading = {}
): Parsed => {
  const much = body.length > small ? outsized(body) : undefined
  if (much !== undefined) return { _tag: much }
  try {
    return { _tag: "Json", value: parseText(read(body)) }
  } catch {
    const [first = ""] = /\S/.exec(textOf(body)) ?? []
    if (first === "") return { _tag: "Empty" }
    if (first === "{" || first === "[") return { _tag: "Cut" }
    return { _tag: first === "<" ? "Html" : "NotJson" }
  }
}
