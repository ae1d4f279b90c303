/** The bytes of a body as they came: in pieces, of which none is empty. */
export interface Pieces {
  readonly chunks: ReadonlyArray<Uint8Array>
  readonly size: number
}

/** Memory of up to so many bytes is kept: four times the largest page of the API. */
const maxKept = 2 ** 22

/**
 * Makes what shows a body in one piece, for as long as it is read. The next body is put together in the same memory,
 * since bodies are none of what calls for the collector: ten of them would lie about before it comes.
 */
export const joining = () => {
  let kept = new Uint8Array()
  return <A>({ chunks, size }: Pieces, read: (bytes: Uint8Array) => A): A => {
    const memory = size > kept.length ? new Uint8Array(2 * size) : kept
    if (memory.length <= maxKept) kept = memory
    let offset = 0
    for (const chunk of chunks) {
      memory.set(chunk, offset)
      offset += chunk.length
    }
    return read(memory.subarray(0, size))
  }
}
