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

const described = {
  oursNode: "by node:http, ",
  oursFetch: "by fetch, ",
  platformNode: "the platform alone, by node:http, ",
  platformFetch: "the platform alone, by fetch, ",
  platformEffect4: "the platform alone on Effect 4, by fetch, "
} as const

const names = ["oursNode", "oursFetch", "platformNode", "platformFetch", "platformEffect4"] as const

/** Row 4: the time from the start of a process to the first model that it prints, over that of the SDK. */
export const start = async (stage: Stage, rounds: number): Promise<ReadonlyArray<Row>> => {
  const baseUrl = await stage.prepare({ total: 20, limit: 20 })
  const beside = async (
    how: string,
    pathOf: (which: Program) => Promise<string>,
    goal?: Goal
  ): Promise<ReadonlyArray<Row>> => {
    const sampler = async <Name extends Program["name"]>(name: Name) => {
      const path = await pathOf({ name, platform: "node", baseUrl })
      return [name, () => firstLine(path)] as const
    }
    const samplers = await Promise.all([sampler("sdk"), ...names.map(sampler)])
    await alternate(samplers, 1)
    const times = await alternate(samplers, rounds)
    return names.map((name) => ({
      row: "4 start",
      what: `${described[name]}${how} / SDK's, to the first model`,
      ...measured(ratios(times(name), times("sdk"))),
      goal: name.startsWith("ours") ? goal : undefined,
      samples: { [name]: times(name), sdk: times("sdk") }
    }))
  }
  await install()
  return [...(await beside("bundled", program, { atMost: 1 })), ...(await beside("unbundled", unbundled))]
}
