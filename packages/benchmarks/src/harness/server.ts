/**
 * The process that answers: `GET /{total}/{variety}/{delay}/v1/models` lists a catalogue of `total` models with
 * `variety` different capabilities, `delay` milliseconds late. Pages are made before they are measured, so that it is
 * the clients that are measured.
 */
import { createServer } from "node:http"
import { idOf, indexOf, type List, page } from "./catalogue.ts"
import { answering } from "./messages.ts"

export type Question =
  | { readonly ask: "address" }
  /** Makes every page of a catalogue, and forgets those of others. */
  | { readonly ask: "prepare"; readonly list: List; readonly limit: number }
  /** How many requests have come since this was last asked. */
  | { readonly ask: "requests" }

export type Answer = string | number

const pages = new Map<string, Buffer>()
let requests = 0

const bodyOf = (list: List, start: number, limit: number): Buffer => {
  const key = `${list.total}/${list.variety}/${start}/${limit}`
  const known = pages.get(key)
  if (known !== undefined) return known
  const body = Buffer.from(page(list, start, limit))
  pages.set(key, body)
  return body
}

const route = /^\/(\d+)\/(\d+)\/(\d+)\/v1\/models$/

const server = createServer((request, response) => {
  requests += 1
  const url = new URL(request.url ?? "/", "http://127.0.0.1")
  const [, total, variety, delay] = route.exec(url.pathname)?.map(Number) ?? []
  const limit = Number(url.searchParams.get("limit") ?? 20)
  const after = url.searchParams.get("after_id")
  const start = after === null ? 0 : indexOf(after) + 1
  if (request.method !== "GET" || total === undefined || delay === undefined || Number.isNaN(start)) {
    response.writeHead(404).end()
    return
  }
  const send = () => {
    const body = bodyOf({ total, variety }, start, limit)
    response.writeHead(200, {
      "content-type": "application/json",
      "content-length": body.length,
      "request-id": `req_${idOf(start)}`
    })
    response.end(body)
  }
  if (delay === 0) send()
  else setTimeout(send, delay)
})
// Sockets are kept open as long as the longest pause between two measurements.
server.keepAliveTimeout = 600_000
server.requestTimeout = 0

const listening = new Promise<string>((resolve) => {
  server.listen(0, "127.0.0.1", () => {
    const address = server.address()
    resolve(typeof address === "object" && address !== null ? `http://127.0.0.1:${address.port}` : "")
  })
})

answering<Question, Answer>(async (question) => {
  switch (question.ask) {
    case "address":
      return listening
    case "prepare": {
      pages.clear()
      const { limit, list } = question
      for (let start = 0; start < list.total; start += limit) bodyOf(list, start, limit)
      return pages.size
    }
    case "requests": {
      const count = requests
      requests = 0
      return count
    }
  }
})
