import { fileURLToPath } from "node:url"
import { defineConfig } from "vitest/config"

/**
 * Files share a process, and so the modules that all of them import. That halves the time of the suite. So no test uses
 * `layer` of `@effect/vitest`, which replaces `it` for all files that follow.
 */
const poolOptions = { forks: { isolate: false } }

/** Long sweeps, which only `pnpm test:full` runs. */
const sweeps = process.env["FULL"] === "1" ? [] : ["**/test/full/**"]

export default defineConfig({
  test: {
    // One process for each core. By default one core stays idle, which is half of a small machine.
    minWorkers: 1,
    maxWorkers: "100%",
    poolOptions,
    // One project, because a new project starts new processes, which load all modules again.
    projects: [
      {
        test: {
          name: "all",
          include: ["packages/*/test/**/*.test.ts", "examples/test/**/*.test.ts", "scripts/test/**/*.test.ts"],
          exclude: ["**/test/redis/**", ...sweeps],
          globalSetup: "packages/cli/test/support/folder.ts",
          setupFiles: "scripts/test/seed.ts",
          // Only `@effect/vitest` imports it.
          alias: { "effect/TestContext": fileURLToPath(new URL("scripts/test/TestContext.ts", import.meta.url)) },
          server: { deps: { inline: ["@effect/vitest"] } },
          // Programs are started and sockets opened, on machines that have other things to do as well.
          testTimeout: 60_000,
          // Tests of sockets mostly wait. More at once would wait for the processor.
          maxConcurrency: 20,
          poolOptions
        }
      }
    ]
  }
})
