/** `pnpm bench:decode`: row 3 alone. Exits with 1 where the goal is missed. */
import { decode } from "./rows/decode.ts"
import { isMet, table } from "./rows/row.ts"

const rows = await decode(5, 100)
console.log(table(rows))
process.exitCode = rows.every(isMet) ? 0 : 1
