/**
 * A longer run of the chaos test, with the number of seeds as argument:
 *
 *     node --import tsx packages/http/scripts/chaos.ts 1000
 */
import * as Effect from "effect/Effect"
import { chaos } from "../test/chaos.ts"

const seeds = Number(process.argv[2] ?? 100)

const { failed, summary } = await Effect.runPromise(chaos(seeds))
for (const problem of failed) console.error(problem)
console.log(summary)
process.exitCode = failed.length === 0 ? 0 : 1
