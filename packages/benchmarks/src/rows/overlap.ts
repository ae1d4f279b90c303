import { script } from "../harness/bundle.ts"
import { start } from "../harness/messages.ts"
import type { Overlapping } from "../harness/overlapping.ts"
import { alternate } from "../harness/sampling.ts"
import type { Stage } from "../harness/stage.ts"
import { measured } from "../harness/statistics.ts"
import type { Row } from "./row.ts"

const pages = 20
const limit = 100
const delay = 50
const work = 50
/** The first page overlaps with nothing. */
const ideal = delay + pages * Math.max(delay, work)

/** Row 8: the time of a walk whose consumer works on every page, over that of an ideal overlap of work and waiting. */
export const overlap = async (stage: Stage, rounds: number): Promise<ReadonlyArray<Row>> => {
  const baseUrl = await stage.prepare({ total: pages * limit, limit, delay })
  const child = start<Overlapping, number>(await script("harness/overlapping"))
  const ratio = async (prefetch: number) => (await child.ask({ baseUrl, limit, prefetch, work })) / ideal
  await ratio(1)
  const ahead = [0, 1, 2]
  const ratios = await alternate(
    ahead.map((prefetch) => [prefetch, () => ratio(prefetch)]),
    rounds
  )
  await child.stop()
  return ahead.map((prefetch) => ({
    row: "8 overlap",
    what: `prefetch ${prefetch} / ideal, ${pages} pages, ${delay} ms each, ${work} ms of work`,
    goal: prefetch === 0 ? undefined : { atMost: 1.15 },
    ...measured(ratios(prefetch)),
    samples: { ratio: ratios(prefetch) }
  }))
}
