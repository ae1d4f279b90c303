import * as Effect from "effect/Effect"
import { concat } from "./bytes.ts"

/** Whether the bytes are gzip, which begins like no JSON and no text. */
export const isGzip = (body: Uint8Array): boolean => body[0] === 0x1f && body[1] === 0x8b

/** The bytes are no whole gzip, or there are too many of them. */
export type GunzipFailure = "Corrupt" | "TooLarge"

/**
 * What the bytes say, which is never more than `maxBytes`: reading stops as soon as there is more.
 */
export const gunzip = (body: Uint8Array, maxBytes: number): Effect.Effect<Uint8Array, GunzipFailure> =>
  Effect.async<Uint8Array, GunzipFailure>((resume) => {
    const stream = streamOf(body).pipeThrough(new DecompressionStream("gzip"))
    const reader = stream.getReader()
    const stop = () => void reader.cancel().catch(() => undefined)
    const chunks: Array<Uint8Array> = []
    let size = 0
    const read = (): Promise<void> =>
      reader.read().then(({ done, value }) => {
        if (done) return resume(Effect.succeed(concat(chunks, size)))
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

const streamOf = (body: Uint8Array): ReadableStream<Uint8Array<ArrayBuffer>> =>
  new ReadableStream({
    start(controller) {
      controller.enqueue(new Uint8Array(body))
      controller.close()
    }
  })
