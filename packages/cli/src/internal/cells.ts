import stringWidth from "string-width"

/** How many columns of a terminal a text takes. `string-width` takes a tenth of a second for a table of plain texts. */
export const widthOf = (text: string): number => (/^[ -~]*$/.test(text) ? text.length : stringWidth(text))

/** Control characters of a server must not move the cursor of a terminal, nor break a table. */
export const printable = (text: string): string => text.replaceAll(/\p{C}/gu, "\uFFFD")

/** Cuts a text that is wider than the columns, between characters as people see them. */
export const cut = (text: string, width: number): string => {
  if (widthOf(text) <= width) return text
  let kept = ""
  let used = 0
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    used += widthOf(segment)
    if (used > width - 1) break
    kept += segment
  }
  return width < 1 ? "" : `${kept}…`
}

/** Breaks a text at its spaces. */
export const wrap = (text: string, width: number, indent = 0): string => {
  const lines: Array<string> = []
  let line = ""
  for (const word of text.split(" ")) {
    const room = lines.length === 0 ? width : width - indent
    if (line !== "" && widthOf(line) + 1 + widthOf(word) > room) {
      lines.push(line)
      line = word
    } else {
      line = line === "" ? word : `${line} ${word}`
    }
  }
  return [...lines, line].join(`\n${" ".repeat(indent)}`)
}
