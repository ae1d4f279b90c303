/** Bundles all examples before the tests: a bundle starts in a tenth of the time that `tsx` takes. */
import { mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"
import type { TestProject } from "vitest/node"

declare module "vitest" {
  interface ProvidedContext {
    /** The folder of the bundled examples. */
    readonly examples: string
  }
}

const source = fileURLToPath(new URL("../../src", import.meta.url))
const outdir = mkdtempSync(join(tmpdir(), "anthropic-models-examples-"))

export const setup = async ({ provide }: TestProject): Promise<void> => {
  await build({
    absWorkingDir: source,
    entryPoints: readdirSync(source),
    outdir,
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
  provide("examples", outdir)
}

export const teardown = (): void => rmSync(outdir, { recursive: true })
