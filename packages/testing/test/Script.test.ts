import * as Script from "@anthropic-models/testing/Script"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as FastCheck from "effect/FastCheck"
import * as Option from "effect/Option"

/** What a script says of requests 1, 2, 3 … */
const run = <Action>(script: Script.Script<number, Action>, count: number) =>
  Effect.flatMap(script.start, (decide) =>
    Effect.forEach(
      Array.from({ length: count }, (_, index) => index + 1),
      (request) => Effect.map(decide(request), Option.getOrNull)
    )
  )

const isEven = (request: number): boolean => request % 2 === 0

describe("what a script says of five requests", () => {
  it.effect.each<{ name: string; script: Script.Script<number, string>; says: ReadonlyArray<string | null> }>([
    { name: "silent", script: Script.silent, says: [null, null, null, null, null] },
    { name: "inOrder", script: Script.inOrder(["a", "b"]), says: ["a", "b", null, null, null] },
    { name: "inOrder of none", script: Script.inOrder([]), says: [null, null, null, null, null] },
    { name: "times", script: Script.times(2, "a"), says: ["a", "a", null, null, null] },
    { name: "nth", script: Script.nth(3, "a"), says: [null, null, "a", null, null] },
    { name: "always", script: Script.always("a"), says: ["a", "a", "a", "a", "a"] },
    { name: "when", script: Script.when(isEven, Script.inOrder(["a", "b"])), says: [null, "a", null, "b", null] },
    {
      name: "firstOf",
      script: Script.firstOf(Script.nth(2, "x"), Script.times(2, "a"), Script.when(isEven, Script.always("e"))),
      says: ["a", "x", null, "e", null]
    },
    {
      name: "firstOf scripts that count, each of which hears of all",
      script: Script.firstOf(Script.nth(1, "a"), Script.nth(2, "b"), Script.nth(2, "c"), Script.nth(4, "d")),
      says: ["a", "b", null, "d", null]
    },
    { name: "firstOf none", script: Script.firstOf(), says: [null, null, null, null, null] }
  ])("$name", ({ says, script }) =>
    Effect.gen(function* () {
      expect(yield* run(script, 5)).toEqual(says)
      expect(yield* run(script, 5)).toEqual(says)
    })
  )
})

const script = (seed: number | string, probability: number, maxInARow?: number) =>
  Script.random({ seed, probability, actions: ["a", "b", "c"], maxInARow })

describe("random", () => {
  it.effect.prop(
    "is the same for the same seed",
    [FastCheck.oneof(FastCheck.integer(), FastCheck.string())],
    ([seed]) =>
      Effect.gen(function* () {
        expect(yield* run(script(seed, 0.5), 20)).toEqual(yield* run(script(seed, 0.5), 20))
      })
  )

  it.effect("differs from seed to seed", () =>
    Effect.gen(function* () {
      const runs = yield* Effect.forEach(
        Array.from({ length: 50 }, (_, seed) => seed),
        (seed) => run(script(seed, 0.5), 20)
      )
      expect(new Set(runs.map((said) => said.join())).size).toBe(50)
    })
  )

  it.effect("hits as often as its probability says, with each action alike", () =>
    Effect.gen(function* () {
      const said = yield* run(script("often", 0.3), 20_000)
      const share = (action: string | null) => said.filter((one) => one === action).length / said.length
      expect(share(null)).toBeCloseTo(0.7, 1)
      for (const action of ["a", "b", "c"]) expect(share(action)).toBeCloseTo(0.1, 1)
    })
  )

  it.effect.each([
    { probability: 0, hit: 0 },
    { probability: 1, hit: 50 }
  ])("probability $probability hits $hit of 50", ({ hit, probability }) =>
    Effect.gen(function* () {
      const said = yield* run(script(1, probability), 50)
      expect(said.filter((one) => one !== null).length).toBe(hit)
    })
  )

  it.effect.prop(
    "hits no more in a row than it may",
    [FastCheck.integer(), FastCheck.integer({ min: 0, max: 4 })],
    ([seed, maxInARow]) =>
      Effect.gen(function* () {
        const said = yield* run(script(seed, 0.9, maxInARow), 100)
        const rows = said
          .map((one) => (one === null ? " " : "x"))
          .join("")
          .split(" ")
          .map((row) => row.length)
        expect(Math.max(...rows)).toBe(maxInARow)
      })
  )
})
