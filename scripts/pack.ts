/** Packs the public packages as they are published. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { absolute, unlinked } from "./links.ts"
import { type Manifest, type Package, publicPackages, readManifest, root, run } from "./workspace.ts"

export interface Packed {
  readonly name: string
  readonly version: string
  readonly tarball: string
  readonly manifest: Manifest
}

/** Where the repository is, as the root `package.json` says in its field `repository`: the only place that has it. */
export const address = (): string | undefined => parseAddress(readManifest(join(root, "package.json")).repository)

export const parseAddress = (repository: unknown): string | undefined => {
  if (repository === undefined) return undefined
  if (typeof repository === "string" && /^https:\/\/[^/]+\/[^/]+\/[^/.]+$/.test(repository)) return repository
  throw new Error(
    `package.json: write repository as "https://github.com/OWNER/NAME", not ${JSON.stringify(repository)}`
  )
}

/** The fields of a manifest that name the repository. */
export const addressed = (manifest: Manifest, address: string, directory: string): Manifest => ({
  ...manifest,
  homepage: `${address}/tree/HEAD/${directory}#readme`,
  bugs: `${address}/issues`,
  repository: { type: "git", url: `git+${address}.git`, directory }
})

/** A README as it is read outside of the repository: no relative link is left, because it would lead nowhere. */
export const packedReadme = (markdown: string, address: string | undefined, directory: string): string =>
  address === undefined ? unlinked(markdown) : absolute(markdown, address, directory)

/** Builds and packs every public package into `folder`, each after those that it depends on. */
export const packAll = (folder: string): ReadonlyArray<Packed> => {
  const packages = publicPackages()
  const repository = address()
  mkdirSync(folder, { recursive: true })
  for (const { path } of packages) rmSync(join(path, "dist"), { recursive: true, force: true })
  run("tsc", ["-b", ...packages.map(({ path }) => join(path, "tsconfig.src.json"))])
  return packages
    .toSorted((a, b) => requirements(a, packages).size - requirements(b, packages).size)
    .map((source) => pack(source, folder, repository))
}

/** The packages that a package depends on, and those that they depend on. */
const requirements = (source: Package, packages: ReadonlyArray<Package>): ReadonlySet<Package> => {
  const direct = packages.filter(({ manifest }) => manifest.name in (source.manifest.dependencies ?? {}))
  return new Set(direct.flatMap((other) => [other, ...requirements(other, packages)]))
}

const pack = (source: Package, folder: string, repository: string | undefined): Packed => {
  const tarball = join(folder, `anthropic-models-${source.folder}-${source.manifest.version}.tgz`)
  run("pnpm", ["pack", "--out", tarball], { cwd: source.path })

  // pnpm has written the versions and the exports; what is left is the address, and the links.
  const unpacked = join(folder, ".unpacked", source.folder)
  rmSync(unpacked, { recursive: true, force: true })
  mkdirSync(unpacked, { recursive: true })
  run("tar", ["-xzf", tarball, "-C", unpacked])
  const directory = `packages/${source.folder}`
  const path = join(unpacked, "package/package.json")
  const packed = readManifest(path)
  const manifest = repository === undefined ? packed : addressed(packed, repository, directory)
  writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`)
  const readme = join(unpacked, "package/README.md")
  writeFileSync(readme, packedReadme(readFileSync(readme, "utf8"), repository, directory))
  run("tar", ["-czf", tarball, "-C", unpacked, "package"])
  return { name: manifest.name, version: manifest.version, tarball, manifest }
}
