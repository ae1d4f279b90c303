import type { Build } from "../harness/bundle.ts"
import { alternate } from "../harness/sampling.ts"
import { type ClientName, type List, type Stage, titles } from "../harness/stage.ts"
import { ratioRow, type Row } from "../report/row.ts"

const names = ["oursUndici", "oursFetch", "platform"] as const
const limit = 1000

/** The largest resident size of a process that walks through a list once, beside the SDK. */
export const resident = async (stage: Stage, list: List, rounds: number): Promise<ReadonlyArray<Row>> => {
  const beside = async (how: Build): Promise<ReadonlyArray<Row>> => {
    const once = (name: ClientName) => async () => {
      const client = await stage.startClient(name, how)
      const { maxRss } = await stage.walk(client, list, { limit })
      await client.stop()
      return maxRss
    }
    const sizes = await alternate<ClientName, number>(
      [...names, "sdk" as const].map((name) => [name, once(name)]),
      rounds
    )
    return names.map((name) =>
      ratioRow(
        {
          row: "memory",
          what: `${titles[name]} / SDK, ${how}, ${list.total} models`,
          goal: name === "platform" ? undefined : { atMost: 1.1 }
        },
        sizes(name),
        sizes("sdk")
      )
    )
  }
  return [...(await beside("bundled")), ...(await beside("plain"))]
}

/** How much the heap grows in a long walk, from its first tenth to its end. */
export const growth = async (stage: Stage, list: List): Promise<ReadonlyArray<Row>> => {
  const client = await stage.startClient("oursUndici", "plain", ["--expose-gc"])
  const heapAt = [0.1, 0.25, 0.5, 0.75, 1].map((part) => list.total * part)
  const { heap } = await stage.walk(client, list, { limit, heapAt })
  await client.stop()
  const [first = Number.NaN, ...later] = heap
  return [
    {
      row: "growth",
      what: `heap, from ${heapAt[0]} to ${list.total} models`,
      value: (Math.max(...later) - first) / 1_000_000,
      unit: "MB",
      goal: { atMost: 2 },
      samples: { heap }
    }
  ]
}
