import { buildScript } from "../harness/bundle.ts"
import { startChild } from "../harness/messages.ts"
import { measured } from "../harness/statistics.ts"
import type { LookUps } from "../processes/lookUps.ts"
import type { Row } from "../report/row.ts"

/** The time to look a model up in a fresh catalog. A batch is 1000 look-ups. */
export const lookUp = async (batches: number): Promise<ReadonlyArray<Row>> => {
  const child = startChild<LookUps, ReadonlyArray<number>>(await buildScript("processes/lookUps", "plain"))
  const microseconds = await child.ask({ batches })
  await child.stop()
  return [
    {
      row: "look-up",
      what: "ModelCatalog.get in a fresh catalog",
      unit: "µs",
      goal: { atMost: 2 },
      ...measured(microseconds)
    }
  ]
}
