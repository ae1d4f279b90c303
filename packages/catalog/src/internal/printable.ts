/**
 * Text from a server as part of one printable line: white space is a single space, other characters that do not print
 * (control characters, direction marks, lone surrogates) are replaced, and long text is cut.
 */
export const printable = (text: string, maxLength: number): string => {
  // Cut before and after: the first bounds the work, the second the length.
  const line = text
    .slice(0, 4 * maxLength)
    .replace(/[\s\p{Z}]+/gu, " ")
    .replace(/\p{C}/gu, "\u{FFFD}")
    .trim()
  return line.length <= maxLength && text.length <= 4 * maxLength ? line : `${line.slice(0, maxLength)}…`
}

/** The id of a model in a log line or a message. */
export const printableId = (id: string): string => printable(id, 100)
