/**
 * The server of `pnpm load`, in a process of its own. It fails every other request, each time in another way. It sends
 * its URL to its parent, and stops when the parent disconnects.
 */
import * as Effect from "effect/Effect"
import * as RawServer from "../test/RawServer.ts"
import { failure, page } from "../test/scripted.ts"

/** The time before each answer, in milliseconds. */
const latency = 50

const good = RawServer.bytesOf({ body: page(...Array.from({ length: 20 }, (_, index) => `model-${index}`)) })

const faults: ReadonlyArray<ReadonlyArray<RawServer.Step>> = [
  RawServer.answer({ status: 503, body: failure("overloaded_error") }),
  RawServer.answer({ status: 429, headers: { "retry-after-ms": "200" }, body: failure("rate_limit_error") }),
  RawServer.breakAt(good, 0.9, "end"),
  ["stall"],
  ["reset"]
]

const stepsOf = ({ index }: RawServer.Request): ReadonlyArray<RawServer.Step> => {
  const fault = index % 2 === 1 ? faults[((index - 1) / 2) % faults.length] : undefined
  return [{ wait: latency }, ...(fault ?? [{ send: good }])]
}

const main = Effect.gen(function* () {
  const { url } = yield* RawServer.make(stepsOf)
  process.send?.(url)
  yield* Effect.async<void>((resume) => void process.once("disconnect", () => resume(Effect.void)))
}).pipe(Effect.scoped)

await Effect.runPromise(main)
