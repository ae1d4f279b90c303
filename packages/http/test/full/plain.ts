/** What the plain HTTP stacks under the three clients read from an answer, without this library. */
import * as Http from "node:http"
import { gunzipSync } from "node:zlib"
import { request as undiciRequest } from "@effect/platform-node/Undici"
import type { Client } from "../clients.ts"

interface Plain {
  readonly status: number
  readonly body: Buffer
}

const stacks: Readonly<Record<Client, (url: string, signal: AbortSignal) => Promise<Plain>>> = {
  fetch: async (url, signal) => {
    const response = await fetch(url, { redirect: "manual", signal })
    return { status: response.status, body: Buffer.from(await response.arrayBuffer()) }
  },
  undici: async (url, signal) => {
    const { body, statusCode } = await undiciRequest(url, { signal })
    return { status: statusCode, body: Buffer.from(await body.arrayBuffer()) }
  },
  node: (url, signal) =>
    new Promise((resolve, reject) => {
      const request = Http.get(url, { signal, agent: false }, (response) => {
        const chunks: Array<Buffer> = []
        response.on("data", (chunk: Buffer) => void chunks.push(chunk))
        response.on("error", reject)
        response.on("end", () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks) }))
      })
      request.on("error", reject)
    })
}

/** The JSON of a complete answer with a 2xx, or nothing. */
export const plainJson = async (client: Client, url: string): Promise<unknown> => {
  try {
    const { body, status } = await stacks[client](url, AbortSignal.timeout(1000))
    if (status < 200 || status > 299) return undefined
    const bytes = body[0] === 0x1f && body[1] === 0x8b ? gunzipSync(body) : body
    const json: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes))
    return json
  } catch {
    return undefined
  }
}
