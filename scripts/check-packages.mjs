// Builds and packs the public packages, and looks at the tarballs as a user would get them.
import { spawnSync } from "node:child_process"
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from "node:fs"
import { dirname, join, resolve } from "node:path"
import { fileURLToPath } from "node:url"

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..")
const names = ["core", "http", "stream", "testing", "catalog", "cli"]
// Unpacked, the packages find each other here, and beside them links to all else that they may import.
const folder = join(root, ".cache/packages")
const installed = join(folder, "node_modules/@anthropic-models")

const fail = (message) => {
  console.error(message)
  process.exit(1)
}
/** Runs a command, which is heard only when it fails. */
const run = (command, args, cwd = root) => {
  const { error, status, stderr, stdout } = spawnSync(command, args, { cwd, encoding: "utf8" })
  if (status !== 0) fail(`${stdout ?? ""}${stderr ?? ""}failed: ${command} ${args.join(" ")} ${error ?? ""}`)
  return stdout
}
const assert = (condition, message) => {
  if (!condition) fail(message)
}

rmSync(folder, { recursive: true, force: true })
for (const name of names) rmSync(join(root, "packages", name, "dist"), { recursive: true, force: true })
run("tsc", ["-b", ...names.map((name) => `packages/${name}/tsconfig.src.json`)])

const imports = []
const bins = []
for (const name of names) {
  const source = join(root, "packages", name)
  const target = join(installed, name)
  const tarball = join(folder, `${name}.tgz`)
  mkdirSync(target, { recursive: true })
  run("pnpm", ["pack", "--out", tarball], source)
  run("tar", ["-xzf", tarball, "-C", target, "--strip-components=1"])

  const text = readFileSync(join(target, "package.json"), "utf8")
  const manifest = JSON.parse(text)
  assert(!/"(workspace|catalog):/.test(text), `${name}: a version was not written out when packing`)
  for (const other of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })) {
    const link = join(folder, "node_modules", other)
    mkdirSync(dirname(link), { recursive: true })
    if (!other.startsWith("@anthropic-models/") && !existsSync(link)) {
      symlinkSync(realpathSync(join(source, "node_modules", other)), link)
    }
  }
  for (const file of ["LICENSE", "README.md", "dist/index.js", "dist/index.d.ts", "src/index.ts"]) {
    assert(existsSync(join(target, file)), `${name}: ${file} is not in the tarball`)
  }
  for (const file of readdirSync(target, { recursive: true, encoding: "utf8" })) {
    assert(!/\.tsbuildinfo$|\.test\.|^test\b|tsconfig/.test(file), `${name}: ${file} is in the tarball`)
  }

  const modules = readdirSync(join(source, "src")).filter((file) => /^[A-Z]\w*\.ts$/.test(file))
  const subpaths = modules.map((file) => file.replace(/\.ts$/, ""))
  run("publint", ["run", tarball, "--strict"])
  run("attw", [tarball, "--profile", "esm-only", "--no-summary", "--no-emoji", "--entrypoints", ".", ...subpaths])
  console.log(`@anthropic-models/${name}: packed, every subpath resolves`)
  bins.push(...Object.values(manifest.bin ?? {}).map((path) => join(target, path)))
  imports.push(`@anthropic-models/${name}`, ...subpaths.map((subpath) => `@anthropic-models/${name}/${subpath}`))
}

writeFileSync(
  join(folder, "import.mjs"),
  `const names = ${JSON.stringify(imports)}
for (const name of names) {
  await import(name)
}
for (const name of new Set(names.map((name) => name.split("/").slice(0, 2).join("/")))) {
  const error = await import(name + "/internal/any").then(() => undefined, (error) => error)
  if (error?.code !== "ERR_PACKAGE_PATH_NOT_EXPORTED") throw new Error(name + "/internal is open")
}
`
)
run(process.execPath, [join(folder, "import.mjs")], folder)
console.log(`${imports.length} imports work in plain Node ${process.versions.node}`)

for (const bin of bins)
  console.log(`${bin.split("/").at(-1)} --version: ${run(process.execPath, [bin, "--version"], folder).trim()}`)
