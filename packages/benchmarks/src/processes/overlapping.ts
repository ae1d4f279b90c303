/** The process that works on each page for a while, and measures the whole walk. */
import * as ModelStream from "@anthropic-models/stream/ModelStream"
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as Effect from "effect/Effect"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Stream from "effect/Stream"
import { live } from "../clients/ours.ts"
import { answerAll } from "../harness/messages.ts"

export interface Overlapping {
  readonly baseUrl: string
  readonly limit: number
  readonly prefetch: number
  /** Milliseconds of work on each page. */
  readonly work: number
}

/** Answers with the milliseconds of the walk. */
answerAll<Overlapping, number>(async ({ baseUrl, limit, prefetch, work }) => {
  const runtime = ManagedRuntime.make(live(baseUrl, NodeHttpClient.layerUndici))
  const started = performance.now()
  await runtime.runPromise(Stream.runForEach(ModelStream.pages({ limit, prefetch }), () => Effect.sleep(work)))
  const millis = performance.now() - started
  await runtime.dispose()
  return millis
})
