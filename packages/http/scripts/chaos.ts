/**
 * `pnpm chaos 1000`: walks over a server that fails in every way that passes, with 1000 seeds on each of the three
 * clients. Prints a line for each client, and fails if a list is not exact.
 */
import * as Effect from "effect/Effect"
import { chaos, summary } from "../test/chaos.ts"

const seeds = Number(process.argv[2] ?? 1000)
if (!Number.isSafeInteger(seeds) || seeds < 1) throw new Error("usage: pnpm chaos [seeds]")

const began = performance.now()
const reports = await Effect.runPromise(chaos(seeds))
for (const report of reports) {
  for (const problem of report.failed) console.error(`${report.client}, ${problem}`)
  console.log(summary(report))
}
const walks = reports.reduce((sum, report) => sum + report.walks, 0)
const failed = reports.reduce((sum, report) => sum + report.failed.length, 0)
console.log(`${walks - failed} of ${walks} in ${Math.round((performance.now() - began) / 1000)} s`)
process.exitCode = failed === 0 ? 0 : 1
