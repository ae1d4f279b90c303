/** `pnpm bench`: measures every row, prints them as a table, and writes them as JSON. */
import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join, relative } from "node:path"
import { parseArgs } from "node:util"
import { cache } from "./harness/bundle.ts"
import { open, type Stage } from "./harness/stage.ts"
import { decode } from "./rows/decode.ts"
import { growth, resident } from "./rows/memory.ts"
import { overlap } from "./rows/overlap.ts"
import { isMet, type Row, table } from "./rows/row.ts"
import { scaling } from "./rows/scaling.ts"
import { size } from "./rows/size.ts"
import { start } from "./rows/start.ts"
import { request, throughput } from "./rows/walks.ts"

const { values: options } = parseArgs({
  options: {
    /** Only these rows, by their names, separated by commas. */
    only: { type: "string" },
    /** Where the JSON goes. */
    json: { type: "string", default: join(cache, "bench.json") }
  }
})

const measures: Readonly<Record<string, (stage: Stage) => Promise<ReadonlyArray<Row>>>> = {
  throughput: (stage) => throughput(stage, { total: 100_000, limit: 1000 }, { processes: 3, warmups: 3, walks: 5 }),
  request: (stage) => request(stage, { total: 40_000, limit: 20 }, { processes: 3, warmups: 3, walks: 5 }),
  decode: () => decode(5, 100),
  start: (stage) => start(stage, 21),
  size,
  resident: (stage) => resident(stage, { total: 100_000, limit: 1000 }, 5),
  growth: (stage) => growth(stage, { total: 1_000_000, limit: 1000 }),
  scaling: (stage) => scaling(stage, [1000, 10_000, 100_000, 1_000_000], 50),
  overlap: (stage) => overlap(stage, 3)
}

const chosen = options.only?.split(",") ?? Object.keys(measures)
const stage = await open()
const rows: Array<Row> = []
for (const name of chosen) {
  const measure = measures[name]
  if (measure === undefined) throw new Error(`no row "${name}" among ${Object.keys(measures).join(", ")}`)
  console.error(`${name} ...`)
  rows.push(...(await measure(stage)))
}
await stage.stop()

mkdirSync(dirname(options.json), { recursive: true })
writeFileSync(
  options.json,
  JSON.stringify({ node: process.version, rows: rows.map((row) => ({ ...row, met: isMet(row) })) }, null, 2)
)
console.log(table(rows))
console.log(`\nwritten to ${relative(process.cwd(), options.json)}`)
