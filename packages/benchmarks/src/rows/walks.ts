/** What a walk through a list takes, beside the official SDK. */
import { alternate } from "../harness/sampling.ts"
import { type ClientName, clientNames, type List, type Stage, titles } from "../harness/stage.ts"
import { ratioRow, type Row } from "../report/row.ts"

export interface Pages extends List {
  readonly limit: number
}

export interface Rounds {
  /** How often all clients are started anew: the compilers of two processes do not decide alike. */
  readonly processes: number
  /** Walks of each process before the measured ones, until its compilers have settled. */
  readonly warmups: number
  /** Measured walks of each process. */
  readonly walks: number
}

/** Milliseconds of each walk. */
const measure = async (stage: Stage, { limit, ...list }: Pages, { processes, walks, warmups }: Rounds) => {
  const times = new Map<ClientName, Array<number>>(clientNames.map((name) => [name, []]))
  for (let process = 0; process < processes; process++) {
    const clients = await Promise.all(
      clientNames.map(async (name) => [name, await stage.startClient(name, "plain")] as const)
    )
    const samplers = clients.map(
      ([name, client]) => [name, async () => (await stage.walk(client, list, { limit })).millis] as const
    )
    await alternate(samplers, warmups)
    const samples = await alternate(samplers, walks)
    for (const [name, client] of clients) {
      times.get(name)?.push(...samples(name))
      await client.stop()
    }
  }
  return (name: ClientName): ReadonlyArray<number> => times.get(name) ?? []
}

const peers = ["oursUndici", "oursFetch", "platform", "effectAi", "fetch"] as const

/** Models in a given time, beside the SDK. Here every model is decoded. */
export const throughput = async (stage: Stage, pages: Pages, rounds: Rounds): Promise<ReadonlyArray<Row>> => {
  const times = await measure(stage, pages, rounds)
  return peers.map((name) =>
    ratioRow(
      {
        row: "throughput",
        what: `${titles[name]} / SDK, ${pages.limit} models a page`,
        goal: name === "oursUndici" ? { atLeast: 0.85 } : undefined
      },
      times("sdk"),
      times(name)
    )
  )
}

/** The time of a request for a small page, beside the SDK. */
export const request = async (stage: Stage, pages: Pages, rounds: Rounds): Promise<ReadonlyArray<Row>> => {
  const times = await measure(stage, pages, rounds)
  return peers.map((name) =>
    ratioRow(
      {
        row: "request",
        what: `${titles[name]} / SDK, ${pages.limit} models a page`,
        goal: name === "oursUndici" ? { atMost: 1.3 } : undefined
      },
      times(name),
      times("sdk")
    )
  )
}
