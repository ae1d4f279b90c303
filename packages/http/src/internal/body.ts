import type { HttpClientError } from "@effect/platform/HttpClientError"
import type { HttpClientResponse } from "@effect/platform/HttpClientResponse"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { concat } from "./bytes.ts"
import { gunzip, isGzip } from "./gunzip.ts"
import { codeOf } from "./transport.ts"

/** Why there is no body: it ended too early, or never would within bounds. */
export type BodyFailure = { readonly _tag: "Cut"; readonly detail: string } | { readonly _tag: "TooLarge" }

const tooLarge: BodyFailure = { _tag: "TooLarge" }
const cut = (detail: string): BodyFailure => ({ _tag: "Cut", detail })

/**
 * The whole body, decompressed, of at most `maxBytes`. Gzip is told by its first bytes, since some clients have
 * decompressed the body already and still hand on `content-encoding`.
 */
export const read = (
  response: HttpClientResponse,
  headers: { readonly [name: string]: string | undefined },
  maxBytes: number
): Effect.Effect<Uint8Array, BodyFailure> => {
  const declared = response.request.method === "HEAD" ? undefined : declaredLength(headers)
  if (declared !== undefined && declared > maxBytes) return Effect.fail(tooLarge)
  const exact = headers["content-encoding"] === undefined ? declared : undefined
  return Effect.flatMap(
    exact === undefined || exact > small ? collect(response, maxBytes) : take(response),
    (bytes) => {
      if (exact !== undefined && bytes.length !== exact) {
        return Effect.fail(cut(`the body has ${bytes.length} of ${exact} bytes`))
      }
      return isGzip(bytes) ? Effect.mapError(gunzip(bytes, maxBytes), fromGunzip) : Effect.succeed(bytes)
    }
  )
}

const fromGunzip = (failure: "Corrupt" | "TooLarge"): BodyFailure =>
  failure === "TooLarge" ? tooLarge : cut("the body is no whole gzip")

const declaredLength = (headers: { readonly [name: string]: string | undefined }): number | undefined => {
  const length = headers["content-length"]
  return length !== undefined && /^\d{1,15}$/.test(length) ? Number(length) : undefined
}

/** Up to here the platform may collect the bytes, which takes it a time that grows with the square of their number. */
const small = 2 ** 22

/** A body whose length is known to be within bounds needs no counting on the way. */
const take = (response: HttpClientResponse): Effect.Effect<Uint8Array, BodyFailure> =>
  Effect.matchEffect(response.arrayBuffer, {
    onSuccess: (buffer) => Effect.succeed(new Uint8Array(buffer)),
    onFailure: (error) => Effect.as(fromResponse(error), new Uint8Array())
  })

/** Pulls the stream by hand: to run it would fork fibers, which cost more than a page does. */
const collect = (response: HttpClientResponse, maxBytes: number): Effect.Effect<Uint8Array, BodyFailure> =>
  Stream.toPull(response.stream).pipe(
    Effect.flatMap((pull) => {
      const chunks: Array<Uint8Array> = []
      let size = 0
      const more: Effect.Effect<Uint8Array, BodyFailure> = Effect.matchEffect(pull, {
        onSuccess: (received) => {
          for (const chunk of received) {
            chunks.push(chunk)
            size += chunk.length
          }
          return size > maxBytes ? Effect.fail(tooLarge) : more
        },
        onFailure: Option.match({
          onNone: () => Effect.succeed(concat(chunks, size)),
          onSome: (error) => Effect.as(fromResponse(error), new Uint8Array())
        })
      })
      return more
    }),
    Effect.scoped
  )

const fromResponse = (error: HttpClientError): Effect.Effect<void, BodyFailure> => {
  if (error.reason === "EmptyBody") return Effect.void
  const code = codeOf(error.cause)
  return Effect.fail(cut(`the body broke off${code === undefined ? "" : `: ${code}`}`))
}
