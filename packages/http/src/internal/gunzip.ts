import * as Effect from "effect/Effect"
import { joining, type Pieces } from "./bytes.ts"

/** Whether the bytes are gzip, which begins like no JSON and no text. */
export const isGzip = ({ chunks: [first, second] }: Pieces): boolean =>
  first?.[0] === 0x1f && (first[1] ?? second?.[0]) === 0x8b

/** The bytes are no whole gzip, or there are too many of them. */
export type GunzipFailure = "Corrupt" | "TooLarge"

/**
 * What the bytes say, which is never more than `maxBytes`: reading stops as soon as there is more.
 */
export const gunzip = (body: Pieces, maxBytes: number): Effect.Effect<Pieces, GunzipFailure> =>
  Effect.async<Pieces, GunzipFailure>((resume) => {
    const stream = streamOf(body).pipeThrough(new DecompressionStream("gzip"))
    const reader = stream.getReader()
    const stop = () => void reader.cancel().catch(() => undefined)
    const chunks: Array<Uint8Array> = []
    let size = 0
    const read = (): Promise<void> =>
      reader.read().then(({ done, value }) => {
        if (done) return resume(Effect.succeed({ chunks, size }))
        size += value.length
        if (size > maxBytes) {
          stop()
          return resume(Effect.fail("TooLarge"))
        }
        chunks.push(value)
        return read()
      })
    read().catch(() => resume(Effect.fail("Corrupt")))
    return Effect.sync(stop)
  })

/** In one piece, since what follows the gzip would be an error in a piece of its own, and is none in the last one. */
const streamOf = (body: Pieces): ReadableStream<Uint8Array<ArrayBuffer>> =>
  new ReadableStream({
    start(controller) {
      controller.enqueue(joining()(body, (bytes) => new Uint8Array(bytes)))
      controller.close()
    }
  })
