import { describe, expect, it } from "@effect/vitest"
import type * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as FiberRef from "effect/FiberRef"
import * as Option from "effect/Option"
import * as Ref from "effect/Ref"
import * as Runtime from "effect/Runtime"
import * as TestClock from "effect/TestClock"
import { within } from "../src/internal/within.ts"

class Own extends Context.Tag("Own")<Own, string>() {}

/** Within a second, in a runtime that has a service more than the caller. */
const inASecond = <A, E>(effect: Effect.Effect<A, E, Own>): Effect.Effect<A, E | "late"> =>
  Effect.flatMap(Effect.zip(Effect.clock, Effect.runtime()), ([clock, runtime]) =>
    Effect.uninterruptibleMask((restore) =>
      within<A, E | "late", Own>(effect, {
        clock,
        millis: 1000,
        onTimeout: () => Effect.fail("late"),
        restore,
        runtime: Runtime.provideService(runtime, Own, "its own"),
        notInherited: new Set<unknown>([FiberRef.currentContext])
      })
    )
  )

describe("within", () => {
  it.effect("gives what the effect gives, and what it fails with", () =>
    Effect.gen(function* () {
      expect(yield* inASecond(Own)).toBe("its own")
      expect(yield* inASecond(Effect.flip(Effect.fail("no")))).toBe("no")
      expect(yield* Effect.exit(inASecond(Effect.die("defect")))).toEqual(Exit.die("defect"))
      expect(yield* Effect.exit(inASecond(Effect.delay(Effect.fail("no"), 999)).pipe(advanced))).toEqual(
        Exit.fail("no")
      )
    })
  )

  it.effect.each<[string, <A, E>(effect: Effect.Effect<A, E>) => Effect.Effect<A, E>]>([
    ["an interruptible region", Effect.interruptible],
    ["an uninterruptible region", Effect.uninterruptible]
  ])("ends an effect whose time is over, and waits for its finalizers, in %s", ([, region]) =>
    Effect.gen(function* () {
      const log = yield* Ref.make<ReadonlyArray<string>>([])
      const note = (line: string) => Ref.update(log, (lines) => [...lines, line])
      const slow = Effect.onInterrupt(Effect.never, () => Effect.zipRight(Effect.sleep("5 seconds"), note("released")))
      const fiber = yield* Effect.fork(region(Effect.zipLeft(Effect.flip(inASecond(slow)), note("given up"))))
      yield* TestClock.adjust("5999 millis")
      expect(yield* Ref.get(log)).toEqual([])
      yield* TestClock.adjust("1 millis")
      expect(yield* Fiber.join(fiber)).toBe("late")
      expect(yield* Ref.get(log)).toEqual(["released", "given up"])
    })
  )

  it.effect("waits for what cannot be interrupted, whose time is over nevertheless", () =>
    Effect.gen(function* () {
      const fiber = yield* Effect.fork(Effect.flip(inASecond(Effect.uninterruptible(Effect.sleep("2 seconds")))))
      yield* TestClock.adjust("1999 millis")
      expect(fiber.unsafePoll()).toBeNull()
      yield* TestClock.adjust("1 millis")
      expect(yield* Fiber.join(fiber)).toBe("late")
    })
  )

  it.effect("ends the effect, and waits for it, where the caller is interrupted", () =>
    Effect.gen(function* () {
      const started = yield* Deferred.make<void>()
      const released = yield* Ref.make(false)
      const slow = Effect.zipRight(Deferred.succeed(started, undefined), Effect.never).pipe(
        Effect.onInterrupt(() => Ref.set(released, true))
      )
      const fiber = yield* Effect.fork(inASecond(slow))
      yield* Deferred.await(started)
      yield* Fiber.interrupt(fiber)
      expect(yield* Ref.get(released)).toBe(true)
    })
  )

  it.effect("leaves no timer behind", () =>
    Effect.gen(function* () {
      const stopped = yield* Deferred.make<void>()
      const clock: Clock.Clock = {
        ...(yield* Effect.clock),
        sleep: () => Effect.onInterrupt(Effect.never, () => Deferred.succeed(stopped, undefined))
      }
      yield* Effect.withClock(inASecond(Effect.yieldNow()), clock)
      yield* Deferred.await(stopped)
    })
  )

  it.effect("hands on the references that the effect sets, and nothing of its context", () =>
    Effect.gen(function* () {
      const ref = FiberRef.unsafeMake("before")
      yield* inASecond(FiberRef.set(ref, "after"))
      expect(yield* FiberRef.get(ref)).toBe("after")
      expect(yield* Effect.serviceOption(Own)).toEqual(Option.none())
    })
  )
})

/** Runs the effect while ten seconds go by. */
const advanced = <A, E>(effect: Effect.Effect<A, E>): Effect.Effect<A, E> =>
  Effect.flatMap(Effect.fork(effect), (fiber) =>
    Effect.zipRight(TestClock.adjust(Duration.seconds(10)), Fiber.join(fiber))
  )
