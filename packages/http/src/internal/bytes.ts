/** The bytes of a body as they came: in pieces, which are not empty unless the body is. */
export interface Pieces {
  readonly chunks: ReadonlyArray<Uint8Array>
  readonly size: number
}

/** Memory of up to so many bytes is kept: four times the largest page of the API. */
const maxKept = 2 ** 22

const none = new Uint8Array()

/**
 * Makes what shows a body in one piece, for as long as it is read. The next body is put together in the same memory,
 * since ten pages would lie about before the collector comes.
 */
export const joining = () => {
  let kept = none
  return <A>({ chunks, size }: Pieces, read: (bytes: Uint8Array) => A): A => {
    const memory = size > kept.length ? new Uint8Array(Math.max(size, Math.min(2 * size, maxKept))) : kept
    // Nobody else's while it is read: a clock or a tracer of the user's may ask for another body meanwhile.
    if (memory === kept) kept = none
    let offset = 0
    for (const chunk of chunks) {
      memory.set(chunk, offset)
      offset += chunk.length
    }
    const result = read(memory.subarray(0, size))
    if (memory.length <= maxKept) kept = memory
    return result
  }
}
