import * as Net from "node:net"
import { gzipSync } from "node:zlib"
/**
 * A scriptable HTTP server on `node:net`: for each request it plays a list of steps on the socket, so that an answer
 * can be cut, stalled, dripped, reset or garbled at any byte.
 */
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"

/** One thing that the server does on the socket of a request. */
export type Step =
  | { readonly send: Uint8Array | string }
  | { readonly wait: number }
  /** Sends the same bytes for ever, as fast as they are taken. */
  | { readonly flood: Uint8Array }
  | "end"
  | "reset"
  /** Says nothing more, and keeps the socket open. */
  | "stall"

export interface Request {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** How many requests came before this one. */
  readonly index: number
  /** Which connection it came on, from 0. */
  readonly connection: number
}

export interface RawServer {
  readonly url: string
  readonly requests: ReadonlyArray<Request>
  /** How many sockets are open. */
  readonly open: () => number
  /** How many sockets there have been. */
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
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly gzip?: boolean
  /** How the end of the body is told. */
  readonly framing?: "length" | "chunked" | "close"
  /** Whether there is a `date`, as from every real server: a browser may hide it, and a length is trusted beside it. */
  readonly dated?: boolean
}

/** The bytes of an answer. A body that is neither text nor bytes is written as JSON. */
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
  const head = Object.entries({
    "content-type": "application/json",
    ...(dated ? { date: new Date().toUTCString() } : {}),
    ...(gzip ? { "content-encoding": "gzip" } : {}),
    ...(framing === "length" ? { "content-length": String(sent.length) } : {}),
    ...(framing === "chunked" ? { "transfer-encoding": "chunked" } : {}),
    ...(framing === "close" ? { connection: "close" } : {}),
    ...headers
  })
  return Buffer.concat([
    Buffer.from(`HTTP/1.1 ${status} Status\r\n${head.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`),
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

/** An answer of which `at` bytes are sent, or that part of them, before something else happens. */
export const breakAt = (bytes: Buffer, at: number, then: "end" | "reset" | "stall"): ReadonlyArray<Step> => [
  { send: bytes.subarray(0, at < 1 ? Math.floor(bytes.length * at) : at) },
  // What is sent must have left before a reset, which throws away what has not.
  ...(then === "reset" ? [{ wait: 5 }] : []),
  then
]

/** An answer that comes in small pieces, with a pause after each. */
export const drip = (bytes: Buffer, { every, size }: { readonly every: number; readonly size: number }) =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => [
    { send: bytes.subarray(index * size, (index + 1) * size) },
    { wait: every }
  ]).flat()

/** Where the body of an answer begins. */
export const bodyAt = (bytes: Buffer): number => bytes.indexOf("\r\n\r\n") + 4
