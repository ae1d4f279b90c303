/**
 * `pnpm check:typescript [VERSION…]`: packs the packages, installs them in an empty project, and compiles programs there
 * with every TypeScript that is supported. Prints a row for each. npm brings the compilers into `.cache/typescript`.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { packAll } from "./pack.ts"
import { createProject, install, peers, temporaryFolder } from "./project.ts"
import { root, run } from "./workspace.ts"

/** Effect's own types need 5.7, so that older ones compile with `skipLibCheck` only. */
const versions = [
  { version: "5.4.5", skipLibCheck: true },
  { version: "5.5.4", skipLibCheck: true },
  { version: "5.6.3", skipLibCheck: true },
  { version: "5.7.3", skipLibCheck: false },
  { version: "5.8.3", skipLibCheck: false },
  { version: "5.9.3", skipLibCheck: false },
  { version: "6.0.3", skipLibCheck: false },
  { version: "7.0.2", skipLibCheck: false }
]

/**
 * Strict programs: for Node with its types and no DOM, with every public module, and for a browser with no types of Node.
 * Without `skipLibCheck` the catalog needs the DOM's types, because the types of `KeyValueStore` name `Storage`, and so
 * does the README's first program. It imports the index of `@effect/platform-node`, whose types also name those of `ws`.
 */
const programs = {
  node: {
    compilerOptions: { module: "NodeNext", moduleResolution: "NodeNext", lib: ["ES2022"], types: ["node"] },
    files: ["list.ts", "main.ts", "fake.ts"]
  },
  all: {
    compilerOptions: { module: "NodeNext", moduleResolution: "NodeNext", lib: ["ES2022", "DOM"], types: ["node"] },
    files: ["imports.ts", "catalog.ts", "readme.ts"]
  },
  browser: {
    compilerOptions: {
      module: "ESNext",
      moduleResolution: "Bundler",
      lib: ["ES2022", "DOM", "DOM.Iterable"],
      types: []
    },
    files: ["list.ts", "page.ts", "worker.ts", "exampleWorker.ts"]
  }
}

/** The first program of the README. */
const firstProgram = (markdown: string): string => {
  const program = /^```ts\n([^]*?)^```$/m.exec(markdown)?.[1]
  if (program === undefined) throw new Error("README.md has no program")
  return program
}

const wanted = process.argv.slice(2)
const chosen = versions.filter(
  ({ version }) => wanted.length === 0 || wanted.some((start) => version.startsWith(start))
)
if (chosen.length === 0) throw new Error(`no such version; there are: ${versions.map((one) => one.version).join(", ")}`)

const folder = temporaryFolder()
const packed = packAll(join(folder, "tarballs"))
const project = join(folder, "project")
createProject(project, packed, { ...peers(packed), "@types/ws": "8" })
writeFileSync(join(project, "readme.ts"), firstProgram(readFileSync(join(root, "README.md"), "utf8")))

for (const [name, { compilerOptions, files }] of Object.entries(programs)) {
  const strict = { target: "ES2022", strict: true, exactOptionalPropertyTypes: true, noEmit: true }
  const all = { ...strict, allowImportingTsExtensions: true, ...compilerOptions }
  writeFileSync(join(project, `tsconfig.${name}.json`), JSON.stringify({ compilerOptions: all, files }))
}

const compile = (version: string, skipLibCheck: boolean, program: string): string => {
  const compiler = join(root, ".cache/typescript", version)
  const tsc = join(compiler, "node_modules/.bin/tsc")
  if (!existsSync(tsc)) install(compiler, { typescript: version })
  try {
    run(tsc, ["-p", `tsconfig.${program}.json`, "--skipLibCheck", String(skipLibCheck)], { cwd: project })
    return "ok"
  } catch (error) {
    process.exitCode = 1
    return String(error)
  }
}

const row = (cells: ReadonlyArray<string>) => console.log(`| ${cells.map((cell) => cell.padEnd(12)).join(" | ")} |`)
row(["TypeScript", "skipLibCheck", ...Object.keys(programs)])
row(["---", "---", ...Object.keys(programs).map(() => "---")])
for (const { skipLibCheck, version } of chosen) {
  const results = Object.keys(programs).map((program) => compile(version, skipLibCheck, program))
  row([version, String(skipLibCheck), ...results])
}
