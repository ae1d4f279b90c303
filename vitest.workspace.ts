import { defineConfig } from "vitest/config"

const project = (name: string, root: string) => ({
  test: { name, root, include: ["test/**/*.test.ts"] }
})

export default defineConfig({
  test: {
    projects: [
      project("core", "packages/core"),
      project("http", "packages/http"),
      project("stream", "packages/stream"),
      project("testing", "packages/testing"),
      project("benchmarks", "packages/benchmarks"),
      project("examples", "examples")
    ]
  }
})
