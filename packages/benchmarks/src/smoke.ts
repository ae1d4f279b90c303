/** `pnpm bench:smoke`: every client returns the same lists, with as few requests as can be. Nothing is timed. */
import { type Catalogue, clients, open, walker } from "./harness/stage.ts"

const catalogues: ReadonlyArray<Catalogue> = [
  { total: 0, limit: 20 },
  { total: 45, limit: 20 },
  { total: 2000, limit: 1000 },
  { total: 2001, limit: 1000 },
  { total: 2001, limit: 1000, variety: 2001 }
]

/** Those that are measured as one file, too. */
const bundled = ["sdk", "oursUndici", "oursFetch", "platformUndici", "platformFetch"] as const

const stage = await open()
const started = [
  ...clients.map((name) => [name, stage.client(name)] as const),
  ...(await Promise.all(bundled.map(async (name) => [`${name} as one file`, await stage.bundledClient(name)] as const)))
]
const names = started.map(([name]) => name).join(", ")
for (const catalogue of catalogues) {
  const walk = walker(stage, catalogue, await stage.prepare(catalogue))
  for (const [, client] of started) await walk(client)
  const { limit, total, variety } = catalogue
  const unlike = variety === undefined ? "" : `, ${variety} different capabilities`
  console.log(`${total} models, ${limit} a page${unlike}: one list from ${names}`)
}
for (const [, client] of started) await client.stop()
await stage.stop()
