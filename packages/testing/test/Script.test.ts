import * as Script from "@anthropic-models/testing/Script"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as FastCheck from "effect/FastCheck"
import * as Option from "effect/Option"

/** The actions for the requests 1, 2, 3 … */
const run = <Action>(script: Script.Script<number, Action>, count: number) =>
  Effect.flatMap(script.start, (decide) =>
    Effect.forEach(
      Array.from({ length: count }, (_, index) => index + 1),
      (request) => Effect.map(decide(request), Option.getOrNull)
    )
  )

const isEven = (request: number): boolean => request % 2 === 0

describe("a script of five requests", () => {
  it.effect.each<{ name: string; script: Script.Script<number, string>; actions: ReadonlyArray<string | null> }>([
    { name: "inOrder", script: Script.inOrder(["a", "b"]), actions: ["a", "b", null, null, null] },
    { name: "inOrder of nothing", script: Script.inOrder([]), actions: [null, null, null, null, null] },
    { name: "times", script: Script.times(2, "a"), actions: ["a", "a", null, null, null] },
    { name: "nth", script: Script.nth(3, "a"), actions: [null, null, "a", null, null] },
    { name: "always", script: Script.always("a"), actions: ["a", "a", "a", "a", "a"] },
    { name: "when", script: Script.when(isEven, Script.inOrder(["a", "b"])), actions: [null, "a", null, "b", null] },
    {
      name: "firstOf",
      script: Script.firstOf(Script.nth(2, "x"), Script.times(2, "a"), Script.when(isEven, Script.always("e"))),
      actions: ["a", "x", null, "e", null]
    },
    {
      name: "firstOf shows every request to every script",
      script: Script.firstOf(Script.nth(1, "a"), Script.nth(2, "b"), Script.nth(2, "c"), Script.nth(4, "d")),
      actions: ["a", "b", null, "d", null]
    },
    { name: "firstOf nothing", script: Script.firstOf(), actions: [null, null, null, null, null] }
  ])("$name, twice the same", ({ actions, script }) =>
    Effect.gen(function* () {
      expect(yield* run(script, 5)).toEqual(actions)
      expect(yield* run(script, 5)).toEqual(actions)
    })
  )
})

describe("random", () => {
  const script = (seed: number | string, probability: number, maxInARow?: number) =>
    Script.random({ seed, probability, actions: ["a", "b", "c"], maxInARow })

  it.effect("is the same for the same seed, and differs between seeds", () =>
    Effect.gen(function* () {
      const seeds = [...Array.from({ length: 30 }, (_, seed) => seed), "text"]
      const first = yield* Effect.forEach(seeds, (seed) => run(script(seed, 0.5), 20))
      expect(yield* Effect.forEach(seeds, (seed) => run(script(seed, 0.5), 20))).toEqual(first)
      expect(new Set(first.map((actions) => actions.join())).size).toBe(seeds.length)
    })
  )

  it.effect("hits with its probability, and with each action alike", () =>
    Effect.gen(function* () {
      const actions = yield* run(script("often", 0.3), 5_000)
      const share = (action: string | null) => actions.filter((one) => one === action).length / actions.length
      expect(share(null)).toBeCloseTo(0.7, 1)
      for (const action of ["a", "b", "c"]) expect(share(action)).toBeCloseTo(0.1, 1)
    })
  )

  it.effect.each([
    { probability: 0, hits: 0 },
    { probability: 1, hits: 50 }
  ])("hits $hits of 50 with probability $probability", ({ hits, probability }) =>
    Effect.gen(function* () {
      const actions = yield* run(script(1, probability), 50)
      expect(actions.filter((one) => one !== null).length).toBe(hits)
    })
  )

  it.effect.prop(
    "hits at most maxInARow requests in a row",
    [FastCheck.integer(), FastCheck.integer({ min: 0, max: 4 })],
    ([seed, maxInARow]) =>
      Effect.gen(function* () {
        const actions = yield* run(script(seed, 0.9, maxInARow), 100)
        const rows = actions
          .map((one) => (one === null ? " " : "x"))
          .join("")
          .split(" ")
        expect(Math.max(...rows.map((row) => row.length))).toBe(maxInARow)
      }),
    { fastCheck: { seed: 1, numRuns: 30 } }
  )
})
