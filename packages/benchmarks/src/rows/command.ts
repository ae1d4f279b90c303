import { buildScript } from "../harness/bundle.ts"
import { buildCommand } from "../harness/command.ts"
import { runNode } from "../harness/run.ts"
import { alternate } from "../harness/sampling.ts"
import type { Stage } from "../harness/stage.ts"
import { ratioRow, type Row } from "../report/row.ts"

/** The time of short commands, from their start to their end. */
export const command = async (stage: Stage, rounds: number): Promise<ReadonlyArray<Row>> => {
  const [bin, sdk] = [await buildCommand(), await buildScript("programs/sdk", "plain")]
  const url = stage.urlOf({ total: 20 })
  const env = { BASE_URL: url, ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: "key" }
  const millis = async (...args: ReadonlyArray<string>) => (await runNode(args, { env })).end
  const samplers = [
    ["version", () => millis(bin, "--version")],
    ["empty", () => millis("-e", "0")],
    ["list", () => millis(bin, "list", "--fields", "id", "--quiet")],
    ["sdk", () => millis(sdk)]
  ] as const
  await alternate(samplers, 1)
  const times = await alternate<(typeof samplers)[number][0], number>(samplers, rounds)
  return [
    ratioRow(
      { row: "command", what: "anthropic-models --version / node -e 0", goal: { atMost: 2.5 } },
      times("version"),
      times("empty")
    ),
    ratioRow(
      { row: "command", what: "anthropic-models list / a script with the SDK", goal: { atMost: 1.5 } },
      times("list"),
      times("sdk")
    )
  ]
}
