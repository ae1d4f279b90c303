import { spawn } from "node:child_process"
import { type Program, program } from "../harness/bundle.ts"
import { install, unbundled } from "../harness/installed.ts"
import { alternate } from "../harness/sampling.ts"
import type { Stage } from "../harness/stage.ts"
import { measured, ratios } from "../harness/statistics.ts"
import type { Goal, Row } from "./row.ts"

/** The time from starting a process to the first that it prints, in milliseconds. */
const firstLine = (path: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const started = performance.now()
    const child = spawn(process.execPath, [path], { stdio: ["ignore", "pipe", "inherit"] })
    let took: number | undefined
    child.stdout.once("data", () => (took = performance.now() - started))
    child.once("error", reject)
    child.once("close", (code) =>
      code === 0 && took !== undefined ? resolve(took) : reject(new Error(`${path} ended with ${code}`))
    )
  })

/** Row 4: the time from the start of a process to the first model that it prints, over that of the SDK. */
export const start = async (stage: Stage, rounds: number): Promise<ReadonlyArray<Row>> => {
  const baseUrl = await stage.prepare({ total: 20, limit: 20 })
  const beside = async (
    how: string,
    pathOf: (which: Program) => Promise<string>,
    goal?: Goal
  ): Promise<ReadonlyArray<Row>> => {
    const path = (name: Program["name"]) => pathOf({ name, platform: "node", baseUrl })
    const paths = { sdk: await path("sdk"), ours: await path("ours"), platform: await path("platform") }
    const samplers = (["sdk", "ours", "platform"] as const).map((name) => [name, () => firstLine(paths[name])] as const)
    await alternate(samplers, 1)
    const times = await alternate(samplers, rounds)
    return (["ours", "platform"] as const).map((name) => ({
      row: "4 start",
      what: `${name === "ours" ? "" : "the platform alone, "}${how} / SDK's, to the first model`,
      ...measured(ratios(times(name), times("sdk"))),
      goal: name === "ours" ? goal : undefined,
      samples: { [name]: times(name), sdk: times("sdk") }
    }))
  }
  await install()
  return [...(await beside("bundled", program, { atMost: 1 })), ...(await beside("unbundled", unbundled))]
}
