/** `pnpm bench`: measures every row, prints a table, and saves the run with its chart. */
import { parseArgs } from "node:util"
import { openStage, type Stage } from "./harness/stage.ts"
import { merge, readRun, render, saveRun, thisMachine } from "./report/results.ts"
import type { Row } from "./report/row.ts"
import { table } from "./report/table.ts"
import { audit } from "./rows/audit.ts"
import { command } from "./rows/command.ts"
import { decode } from "./rows/decode.ts"
import { lookUp } from "./rows/lookUp.ts"
import { growth, resident } from "./rows/memory.ts"
import { overlap } from "./rows/overlap.ts"
import { size } from "./rows/size.ts"
import { start } from "./rows/start.ts"
import { request, throughput } from "./rows/walks.ts"
import { wholeList } from "./rows/wholeList.ts"

const { values: options } = parseArgs({
  options: {
    /** Names of rows, separated by commas. */
    only: { type: "string" },
    /** Few and short rounds, to try a row. The figures are rough. */
    quick: { type: "boolean", default: false },
    /** Saves the rows also if they are quick or not all of them. */
    save: { type: "boolean", default: false }
  }
})

const { quick } = options
const rounds = quick ? { processes: 1, warmups: 1, walks: 1 } : { processes: 3, warmups: 3, walks: 5 }

/** Each measurement returns the rows that have its name. */
const measurements: Readonly<Record<string, (stage: Stage) => Promise<ReadonlyArray<Row>>>> = {
  list: (stage) => wholeList(stage, quick ? 1 : 7),
  throughput: (stage) => throughput(stage, { total: quick ? 20_000 : 100_000, limit: 1000 }, rounds),
  request: (stage) => request(stage, { total: quick ? 4000 : 40_000, limit: 20 }, rounds),
  decode: () => (quick ? decode(1, 20) : decode(5, 100)),
  start: (stage) => start(stage, quick ? 3 : 21),
  size,
  memory: (stage) => resident(stage, { total: quick ? 20_000 : 100_000 }, quick ? 1 : 5),
  growth: (stage) => growth(stage, { total: quick ? 100_000 : 1_000_000 }),
  overlap: (stage) => overlap(stage, quick ? 1 : 3),
  command: (stage) => command(stage, quick ? 3 : 21),
  audit: (stage) => audit(stage, 100, quick ? 1 : 3),
  "look-up": () => lookUp(quick ? 100 : 1000)
}

const names = Object.keys(measurements)
const machine = thisMachine()
const stage = await openStage()
const rows: Array<Row> = []
for (const name of options.only?.split(",") ?? names) {
  const measure = measurements[name]
  if (measure === undefined) throw new Error(`there is no row "${name}". The rows are ${names.join(", ")}`)
  console.error(`${name} ...`)
  rows.push(...(await measure(stage)))
}
await stage.stop()

console.log(table(rows))
if (options.save || (options.only === undefined && !quick)) {
  saveRun(merge(readRun(), { ...machine, quick, rows }, names))
  render()
  console.log("\nSaved with its chart in packages/benchmarks/results, and as the table of the README.")
}
