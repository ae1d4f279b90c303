import { alternate } from "../harness/sampling.ts"
import type { List, Stage, StageWalked } from "../harness/stage.ts"
import { type Goal, ratioRow, type Row } from "../report/row.ts"

const names = ["oursUndici", "sdk"] as const

/** Milliseconds until each answer. */
const delay = 100

/** The time of a whole list with the default options of each client, from a server that is far away. */
export const wholeList = async (stage: Stage, rounds: number): Promise<ReadonlyArray<Row>> => [
  await beside(stage, rounds, { total: 45, delay }, { atMost: 0.4 }),
  await beside(stage, rounds, { total: 1000, delay }, { atMost: 0.05 })
]

const beside = async (stage: Stage, rounds: number, list: List, goal: Goal): Promise<Row> => {
  const clients = await Promise.all(names.map(async (name) => [name, await stage.startClient(name, "plain")] as const))
  const samplers = clients.map(([name, client]) => [name, () => stage.walk(client, list)] as const)
  await alternate(samplers, 1)
  const walks = await alternate<(typeof names)[number], StageWalked>(samplers, rounds)
  for (const [, client] of clients) await client.stop()
  const millis = (name: (typeof names)[number]) => walks(name).map(({ millis }) => millis)
  const requests = (name: (typeof names)[number]) => {
    const sent = walks(name)[0]?.requests ?? Number.NaN
    return sent === 1 ? "1 request" : `${sent} requests`
  }
  return ratioRow(
    {
      row: "list",
      what: `${list.total} models, ${requests("oursUndici")} / SDK, ${requests("sdk")}`,
      goal
    },
    millis("oursUndici"),
    millis("sdk")
  )
}
