import type { HttpClientError } from "@effect/platform/HttpClientError"
import type { HttpClientResponse } from "@effect/platform/HttpClientResponse"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { describe } from "./failures.ts"

export type BodyError =
  | { readonly _tag: "Cut"; readonly detail: string }
  | { readonly _tag: "TooLarge"; readonly detail: string }
  | { readonly _tag: "Encoding"; readonly encoding: string }

export const bodiless: ReadonlySet<number> = new Set([204, 205, 304])
export const maxDepth = 512
export const maxValues = 1_000_000
export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

export const readBytes = (
  response: HttpClientResponse,
  { maxBytes }: { readonly maxBytes: number; readonly sniffsGzip: boolean }
): Effect.Effect<Uint8Array, BodyError> => {
  const chunks: Array<Uint8Array> = []
  let size = 0
  return Stream.runForEach(response.stream, (chunk) => {
    chunks.push(chunk)
    size += chunk.length
    return size > maxBytes
      ? Effect.fail<BodyError>({ _tag: "TooLarge", detail: `more than ${maxBytes} bytes` })
      : Effect.void
  }).pipe(
    Effect.catchAll((error: HttpClientError | BodyError) => {
      if (error._tag !== "RequestError" && error._tag !== "ResponseError") return Effect.fail(error)
      if (error.reason === "EmptyBody") return Effect.void
      return Effect.fail<BodyError>({ _tag: "Cut", detail: `the body ended early: ${describe(error.cause).text}` })
    }),
    Effect.map(() => {
      const bytes = new Uint8Array(size)
      let at = 0
      for (const chunk of chunks) {
        bytes.set(chunk, at)
        at += chunk.length
      }
      return bytes
    })
  )
}
export type Json =
  | { readonly _tag: "Json"; readonly value: unknown }
  | { readonly _tag: "Cut" | "Empty" | "Html" | "Text" | "TooDeep" | "TooMany" }
export const parseJson = (bytes: Uint8Array): Json => {
  const text = textOf(bytes)
  try {
    return { _tag: "Json", value: JSON.parse(text) }
  } catch {
    const first = Option.getOrElse(Option.fromNullable(/\S/.exec(text)?.[0]), () => "")
    if (first === "") return { _tag: "Empty" }
    if (first === "{" || first === "[") return { _tag: "Cut" }
    return { _tag: first === "<" ? "Html" : "Text" }
  }
}
