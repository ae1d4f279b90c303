/** What a body's text is. */
export type Parsed =
  | { readonly _tag: "Json"; readonly value: unknown }
  | { readonly _tag: "Cut" | "Empty" | "Html" | "NotJson" }

const decoder = new TextDecoder()

/** The text of a body, without a BOM. */
export const textOf = (body: Uint8Array): string => decoder.decode(body)

/** Reads JSON whatever the content type says. A text that begins like JSON, and is none, was cut off. */
export const parse = (text: string): Parsed => {
  try {
    return { _tag: "Json", value: JSON.parse(text) }
  } catch {
    const [first = ""] = /\S/.exec(text) ?? []
    if (first === "") return { _tag: "Empty" }
    if (first === "{" || first === "[") return { _tag: "Cut" }
    return { _tag: first === "<" ? "Html" : "NotJson" }
  }
}
