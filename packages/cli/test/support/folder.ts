/** A folder for the files of all tests, which is removed after them. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { TestProject } from "vitest/node"

declare module "vitest" {
  interface ProvidedContext {
    readonly folder: string
  }
}

const folder = mkdtempSync(join(tmpdir(), "anthropic-models-cli-"))

export const setup = ({ provide }: TestProject): void => provide("folder", folder)

export const teardown = (): void => rmSync(folder, { recursive: true })
