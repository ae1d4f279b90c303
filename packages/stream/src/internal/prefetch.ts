import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"

/**
 * Runs a stream in the background, at most `count` pages ahead of the consumer. `make` gets the effect that waits for a
 * free place, to run before each request. A place is free again when the consumer takes the page.
 *
 * `Stream.bufferChunks` cannot be exact: it holds `capacity` pages and one more that waits, so at least 2.
 */
export const ahead = <A, E, R>(
  count: number,
  make: (place: Effect.Effect<unknown>) => Stream.Stream<A, E, R>
): Stream.Stream<A, E, R> =>
  Stream.unwrap(
    Effect.map(Effect.makeSemaphore(count), (places) =>
      make(places.take(1)).pipe(
        Stream.buffer({ capacity: "unbounded" }),
        Stream.mapChunksEffect((page) => Effect.as(places.release(1), page))
      )
    )
  )
