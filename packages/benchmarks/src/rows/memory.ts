import type { Asked } from "../harness/messages.ts"
import { alternate } from "../harness/sampling.ts"
import { type Catalogue, type ClientName, described, type Stage, walker } from "../harness/stage.ts"
import { measured, ratios } from "../harness/statistics.ts"
import type { Walk, Walked } from "../harness/worker.ts"
import type { Row } from "./row.ts"

const names = ["oursUndici", "oursFetch", "platformUndici", "platformFetch"] as const

/**
 * Row 6: the largest resident size of a fresh process that walks the list once, over that of the SDK. The modules that
 * a program has loaded are a large part of it, so it is measured for one minified file and for plain imports.
 */
export const resident = async (stage: Stage, catalogue: Catalogue, rounds: number): Promise<ReadonlyArray<Row>> => {
  const walk = walker(stage, catalogue, await stage.prepare(catalogue))
  const beside = async (
    how: string,
    start: (name: ClientName) => Asked<Walk, Walked> | Promise<Asked<Walk, Walked>>
  ): Promise<ReadonlyArray<Row>> => {
    const once = (name: ClientName) => async () => {
      const client = await start(name)
      const { maxRss } = await walk(client)
      await client.stop()
      return maxRss
    }
    const sizes = await alternate([["sdk", once("sdk")], ...names.map((name) => [name, once(name)] as const)], rounds)
    return names.map((name) => ({
      row: "6 memory",
      what: `highest resident size, ${described[name]} / SDK, ${how}, ${catalogue.total} models`,
      goal: name.startsWith("ours") ? { atMost: 1.1 } : undefined,
      ...measured(ratios(sizes(name), sizes("sdk"))),
      samples: { [name]: sizes(name), sdk: sizes("sdk") }
    }))
  }
  return [...(await beside("bundled", stage.bundledClient)), ...(await beside("unbundled", stage.client))]
}

/** Row 6: how much the collected heap grows in a long walk, after a tenth of it. */
export const growth = async (stage: Stage, catalogue: Catalogue): Promise<ReadonlyArray<Row>> => {
  const heapAt = [0.1, 0.25, 0.5, 0.75, 1].map((part) => catalogue.total * part)
  const walk = walker(stage, catalogue, await stage.prepare(catalogue), { heapAt })
  const client = stage.client("oursUndici", ["--expose-gc"])
  const { heap } = await walk(client)
  await client.stop()
  const [first = Number.NaN, ...later] = heap
  return [
    {
      row: "6 memory",
      what: `growth of the heap from ${heapAt[0]} to ${catalogue.total} models`,
      value: (Math.max(...later) - first) / 1_000_000,
      unit: "MB",
      goal: { atMost: 2 },
      samples: { heap }
    }
  ]
}
