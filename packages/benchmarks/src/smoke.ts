/** `pnpm bench:smoke`: every client returns the same lists, with as few requests as can be. Nothing is timed. */
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
await stage.stop()
