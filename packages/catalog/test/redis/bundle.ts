import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { buildSync } from "esbuild"

export interface Bundle {
  readonly path: string
  readonly remove: () => void
}

/** A program in one file, because several processes start ten times faster so. */
export const bundle = (source: URL): Bundle => {
  const folder = mkdtempSync(join(tmpdir(), "catalog-redis-"))
  const path = join(folder, "program.cjs")
  buildSync({
    entryPoints: [fileURLToPath(source)],
    outfile: path,
    bundle: true,
    platform: "node",
    format: "cjs",
    logLevel: "error"
  })
  return { path, remove: () => rmSync(folder, { recursive: true }) }
}
