/** The JSON that the plain HTTP stacks under the three clients read from an answer, without this library. */
import * as Http from "node:http"
import { gunzipSync } from "node:zlib"
import { request } from "@effect/platform-node/Undici"
import type { Client } from "../clients.ts"

interface Plain {
  readonly status: number | undefined
  readonly body: AsyncIterable<Uint8Array> | null
}

const stacks: Readonly<Record<Client, (url: string, signal: AbortSignal) => Promise<Plain>>> = {
  fetch: (url, signal) => fetch(url, { redirect: "manual", signal }),
  undici: async (url, signal) => {
    const { body, statusCode } = await request(url, { signal })
    return { status: statusCode, body }
  },
  node: (url, signal) =>
    new Promise((resolve, reject) => {
      const request = Http.get(url, { signal, agent: false }, (body) => resolve({ status: body.statusCode, body }))
      request.on("error", reject)
    })
}

/** The bytes that arrive, however the body ends. JSON shows by itself whether it is complete. */
const arrived = async (body: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const chunks: Array<Uint8Array> = []
  try {
    for await (const chunk of body) chunks.push(chunk)
  } catch {
    // a reset after the last byte
  }
  return Buffer.concat(chunks)
}

/** The JSON in the body of a 2xx, or nothing. */
export const plainJson = async (client: Client, url: string): Promise<unknown> => {
  try {
    const { body, status = 0 } = await stacks[client](url, AbortSignal.timeout(1000))
    if (body === null || status < 200 || status > 299) return undefined
    const bytes = await arrived(body)
    const text = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes
    const json: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(text))
    return json
  } catch {
    return undefined
  }
}
