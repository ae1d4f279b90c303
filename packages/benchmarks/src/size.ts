/** `pnpm size`: row 5 alone, which is the same on every machine. Exits with 1 where a budget is passed. */
import { isWithinBudget, table } from "./rows/row.ts"
import { size } from "./rows/size.ts"

const rows = await size()
console.log(table(rows))
process.exitCode = rows.every(isWithinBudget) ? 0 : 1
