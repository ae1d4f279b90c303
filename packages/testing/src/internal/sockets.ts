import type { HttpServerRequest } from "@effect/platform/HttpServerRequest"
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { Delivery } from "../Fault.ts"
import type { Answer } from "./answer.ts"

/** The means of a server that has the sockets of its requests. */
export class Sockets extends Context.Tag("@anthropic-models/testing/internal/Sockets")<
  Sockets,
  {
    readonly compress: (
      encoding: Extract<Delivery, { readonly _tag: "Compressed" }>["encoding"],
      bytes: Uint8Array
    ) => Uint8Array
    /** Adds headers that are sent once for each value. */
    readonly addHeaders: (
      request: HttpServerRequest,
      headers: { readonly [name: string]: ReadonlyArray<string> }
    ) => Effect.Effect<void>
    /** Sends a head and a part of a body, then ends the connection. */
    readonly cut: (
      request: HttpServerRequest,
      head: Pick<Answer, "status" | "headers">,
      bytes: Uint8Array
    ) => Effect.Effect<void>
    /** Sends bytes, then ends the connection, leaves it open, or resets it. */
    readonly send: (
      request: HttpServerRequest,
      bytes: Uint8Array,
      end: "close" | "stall" | "reset"
    ) => Effect.Effect<void>
  }
>() {}
