import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { gzipSync } from "node:zlib"
import { build, type BuildOptions, transform } from "esbuild"

const sources = dirname(dirname(fileURLToPath(import.meta.url)))

/** The folder of what is built, from where the dependencies of this package are found. */
export const cache = join(dirname(sources), ".cache")

const scripted = (name: string): BuildOptions => ({
  entryPoints: [join(sources, `${name}.ts`)],
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  logLevel: "warning"
})

/** A script for plain Node: this repository's TypeScript in one file, which imports all else from where it is. */
export const script = async (name: string): Promise<string> => {
  const outfile = join(cache, "scripts", `${name}.mjs`)
  await build({ ...scripted(name), outfile, external: ["effect", "@effect/*", "@anthropic-ai/*"] })
  return outfile
}

/** The same with all that it imports, as one minified file. */
export const bundledScript = async (name: string): Promise<string> => {
  const outfile = join(cache, "bundled", `${name}.mjs`)
  // Undici is CommonJS, and asks for the modules of Node by `require`.
  const banner = { js: `import { createRequire } from "node:module"; const require = createRequire(import.meta.url);` }
  await build({ ...scripted(name), outfile, minify: true, banner })
  return outfile
}

export const programs = [
  "oursFetch",
  "oursNode",
  "oursBarrel",
  "platformFetch",
  "platformNode",
  "platformEffect4",
  "sdk"
] as const

/** A small program that lists every model, written with one client. */
export interface Program {
  readonly name: (typeof programs)[number]
  readonly platform: "node" | "browser"
  /** @default "https://api.anthropic.com" */
  readonly baseUrl?: string
}

/** How a program is built. */
export const shipped = ({ baseUrl = "https://api.anthropic.com", name, platform }: Program): BuildOptions => ({
  absWorkingDir: dirname(dirname(sources)),
  entryPoints: [join(sources, "programs", `${name}.ts`)],
  bundle: true,
  platform,
  format: "esm",
  target: "es2022",
  define: { BASE_URL: JSON.stringify(baseUrl) },
  logLevel: "warning"
})

/** The program as one minified file. */
export const program = async (which: Program): Promise<string> => {
  const outfile = join(cache, "programs", which.platform, `${which.name}.mjs`)
  await build({ ...shipped(which), outfile, minify: true })
  return outfile
}

/** How many bytes the program has, minified and gzipped. */
export const size = async (which: Program): Promise<number> => {
  const { outputFiles } = await build({ ...shipped(which), minify: true, write: false })
  return outputFiles.reduce((sum, { contents }) => sum + gzipped(contents), 0)
}

/** How many of its bytes, gzipped, the program has from this repository: with all of them, less without them. */
export const ownSize = async (which: Program): Promise<number> => {
  const { outputFiles } = await build({
    ...shipped(which),
    minifyIdentifiers: true,
    minifySyntax: true,
    write: false
  })
  // Where blanks are left in, each module begins with a comment that says its path.
  const modules = outputFiles.flatMap(({ text }) => text.split(/^(?=\/\/ \S+\.[cm]?[jt]s$)/m))
  const others = modules.filter((module) => !/^\/\/ \w+\/src\//.test(module))
  if (others.length === modules.length) throw new Error("no module of this repository was found in the bundle")
  return (await squeezed(modules)) - (await squeezed(others))
}

const squeezed = async (modules: ReadonlyArray<string>): Promise<number> => {
  const { code } = await transform(modules.join(""), { minifyWhitespace: true, format: "esm", target: "es2022" })
  return gzipped(code)
}

const gzipped = (code: string | Uint8Array): number => gzipSync(code, { level: 9 }).length
