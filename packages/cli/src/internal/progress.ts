import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { Output } from "./output.ts"

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"]
const clear = "\r\u001b[2K"

/**
 * Shows that a wait goes on, on a terminal and from the second second on. Nothing is left of it when the wait is over.
 */
export const during =
  (message: string) =>
  <A, E, R>(wait: Effect.Effect<A, E, R>): Effect.Effect<A, E, R | Output> =>
    Effect.flatMap(Output, ({ draw }) =>
      draw === undefined
        ? wait
        : Effect.scoped(Effect.zipRight(Effect.forkScoped(Effect.delay(spin(message, draw), "1 second")), wait))
    )

const spin = (message: string, draw: (text: string) => Effect.Effect<void>): Effect.Effect<never> =>
  Effect.gen(function* () {
    const start = (yield* Clock.currentTimeMillis) - 1_000
    for (let turn = 0; ; turn++) {
      const seconds = Math.floor(((yield* Clock.currentTimeMillis) - start) / 1_000)
      yield* draw(`${clear}${frames[turn % frames.length]} ${message} ${seconds} s`)
      yield* Effect.sleep("100 millis")
    }
  }).pipe(Effect.ensuring(draw(clear)))

/** The same for a stream, while its consumer waits for the next chunk. */
export const whilePulling =
  (message: string) =>
  <A, E, R>(stream: Stream.Stream<A, E, R>): Stream.Stream<A, E, R | Output> =>
    Stream.unwrapScoped(
      Effect.map(Stream.toPull(stream), (pull) => Stream.repeatEffectChunkOption(during(message)(pull)))
    )
