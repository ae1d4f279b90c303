/** `pnpm bench:smoke`: clients and programs return the same lists, with as few requests as can be. Nothing is timed. */
import { execFile } from "node:child_process"
import { promisify } from "node:util"
import { program, programs } from "./harness/bundle.ts"
import { type Catalogue, clients, open, walker } from "./harness/stage.ts"

const catalogues: ReadonlyArray<Catalogue> = [
  { total: 0, limit: 20 },
  { total: 45, limit: 20 },
  { total: 2000, limit: 1000 },
  { total: 2001, limit: 1000 },
  { total: 2001, limit: 1000, variety: 2001 }
]

const stage = await open()
const started = [
  ...clients.map((name) => stage.client(name)),
  ...(await Promise.all(clients.map((name) => stage.bundledClient(name))))
]
for (const catalogue of catalogues) {
  const walk = walker(stage, catalogue, await stage.prepare(catalogue))
  for (const client of started) await walk(client)
  const { limit, total, variety } = catalogue
  const unlike = variety === undefined ? "" : `, ${variety} different capabilities`
  console.log(
    `${total} models, ${limit} a page${unlike}: one list from ${clients.join(", ")}, with plain imports and as one file`
  )
}
for (const client of started) await client.stop()

const baseUrl = await stage.prepare({ total: 45, limit: 20 })
const run = promisify(execFile)
let expected: string | undefined
for (const name of programs) {
  const { stdout } = await run(process.execPath, [await program({ name, platform: "node", baseUrl })])
  expected ??= stdout
  const models = stdout.split("\n").length - 1
  if (models !== 45) throw new Error(`${name} printed ${models} models of 45`)
  if (stdout !== expected) throw new Error(`${name} printed another list than the program before`)
  const requests = await stage.requests()
  if (requests !== 3) throw new Error(`${name} sent ${requests} requests for 3 pages`)
}
console.log(`45 models, 20 a page: one list from the programs ${programs.join(", ")}`)
await stage.stop()
