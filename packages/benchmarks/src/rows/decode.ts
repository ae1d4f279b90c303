import { buildScript } from "../harness/bundle.ts"
import { startChild } from "../harness/messages.ts"
import { median } from "../harness/statistics.ts"
import type { Decoded, Decoding } from "../processes/decoding.ts"
import { ratioRow, type Row } from "../report/row.ts"

/** The time to decode the JSON of a page of 1000 models, over the time to parse its text. One ratio per process. */
export const decode = async (processes: number, rounds: number): Promise<ReadonlyArray<Row>> => {
  const path = await buildScript("processes/decoding", "plain")
  const times: Array<Decoded> = []
  for (let process = 0; process < processes; process++) {
    const child = startChild<Decoding, Decoded>(path)
    times.push(await child.ask({ rounds }))
    await child.stop()
  }
  return [
    ratioRow(
      { row: "decode", what: "decodeUnknown(ModelPage) / JSON.parse, 1000 models", goal: { atMost: 0.4 } },
      times.map(({ decode }) => median(decode)),
      times.map(({ parse }) => median(parse))
    )
  ]
}
