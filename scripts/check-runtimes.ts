/**
 * `pnpm check:runtimes [NAME…]`: packs the packages, installs them in an empty project, and runs the same program there
 * on every runtime. Prints a row for each. npm brings the runtimes into `.cache/runtimes`; Chromium must be installed.
 */
import { join } from "node:path"
import { packAll } from "./pack.ts"
import { checkResult, compile, createProject, peers, temporaryFolder, withFake } from "./project.ts"
import { type Runtime, runtimes } from "./runtimes.ts"

const wanted = process.argv.slice(2).map((name) => name.toLowerCase())
const chosen = runtimes.filter(({ name }) => wanted.length === 0 || wanted.includes(name.toLowerCase()))
if (chosen.length === 0) throw new Error(`no such runtime; there are: ${runtimes.map(({ name }) => name).join(", ")}`)

const folder = temporaryFolder()
const packed = packAll(join(folder, "tarballs"))
const project = join(folder, "project")
createProject(project, packed, peers(packed))
compile(project, true)

const widths = [8, 14, 6, 13, 5]
const row = (cells: ReadonlyArray<string>) =>
  console.log(`| ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(" | ")} |`)

const check = async (runtime: Runtime, baseUrl: string): Promise<void> => {
  try {
    runtime.prepare()
    const version = await runtime.version()
    const start = performance.now()
    const { error, models } = checkResult(await runtime.run(project, baseUrl))
    const seconds = ((performance.now() - start) / 1000).toFixed(1)
    row([runtime.name, version, String(models), error.split(":")[0] ?? "", `${seconds} s`])
  } catch (error) {
    process.exitCode = 1
    row([runtime.name, String(error)])
  }
}

row(["runtime", "version", "models", "error", "time"])
row(["---", "---", "---", "---", "---"])
await withFake(project, async (baseUrl) => {
  for (const runtime of chosen) await check(runtime, baseUrl)
})
