import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { build as esbuild, type Plugin } from "esbuild"
import { cache, type Program, shipped } from "./bundle.ts"

const packages = join(dirname(dirname(cache)))
const folder = join(cache, "installed")

interface Manifest {
  readonly publishConfig: object
}

/** Leaves the imports between the modules of a package as they are, but for the ending of the compiled file. */
const oneFileEach: Plugin = {
  name: "one-file-each",
  setup: (build) =>
    build.onResolve({ filter: /^\.{1,2}\// }, ({ kind, path }) =>
      kind === "entry-point" ? undefined : { path: path.replace(/\.ts$/, ".js"), external: true }
    )
}

/** Puts the packages, compiled as they are published, where plain Node finds them as a user's program would. */
export const install = async (): Promise<void> => {
  rmSync(folder, { recursive: true, force: true })
  for (const name of ["core", "http", "stream"]) {
    const source = join(packages, name)
    const target = join(folder, "node_modules/@anthropic-models", name)
    await esbuild({
      entryPoints: [join(source, "src/**/*.ts")],
      outbase: join(source, "src"),
      outdir: join(target, "dist"),
      bundle: true,
      packages: "external",
      format: "esm",
      target: "es2022",
      plugins: [oneFileEach],
      logLevel: "warning"
    })
    mkdirSync(target, { recursive: true })
    const manifest: Manifest = JSON.parse(readFileSync(join(source, "package.json"), "utf8"))
    writeFileSync(join(target, "package.json"), JSON.stringify({ ...manifest, ...manifest.publishConfig }))
  }
}

/** The program as it is written, with every import left to Node. */
export const unbundled = async (which: Program): Promise<string> => {
  const outfile = join(folder, `${which.name}.mjs`)
  await esbuild({ ...shipped(which), packages: "external", outfile })
  return outfile
}
