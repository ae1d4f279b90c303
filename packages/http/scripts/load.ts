/**
 * `pnpm load`: 2,000 calls on each of the three clients, 20 at once, against a server that fails half of the requests.
 * The server and the client are processes of their own. Prints the largest number of sockets, the longest pause of the
 * event loop and the largest resident memory of the client, and fails if one is beyond its goal.
 *
 * `pnpm load 50` allows another number at once, and `pnpm load unbounded` any.
 */
import { fork, spawn } from "node:child_process"
import { join } from "node:path"
import { build } from "esbuild"
import { names } from "../test/clients.ts"

const bound = process.argv[2] ?? "20"
if (bound !== "unbounded" && !(Number(bound) >= 1)) throw new Error("usage: pnpm load [number | unbounded]")

const here = import.meta.dirname
const script = join(here, "../.cache/loadClient.mjs")

// The client is one file of JavaScript, as in production. To compile it at run time would take 90 MB more.
await build({
  entryPoints: [join(here, "loadClient.ts")],
  outfile: script,
  bundle: true,
  platform: "node",
  format: "esm",
  // Undici is CommonJS and calls `require` for the modules of Node.
  banner: { js: `import { createRequire } from "node:module"; const require = createRequire(import.meta.url);` }
})

for (const name of names) {
  const server = fork(join(here, "loadServer.ts"))
  const url = await new Promise<unknown>((resolve) => server.once("message", resolve))
  const client = spawn(process.execPath, [script, String(url), name, bound], { stdio: "inherit" })
  const code = await new Promise<number | null>((resolve) => client.once("exit", resolve))
  server.disconnect()
  if (code !== 0) process.exitCode = 1
}
