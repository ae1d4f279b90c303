/** Bundles all examples when a file of tests imports this: a bundle starts in a tenth of the time that `tsx` takes. */
import { readdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"

const source = fileURLToPath(new URL("../../src", import.meta.url))

/** The bundles of this process. */
const folder = fileURLToPath(
  new URL(`../../../.cache/examples/${process.env["VITEST_POOL_ID"] ?? "0"}`, import.meta.url)
)

rmSync(folder, { recursive: true, force: true })
await build({
  absWorkingDir: source,
  entryPoints: readdirSync(source),
  outdir: folder,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  splitting: true,
  platform: "node",
  format: "esm",
  target: "node20",
  logLevel: "warning",
  // Parts of the dependencies are CommonJS, and ask for modules of Node.
  banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' }
})

/** The file of an example's bundle. */
export const bundleOf = (example: string): string => join(folder, `${example}.mjs`)
