/** The process that works on each page for a while, with pages asked for ahead or not, and times the whole walk. */
import * as ModelStream from "@anthropic-models/stream/ModelStream"
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as Effect from "effect/Effect"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Stream from "effect/Stream"
import { live } from "../clients/ours.ts"
import { answering } from "./messages.ts"

export interface Overlapping {
  readonly baseUrl: string
  readonly limit: number
  readonly prefetch: number
  /** How long a page is worked on, in milliseconds. */
  readonly work: number
}

answering<Overlapping, number>(async ({ baseUrl, limit, prefetch, work }) => {
  const runtime = ManagedRuntime.make(live(baseUrl, NodeHttpClient.layerUndici))
  const started = performance.now()
  await runtime.runPromise(Stream.runForEach(ModelStream.pages({ limit, prefetch }), () => Effect.sleep(work)))
  const took = performance.now() - started
  await runtime.dispose()
  return took
})
