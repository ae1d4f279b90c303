import type { HttpClientError } from "@effect/platform/HttpClientError"
import type { HttpClientResponse } from "@effect/platform/HttpClientResponse"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Stream from "effect/Stream"
import { describe } from "./connectionFailure.ts"

/** Why there is no body: it is incomplete, too large, or in an encoding that was not asked for. */
export type BodyError =
  | { readonly _tag: "Cut"; readonly detail: string }
  | { readonly _tag: "TooLarge"; readonly detail: string }
  | { readonly _tag: "Encoding"; readonly encoding: string }

const cut = (detail: string): BodyError => ({ _tag: "Cut", detail })
const tooLarge = (maxBytes: number): BodyError => ({
  _tag: "TooLarge",
  detail: `the body has more than ${maxBytes} bytes`
})

type Bytes = Uint8Array<ArrayBuffer>

/** Statuses of answers without a body. */
export const bodiless: ReadonlySet<number> = new Set([204, 205, 304])

/**
 * The whole body, decompressed, of at most `maxBytes` bytes before and after decompression. With `sniffsGzip` the body
 * is known to be text, and gzip is decompressed whether a header announces it or not.
 *
 * Some clients decompress by themselves and keep the header. So gzip is known by its first bytes, and an encoding that
 * was not asked for by a header together with bytes that are not text.
 */
export const readBytes = (
  response: HttpClientResponse,
  { maxBytes, sniffsGzip }: { readonly maxBytes: number; readonly sniffsGzip: boolean }
): Effect.Effect<Bytes, BodyError> =>
  Effect.gen(function* () {
    const { headers } = response
    const encoding = headers["content-encoding"]?.trim().toLowerCase() ?? "identity"
    const declared = declaredLength(response)
    if (declared !== undefined && declared > maxBytes) return yield* Effect.fail(tooLarge(maxBytes))
    // A browser that hides the encoding of another origin shows the length before decompression, and hides the date.
    const length = encoding === "identity" && headers["date"] !== undefined ? declared : undefined
    const bytes = yield* length !== undefined ? take(response) : collect(response, maxBytes)
    if (bytes.length > maxBytes) return yield* Effect.fail(tooLarge(maxBytes))
    if (length !== undefined && bytes.length < length) {
      return yield* Effect.fail(cut(`the body ended after ${bytes.length} of ${length} bytes`))
    }
    const isZipped = isGzip(bytes) && (sniffsGzip || encoding.includes("gzip"))
    const body = isZipped ? yield* gunzip(bytes, maxBytes) : bytes
    const isText = sniffsGzip || /json|text/i.test(headers["content-type"] ?? "")
    if (encoding === "identity" || !isText || looksLikeText(body)) return body
    return yield* Effect.fail<BodyError>({ _tag: "Encoding", encoding })
  })

const declaredLength = ({ headers, request, status }: HttpClientResponse): number | undefined => {
  const length = headers["content-length"] ?? ""
  return request.method === "HEAD" || bodiless.has(status) || !/^\d{1,15}$/.test(length) ? undefined : Number(length)
}

/** A declared length is a bound, so nothing has to be counted on the way. That takes half the time. */
const take = (response: HttpClientResponse): Effect.Effect<Bytes, BodyError> =>
  Effect.matchEffect(response.arrayBuffer, {
    onSuccess: (buffer) => Effect.succeed(new Uint8Array(buffer)),
    onFailure: (error) => Effect.map(fromClient(error), () => new Uint8Array())
  })

/** Pulls the stream by hand: `Stream.runForEachChunk` takes 0.2 ms longer for a page of 6 KB on undici, 0.5 on fetch. */
const collect = (response: HttpClientResponse, maxBytes: number): Effect.Effect<Bytes, BodyError> =>
  Effect.suspend(() => {
    const body = collector(maxBytes)
    const pulled = Effect.flatMap(Stream.toPull(response.stream), (pull) => {
      const next: Effect.Effect<void, BodyError> = Effect.matchEffect(pull, {
        onSuccess: (chunks) => (body.addAll(chunks) ? next : Effect.fail(tooLarge(maxBytes))),
        onFailure: Option.match({ onNone: () => Effect.void, onSome: fromClient })
      })
      return next
    })
    return Effect.map(Effect.scoped(pulled), body.bytes)
  })

const fromClient = (error: HttpClientError): Effect.Effect<void, BodyError> =>
  error.reason === "EmptyBody" ? Effect.void : Effect.fail(cut(`the body ended early: ${describe(error.cause).text}`))

/** Puts chunks together until there are too many bytes. Keeps no chunk, since a body may come one byte at a time. */
const collector = (maxBytes: number) => {
  let memory = new Uint8Array(16_384)
  let size = 0
  const add = (chunk: Uint8Array): boolean => {
    const end = size + chunk.length
    if (end > maxBytes) return false
    if (end > memory.length) {
      const larger = new Uint8Array(Math.max(end, Math.min(2 * memory.length, maxBytes)))
      larger.set(memory.subarray(0, size))
      memory = larger
    }
    memory.set(chunk, size)
    size = end
    return true
  }
  return {
    addAll: (chunks: Iterable<Uint8Array>): boolean => {
      for (const chunk of chunks) if (!add(chunk)) return false
      return true
    },
    bytes: (): Bytes => memory.subarray(0, size)
  }
}

/** Whether the bytes are gzip, or its first byte. No text begins like this. */
const isGzip = ([first, second]: Bytes): boolean => first === 0x1f && (second === 0x8b || second === undefined)

/** Reads the stream by hand: `Stream.fromReadableStream` takes 0.3 ms longer for a page of 6 KB. */
const gunzip = (bytes: Bytes, maxBytes: number): Effect.Effect<Bytes, BodyError> =>
  Effect.tryPromise({
    try: async (signal) => {
      const reader = streamOf(bytes).pipeThrough(new DecompressionStream("gzip")).getReader()
      const cancel = () => void reader.cancel().catch(() => undefined)
      signal.addEventListener("abort", cancel)
      const body = collector(maxBytes)
      for (;;) {
        const { done, value } = await reader.read().catch(endOfGzip)
        if (done) return Option.some(body.bytes())
        if (body.addAll([value])) continue
        cancel()
        return Option.none()
      }
    },
    catch: () => cut("the gzip of the body is incomplete or damaged")
  }).pipe(Effect.flatMap(Option.match({ onNone: () => Effect.fail(tooLarge(maxBytes)), onSome: Effect.succeed })))

/** Newer versions of Node fail with the bytes after the end of the gzip, once it was read and its checksum verified. */
const endOfGzip = (error: unknown): ReadableStreamReadDoneResult<Bytes> => {
  if (Predicate.hasProperty(error, "code") && error.code === "ERR_TRAILING_JUNK_AFTER_STREAM_END") {
    return { done: true, value: undefined }
  }
  throw error
}

/** One chunk, because older versions of Node fail with bytes after the end of the gzip in a chunk of their own. */
const streamOf = (bytes: Bytes): ReadableStream<Bytes> =>
  new ReadableStream({
    start: (controller) => {
      controller.enqueue(bytes)
      controller.close()
    }
  })

const looksLikeText = (bytes: Bytes): boolean => {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, 1024), { stream: true })
    return !/[^\P{Cc}\s]/u.test(text)
  } catch {
    return false
  }
}

const lenient = new TextDecoder()
const strict = new TextDecoder("utf-8", { fatal: true })

/** The text of a body, without a byte order mark. Bytes that are not UTF-8 become U+FFFD. */
export const textOf = (bytes: Uint8Array): string => lenient.decode(bytes)

export type Json =
  | { readonly _tag: "Json"; readonly value: unknown }
  | { readonly _tag: "Cut" | "Empty" | "Html" | "Text" | "TooDeep" | "TooMany" }

/**
 * Reads JSON, whatever the content type says. A body that begins like JSON, and is not whole JSON in UTF-8, was cut off
 * or damaged.
 */
export const parseJson = (bytes: Uint8Array): Json => {
  if (bytes.length > maxUncounted && marksIn(bytes) > maxValues) return { _tag: "TooMany" }
  let value: unknown
  try {
    value = JSON.parse(strict.decode(bytes))
  } catch {
    return { _tag: tagOfOther(textOf(bytes).trimStart().charAt(0)) }
  }
  const excess = excessOf(value)
  return excess === undefined ? { _tag: "Json", value } : { _tag: excess }
}

const tagOfOther = (first: string): Exclude<Json["_tag"], "Json"> => {
  if (first === "") return "Empty"
  if (first === "{" || first === "[") return "Cut"
  return first === "<" ? "Html" : "Text"
}

/** Levels of lists and objects. */
export const maxDepth = 512

/** Values of any kind. A page of 1000 models has 60,000. */
export const maxValues = 150_000

/** JSON of up to 1 MiB is parsed within 0.3 s and 60 MB, whatever it holds. 8 MiB may take 3 s and 440 MB. */
const maxUncounted = 2 ** 21

/** The number of commas and opening brackets, also in texts, which is about the number of values. */
const marksIn = (bytes: Uint8Array): number => {
  let count = 0
  for (let index = 0; index < bytes.length; index++) count += isMark[bytes[index] ?? 0] ?? 0
  return count
}

const isMark = Uint8Array.from({ length: 256 }, (_, byte) => (",[{".includes(String.fromCharCode(byte)) ? 1 : 0))

/** Takes 12 % of the time of `JSON.parse`. A look at all bytes before it takes 20 %. */
const excessOf = (json: unknown): "TooDeep" | "TooMany" | undefined => {
  let values = 0
  const visit = (value: unknown, depth: number): "TooDeep" | "TooMany" | undefined => {
    values += 1
    if (!isNested(value)) return undefined
    if (depth > maxDepth) return "TooDeep"
    if (Array.isArray(value)) {
      for (const child of value) {
        const excess = visit(child, depth + 1)
        if (excess !== undefined) return excess
      }
    } else {
      for (const key in value) {
        const excess = visit(value[key], depth + 1)
        if (excess !== undefined) return excess
      }
    }
    return values > maxValues ? "TooMany" : undefined
  }
  return visit(json, 1)
}

const isNested = (u: unknown): u is { readonly [key: string]: unknown } => typeof u === "object" && u !== null
