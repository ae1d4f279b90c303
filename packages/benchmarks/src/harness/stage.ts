/** The server and the clients, each a process of its own, as the rows use them. */
import { bundledScript, script } from "./bundle.ts"
import { defaultVariety, type List } from "./catalogue.ts"
import { type Asked, start } from "./messages.ts"
import type { Answer, Question } from "./server.ts"
import type { Walk, Walked } from "./worker.ts"

/** The clients that are measured, in the order of the table. */
export const clients = [
  "fetch",
  "sdk",
  "effectAi",
  "platformUndici",
  "platformFetch",
  "oursUndici",
  "oursFetch"
] as const

export type ClientName = (typeof clients)[number]

export const described: Readonly<Record<ClientName, string>> = {
  fetch: "fetch and JSON.parse",
  sdk: "the official SDK",
  effectAi: "@effect/ai-anthropic",
  platformUndici: "platform alone, undici",
  platformFetch: "platform alone, fetch",
  oursUndici: "ours, undici",
  oursFetch: "ours, fetch"
}

export interface Catalogue extends List {
  readonly limit: number
  /** How late each page is sent, in milliseconds. */
  readonly delay?: number
}

export interface Stage {
  /** Makes the pages of a catalogue, and says where it is found. */
  readonly prepare: (catalogue: Catalogue) => Promise<string>
  /** How many requests have come since this was last asked. */
  readonly requests: () => Promise<number>
  /** A fresh process of a client, with plain imports. */
  readonly client: (name: ClientName, execArgv?: ReadonlyArray<string>) => Asked<Walk, Walked>
  /** A fresh process of a client that is one minified file. */
  readonly bundledClient: (name: ClientName) => Promise<Asked<Walk, Walked>>
  readonly stop: () => Promise<void>
}

export const open = async (): Promise<Stage> => {
  const server = start<Question, Answer>(await script("harness/server"))
  const scripts = new Map<ClientName, string>()
  const bundles = new Map<ClientName, string>()
  for (const name of clients) scripts.set(name, await script(`clients/${name}`))
  const address = await server.ask({ ask: "address" })
  return {
    prepare: async ({ delay = 0, limit, total, variety = defaultVariety }) => {
      await server.ask({ ask: "prepare", list: { total, variety }, limit })
      await server.ask({ ask: "requests" })
      return `${address}/${total}/${variety}/${delay}`
    },
    requests: async () => Number(await server.ask({ ask: "requests" })),
    client: (name, execArgv) => start<Walk, Walked>(scripts.get(name) ?? "", execArgv),
    bundledClient: async (name) => {
      const path = bundles.get(name) ?? (await bundledScript(`clients/${name}`))
      bundles.set(name, path)
      return start<Walk, Walked>(path)
    },
    stop: server.stop
  }
}

/** A walk whose list is checked: every client must return the same one, with as few requests as can be. */
export const walker = (stage: Stage, catalogue: Catalogue, baseUrl: string, more: Partial<Walk> = {}) => {
  let expected: number | undefined
  return async (client: Asked<Walk, Walked>): Promise<Walked> => {
    const walked = await client.ask({ baseUrl, limit: catalogue.limit, ...more })
    expected ??= walked.hash
    const requests = await stage.requests()
    const pages = Math.max(1, Math.ceil(catalogue.total / catalogue.limit))
    if (walked.models !== catalogue.total) throw new Error(`${walked.models} models of ${catalogue.total}`)
    if (walked.hash !== expected) throw new Error("another list than that of the client before")
    if (requests !== pages) throw new Error(`${requests} requests for ${pages} pages`)
    return walked
  }
}
