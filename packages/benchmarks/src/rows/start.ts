import { spawn } from "node:child_process"
import { type Program, program } from "../harness/bundle.ts"
import { install, unbundled } from "../harness/installed.ts"
import { alternate } from "../harness/sampling.ts"
import type { Stage } from "../harness/stage.ts"
import { measured, ratios } from "../harness/statistics.ts"
import type { Row } from "./row.ts"

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
  const [ours, sdk]: readonly [Program, Program] = [
    { name: "ours", platform: "node", baseUrl },
    { name: "sdk", platform: "node", baseUrl }
  ]
  const beside = async (what: string, ours: string, sdk: string): Promise<Row> => {
    for (const path of [ours, sdk]) await firstLine(path)
    const times = await alternate(
      [
        ["ours", () => firstLine(ours)],
        ["sdk", () => firstLine(sdk)]
      ],
      rounds
    )
    return {
      row: "4 start",
      what: `${what} / SDK's, to the first model`,
      ...measured(ratios(times("ours"), times("sdk"))),
      samples: { ours: times("ours"), sdk: times("sdk") }
    }
  }
  await install()
  return [
    { ...(await beside("bundled", await program(ours), await program(sdk))), goal: { atMost: 1 } },
    await beside("unbundled", await unbundled(ours), await unbundled(sdk))
  ]
}
