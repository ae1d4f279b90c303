/**
 * `pnpm fuzz`: arbitrary answers for the three clients, for a minute. Prints the seed and the number of inputs, and the
 * smallest input that breaks a rule, if there is one.
 *
 *     pnpm fuzz --seed 7 --seconds 600
 *     pnpm fuzz --inputs 1000
 */
import { parseArgs } from "node:util"
import * as Effect from "effect/Effect"
import { fuzz } from "../test/full/fuzz.ts"

const { values } = parseArgs({
  options: { seed: { type: "string" }, seconds: { type: "string" }, inputs: { type: "string" } }
})
const seed = Number(values.seed ?? 1)
const maxInputs = Number(values.inputs ?? Infinity)
const maxSeconds = Number(values.seconds ?? (values.inputs === undefined ? 60 : Infinity))
if (!Number.isSafeInteger(seed) || !(maxInputs > 0) || !(maxSeconds > 0)) {
  throw new Error("usage: pnpm fuzz [--seed number] [--seconds number] [--inputs number]")
}

const began = performance.now()
const { failure, inputs, results } = await Effect.runPromise(fuzz({ seed, maxInputs, maxSeconds }))
const seconds = Math.round((performance.now() - began) / 1000)
console.log(`seed ${seed}: ${inputs} inputs on each of 3 clients in ${seconds} s`)
for (const [result, count] of Object.entries(results).toSorted(([, a], [, b]) => b - a)) {
  console.log(`${String(count).padStart(7)} ${result}`)
}
console.log(failure ?? "every call ended with a typed error or the exact page")
process.exitCode = failure === undefined ? 0 : 1
