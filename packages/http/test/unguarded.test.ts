import { describe, expect, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { useSpanUnguarded } from "../src/internal/unguarded.ts"
import { recorder } from "./recorder.ts"

describe("useSpanUnguarded", () => {
  it.effect.each<[string, Effect.Effect<string, string>, boolean]>([
    ["a success", Effect.succeed("fine"), false],
    ["a failure", Effect.fail("not fine"), true],
    ["a defect", Effect.die("broken"), true],
    ["an interruption", Effect.interrupt, true]
  ])("ends the span with %s", ([, effect, failed]) =>
    Effect.gen(function* () {
      const { layer, spans } = recorder()
      const exit = yield* Effect.exit(useSpanUnguarded("a span", {}, () => effect)).pipe(Effect.provide(layer))
      expect(exit).toEqual(yield* Effect.exit(effect))
      expect(spans.map((span) => [span.name, span.ended(), span.failed()])).toEqual([["a span", true, failed]])
    })
  )

  it.effect("ends the span once, where it has been ended already", () =>
    Effect.gen(function* () {
      const { layer, spans } = recorder()
      yield* useSpanUnguarded("a span", {}, (span) => Effect.sync(() => span.end(7n, Exit.void))).pipe(
        Effect.provide(layer)
      )
      expect(spans.map((span) => span.times())).toEqual([[0n, 7n]])
    })
  )

  it.effect("ends the span after what cannot be recorded, and tells of it beside the failure", () =>
    Effect.gen(function* () {
      const { layer, spans } = recorder()
      const cause = yield* useSpanUnguarded(
        "a span",
        {},
        () => Effect.fail("not fine"),
        () => {
          throw new Error("not recorded")
        }
      ).pipe(Effect.sandbox, Effect.flip, Effect.provide(layer))
      expect(spans.map((span) => span.ended())).toEqual([true])
      expect([...Cause.failures(cause)]).toEqual(["not fine"])
      expect([...Cause.defects(cause)]).toEqual([new Error("not recorded")])
    })
  )

  it.effect("keeps the failure, where the tracer throws", () =>
    Effect.gen(function* () {
      const { layer } = recorder(() => {
        throw new Error("no end")
      })
      const cause = yield* useSpanUnguarded("a span", {}, () => Effect.fail("not fine")).pipe(
        Effect.sandbox,
        Effect.flip,
        Effect.provide(layer)
      )
      expect([...Cause.failures(cause)]).toEqual(["not fine"])
      expect([...Cause.defects(cause)]).toEqual([new Error("no end")])
    })
  )
})
