/** Node, Bun and Deno: prints the result. */
import process from "node:process"
import { list } from "./list.ts"

console.log(JSON.stringify(await list(process.argv[2] ?? "")))
