import type { Stage } from "../harness/stage.ts"
import { walker } from "../harness/stage.ts"
import { median, slope } from "../harness/statistics.ts"
import type { Row } from "./row.ts"

const limit = 1000

/**
 * Row 7: how the time per model changes with the number of models. The slope is that of its decimal logarithm for a
 * list ten times as long: 0 is constant, 0.1 a quarter more. Each walk is also checked to ask for as few pages as
 * there are.
 */
export const scaling = async (
  stage: Stage,
  totals: ReadonlyArray<number>,
  rounds: number
): Promise<ReadonlyArray<Row>> => {
  const client = stage.client("oursUndici")
  const points: Array<readonly [total: number, perModel: number]> = []
  let requests = 0
  for (const total of totals.toSorted((a, b) => b - a)) {
    const catalogue = { total, limit }
    const walk = walker(stage, catalogue, await stage.prepare(catalogue))
    // The longest list is walked once before: compilers take a million models to settle.
    if (points.length === 0) await walk(client)
    const samples: Array<number> = []
    for (let round = 0; round < Math.max(3, Math.min(rounds, 1_000_000 / total)); round++) {
      samples.push((await walk(client)).millis / total)
      requests += Math.ceil(total / limit)
    }
    points.push([total, median(samples)])
  }
  await client.stop()
  const [smallest] = points.toSorted(([a], [b]) => a - b)
  return [
    {
      row: "7 scaling",
      what: `slope of the time per model, ${totals.join(", ")} models`,
      value: slope(points.map(([total, perModel]) => [Math.log10(total), Math.log10(perModel)])),
      goal: { atMost: 0.05 },
      samples: Object.fromEntries(points.map(([total, perModel]) => [total, [perModel]]))
    },
    ...points.map(([total, perModel]): Row => ({
      row: "7 scaling",
      what: `time per model of ${total} / of ${smallest?.[0]}`,
      value: perModel / (smallest?.[1] ?? Number.NaN)
    }))
  ]
}
