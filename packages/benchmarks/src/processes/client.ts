/** What the process of a client does: it walks through a list when it is asked to, and measures that. */
import { idOf } from "../harness/catalogue.ts"
import { answerAll } from "../harness/messages.ts"

export interface ListOptions {
  /** The models of a page. Without it the client uses its default. */
  readonly limit?: number
}

/** Makes a client for a base URL. The client walks through the whole list and passes each id to `see`. */
export type MakeClient = (baseUrl: string) => (options: ListOptions, see: (id: string) => void) => Promise<void>

/** The part of a page that a client without validation reads. */
export interface Page {
  readonly data: ReadonlyArray<{ readonly id: string }>
  readonly has_more: boolean
  readonly last_id: string | null
}

export interface Walk extends ListOptions {
  readonly baseUrl: string
  /** After how many models the heap is measured. Needs `--expose-gc`. */
  readonly heapAt?: ReadonlyArray<number>
}

export interface Walked {
  readonly models: number
  readonly millis: number
  /** The largest resident size of the process so far, in kB. */
  readonly maxRss: number
  /** The heap at the places asked for, in bytes, after a garbage collection. */
  readonly heap: ReadonlyArray<number>
}

const collectedHeap = (): number => {
  if (globalThis.gc === undefined) throw new Error("start this process with --expose-gc")
  globalThis.gc()
  globalThis.gc()
  return process.memoryUsage().heapUsed
}

export const serveClient = (make: MakeClient): void => {
  const clients = new Map<string, ReturnType<MakeClient>>()
  answerAll<Walk, Walked>(async ({ baseUrl, heapAt = [], ...options }) => {
    const walk = clients.get(baseUrl) ?? make(baseUrl)
    clients.set(baseUrl, walk)
    let models = 0
    const heap: Array<number> = []
    const started = performance.now()
    await walk(options, (id) => {
      if (id !== idOf(models)) throw new Error(`${id} instead of ${idOf(models)}`)
      models += 1
      if (models === heapAt[heap.length]) heap.push(collectedHeap())
    })
    const millis = performance.now() - started
    return { models, millis, maxRss: process.resourceUsage().maxRSS, heap }
  })
}
