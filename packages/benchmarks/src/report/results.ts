/** The saved run: `results/run.json`, its chart `results/chart.svg`, and its table in the README. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { cpus, loadavg } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { chart } from "./chart.ts"
import type { Row } from "./row.ts"
import { table } from "./table.ts"

export interface Machine {
  readonly node: string
  readonly processor: string
  /** Processes that wanted to run in the minute before. A quiet machine has less than one. */
  readonly load: number
}

/** The figures of a run, and the machine that made them. */
export interface Run extends Machine {
  /** Whether the rounds were few and short. */
  readonly quick: boolean
  readonly rows: ReadonlyArray<Row>
}

const folder = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

export const files = {
  run: join(folder, "results/run.json"),
  chart: join(folder, "results/chart.svg"),
  readme: join(folder, "README.md")
}

export const readRun = (): Run => {
  const run: Run = JSON.parse(readFileSync(files.run, "utf8"))
  return run
}

export const thisMachine = (): Machine => ({
  node: process.version,
  processor: `${cpus().length} cores of ${cpus()[0]?.model.trim() ?? "an unknown processor"}`,
  load: loadavg()[0] ?? Number.NaN
})

/** The saved run with the rows of a newer one in place of its own, in the order of these names. */
export const merge = (saved: Run, newer: Run, names: ReadonlyArray<string>): Run => {
  const measured = new Set(newer.rows.map(({ row }) => row))
  const kept = saved.rows.filter(({ row }) => names.includes(row) && !measured.has(row))
  const rows = [...kept, ...newer.rows]
  return { ...newer, rows: rows.toSorted((a, b) => names.indexOf(a.row) - names.indexOf(b.row)) }
}

const begin = "<!-- table: written by pnpm bench -->"
const end = "<!-- end of the table -->"

/** The README with the table of this run between its two marks. */
export const withTable = (readme: string, { load, node, processor, quick, rows }: Run): string => {
  const from = readme.indexOf(begin)
  const to = readme.indexOf(end)
  if (from === -1 || to < from) throw new Error(`the README needs a line "${begin}" and, below it, a line "${end}"`)
  const rough = quick ? " A quick run: the figures are rough." : ""
  const text = `${begin}\n\nNode ${node}, ${processor}, load ${load.toFixed(1)} before the run.${rough}\n\n${table(rows)}\n\n`
  return readme.slice(0, from) + text + readme.slice(to)
}

/** Six digits are more than any figure is good for. */
const short = (_: string, value: unknown): unknown => (typeof value === "number" ? Number(value.toPrecision(6)) : value)

export const saveRun = (run: Run): void => {
  mkdirSync(dirname(files.run), { recursive: true })
  writeFileSync(files.run, `${JSON.stringify(run, short, 2)}\n`)
}

/** Writes the chart and the table anew from the saved run. */
export const render = (): void => {
  const run = readRun()
  writeFileSync(files.chart, chart(run.rows))
  writeFileSync(files.readme, withTable(readFileSync(files.readme, "utf8"), run))
}
