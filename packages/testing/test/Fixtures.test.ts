import { support } from "@anthropic-models/core/ModelCapabilities"
import { ModelInfo } from "@anthropic-models/core/ModelInfo"
import { ModelPage } from "@anthropic-models/core/ModelPage"
import * as Models from "@anthropic-models/core/Models"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import * as TestModels from "@anthropic-models/testing/TestModels"
import { describe, expect, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Equal from "effect/Equal"
import * as FastCheck from "effect/FastCheck"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

const distinct = <A>(values: Iterable<A>): number => new Set(values).size

const releases = (models: ReadonlyArray<ModelInfo>): ReadonlyArray<number> =>
  models.flatMap(({ created_at }) => Option.toArray(Option.map(created_at, DateTime.toEpochMillis)))

const newestFirst = (models: ReadonlyArray<ModelInfo>): ReadonlyArray<number> =>
  releases(models).toSorted((left, right) => right - left)

describe("model", () => {
  it("needs nothing to be said", () => {
    const model = Fixtures.model()
    expect(model.id).toBe("claude-test")
    expect(model.display_name).toBe("Claude Test")
    expect(model.lifecycle).toEqual(Option.some("active"))
    expect(support(model, "thinking.types.adaptive")).toBe("supported")
  })

  it("takes what is said as the API's JSON has it, also null and fields without a name", () => {
    const model = Fixtures.model(
      { id: "claude-x", capabilities: null, max_tokens: 7 },
      { allowed_fallback_models: ["a"] }
    )
    expect(model.display_name).toBe("Claude X")
    expect(model.capabilities).toEqual(Option.none())
    expect(model.max_tokens).toEqual(Option.some(7))
    expect(model.extra).toEqual({ allowed_fallback_models: ["a"] })
  })

  it("takes what is extra at its word", () => {
    expect(Fixtures.model({}, { newer: [1] }).extra).toEqual({ newer: [1] })
    expect(() => Fixtures.model({}, { max_tokens: "many" })).toThrow(/max_tokens: expected/)
  })

  it("names the fact that has a wrong type", () => {
    expect(() => Fixtures.model({ created_at: "yesterday" })).toThrow(/created_at: expected an RFC 3339 timestamp/)
  })
})

describe("models", () => {
  it.each([0, 1, 45, 1000])("%i different ones, newest first", (count) => {
    const models = Fixtures.models(count)
    expect(models.length).toBe(count)
    expect(distinct(models.map(({ id }) => id))).toBe(count)
    expect(releases(models)).toEqual(newestFirst(models))
    expect(distinct(releases(models))).toBe(count)
  })

  it("are the same at every call, and begin alike", () => {
    expect(Fixtures.models(3).every((model, index) => Equal.equals(model, Fixtures.models(9)[index]))).toBe(true)
  })

  it("are what their schema makes of them", () => {
    for (const model of Fixtures.models(12)) {
      expect(Equal.equals(Schema.decodeSync(ModelInfo)(Schema.encodeSync(ModelInfo)(model)), model)).toBe(true)
    }
  })

  it("differ in capabilities and sizes", () => {
    const models = Fixtures.models(12)
    expect(distinct(models.map((model) => support(model, "thinking.types.adaptive")))).toBe(2)
    expect(distinct(models.map(({ max_tokens }) => Option.getOrNull(max_tokens)))).toBe(4)
    expect(distinct(models.map(({ max_input_tokens }) => Option.getOrNull(max_input_tokens)))).toBe(3)
  })
})

describe("page", () => {
  it("has the cursors of its models", () => {
    const page = Fixtures.page(Fixtures.models(3), { has_more: true })
    expect([page.first_id, page.last_id, page.has_more]).toEqual([
      Option.some("claude-test-0001"),
      Option.some("claude-test-0003"),
      true
    ])
  })

  it("has none where it is empty", () => {
    const page = Fixtures.page([])
    expect([page.first_id, page.last_id, page.has_more]).toEqual([Option.none(), Option.none(), false])
  })
})

describe("catalogue", () => {
  const { aliases, catalogue } = Fixtures
  const known = <A>(fact: (model: ModelInfo) => Option.Option<A>) => catalogue.flatMap((m) => Option.toArray(fact(m)))

  it("has at least 45 models that are listed, and retired ones beside", () => {
    const lifecycles = known((model) => model.lifecycle)
    expect(lifecycles.filter((lifecycle) => lifecycle !== "retired").length).toBeGreaterThanOrEqual(45)
    expect(lifecycles.filter((lifecycle) => lifecycle === "retired").length).toBe(1)
    expect(distinct(lifecycles)).toBe(3)
  })

  it("has other ids and names for each, newest first", () => {
    expect(distinct(catalogue.map(({ id }) => id))).toBe(catalogue.length)
    expect(distinct(catalogue.map(({ display_name }) => display_name))).toBe(catalogue.length)
    expect(releases(catalogue)).toEqual(newestFirst(catalogue))
  })

  it("differs from model to model", () => {
    expect(distinct(known((model) => model.max_input_tokens))).toBeGreaterThanOrEqual(5)
    expect(distinct(known((model) => model.max_tokens))).toBeGreaterThanOrEqual(7)
    expect(distinct(known((model) => model.line))).toBe(5)
    expect(distinct(known((model) => model.capabilities).map((one) => JSON.stringify(one)))).toBeGreaterThanOrEqual(9)
  })

  it("has one model of unknown age, and old ones that say nothing of their capabilities", () => {
    expect(known((model) => model.created_at).length).toBe(catalogue.length - 1)
    const silent = catalogue.filter((model) => Option.isNone(model.capabilities)).map(({ id }) => id)
    expect(silent).toEqual(expect.arrayContaining(["claude-2.1", "claude-2.0", "claude-instant-1.2"]))
    expect(silent).not.toContain("claude-3-opus-20240229")
  })

  it("says when models were deprecated and retire, exactly where they are no longer active", () => {
    for (const model of catalogue) {
      const hasEnded = !Option.contains(model.lifecycle, "active")
      expect([model.id, Option.isSome(model.deprecated_at), Option.isSome(model.retires_at)]).toEqual([
        model.id,
        hasEnded,
        hasEnded
      ])
    }
  })

  it("has aliases that stand for its models and are none of them", () => {
    const ids = new Set<string>(catalogue.map(({ id }) => id))
    expect(Object.keys(aliases).filter((alias) => ids.has(alias))).toEqual([])
    expect(Object.values(aliases).filter((id) => !ids.has(id))).toEqual([])
  })
})

describe("reference", () => {
  it("is the example that the schema reads, and writes again", () => {
    expect(Schema.encodeSync(ModelPage)(Fixtures.reference)).toEqual({
      ...Fixtures.referenceEncoded,
      data: [{ ...Fixtures.referenceEncoded.data[0], created_at: "2026-02-04T00:00:00.000Z" }]
    })
    expect(Fixtures.reference.data.map(({ id }) => id)).toEqual(["claude-opus-4-6"])
  })
})

describe("arbitraries", () => {
  it.prop("lists have different ids, newest first", [Fixtures.arbitraryCatalogue], ([models]) => {
    expect(distinct(models.map(({ id }) => id))).toBe(models.length)
    const releases = models.map(({ created_at }) =>
      Option.match(created_at, { onNone: () => 0, onSome: DateTime.toEpochMillis })
    )
    expect(releases).toEqual(releases.toSorted((left, right) => right - left))
  })

  it.effect.prop("lists are listed", [Fixtures.arbitraryCatalogue], ([models]) =>
    Effect.gen(function* () {
      const { data } = yield* Models.list({ limit: 1000 })
      expect(data.map(({ id }) => id)).toEqual(models.map(({ id }) => id))
    }).pipe(Effect.provide(TestModels.layer({ models })))
  )

  const sample = FastCheck.sample(Fixtures.arbitraryModel, { seed: 1, numRuns: 500 })
  const share = (holds: (model: ModelInfo) => boolean): number => sample.filter(holds).length / sample.length

  it.each(["active", "deprecated", "retired"])("many models are %s", (lifecycle) => {
    expect(share((model) => Option.contains(model.lifecycle, lifecycle))).toBeGreaterThan(0.15)
  })

  it.each(["haiku", "sonnet", "opus", "fable", "mythos"])("many models are of the line %s", (line) => {
    expect(share((model) => Option.contains(model.line, line))).toBeGreaterThan(0.1)
  })

  it("some models are of a lifecycle or a line to come, or of none", () => {
    const isNew = (known: ReadonlyArray<string>) => (fact: Option.Option<string>) =>
      Option.isSome(fact) && !known.includes(fact.value)
    expect(share(({ lifecycle }) => isNew(["active", "deprecated", "retired"])(lifecycle))).toBeGreaterThan(0.02)
    expect(share(({ line }) => isNew(["haiku", "sonnet", "opus", "fable", "mythos"])(line))).toBeGreaterThan(0.02)
    expect(share(({ lifecycle }) => Option.isNone(lifecycle))).toBeGreaterThan(0.02)
    expect(share(({ line }) => Option.isNone(line))).toBeGreaterThan(0.02)
  })

  it.each(["batch", "effort.high", "effort.xhigh", "thinking.types.adaptive", "server_tools.web_search"])(
    "%s is supported, is not, or is not known",
    (path) => {
      for (const said of ["supported", "unsupported", "unknown"]) {
        expect([said, share((model) => support(model, path) === said) > 0.1]).toEqual([said, true])
      }
    }
  )

  it.prop("models survive being written and read", [Fixtures.arbitraryModel], ([model]) => {
    expect(Equal.equals(Schema.decodeSync(ModelInfo)(Schema.encodeSync(ModelInfo)(model)), model)).toBe(true)
  })
})
