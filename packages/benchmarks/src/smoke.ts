/** `pnpm bench:smoke`: every client, program and command lists the same models. Nothing is measured. */
import { buildScript } from "./harness/bundle.ts"
import { idOf } from "./harness/catalogue.ts"
import { buildCommand } from "./harness/command.ts"
import { runNode } from "./harness/run.ts"
import { clientNames, openStage } from "./harness/stage.ts"

const lists = [
  { total: 0, limit: 20 },
  { total: 45, limit: 20 },
  { total: 2001, limit: 1000 }
]
const programs = ["sdk", "oursFetch", "oursNode", "oursBarrel", "platformFetch", "platformNode"]

const stage = await openStage()
const [command, clients, paths] = await Promise.all([
  buildCommand(),
  Promise.all(
    clientNames.flatMap((name) => (["plain", "bundled"] as const).map((how) => stage.startClient(name, how)))
  ),
  Promise.all(programs.map((name) => buildScript(`programs/${name}`, "bundled")))
])

for (const client of clients) {
  for (const { limit, total } of lists) await stage.walk(client, { total }, { limit })
  // The default page of the client.
  await stage.walk(client, { total: 45 })
  await client.stop()
}
console.log(`${clientNames.join(", ")}: each walks through the same lists, in as few requests as there are pages`)

const total = 45
const expected = Array.from({ length: total }, (_, index) => idOf(index))
const url = stage.urlOf({ total })
const env = { BASE_URL: url, ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: "key" }
const check = async (...args: ReadonlyArray<string>) => {
  const { stdout } = await runNode(args, { env })
  // The table of the command has a header.
  const ids = stdout.split("\n").filter((line) => line.startsWith("claude-"))
  if (ids.join() !== expected.join()) throw new Error(`${args.join(" ")} printed another list:\n${stdout}`)
}
for (const path of paths) await check(path)
await check(command, "list", "--fields", "id", "--quiet")
console.log(`${programs.join(", ")}, anthropic-models list: each prints the same ${total} models`)
await stage.stop()
