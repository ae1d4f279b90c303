/** The workspace: its folders, its public packages, and commands that run in it. */
import { spawnSync } from "node:child_process"
import { readFileSync, readdirSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import * as Schema from "effect/Schema"

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

const Ranges = Schema.optional(Schema.Record({ key: Schema.String, value: Schema.String }))

/** What is read of a `package.json`; the other fields are kept. */
const Manifest = Schema.Struct(
  {
    name: Schema.String,
    version: Schema.String,
    private: Schema.optional(Schema.Boolean),
    repository: Schema.optional(Schema.Unknown),
    dependencies: Ranges,
    peerDependencies: Ranges,
    peerDependenciesMeta: Schema.optional(Schema.Record({ key: Schema.String, value: Schema.Unknown }))
  },
  { key: Schema.String, value: Schema.Unknown }
)
export type Manifest = typeof Manifest.Type

export interface Package {
  /** The folder below `packages`, which is also the name without its scope. */
  readonly folder: string
  readonly path: string
  readonly manifest: Manifest
}

export const parseManifest = Schema.decodeUnknownSync(Schema.parseJson(Manifest))

export const readManifest = (path: string): Manifest => parseManifest(readFileSync(path, "utf8"))

export const publicPackages = (): ReadonlyArray<Package> =>
  readdirSync(join(root, "packages"))
    .map((folder) => {
      const path = join(root, "packages", folder)
      return { folder, path, manifest: readManifest(join(path, "package.json")) }
    })
    .filter(({ manifest }) => manifest.private !== true)

/** The public modules of a package: `src/*.ts` without the index. */
export const modules = ({ path }: Package): ReadonlyArray<string> =>
  readdirSync(join(path, "src"))
    .filter((file) => /^[A-Z]\w*\.ts$/.test(file))
    .map((file) => file.slice(0, -".ts".length))

export interface Run {
  readonly cwd?: string
  readonly env?: Record<string, string>
}

/** Runs a command and returns its standard output. Throws with all of its output if it fails. */
export const run = (command: string, args: ReadonlyArray<string>, { cwd = root, env = {} }: Run = {}): string => {
  const { error, status, stderr, stdout } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, ...env },
    maxBuffer: 64 * 1024 * 1024
  })
  if (status !== 0) {
    const line = [command, ...args].join(" ")
    throw new Error(`${line}\n${stdout ?? ""}${stderr ?? ""}${error === undefined ? "" : error.message}`.trimEnd())
  }
  return stdout
}
