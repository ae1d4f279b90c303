import { type Build, buildScript } from "../harness/bundle.ts"
import { runNode } from "../harness/run.ts"
import { alternate } from "../harness/sampling.ts"
import type { Stage } from "../harness/stage.ts"
import { ratioRow, type Row } from "../report/row.ts"

const titles = {
  oursNode: "by node:http",
  oursFetch: "by fetch",
  platformNode: "@effect/platform alone, by node:http"
} as const

const names = ["oursNode", "oursFetch", "platformNode"] as const

/** The time from the start of a process to the first model that it prints, beside the SDK. */
export const start = async (stage: Stage, rounds: number): Promise<ReadonlyArray<Row>> => {
  const env = { BASE_URL: stage.urlOf({ total: 20 }) }
  const beside = async (how: Build): Promise<ReadonlyArray<Row>> => {
    const samplers = await Promise.all(
      ([...names, "sdk"] as const).map(async (name) => {
        const path = await buildScript(`programs/${name}`, how)
        return [name, async () => (await runNode([path], { env })).firstOutput] as const
      })
    )
    await alternate(samplers, 1)
    const times = await alternate(samplers, rounds)
    return names.map((name) =>
      ratioRow(
        {
          row: "start",
          what: `${titles[name]} / SDK, ${how}`,
          goal: how === "bundled" && name === "oursNode" ? { atMost: 1.1 } : undefined
        },
        times(name),
        times("sdk")
      )
    )
  }
  return [...(await beside("bundled")), ...(await beside("plain"))]
}
