/** Rows 1 and 2: what a walk takes, beside what it takes the official SDK. */
import { alternate } from "../harness/sampling.ts"
import { type Catalogue, type ClientName, described, type Stage, walker } from "../harness/stage.ts"
import { measured, ratios } from "../harness/statistics.ts"
import type { Goal, Row } from "./row.ts"

export interface Rounds {
  /** How often every client is started anew: compilers do not decide alike each time. */
  readonly processes: number
  /** How many walks of each process are not measured, since compilers take that long to settle. */
  readonly warmups: number
  /** How many walks of each process are measured, after those. */
  readonly walks: number
}

const walks = async (
  stage: Stage,
  catalogue: Catalogue,
  { processes, walks, warmups }: Rounds,
  names: ReadonlyArray<ClientName>
) => {
  const walk = walker(stage, catalogue, await stage.prepare(catalogue))
  const times = new Map<ClientName, Array<number>>(names.map((name) => [name, []]))
  for (let process = 0; process < processes; process++) {
    const started = names.map((name) => [name, stage.client(name)] as const)
    for (let warmup = 0; warmup < warmups; warmup++) for (const [, client] of started) await walk(client)
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

const ours = ["oursUndici", "oursFetch"] as const

interface Comparison {
  readonly row: string
  /** What the list is, in the words of the table. */
  readonly list: string
  readonly goals: Partial<Record<ClientName, Goal>>
  /** The ratios of the times of a client and those of the SDK. */
  readonly compare: (times: ReadonlyArray<number>, sdk: ReadonlyArray<number>) => ReadonlyArray<number>
}

/**
 * Every client beside the SDK; and this library once more on a list of which no two models have the same capabilities,
 * since it parses those that models have in common once. It has given up looking for them by the time it is measured.
 */
const rows = async (
  stage: Stage,
  catalogue: Catalogue,
  rounds: Rounds,
  { compare, goals, list, row }: Comparison
): Promise<ReadonlyArray<Row>> => {
  const beside = async (
    names: ReadonlyArray<ClientName>,
    catalogue: Catalogue,
    list: string,
    goals: Comparison["goals"] = {}
  ) => {
    const times = await walks(stage, catalogue, rounds, ["sdk", ...names])
    return names.map((name): Row => ({
      row,
      what: `${described[name]} / SDK, ${list}`,
      goal: goals[name],
      ...measured(compare(times(name), times("sdk"))),
      samples: { [name]: times(name), sdk: times("sdk") }
    }))
  }
  return [
    ...(await beside([...ours, "platformUndici", "platformFetch", "fetch", "effectAi"], catalogue, list, goals)),
    ...(await beside(ours, { ...catalogue, variety: catalogue.total }, `${list}, no two with the same capabilities`))
  ]
}

/** Models in a time, every one of them validated, over those of the SDK, which validates nothing. */
export const throughput = (stage: Stage, catalogue: Catalogue, rounds: Rounds): Promise<ReadonlyArray<Row>> =>
  rows(stage, catalogue, rounds, {
    row: "1 throughput",
    list: `${catalogue.total} models`,
    goals: { oursUndici: { atLeast: 1 }, oursFetch: { atLeast: 0.95 } },
    compare: (times, sdk) => ratios(sdk, times)
  })

/** The time of a request for a small page, over that of the SDK. */
export const request = (stage: Stage, catalogue: Catalogue, rounds: Rounds): Promise<ReadonlyArray<Row>> =>
  rows(stage, catalogue, rounds, {
    row: "2 request",
    list: `${catalogue.total / catalogue.limit} pages of ${catalogue.limit} models`,
    goals: { oursUndici: { atMost: 1 }, oursFetch: { atMost: 1 } },
    compare: ratios
  })
