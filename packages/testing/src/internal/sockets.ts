import type { HttpServerRequest } from "@effect/platform/HttpServerRequest"
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"

/** The head of an answer. */
export interface Head {
  readonly status: number
  readonly headers: { readonly [name: string]: string }
}

/** What only a server that holds the sockets can do to a request. */
export class Sockets extends Context.Tag("@anthropic-models/testing/internal/Sockets")<
  Sockets,
  {
    /** Sends the head and some bytes, then ends the connection. */
    readonly cut: (request: HttpServerRequest, head: Head, bytes: Uint8Array) => Effect.Effect<void>
    /** Sends bytes as they are, then ends the connection, leaves it open for ever, or resets it. */
    readonly send: (
      request: HttpServerRequest,
      bytes: Uint8Array,
      end: "close" | "stall" | "reset"
    ) => Effect.Effect<void>
  }
>() {}
