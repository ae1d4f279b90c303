import { spawn } from "node:child_process"
import { expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { bundle } from "./bundle.ts"
import * as Server from "./server.ts"

/** Runs a program, with an environment that holds nothing but the port of Redis. */
const run = (path: string, port: number) =>
  Effect.async<string>((resume) => {
    const child = spawn(process.execPath, [path], {
      env: { PATH: process.env["PATH"], REDIS_PORT: `${port}` },
      stdio: ["ignore", "pipe", "inherit"]
    })
    let stdout = ""
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text
    })
    child.on("close", () => resume(Effect.succeed(stdout)))
    return Effect.sync(() => child.kill("SIGKILL"))
  })

it.scopedLive("the example of four processes makes one request", () =>
  Effect.gen(function* () {
    const redis = yield* Server.make()
    const example = new URL("../../../../examples/src/sharedRedis.ts", import.meta.url)
    const program = yield* Effect.acquireRelease(
      Effect.sync(() => bundle(example)),
      ({ remove }) => Effect.sync(remove)
    )
    const lines = (yield* run(program.path, redis.port)).trimEnd().split("\n")
    const workers = lines.filter((line) => line.startsWith("process")).toSorted()
    expect(workers.map((line) => line.replace("api", "store"))).toEqual(
      [1, 2, 3, 4].map((id) => `process ${id}: 45 models from the store`)
    )
    expect(lines.at(-1)).toBe("requests to the API: 1")
  })
)
