import stringWidth from "string-width"

const segmenter = new Intl.Segmenter()

/** How many columns of a terminal a text takes. */
export const widthOf = stringWidth

/** Control characters of a server must not move the cursor of a terminal, nor break a table. */
export const printable = (text: string): string => text.replaceAll(/\p{C}/gu, "\uFFFD")

/** Cuts a text that is wider than the columns, between characters as people see them. */
export const cut = (text: string, width: number): string => {
  if (widthOf(text) <= width) return text
  let kept = ""
  let used = 0
  for (const { segment } of segmenter.segment(text)) {
    used += widthOf(segment)
    if (used > width - 1) break
    kept += segment
  }
  return width < 1 ? "" : `${kept}…`
}
