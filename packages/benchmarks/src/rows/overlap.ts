import { buildScript } from "../harness/bundle.ts"
import { startChild } from "../harness/messages.ts"
import { alternate } from "../harness/sampling.ts"
import type { Stage } from "../harness/stage.ts"
import { measured } from "../harness/statistics.ts"
import type { Overlapping } from "../processes/overlapping.ts"
import type { Row } from "../report/row.ts"

const pages = 20
const limit = 100
/** Walks before the measured ones, until the compilers have settled. */
const warmups = 10
/** Milliseconds until each page, and of work on it. */
const delay = 50
const work = 50
/** Nothing can overlap with the request for the first page. */
const ideal = delay + pages * Math.max(delay, work)

/** The time of a walk with work on every page, over that of a perfect overlap of work and requests. */
export const overlap = async (stage: Stage, rounds: number): Promise<ReadonlyArray<Row>> => {
  const baseUrl = stage.urlOf({ total: pages * limit, delay })
  const child = startChild<Overlapping, number>(await buildScript("processes/overlapping", "plain"))
  const ratio = async (prefetch: number) => (await child.ask({ baseUrl, limit, prefetch, work })) / ideal
  for (let warmup = 0; warmup < warmups; warmup++) await ratio(1)
  const prefetches = [0, 1, 2]
  const samples = await alternate(
    prefetches.map((prefetch) => [prefetch, () => ratio(prefetch)]),
    rounds
  )
  await child.stop()
  return prefetches.map((prefetch) => ({
    row: "overlap",
    what: `prefetch ${prefetch} / ideal, ${delay} ms a page and ${work} ms of work on it`,
    goal: prefetch === 0 ? undefined : { atMost: 1.15 },
    ...measured(samples(prefetch)),
    samples: { ratio: samples(prefetch) }
  }))
}
