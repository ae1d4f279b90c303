/** `pnpm pack:all [FOLDER]`: packs every public package and prints how to install the tarballs in another project. */
import { join, resolve } from "node:path"
import { address, packAll } from "./pack.ts"
import { peers } from "./project.ts"
import { root } from "./workspace.ts"

const folder = resolve(process.argv[2] ?? join(root, ".cache/tarballs"))
const packed = packAll(folder)

/** `effect@3.22`: the lowest version that all packages take, in the form that npm turns into a range. */
const versions = Object.entries(peers(packed)).map(
  ([name, range]) => `${name}@${range.replace(/^\^(\d+\.\d+).*/, "$1")}`
)
const only = (...names: ReadonlyArray<string>) =>
  versions.filter((version) => names.some((name) => version.startsWith(name)))

const install = (folders: ReadonlyArray<string>, flags: string, others: ReadonlyArray<string>): string => {
  const chosen = packed.filter(({ name }) => folders.includes(name.replace("@anthropic-models/", "")))
  return [`  npm install${flags}`, ...chosen.map(({ tarball }) => tarball), ...others].join(" \\\n    ")
}

console.log(`${packed.length} packages are in ${folder}. To use them in another project, in its folder:

${install(["core", "http", "stream"], "", only("effect@", "@effect/platform"))}

To test with them, in addition:

${install(["testing"], " --save-dev", [])}

For the catalog, and on Redis also ioredis:

${install(["catalog"], "", only("@effect/experimental"))}

For the command anthropic-models (npx anthropic-models list), in a folder of its own:

${install(["core", "stream", "catalog", "cli"], "", [])}

With pnpm, name every tarball that another one depends on in pnpm-workspace.yaml first:

  overrides:
${packed.map(({ name, tarball }) => `    "${name}": "file:${tarball}"`).join("\n")}`)
if (address() === undefined) {
  console.log(`
The manifests name no repository. Before publishing, set "repository" in the root package.json.`)
}
