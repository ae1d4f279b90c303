/** The server and the clients, each in a process of its own, as the rows use them. */
import type { Walk, Walked } from "../processes/client.ts"
import type { Answer, Question } from "../processes/server.ts"
import { type Build, buildScript } from "./bundle.ts"
import { type Child, startChild } from "./messages.ts"

export const clientNames = ["sdk", "fetch", "effectAi", "platform", "oursUndici", "oursFetch"] as const

export type ClientName = (typeof clientNames)[number]

/** The clients, as the table calls them. */
export const titles: Readonly<Record<ClientName, string>> = {
  sdk: "the SDK",
  fetch: "fetch and JSON.parse",
  effectAi: "@effect/ai-anthropic",
  platform: "@effect/platform alone",
  oursUndici: "by undici",
  oursFetch: "by fetch"
}

/** A list that the server serves. */
export interface List {
  readonly total: number
  /**
   * How long the server waits before each answer, in milliseconds.
   *
   * @default 0
   */
  readonly delay?: number
}

type Client = Child<Walk, Walked>

export interface StageWalked extends Walked {
  readonly requests: number
}

export interface Stage {
  /** The base URL of a list. */
  readonly urlOf: (list: List) => string
  /** How many requests the server got since the last question. */
  readonly requests: () => Promise<number>
  readonly startClient: (name: ClientName, how: Build, execArgv?: ReadonlyArray<string>) => Promise<Client>
  /**
   * Lets a client walk through a whole list. Rejects if a model is missing or out of order, or if the client sent more
   * requests than there are pages of `limit` models.
   */
  readonly walk: (client: Client, list: List, options?: Omit<Walk, "baseUrl">) => Promise<StageWalked>
  readonly stop: () => Promise<void>
}

/** The number of pages of a list. An empty list has one. */
const pagesOf = ({ total }: List, limit: number): number => Math.max(1, Math.ceil(total / limit))

export const openStage = async (): Promise<Stage> => {
  const server = startChild<Question, Answer>(await buildScript("processes/server", "plain"))
  const address = await server.ask("address")
  const urlOf = ({ delay = 0, total }: List) => `${address}/${total}/${delay}`
  const requests = async () => Number(await server.ask("requests"))
  return {
    urlOf,
    requests,
    startClient: async (name, how, execArgv) => startChild(await buildScript(`clients/${name}`, how), execArgv),
    walk: async (client, list, options = {}) => {
      await requests()
      const walked = await client.ask({ ...options, baseUrl: urlOf(list) })
      const sent = await requests()
      if (walked.models !== list.total) throw new Error(`${walked.models} models instead of ${list.total}`)
      if (options.limit !== undefined && sent !== pagesOf(list, options.limit)) {
        throw new Error(`${sent} requests for ${pagesOf(list, options.limit)} pages`)
      }
      return { ...walked, requests: sent }
    },
    stop: server.stop
  }
}
