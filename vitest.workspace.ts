import { defineConfig } from "vitest/config"

const project = (name: string, root: string) => ({
  // Programs are started and sockets opened, on machines that have other things to do as well.
  test: { name, root, include: ["test/**/*.test.ts"], testTimeout: 60_000 }
})

export default defineConfig({
  test: {
    projects: [
      project("core", "packages/core"),
      project("http", "packages/http"),
      project("stream", "packages/stream"),
      project("testing", "packages/testing"),
      project("catalog", "packages/catalog"),
      project("cli", "packages/cli"),
      project("benchmarks", "packages/benchmarks"),
      project("examples", "examples"),
      project("scripts", "scripts")
    ]
  }
})
