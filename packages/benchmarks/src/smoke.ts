/** `pnpm bench:smoke`: every client returns the same lists, with as few requests as can be. Nothing is timed. */
import { clients, open, walker } from "./harness/stage.ts"

const catalogues = [
  { total: 0, limit: 20 },
  { total: 45, limit: 20 },
  { total: 2000, limit: 1000 },
  { total: 2001, limit: 1000 }
]

const stage = await open()
const started = clients.map((name) => [name, stage.client(name)] as const)
for (const catalogue of catalogues) {
  const walk = walker(stage, catalogue, await stage.prepare(catalogue))
  for (const [, client] of started) await walk(client)
  console.log(`${catalogue.total} models, ${catalogue.limit} a page: one list from ${clients.join(", ")}`)
}
for (const [, client] of started) await client.stop()
await stage.stop()
