/** The `anthropic-models` command as it is published. */
import { execFile } from "node:child_process"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"

const root = dirname(dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url))))))

/** Bundles the command, and returns its path. */
export const buildCommand = async (): Promise<string> => {
  const cli = join(root, "packages/cli")
  await promisify(execFile)(process.execPath, ["--import", "tsx", join(cli, "scripts/bundle.ts")], { cwd: root })
  return join(cli, "dist/bin/anthropic-models.js")
}
