/**
 * `pnpm size`: weighs a program with this library. Exits with 1 if a budget is exceeded, and prints what to do.
 * `pnpm size --modules` prints the modules of this repository by their size.
 */
import { parseArgs } from "node:util"
import { ownModulesOf } from "./harness/bundle.ts"
import { table } from "./report/table.ts"
import { budgets, exceeded, measureSizes, program, sizeRows } from "./rows/size.ts"

const { values: options } = parseArgs({ options: { modules: { type: "boolean", default: false } } })

const printModules = async (count: number) => {
  console.log("\nThe largest modules, in minified bytes before gzip:")
  const modules = await ownModulesOf(program)
  for (const { bytes, path } of modules.slice(0, count)) console.log(`${String(bytes).padStart(8)}  ${path}`)
}

const sizes = await measureSizes()
console.log(table(sizeRows(sizes)))

const sentences = exceeded(sizes, budgets)
if (sentences.length > 0) {
  console.log(`\n${sentences.join("\n")}`)
  await printModules(15)
  console.log(`
What to do:
  1. Find out which module grew: run "pnpm size --modules" here and on the main branch. If the first value grew and
     the second did not, a new import from Effect is the reason.
  2. Make it smaller: write less code, import subpaths, or load what few programs need with a dynamic import.
  3. If the growth is worth it, raise the budget in packages/benchmarks/src/rows/size.ts to 3 % above the new value.
     Say in the commit message what the bytes are for.`)
  process.exitCode = 1
} else if (options.modules) await printModules(Infinity)
