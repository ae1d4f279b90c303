/** White space, control characters, invisible characters (bidirectional overrides among them), lone surrogates. */
const unprintable = /[\s\p{Cc}\p{Cf}\p{Cs}\p{DI}]+/gu

/** One printable line, safe for logs and terminals. A text of more than `max` characters is cut and ends in `…`. */
export const printable = (text: string, max: number): string => {
  const line = text
    .slice(0, 4 * max)
    .replaceAll(unprintable, " ")
    .trim()
  return line.length > max || text.length > 4 * max ? `${line.slice(0, max).replace(/\p{Cs}$/u, "")}…` : line
}
