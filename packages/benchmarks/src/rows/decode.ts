import { script } from "../harness/bundle.ts"
import type { Decoded, Decoding } from "../harness/decoding.ts"
import { start } from "../harness/messages.ts"
import { measured, median } from "../harness/statistics.ts"
import type { Row } from "./row.ts"

/** Row 3: the time that a page of 1000 models takes to decode, over that of its `JSON.parse`; a ratio a process. */
export const decode = async (processes: number, rounds: number): Promise<ReadonlyArray<Row>> => {
  const path = await script("harness/decoding")
  const all: Array<Decoded> = []
  for (let process = 0; process < processes; process++) {
    const child = start<Decoding, Decoded>(path)
    all.push(await child.ask({ rounds }))
    await child.stop()
  }
  return [
    {
      row: "3 decode",
      what: "Schema.decodeUnknown(ModelPage) / JSON.parse, 1000 models",
      goal: { atMost: 0.5 },
      ...measured(all.map(({ decode, parse }) => median(decode) / median(parse))),
      samples: { decode: all.map(({ decode }) => median(decode)), parse: all.map(({ parse }) => median(parse)) }
    }
  ]
}
