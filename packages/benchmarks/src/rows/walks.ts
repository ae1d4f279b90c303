/** Rows 1 and 2: what a walk takes, beside what it takes the official SDK. */
import { alternate } from "../harness/sampling.ts"
import { type Catalogue, type ClientName, clients, type Stage, walker } from "../harness/stage.ts"
import { measured, ratios } from "../harness/statistics.ts"
import type { Goal, Row } from "./row.ts"

export interface Rounds {
  /** How often every client is started anew: compilers do not decide alike each time. */
  readonly processes: number
  /** How many walks of each process are measured, after one that is not. */
  readonly walks: number
}

const walks = async (stage: Stage, catalogue: Catalogue, { processes, walks }: Rounds) => {
  const walk = walker(stage, catalogue, await stage.prepare(catalogue))
  const times = new Map<ClientName, Array<number>>(clients.map((name) => [name, []]))
  for (let process = 0; process < processes; process++) {
    const started = clients.map((name) => [name, stage.client(name)] as const)
    for (const [, client] of started) await walk(client)
    const samples = await alternate(
      started.map(([name, client]) => [name, async () => (await walk(client)).millis]),
      walks
    )
    for (const [name, client] of started) {
      times.get(name)?.push(...samples(name))
      await client.stop()
    }
  }
  return (name: ClientName): ReadonlyArray<number> => times.get(name) ?? []
}

const described: Readonly<Record<ClientName, string>> = {
  fetch: "fetch and JSON.parse",
  sdk: "the official SDK",
  effectAi: "@effect/ai-anthropic",
  oursUndici: "ours, undici",
  oursFetch: "ours, fetch"
}

const beside = ["oursUndici", "oursFetch", "fetch", "effectAi"] as const

/** Models in a time, every one of them validated, over those of the SDK, which validates nothing. */
export const throughput = async (stage: Stage, catalogue: Catalogue, rounds: Rounds): Promise<ReadonlyArray<Row>> => {
  const times = await walks(stage, catalogue, rounds)
  const goals: Partial<Record<ClientName, Goal>> = { oursUndici: { atLeast: 1 }, oursFetch: { atLeast: 0.95 } }
  return beside.map((name) => ({
    row: "1 throughput",
    what: `${described[name]} / SDK, ${catalogue.total} models`,
    goal: goals[name],
    ...measured(ratios(times("sdk"), times(name))),
    samples: { [name]: times(name), sdk: times("sdk") }
  }))
}

/** The time of a request for a small page, over that of the SDK. */
export const request = async (stage: Stage, catalogue: Catalogue, rounds: Rounds): Promise<ReadonlyArray<Row>> => {
  const times = await walks(stage, catalogue, rounds)
  const goals: Partial<Record<ClientName, Goal>> = { oursUndici: { atMost: 1 }, oursFetch: { atMost: 1 } }
  return beside.map((name) => ({
    row: "2 request",
    what: `${described[name]} / SDK, ${catalogue.total / catalogue.limit} pages of ${catalogue.limit}`,
    goal: goals[name],
    ...measured(ratios(times(name), times("sdk"))),
    samples: { [name]: times(name), sdk: times("sdk") }
  }))
}
