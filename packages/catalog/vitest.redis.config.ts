import { defineConfig } from "vitest/config"
import { isInstalled } from "./test/redis/server.ts"

if (!isInstalled()) {
  throw new Error(
    "redis-server is not installed. On Debian or Ubuntu: apt-get update && apt-get install -y redis-server. " +
      "On macOS: brew install redis."
  )
}

/** The tests that need a real Redis: `pnpm test:redis`. */
export default defineConfig({
  test: { name: "redis", root: import.meta.dirname, include: ["test/redis/*.redis.ts"], testTimeout: 120_000 }
})
