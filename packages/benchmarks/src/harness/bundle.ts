/** Builds programs and processes with esbuild, and weighs them. */
import { readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { gzipSync } from "node:zlib"
import { build, type BuildOptions, transform } from "esbuild"

const sources = dirname(dirname(fileURLToPath(import.meta.url)))
const packages = dirname(dirname(sources))
const cache = join(dirname(sources), ".cache")

/**
 * `bundled` is one minified file with everything in it. `plain` leaves the imports of Effect and of the official SDK to
 * Node, as in a program that is run from its sources.
 */
export type Build = "bundled" | "plain"

const common = (name: string): BuildOptions => ({
  absWorkingDir: packages,
  entryPoints: [join(sources, `${name}.ts`)],
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  logLevel: "warning"
})

const options = {
  bundled: {
    minify: true,
    // Undici is CommonJS and calls `require` for the modules of Node.
    banner: { js: `import { createRequire } from "node:module"; const require = createRequire(import.meta.url);` }
  },
  plain: { external: ["effect", "@effect/*", "@anthropic-ai/*"] }
} as const satisfies Record<Build, BuildOptions>

const built = new Map<string, Promise<string>>()

/** Builds `src/NAME.ts` once, and returns the path of the file. */
export const buildScript = (name: string, how: Build): Promise<string> => {
  // Node finds the dependencies from here, since the folder is inside this package.
  const outfile = join(cache, how, `${name}.mjs`)
  const path = built.get(outfile) ?? build({ ...common(name), ...options[how], outfile }).then(() => outfile)
  built.set(outfile, path)
  return path
}

/** The size of a bundled program in bytes, gzipped. */
export const sizeOf = async (program: string): Promise<number> =>
  gzipped(readFileSync(await buildScript(program, "bundled")))

/** The bytes, gzipped, that the modules of this repository add to a bundled program. */
export const ownSizeOf = async (program: string): Promise<number> => {
  const { outputFiles } = await build({
    ...common(program),
    minifyIdentifiers: true,
    minifySyntax: true,
    write: false
  })
  // Until white space is minified, each module begins with a comment that holds its path.
  const modules = outputFiles.flatMap(({ text }) => text.split(/^(?=\/\/ \S+\.[cm]?[jt]s$)/m))
  const others = modules.filter((module) => !/^\/\/ \w+\/src\//.test(module))
  if (others.length === modules.length) throw new Error("the bundle has no module of this repository")
  return (await minifiedSize(modules)) - (await minifiedSize(others))
}

/** A module of this repository in a bundle, with its minified bytes before gzip. */
export interface Module {
  readonly path: string
  readonly bytes: number
}

/** The modules of this repository in a bundled program, largest first. */
export const ownModulesOf = async (program: string): Promise<ReadonlyArray<Module>> => {
  const { metafile } = await build({ ...common(program), ...options.bundled, write: false, metafile: true })
  return Object.values(metafile.outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([path]) => /^\w+\/src\//.test(path))
    .map(([path, { bytesInOutput }]) => ({ path: `packages/${path}`, bytes: bytesInOutput }))
    .toSorted((a, b) => b.bytes - a.bytes)
}

const minifiedSize = async (modules: ReadonlyArray<string>): Promise<number> => {
  const { code } = await transform(modules.join(""), { minifyWhitespace: true, format: "esm", target: "node20" })
  return gzipped(code)
}

const gzipped = (code: string | Uint8Array): number => gzipSync(code, { level: 9 }).length
