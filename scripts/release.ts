/**
 * `pnpm release [--dry-run]`: packs every public package and publishes those whose version the registry does not have.
 * Options are handed on to `npm publish`.
 */
import { spawnSync } from "node:child_process"
import { join } from "node:path"
import { address, packAll } from "./pack.ts"
import { root, run } from "./workspace.ts"

if (address() === undefined) {
  throw new Error(
    'set "repository" in the root package.json to the address of the repository ("https://github.com/OWNER/NAME")'
  )
}

const isPublished = (name: string, version: string): boolean => {
  const { status, stderr } = spawnSync("npm", ["view", `${name}@${version}`, "version"], { encoding: "utf8" })
  if (status !== 0 && !stderr.includes("E404")) throw new Error(stderr)
  return status === 0
}

const options = process.argv.slice(2)
for (const { name, tarball, version } of packAll(join(root, ".cache/release"))) {
  if (isPublished(name, version)) {
    console.log(`${name} ${version} is published already`)
  } else {
    run("npm", ["publish", tarball, "--access", "public", ...options])
    console.log(`${name} ${version} ${options.includes("--dry-run") ? "can be published" : "is published"}`)
  }
}
if (!options.includes("--dry-run")) run("changeset", ["tag"])
