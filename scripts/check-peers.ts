/**
 * `pnpm check:peers`: packs the packages, installs them with the lowest and with the newest version of each peer
 * dependency, compiles programs without `skipLibCheck`, and runs them. Prints a row for each peer.
 */
import { spawn } from "node:child_process"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { setTimeout } from "node:timers/promises"
import { packAll } from "./pack.ts"
import { checkResult, compile, createProject, peers, temporaryFolder, withFake } from "./project.ts"
import { parseManifest, readManifest, run } from "./workspace.ts"

const folder = temporaryFolder()
const packed = packAll(join(folder, "tarballs"))
const ranges = peers(packed)

const lowest = (range: string): string => {
  const version = /^\^(\d+\.\d+\.\d+)$/.exec(range)?.[1]
  if (version === undefined)
    throw new Error(`${range}: a range of a peer reads ^1.2.3, so that its lowest version is clear`)
  return version
}

/** Two processes share a catalog on one Redis: the second one gets the list of the first. */
const shared = async (project: string): Promise<string> => {
  const socket = join(project, "redis.sock")
  const options = ["--port", "0", "--unixsocket", socket, "--save", "", "--appendonly", "no"]
  const redis = spawn("redis-server", options, { cwd: project, stdio: "ignore" })
  try {
    const started = await new Promise((resolve) => redis.once("spawn", () => resolve(true)).once("error", resolve))
    if (started !== true) throw new Error("no redis-server found: install it (apt-get install redis-server)")
    while (!existsSync(socket)) await setTimeout(50)
    const [first, second] = [1, 2].map(() =>
      run(process.execPath, ["dist/catalog.js", socket], { cwd: project }).trim()
    )
    if (first === "45 models of the api" && second === "45 models of the store") return second
    throw new Error(`two processes on one Redis print: ${first}; ${second}`)
  } finally {
    redis.kill()
  }
}

/** The versions that were installed, or the reason why they do not work. */
const check = async (name: string, wanted: Record<string, string>) => {
  const project = join(folder, name)
  try {
    createProject(project, packed, wanted)
    const installed = Object.keys(wanted).map((peer) =>
      readManifest(join(project, "node_modules", peer, "package.json"))
    )
    compile(project, false)
    const imports = run(process.execPath, ["dist/imports.js"], { cwd: project }).trim()
    const { models } = await withFake(project, async (url) =>
      checkResult(run(process.execPath, ["dist/main.js", url], { cwd: project }))
    )
    const result = `${imports} imports, ${models} models over HTTP, ${await shared(project)}`
    return { versions: installed.map(({ version }) => version), result }
  } catch (error) {
    process.exitCode = 1
    return { versions: [], result: String(error) }
  }
}

/** The lowest version of each peer, and of the peers of those, which npm would bring at their newest. */
const allLowest = (): Record<string, string> => {
  const found = Object.fromEntries(Object.entries(ranges).map(([name, range]) => [name, lowest(range)]))
  const queue = Object.entries(found)
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { peerDependencies = {}, peerDependenciesMeta = {} } = parseManifest(
      run("npm", ["view", next.join("@"), "--json"])
    )
    for (const [name, range] of Object.entries(peerDependencies)) {
      if (name in found || name in peerDependenciesMeta) continue
      found[name] = lowest(range)
      queue.push([name, lowest(range)])
    }
  }
  return found
}

const low = await check("lowest", allLowest())
const high = await check("newest", ranges)

const row = (cells: ReadonlyArray<string>) => console.log(`| ${cells.map((cell) => cell.padEnd(22)).join(" | ")} |`)
row(["peer", "range", "lowest", "newest"])
row(["---", "---", "---", "---"])
Object.entries(ranges).forEach(([name, range], index) => {
  row([name, range, low.versions[index] ?? "", high.versions[index] ?? ""])
})
console.log(`\nlowest: ${low.result}\nnewest: ${high.result}`)
