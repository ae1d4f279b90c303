import type { HttpClientError } from "@effect/platform/HttpClientError"
import type { HttpClientResponse } from "@effect/platform/HttpClientResponse"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type { Pieces } from "./bytes.ts"
import { gunzip, isGzip } from "./gunzip.ts"
import { wholeNumber } from "./headerSyntax.ts"
import { codeOf } from "./transport.ts"

/** Why there is no body: it ended too early, or never would within bounds. */
export type BodyFailure = { readonly _tag: "Cut"; readonly detail: string } | { readonly _tag: "TooLarge" }

const tooLarge: BodyFailure = { _tag: "TooLarge" }
const cut = (detail: string): BodyFailure => ({ _tag: "Cut", detail })

/** Statuses whose answers have no body. */
export const bodiless: ReadonlySet<number> = new Set([204, 205, 304])

/**
 * The whole body, decompressed, of at most `maxBytes`. Gzip is told by its first bytes, since some clients have
 * decompressed the body already and still hand on `content-encoding`; and by them alone where `sniffs`.
 *
 * A browser that decompresses the answer of another origin hides `content-encoding`, but not the length that the body
 * had before. It hides `date` too, so where that is seen, the length is the body's own.
 */
export const read = (
  response: HttpClientResponse,
  maxBytes: number,
  sniffs: boolean
): Effect.Effect<Pieces, BodyFailure> => {
  const { headers, request, status } = response
  const declared =
    request.method === "HEAD" || bodiless.has(status) ? undefined : wholeNumber(headers["content-length"])
  if (declared !== undefined && declared > maxBytes) return Effect.fail(tooLarge)
  const encoding = headers["content-encoding"]
  const length = encoding === undefined && headers["date"] !== undefined ? declared : undefined
  return Effect.flatMap(
    length === undefined || length > small ? collect(response, maxBytes) : take(response),
    (body) => {
      if (body.size > maxBytes) return Effect.fail(tooLarge)
      if (length !== undefined && body.size < length) {
        return Effect.fail(cut(`the body has ${body.size} of ${length} bytes`))
      }
      return isGzip(body) && (sniffs || /gzip/i.test(encoding ?? ""))
        ? Effect.mapError(gunzip(body, maxBytes), fromGunzip)
        : Effect.succeed(body)
    }
  )
}

const fromGunzip = (failure: "Corrupt" | "TooLarge"): BodyFailure =>
  failure === "TooLarge" ? tooLarge : cut("the body is no whole gzip")

/** Up to here the platform may collect the bytes, which it holds for longer than they are needed. */
const small = 2 ** 16

/** A body whose length is known to be within bounds needs no counting on the way. */
const take = (response: HttpClientResponse): Effect.Effect<Pieces, BodyFailure> =>
  Effect.matchEffect(response.arrayBuffer, {
    onSuccess: (buffer) => Effect.succeed({ chunks: [new Uint8Array(buffer)], size: buffer.byteLength }),
    onFailure: (error) => Effect.as(fromResponse(error), { chunks: [], size: 0 })
  })

/**
 * Pulls the stream by hand: to run it would fork fibers, which cost more than a page does. The scope of the stream ends
 * with nothing, since what a scope ends with is held for longer than that.
 */
const collect = (response: HttpClientResponse, maxBytes: number): Effect.Effect<Pieces, BodyFailure> =>
  Effect.suspend(() => {
    const chunks: Array<Uint8Array> = []
    let size = 0
    const pulled = Effect.flatMap(Stream.toPull(response.stream), (pull) => {
      const more: Effect.Effect<void, BodyFailure> = Effect.matchEffect(pull, {
        onSuccess: (received) => {
          for (const chunk of received) {
            if (chunk.length > 0) chunks.push(chunk)
            size += chunk.length
          }
          return size > maxBytes ? Effect.fail(tooLarge) : more
        },
        onFailure: Option.match({ onNone: () => Effect.void, onSome: fromResponse })
      })
      return more
    })
    return Effect.map(Effect.scoped(pulled), () => ({ chunks: chunks.splice(0), size }))
  })

const fromResponse = (error: HttpClientError): Effect.Effect<void, BodyFailure> => {
  if (error.reason === "EmptyBody") return Effect.void
  const code = codeOf(error.cause)
  return Effect.fail(cut(`the body broke off${code === undefined ? "" : `: ${code}`}`))
}
