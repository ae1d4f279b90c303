import { ownSize, type Program, size as sizeOf } from "../harness/bundle.ts"
import type { Row } from "./row.ts"

const kilobytes = (bytes: number): number => bytes / 1000

/** Row 5: minified and gzipped bytes of a program that lists every model by fetch. */
export const size = async (): Promise<ReadonlyArray<Row>> => {
  const on = (platform: Program["platform"]) => (name: Program["name"]) => sizeOf({ name, platform })
  const node = on("node")
  const browser = on("browser")
  const [ours, sdk] = [await node("oursFetch"), await node("sdk")]
  const row = "5 size"
  return [
    {
      row,
      what: "program / SDK's",
      value: ours / sdk,
      goal: { atMost: 0.95 },
      budget: { atMost: 1 },
      samples: { ours: [ours], sdk: [sdk] }
    },
    {
      row,
      what: "this library's own part of it",
      value: kilobytes(await ownSize({ name: "oursFetch", platform: "node" })),
      unit: "kB",
      goal: { atMost: 15 },
      budget: { atMost: 18.4 }
    },
    { row, what: "the platform alone / SDK's", value: (await node("platformFetch")) / sdk },
    { row, what: "the platform alone on Effect 4 / SDK's", value: (await node("platformEffect4")) / sdk },
    { row, what: "by barrel imports / SDK's", value: (await node("oursBarrel")) / sdk },
    { row, what: "for browsers / SDK's", value: (await browser("oursFetch")) / (await browser("sdk")) }
  ]
}
