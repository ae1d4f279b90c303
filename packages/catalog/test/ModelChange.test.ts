import * as ModelChange from "@anthropic-models/catalog/ModelChange"
import { ModelInfo } from "@anthropic-models/core/ModelInfo"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import { describe, expect, it } from "@effect/vitest"
import * as Equal from "effect/Equal"
import * as FastCheck from "effect/FastCheck"
import * as Schema from "effect/Schema"

const encode = Schema.encodeSync(ModelInfo)
const decode = Schema.decodeUnknownSync(ModelInfo)

const json = (models: Iterable<ModelInfo>): ReadonlyArray<unknown> =>
  [...models].map((model) => encode(model)).toSorted((a, b) => (a.id < b.id ? -1 : 1))

/** Two lists that share some ids, with the same or other facts. */
const arbitraryLists = FastCheck.tuple(
  Fixtures.arbitraryCatalogue,
  Fixtures.arbitraryCatalogue,
  FastCheck.infiniteStream(FastCheck.integer({ min: 0, max: 3 }))
).map(([before, other, dice]) => {
  const roll = () => Number(dice.next().value)
  const kept = before.flatMap((model) => {
    const fate = roll()
    if (fate === 0) return []
    if (fate === 1) return [model]
    return [decode({ ...encode(other[roll()] ?? model), id: model.id })]
  })
  const ids = new Set(before.map((model) => model.id))
  return [before, [...kept, ...other.filter((model) => !ids.has(model.id))]] as const
})

/** The same for all rules, because lists of arbitrary models take a while to make. */
const lists = FastCheck.sample(arbitraryLists, { numRuns: 25, seed: 18 })

/** Every value that is not an object with keys, by its path as JSON: another way to find the paths that differ. */
type Paths = Map<string, string>
const flatten = (value: unknown, path: ReadonlyArray<string> = [], into: Paths = new Map()): Paths => {
  if (typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length > 0) {
    for (const [key, child] of Object.entries(value)) flatten(child, [...path, key], into)
  } else {
    into.set(JSON.stringify(path), JSON.stringify(value))
  }
  return into
}

const throughJson = (model: ModelInfo): unknown => JSON.parse(JSON.stringify(encode(model)))

const expectedPaths = (before: ModelInfo, after: ModelInfo): ReadonlyArray<string> => {
  const a = flatten(throughJson(before))
  const b = flatten(throughJson(after))
  const paths = [...a.keys(), ...b.keys()].filter((path) => a.get(path) !== b.get(path))
  return [...new Set(paths.map((path) => (JSON.parse(path) as ReadonlyArray<string>).join(".")))].toSorted()
}

const changed = (before: ModelInfo, after: ModelInfo): ModelChange.Changed => {
  const [change] = ModelChange.diff([before], [after])
  if (change?._tag !== "Changed") throw new Error(`expected a change, got ${change?._tag}`)
  return change
}

describe("ModelChange", () => {
  describe("diff", () => {
    it("finds additions, removals and changes by id", () => {
      const before = [Fixtures.model({ id: "claude-a" }), Fixtures.model({ id: "claude-b" })]
      const after = [Fixtures.model({ id: "claude-c" }), Fixtures.model({ id: "claude-a", max_tokens: 1 })]
      const changes = ModelChange.diff(before, after)
      expect(changes.map((change) => change._tag)).toEqual(["Changed", "Added", "Removed"])
      expect(changes.map(ModelChange.describe)).toEqual([
        "claude-a: max_tokens 64000 -> 1",
        "claude-c: added (Claude C)",
        "claude-b: removed"
      ])
    })

    it("finds nothing in the same models in another order", () => {
      const models = Fixtures.models(5)
      expect(ModelChange.diff(models, models.toReversed())).toEqual([])
      expect(
        ModelChange.diff(
          models,
          models.map((model) => decode(encode(model)))
        )
      ).toEqual([])
    })

    it("names the paths of the API's JSON", () => {
      const before = Fixtures.model({ capabilities: { effort: { max: { supported: false } }, batch: null } })
      const after = Fixtures.model(
        { capabilities: { effort: { max: { supported: true } } }, retires_at: "2026-11-30T00:00:00Z" },
        { allowed_fallback_models: ["claude-b"] }
      )
      expect(changed(before, after).paths).toEqual([
        "allowed_fallback_models",
        "capabilities.batch",
        "capabilities.effort.max.supported",
        "retires_at"
      ])
    })

    it("names the value and all that an object holds where one replaces the other", () => {
      const before = Fixtures.model({}, { pricing: 3 })
      const after = Fixtures.model({}, { pricing: { input: 3, tiers: { batch: 1 } } })
      const paths = ["pricing", "pricing.input", "pricing.tiers.batch"]
      expect(changed(before, after).paths).toEqual(paths)
      expect(changed(after, before).paths).toEqual(paths)
    })

    it("names an array once", () => {
      const before = Fixtures.model({}, { fallbacks: [{ id: "a", order: 1 }, { id: "b" }] })
      expect(changed(before, Fixtures.model({}, { fallbacks: [{ id: "b" }] })).paths).toEqual(["fallbacks"])
      const reordered = Fixtures.model({}, { fallbacks: [{ order: 1, id: "a" }, { id: "b" }] })
      expect(ModelChange.diff([before], [reordered])).toEqual([])
    })

    it("finds a difference that is 100,000 objects deep", () => {
      const deep = (value: unknown) => Array.from({ length: 100_000 }).reduce((inner) => ({ inner }), value)
      const { paths } = changed(Fixtures.model({}, { deep: deep(1) }), Fixtures.model({}, { deep: deep(2) }))
      expect(paths).toEqual([["deep", ...Array.from({ length: 15 }, () => "inner")].join(".")])
    })

    it("finds keys that objects inherit elsewhere", () => {
      const extra = (text: string): Record<string, unknown> => ({ odd: JSON.parse(text) as unknown })
      const before = Fixtures.model({}, extra(`{ "a": 1 }`))
      const after = Fixtures.model({}, extra(`{ "a": 1, "__proto__": 2, "constructor": 3 }`))
      expect(changed(before, after).paths).toEqual(["odd.__proto__", "odd.constructor"])
    })

    it("takes the first of several models with one id", () => {
      const first = Fixtures.model({ max_tokens: 1 })
      const second = Fixtures.model({ max_tokens: 2 })
      expect(ModelChange.diff([first, second], [first])).toEqual([])
      expect(ModelChange.apply([first, second], [])).toEqual([first])
    })

    it("misses no path and makes none up", () => {
      for (const [before, after] of lists) {
        const found = new Map(
          ModelChange.diff(before, after).flatMap((change) =>
            change._tag === "Changed" ? [[change.after.id, change.paths]] : []
          )
        )
        for (const model of after) {
          const previous = before.find(({ id }) => id === model.id)
          if (previous === undefined) continue
          expect(found.get(model.id) ?? []).toEqual(expectedPaths(previous, model))
          expect(found.has(model.id)).toBe(!Equal.equals(previous, model))
        }
      }
    })
  })

  describe("apply", () => {
    it("of a diff gives the models of the second list", () => {
      for (const [before, after] of lists) {
        const result = ModelChange.apply(before, ModelChange.diff(before, after))
        expect(json(result)).toEqual(json(after))
        expect(result).toEqual(ModelChange.apply(after, []))
      }
    })

    it("is undone by the diff in the other direction", () => {
      for (const [before, after] of lists) {
        const there = ModelChange.apply(before, ModelChange.diff(before, after))
        expect(json(ModelChange.apply(there, ModelChange.diff(after, before)))).toEqual(json(before))
      }
    })

    it("sorts newest first, then by id, with models without a date last", () => {
      const models = [
        Fixtures.model({ id: "claude-undated", created_at: null }),
        Fixtures.model({ id: "claude-old", created_at: "1969-01-01T00:00:00Z" }),
        Fixtures.model({ id: "claude-b" }),
        Fixtures.model({ id: "claude-a" }),
        Fixtures.model({ id: "claude-new", created_at: "2026-06-01T00:00:00Z" })
      ]
      expect(ModelChange.apply(models, []).map(({ id }) => id)).toEqual([
        "claude-new",
        "claude-a",
        "claude-b",
        "claude-old",
        "claude-undated"
      ])
    })

    it("adds a model once and ignores the removal of one that is not there", () => {
      const model = Fixtures.model()
      const twice = [new ModelChange.Added({ model }), new ModelChange.Added({ model })]
      expect(ModelChange.apply([], twice)).toEqual([model])
      expect(ModelChange.apply([], [new ModelChange.Removed({ model })])).toEqual([])
    })

    it("has data-last forms", () => {
      const [before, after] = [Fixtures.models(3), Fixtures.models(5)]
      expect(ModelChange.apply(ModelChange.diff(after)(before))(before)).toEqual(after)
    })
  })

  describe("the schema", () => {
    it("restores every change from its JSON", () => {
      for (const [before, after] of lists) {
        const schema = Schema.parseJson(Schema.Array(ModelChange.ModelChange))
        const restored = Schema.decodeSync(schema)(Schema.encodeSync(schema)(ModelChange.diff(before, after)))
        // JSON writes -0 as 0.
        expect(JSON.stringify(json(ModelChange.apply(before, restored)))).toBe(JSON.stringify(json(after)))
      }
    })
  })

  describe("describe", () => {
    const retires_at = "2026-11-30T00:00:00Z"
    const table: ReadonlyArray<
      readonly [string, ReturnType<typeof Fixtures.model>, ReturnType<typeof Fixtures.model>]
    > = [
      [
        "claude-test: active -> deprecated, retires 30 Nov 2026",
        Fixtures.model(),
        Fixtures.model({ lifecycle: "deprecated", deprecated_at: "2026-06-01T00:00:00Z", retires_at })
      ],
      [
        "claude-test: active -> deprecated, retires 30 Nov 2026",
        Fixtures.model({ retires_at }),
        Fixtures.model({ lifecycle: "deprecated", retires_at })
      ],
      [
        "claude-test: retires 30 Nov 2026 (was 1 Sep 2026)",
        Fixtures.model({ lifecycle: "deprecated", retires_at: "2026-09-01T00:00:00Z" }),
        Fixtures.model({ lifecycle: "deprecated", retires_at })
      ],
      ["claude-test: no retirement date", Fixtures.model({ retires_at }), Fixtures.model()],
      [
        "claude-test: deprecated -> retired",
        Fixtures.model({ lifecycle: "deprecated", retires_at }),
        Fixtures.model({ lifecycle: "retired", retires_at })
      ],
      ["claude-test: unknown -> active", Fixtures.model({ lifecycle: null }), Fixtures.model()],
      [
        "claude-test: deprecated since 1 Jun 2026",
        Fixtures.model(),
        Fixtures.model({ deprecated_at: "2026-06-01T00:00:00Z" })
      ],
      [
        "claude-test: capabilities.batch.supported unknown -> true, display_name Claude Test -> New, extra.a changed, and 2 more",
        Fixtures.model({ capabilities: null }),
        Fixtures.model(
          { capabilities: { batch: { supported: true } }, display_name: "New", line: "opus", max_tokens: 1 },
          { "extra.a": [1] }
        )
      ]
    ]

    it.each(table)("%s", (line, before, after) => {
      expect(ModelChange.describe(changed(before, after))).toBe(line)
    })

    it("is one printable line of bounded length", () => {
      for (const [before, after] of lists) {
        for (const change of ModelChange.diff(before, after)) {
          const line = ModelChange.describe(change)
          expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
          expect(line.length).toBeLessThan(1000)
        }
      }
    })

    it("replaces what does not print", () => {
      const model = Fixtures.model({ id: "claude\n\u001b[31m\u202eid", display_name: "x".repeat(10_000) })
      expect(ModelChange.describe(new ModelChange.Added({ model }))).toBe(`claude [31m id: added (${"x".repeat(60)}…)`)
    })
  })

  describe("isLifecycle", () => {
    it("picks removals and changes of the lifecycle and its dates", () => {
      const model = Fixtures.model()
      const retiring = Fixtures.model({ retires_at: "2026-11-30T00:00:00Z" })
      const deprecated = Fixtures.model({ lifecycle: "deprecated" })
      const larger = Fixtures.model({ max_tokens: 1 })
      expect(ModelChange.isLifecycle(new ModelChange.Added({ model }))).toBe(false)
      expect(ModelChange.isLifecycle(new ModelChange.Removed({ model }))).toBe(true)
      expect(ModelChange.isLifecycle(changed(model, retiring))).toBe(true)
      expect(ModelChange.isLifecycle(changed(model, deprecated))).toBe(true)
      expect(ModelChange.isLifecycle(changed(model, larger))).toBe(false)
    })
  })
})
