/** What a body of JSON has too much of. */
export type Outsized = "TooDeep" | "TooMany"

export const maxDepth = 512
export const maxValues = 1_000_000

/**
 * Looks a body over before it is parsed: a few bytes of gzip make millions of small values, which to parse takes
 * seconds and gigabytes. No answer of the API comes near these bounds.
 */
export const outsized = (body: Uint8Array): Outsized | undefined => {
  let depth = 0
  let values = 0
  let inString = false
  for (let index = 0; index < body.length; index++) {
    const byte = body[index]
    if (byte === 0x22) inString = !inString
    else if (inString) {
      if (byte === 0x5c) index++
    } else if (byte === 0x5b || byte === 0x7b) {
      if (++depth > maxDepth) return "TooDeep"
      values++
    } else if (byte === 0x5d || byte === 0x7d) depth--
    else if (byte === 0x2c) values++
    if (values > maxValues) return "TooMany"
  }
  return undefined
}
