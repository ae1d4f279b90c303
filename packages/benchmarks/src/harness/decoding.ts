/** The process that decodes a page of 1000 models, again and again, and times that beside its `JSON.parse`. */
import { ModelPage } from "@anthropic-models/core/ModelPage"
import * as Schema from "effect/Schema"
import { page } from "./catalogue.ts"
import { answering } from "./messages.ts"

export interface Decoding {
  readonly rounds: number
}

export interface Decoded {
  /** Milliseconds of each `JSON.parse`, and of each decoding of what it gave. */
  readonly parse: ReadonlyArray<number>
  readonly decode: ReadonlyArray<number>
}

const text = page({ total: 2000 }, 0, 1000)
const decode = Schema.decodeUnknownSync(ModelPage)

const once = (): readonly [parse: number, decode: number] => {
  const started = performance.now()
  const json: unknown = JSON.parse(text)
  const parsed = performance.now()
  const { data } = decode(json)
  const decoded = performance.now()
  if (data.length !== 1000) throw new Error(`${data.length} models of 1000`)
  return [parsed - started, decoded - parsed]
}

answering<Decoding, Decoded>(async ({ rounds }) => {
  for (let round = 0; round < rounds; round++) once()
  const times = Array.from({ length: rounds }, once)
  return { parse: times.map(([parse]) => parse), decode: times.map(([, decode]) => decode) }
})
