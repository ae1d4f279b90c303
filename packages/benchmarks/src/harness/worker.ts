/** The process of one client, which walks a list each time it is asked to, and says what that took. */
import { answering } from "./messages.ts"

/** Makes a client for a base URL. What it makes walks the whole list, and shows each model's id as it comes. */
export type Client = (baseUrl: string) => (limit: number, see: (id: string) => void) => Promise<void>

/** What is read of a page by a client that validates nothing. */
export interface Page {
  readonly data: ReadonlyArray<{ readonly id: string }>
  readonly has_more: boolean
  readonly last_id: string | null
}

export interface Walk {
  readonly baseUrl: string
  readonly limit: number
  /** The collected heap is measured when this many models have been seen, each time. */
  readonly heapAt?: ReadonlyArray<number>
}

export interface Walked {
  readonly models: number
  /** Of all ids in their order: lists are the same where it is. */
  readonly hash: number
  readonly millis: number
  /** Processor time of this process, in milliseconds, with that of its garbage collector and compilers. */
  readonly cpuMillis: number
  /** The largest resident size so far, in kB. */
  readonly maxRss: number
  /** The collected heap at the places asked for, in bytes. */
  readonly heap: ReadonlyArray<number>
}

const fnv = (hash: number, text: string): number => {
  let value = hash
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 16_777_619)
  return value >>> 0
}

const collectedHeap = (): number => {
  if (globalThis.gc === undefined) throw new Error("start this process with --expose-gc")
  globalThis.gc()
  globalThis.gc()
  return process.memoryUsage().heapUsed
}

export const serve = (client: Client): void => {
  const clients = new Map<string, ReturnType<Client>>()
  answering<Walk, Walked>(async ({ baseUrl, heapAt = [], limit }) => {
    const walk = clients.get(baseUrl) ?? client(baseUrl)
    clients.set(baseUrl, walk)
    let models = 0
    let hash = 2_166_136_261
    const heap: Array<number> = []
    const cpu = process.cpuUsage()
    const started = performance.now()
    await walk(limit, (id) => {
      models += 1
      hash = fnv(hash, id)
      if (models === heapAt[heap.length]) heap.push(collectedHeap())
    })
    const millis = performance.now() - started
    const { system, user } = process.cpuUsage(cpu)
    return {
      models,
      hash,
      millis,
      cpuMillis: (system + user) / 1000,
      maxRss: process.resourceUsage().maxRSS,
      heap
    }
  })
}
