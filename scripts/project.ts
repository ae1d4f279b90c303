/** Projects outside of the workspace that use the packed packages as any user would. */
import { spawn } from "node:child_process"
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import * as Schema from "effect/Schema"
import type { Packed } from "./pack.ts"
import { modules, publicPackages, root, run } from "./workspace.ts"

/** A folder outside of the workspace that is removed when the process ends. */
export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "anthropic-models-"))
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }))
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(130))
  return folder
}

/** Makes a folder and installs packages in it, and nothing else. */
export const install = (folder: string, dependencies: Readonly<Record<string, string>>): void => {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module", dependencies }))
  run("npm", ["install", "--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error"], { cwd: folder })
}

/** The peer dependencies of the packages, the optional ones included, and their ranges. */
export const peers = (packed: ReadonlyArray<Packed>): Record<string, string> => {
  const ranges: Record<string, string> = {}
  for (const { manifest } of packed) {
    for (const [name, range] of Object.entries(manifest.peerDependencies ?? {})) {
      if (packed.some((other) => other.name === name)) continue
      if ((ranges[name] ??= range) !== range) throw new Error(`${name}: packages ask for ${ranges[name]} and ${range}`)
    }
  }
  return ranges
}

/**
 * Installs the packed packages and these versions of their peers, and puts programs beside: those of scripts/consumer, and
 * the worker of the examples.
 */
export const createProject = (folder: string, packed: ReadonlyArray<Packed>, peers: Record<string, string>): void => {
  const tarballs = Object.fromEntries(packed.map(({ name, tarball }) => [name, `file:${tarball}`]))
  install(folder, { ...tarballs, ...peers, "@types/node": "20" })
  cpSync(join(root, "scripts/consumer"), folder, { recursive: true })
  cpSync(join(root, "examples/src/worker.ts"), join(folder, "exampleWorker.ts"))
  writeFileSync(join(folder, "imports.ts"), everyImport())
}

/** A program that imports every public subpath. */
const everyImport = (): string => {
  const subpaths = publicPackages().flatMap((source) =>
    ["", ...modules(source).map((name) => `/${name}`)].map((subpath) => source.manifest.name + subpath)
  )
  const imports = subpaths.map((subpath, index) => `import * as module${index} from "${subpath}"`)
  const names = subpaths.map((_, index) => `module${index}`)
  return `${imports.join("\n")}\nconsole.log([${names.join(", ")}].length)\n`
}

/** Compiles the programs of a project to `dist` with the workspace's own TypeScript. */
export const compile = (folder: string, skipLibCheck: boolean): void => {
  const compilerOptions = {
    target: "ES2022",
    module: "NodeNext",
    lib: ["ES2022", "DOM"],
    types: ["node"],
    strict: true,
    skipLibCheck,
    rewriteRelativeImportExtensions: true,
    outDir: "dist"
  }
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }))
  run("tsc", ["-p", folder])
}

/** Runs the fake API of a compiled project while `use` runs. */
export const withFake = async <A>(folder: string, use: (baseUrl: string) => Promise<A>): Promise<A> => {
  const fake = spawn(process.execPath, ["dist/fake.js"], { cwd: folder, stdio: ["ignore", "pipe", "inherit"] })
  try {
    return await use(await firstLine(fake.stdout))
  } finally {
    fake.kill()
  }
}

/** The first line that a process prints. */
export const firstLine = async (stream: NodeJS.ReadableStream): Promise<string> => {
  for await (const line of createInterface({ input: stream })) return line
  throw new Error("the process ended before it printed a line")
}

const Result = Schema.parseJson(Schema.Struct({ models: Schema.Number, error: Schema.String }))

/** Reads what the program printed that lists the models of the fake. Throws if it is not what the fake holds. */
export const checkResult = (output: string): { readonly models: number; readonly error: string } => {
  const result = Schema.decodeUnknownSync(Result)(output)
  if (result.models === 45 && /^NotFoundError: 404 not_found_error: .*claude-unknown/.test(result.error)) return result
  throw new Error(`wrong result: ${output}`)
}
