import { fileURLToPath } from "node:url"
import { defineConfig } from "vitest/config"

/** Files share a process, and so the modules that all of them import. That halves the time of the suite. */
const poolOptions = { forks: { isolate: false } }

/** Long sweeps, which only `pnpm test:full` runs. */
const exclude = process.env["FULL"] === "1" ? [] : ["test/full/**"]

const project = (name: string, root: string, setup?: string) => ({
  test: {
    name,
    root,
    include: ["test/**/*.test.ts"],
    exclude,
    globalSetup: setup === undefined ? [] : [fileURLToPath(new URL(`${root}/${setup}`, import.meta.url))],
    setupFiles: [fileURLToPath(new URL("scripts/test/seed.ts", import.meta.url))],
    // Programs are started and sockets opened, on machines that have other things to do as well.
    testTimeout: 60_000,
    poolOptions
  }
})

export default defineConfig({
  test: {
    // One process for each core. By default one core stays idle, which is half of a small machine.
    minWorkers: 1,
    maxWorkers: "100%",
    poolOptions,
    projects: [
      project("core", "packages/core"),
      project("http", "packages/http"),
      project("stream", "packages/stream"),
      project("testing", "packages/testing"),
      project("catalog", "packages/catalog"),
      project("cli", "packages/cli", "test/support/folder.ts"),
      project("benchmarks", "packages/benchmarks"),
      project("examples", "examples", "test/support/bundle.ts"),
      project("scripts", "scripts")
    ]
  }
})
