/** The process that decodes a page of 1000 models again and again, and measures it beside its `JSON.parse`. */
import { ModelPage } from "@anthropic-models/core/ModelPage"
import * as Schema from "effect/Schema"
import { page } from "../harness/catalogue.ts"
import { answerAll } from "../harness/messages.ts"

export interface Decoding {
  readonly rounds: number
}

/** Milliseconds of each round. */
export interface Decoded {
  readonly parse: ReadonlyArray<number>
  readonly decode: ReadonlyArray<number>
}

const text = page(2000, 0, 1000)
const decode = Schema.decodeUnknownSync(ModelPage)

const once = (): { readonly parse: number; readonly decode: number } => {
  const started = performance.now()
  const json: unknown = JSON.parse(text)
  const parsed = performance.now()
  const { data } = decode(json)
  const decoded = performance.now()
  if (data.length !== 1000) throw new Error(`${data.length} models instead of 1000`)
  return { parse: parsed - started, decode: decoded - parsed }
}

answerAll<Decoding, Decoded>(async ({ rounds }) => {
  for (let round = 0; round < rounds; round++) once()
  const times = Array.from({ length: rounds }, once)
  return { parse: times.map(({ parse }) => parse), decode: times.map(({ decode }) => decode) }
})
