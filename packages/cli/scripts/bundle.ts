/** Bundles the command into a folder: one file that starts, and others that it loads when it needs them. */
import { rmSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"

const root = fileURLToPath(new URL("..", import.meta.url))

/**
 * Names are kept, so that the trace of a bug can be read.
 *
 * As one file, `--version` would take twice the time of an empty program, since Node would read all of it.
 */
export const bundle = (
  outdir: string,
  entryPoints: Record<string, string> = { "anthropic-models": "src/bin.ts" }
): Promise<unknown> =>
  build({
    absWorkingDir: root,
    entryPoints,
    outdir,
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    target: "node20",
    chunkNames: "chunk-[hash]",
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "none",
    logLevel: "warning",
    // Parts of the dependencies are CommonJS, and ask for modules of Node.
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' }
  })

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const outdir = fileURLToPath(new URL("../dist/bin", import.meta.url))
  rmSync(outdir, { recursive: true, force: true })
  await bundle(outdir)
}
