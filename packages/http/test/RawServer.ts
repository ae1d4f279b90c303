/**
 * A scripted HTTP server on `node:net`: for each request it plays a list of steps on the socket, so that an answer can
 * be cut, stalled, dripped, reset or garbled at any byte.
 */
import * as Net from "node:net"
import { gzipSync } from "node:zlib"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"

/** An action of the server on the socket of a request. */
export type Step =
  | { readonly send: Uint8Array | string }
  | { readonly wait: number }
  /** Sends the same bytes for ever, as fast as the client reads them. */
  | { readonly flood: Uint8Array }
  | "end"
  | "reset"
  /** Sends nothing more and keeps the socket open. */
  | "stall"

export interface Request {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** The number of requests before this one. */
  readonly index: number
  /** The number of its connection, from 0. */
  readonly connection: number
}

export interface RawServer {
  readonly url: string
  readonly requests: ReadonlyArray<Request>
  /** The number of open sockets. */
  readonly open: () => number
  /** The number of sockets so far. */
  readonly connections: () => number
  /** Ends the sockets on which no request is being answered. */
  readonly endIdle: () => void
}

/** Listens on a free port of 127.0.0.1 until the scope ends. */
export const make = (
  respond: (request: Request) => ReadonlyArray<Step>
): Effect.Effect<RawServer, never, Scope.Scope> =>
  Effect.map(
    Effect.acquireRelease(
      Effect.async<Running>((resume) => {
        const running = start(respond)
        running.server.listen(0, "127.0.0.1", () => resume(Effect.succeed(running)))
      }),
      ({ server, sockets }) =>
        Effect.async<void>((resume) => {
          for (const socket of sockets.keys()) socket.destroy()
          server.close(() => resume(Effect.void))
        })
    ),
    ({ requests, server, sockets, total }): RawServer => {
      const address = server.address()
      const port = typeof address === "object" && address !== null ? address.port : 0
      return {
        url: `http://127.0.0.1:${port}`,
        requests,
        open: () => sockets.size,
        connections: total,
        endIdle: () => {
          for (const [socket, isBusy] of sockets) if (!isBusy) socket.destroy()
        }
      }
    }
  )

interface Running {
  readonly server: Net.Server
  /** The open sockets, and whether a request is being answered on each. */
  readonly sockets: Map<Net.Socket, boolean>
  readonly requests: Array<Request>
  readonly total: () => number
}

const start = (respond: (request: Request) => ReadonlyArray<Step>): Running => {
  const sockets = new Map<Net.Socket, boolean>()
  const requests: Array<Request> = []
  let total = 0
  const server = Net.createServer((socket) => {
    const connection = total++
    let received = ""
    sockets.set(socket, false)
    socket.on("error", () => undefined)
    socket.on("close", () => sockets.delete(socket))
    socket.on("data", (data) => {
      received += data.toString("latin1")
      for (let end = received.indexOf("\r\n\r\n"); end >= 0; end = received.indexOf("\r\n\r\n")) {
        const request = parseHead(received.slice(0, end), requests.length, connection)
        received = received.slice(end + 4 + Number(request.headers["content-length"] ?? 0))
        requests.push(request)
        sockets.set(socket, true)
        void play(socket, respond(request)).then(() => {
          if (sockets.has(socket)) sockets.set(socket, false)
        })
      }
    })
  })
  return { server, sockets, requests, total: () => total }
}

const parseHead = (head: string, index: number, connection: number): Request => {
  const [first = "", ...lines] = head.split("\r\n")
  const [method = "", path = ""] = first.split(" ")
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(":")
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
    })
  )
  return { method, path, headers, index, connection }
}

const play = async (socket: Net.Socket, steps: ReadonlyArray<Step>): Promise<void> => {
  for (const step of steps) {
    if (socket.destroyed) return
    if (step === "end") socket.end()
    else if (step === "reset") socket.resetAndDestroy()
    else if (step === "stall") await new Promise<void>((resolve) => socket.once("close", () => resolve()))
    else if ("wait" in step) await new Promise((resolve) => setTimeout(resolve, step.wait))
    else if ("send" in step) await write(socket, step.send)
    else while (!socket.destroyed) await write(socket, step.flood)
  }
}

const write = (socket: Net.Socket, bytes: Uint8Array | string): Promise<void> =>
  new Promise((resolve) => {
    if (socket.write(bytes)) return resolve()
    const done = () => {
      socket.off("drain", done)
      socket.off("close", done)
      resolve()
    }
    socket.once("drain", done)
    socket.once("close", done)
  })

export interface Answer {
  readonly status?: number
  /** An array is sent as one header for each value. */
  readonly headers?: Readonly<Record<string, string | ReadonlyArray<string>>>
  /** A body that is neither a string nor bytes is written as JSON. */
  readonly body?: unknown
  readonly gzip?: boolean
  /** How the head announces the end of the body. */
  readonly framing?: "length" | "chunked" | "close"
  /** Whether there is a `date` header, as from every real server. A length is trusted only beside one. */
  readonly dated?: boolean
}

/** The bytes of an answer. */
export const bytesOf = ({
  body = "",
  dated = true,
  framing = "length",
  gzip = false,
  headers = {},
  status = 200
}: Answer): Buffer => {
  const plain = body instanceof Uint8Array ? body : Buffer.from(typeof body === "string" ? body : JSON.stringify(body))
  const sent = gzip ? gzipSync(plain) : Buffer.from(plain)
  const lines = Object.entries({
    "content-type": "application/json",
    ...(dated ? { date: new Date().toUTCString() } : {}),
    ...(gzip ? { "content-encoding": "gzip" } : {}),
    ...(framing === "length" ? { "content-length": String(sent.length) } : {}),
    ...(framing === "chunked" ? { "transfer-encoding": "chunked" } : {}),
    ...(framing === "close" ? { connection: "close" } : {}),
    ...headers
  }).flatMap(([name, value]) => [value].flat().map((one) => `${name}: ${one}\r\n`))
  return Buffer.concat([
    Buffer.from(`HTTP/1.1 ${status} Status\r\n${lines.join("")}\r\n`),
    framing === "chunked" ? chunked(sent) : sent
  ])
}

const chunked = (body: Uint8Array): Buffer => {
  const middle = Math.ceil(body.length / 2)
  const parts = [body.subarray(0, middle), body.subarray(middle)].filter((part) => part.length > 0)
  return Buffer.concat([
    ...parts.flatMap((part) => [Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from("\r\n")]),
    Buffer.from("0\r\n\r\n")
  ])
}

/** A whole answer. */
export const answer = (answer: Answer = {}): ReadonlyArray<Step> => [
  { send: bytesOf(answer) },
  ...(answer.framing === "close" ? (["end"] as const) : [])
]

/** The first `at` bytes of an answer, or that share of them if `at` is below 1, and then a break. */
export const breakAt = (bytes: Buffer, at: number, then: "end" | "reset" | "stall"): ReadonlyArray<Step> => [
  { send: bytes.subarray(0, at < 1 ? Math.floor(bytes.length * at) : at) },
  // A reset throws away bytes that have not left yet.
  ...(then === "reset" ? [{ wait: 5 }] : []),
  then
]

/** An answer in small pieces, with a pause after each. */
export const drip = (bytes: Buffer, { every, size }: { readonly every: number; readonly size: number }) =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => [
    { send: bytes.subarray(index * size, (index + 1) * size) },
    { wait: every }
  ]).flat()

/** The position of the body in an answer. */
export const bodyAt = (bytes: Buffer): number => bytes.indexOf("\r\n\r\n") + 4
