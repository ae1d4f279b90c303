/**
 * The process that plays the API. `GET /{total}/{delay}/v1/models` is a page of a list of `total` models, sent after
 * `delay` milliseconds. Pages are made once and kept, so that a measurement meets pages that are ready to be sent.
 */
import { createServer } from "node:http"
import { idOf, indexOf, page } from "../harness/catalogue.ts"
import { answerAll } from "../harness/messages.ts"

export type Question = "address" | "requests"

/** A base URL, or the number of requests since the last question. */
export type Answer = string | number

/** Longer lists need gigabytes. Their pages are made anew for each request. */
const largestKept = 100_000

let keptTotal = Number.NaN
const kept = new Map<string, Buffer>()
let requests = 0

const bodyOf = (total: number, start: number, limit: number): Buffer => {
  if (total !== keptTotal) kept.clear()
  keptTotal = total
  const key = `${start}/${limit}`
  const body = kept.get(key) ?? Buffer.from(page(total, start, limit))
  if (total <= largestKept) kept.set(key, body)
  return body
}

const server = createServer((request, response) => {
  requests += 1
  const url = new URL(request.url ?? "/", "http://127.0.0.1")
  const [, total, delay] = /^\/(\d+)\/(\d+)\/v1\/models$/.exec(url.pathname)?.map(Number) ?? []
  const limit = Number(url.searchParams.get("limit") ?? 20)
  const after = url.searchParams.get("after_id")
  const start = after === null ? 0 : indexOf(after) + 1
  if (request.method !== "GET" || total === undefined || delay === undefined || Number.isNaN(start)) {
    response.writeHead(404).end()
    return
  }
  const body = bodyOf(total, start, limit)
  const send = () => {
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
// Sockets outlive the longest pause between two measurements.
server.keepAliveTimeout = 600_000
server.requestTimeout = 0

const listening = new Promise<string>((resolve) => {
  server.listen(0, "127.0.0.1", () => {
    const address = server.address()
    resolve(typeof address === "object" && address !== null ? `http://127.0.0.1:${address.port}` : "")
  })
})

answerAll<Question, Answer>(async (question) => {
  if (question === "address") return listening
  const count = requests
  requests = 0
  return count
})
