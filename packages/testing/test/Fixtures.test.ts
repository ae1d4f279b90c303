import { supportOf } from "@anthropic-models/core/ModelCapabilities"
import { ModelInfo } from "@anthropic-models/core/ModelInfo"
import { ModelPage } from "@anthropic-models/core/ModelPage"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import { describe, expect, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Equal from "effect/Equal"
import * as FastCheck from "effect/FastCheck"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { isListed, newestFirst } from "../src/internal/list.ts"

const decode = Schema.decodeUnknownSync(ModelInfo)
const distinct = (values: ReadonlyArray<unknown>): number => new Set(values).size
const known = <A>(models: ReadonlyArray<ModelInfo>, fact: (model: ModelInfo) => Option.Option<A>) =>
  models.flatMap((model) => Option.toArray(fact(model)))

describe("model", () => {
  it("has the facts of a model of today, and a name after its id", () => {
    expect(Fixtures.model({ id: "claude-small-2" }).toJSON()).toMatchObject({
      id: "claude-small-2",
      display_name: "Claude Small 2",
      created_at: "2026-01-01T00:00:00Z",
      lifecycle: "active",
      line: "sonnet",
      max_input_tokens: 200_000,
      max_tokens: 64_000
    })
  })

  it("takes facts as JSON, null for unknown, and other fields as extra", () => {
    const model = Fixtures.model({ max_tokens: null, line: "opus" }, { newer: [1] })
    expect([model.id, model.max_tokens, model.line]).toEqual(["claude-test", Option.none(), Option.some("opus")])
    expect(model.extra).toEqual({ newer: [1] })
  })
})

describe("models", () => {
  it("are different, newest first, and the same at every call", () => {
    const models = Fixtures.models(12)
    expect(models.map(({ id }) => id).slice(0, 2)).toEqual(["claude-test-0001", "claude-test-0002"])
    expect(newestFirst(models)).toEqual(models)
    expect(models.every((model, index) => Equal.equals(model, Fixtures.models(20)[index]))).toBe(true)
    expect(models.every((model) => Equal.equals(decode(model.toJSON()), model))).toBe(true)
    expect(distinct(models.map((model) => supportOf(model, "thinking.types.adaptive")))).toBe(2)
    expect(distinct(known(models, (model) => model.max_tokens))).toBe(4)
  })
})

describe("page", () => {
  it("has the ids of its first and last model", () => {
    const page = Fixtures.page(Fixtures.models(3), { has_more: true })
    expect([page.first_id, page.last_id, page.has_more]).toEqual([
      Option.some("claude-test-0001"),
      Option.some("claude-test-0003"),
      true
    ])
    const empty = Fixtures.page([])
    expect([empty.first_id, empty.last_id, empty.has_more]).toEqual([Option.none(), Option.none(), false])
  })
})

describe("catalogue", () => {
  const { aliases, catalogue } = Fixtures

  it("has 46 models that are listed and one that is retired, newest first", () => {
    expect(catalogue.filter(isListed()).length).toBe(46)
    expect(catalogue.filter(isListed(["retired"])).length).toBe(1)
    expect(newestFirst(catalogue)).toEqual(catalogue)
  })

  it("differs from model to model", () => {
    expect(distinct(catalogue.map(({ id }) => id))).toBe(catalogue.length)
    expect(distinct(catalogue.map(({ display_name }) => display_name))).toBe(catalogue.length)
    expect(distinct(known(catalogue, (model) => model.line))).toBe(5)
    expect(distinct(known(catalogue, (model) => model.max_input_tokens))).toBeGreaterThanOrEqual(5)
    expect(distinct(known(catalogue, (model) => model.max_tokens))).toBeGreaterThanOrEqual(7)
    const capabilities = known(catalogue, (model) => model.capabilities).map((one) => JSON.stringify(one))
    expect(distinct(capabilities)).toBeGreaterThanOrEqual(9)
  })

  it("has one model of unknown age, and old ones without capabilities", () => {
    expect(known(catalogue, (model) => model.created_at).length).toBe(catalogue.length - 1)
    const silent = catalogue.filter((model) => Option.isNone(model.capabilities)).map(({ id }) => id)
    expect(silent).toEqual(expect.arrayContaining(["claude-2.1", "claude-2.0", "claude-instant-1.2"]))
    expect(silent).not.toContain("claude-3-opus-20240229")
  })

  it("dates the deprecation and the retirement of exactly the models that are not active", () => {
    for (const model of catalogue) {
      const isActive = Option.contains(model.lifecycle, "active")
      expect([model.id, Option.isNone(model.deprecated_at), Option.isNone(model.retires_at)]).toEqual([
        model.id,
        isActive,
        isActive
      ])
    }
  })

  it("has aliases of its models that are no ids", () => {
    const ids = new Set(catalogue.map(({ id }) => id))
    expect(Object.values(aliases).every((id) => ids.has(id))).toBe(true)
    expect(Object.keys(aliases).some((alias) => ids.has(alias))).toBe(false)
  })
})

describe("reference", () => {
  it("is the example of the API reference, read and written again", () => {
    expect(Schema.encodeSync(ModelPage)(Fixtures.reference)).toEqual(Fixtures.referenceEncoded)
    const [model] = Fixtures.reference.data
    expect(model?.id).toBe("claude-opus-4-6")
    expect(model && supportOf(model, "context_management.compact_20260112")).toBe("supported")
    expect(model && supportOf(model, "effort.xhigh")).toBe("unknown")
  })
})

describe("arbitraries", () => {
  const sample = FastCheck.sample(Fixtures.arbitraryModel, { seed: 1, numRuns: 300 })
  const share = (holds: (model: ModelInfo) => boolean): number => sample.filter(holds).length / sample.length

  it("models have every lifecycle and line, new ones, and none", () => {
    for (const stage of ["active", "deprecated", "retired"]) {
      expect([stage, share((model) => Option.contains(model.lifecycle, stage)) > 0.1]).toEqual([stage, true])
    }
    for (const line of ["haiku", "sonnet", "opus", "fable", "mythos"]) {
      expect([line, share((model) => Option.contains(model.line, line)) > 0.05]).toEqual([line, true])
    }
    const others = (fact: Option.Option<string>, known: ReadonlyArray<string>) =>
      Option.exists(fact, (value) => !known.includes(value))
    expect(share(({ lifecycle }) => others(lifecycle, ["active", "deprecated", "retired"]))).toBeGreaterThan(0.02)
    expect(share(({ lifecycle }) => Option.isNone(lifecycle))).toBeGreaterThan(0.02)
  })

  it("capabilities are supported, unsupported or unknown", () => {
    for (const path of ["batch", "effort.xhigh", "thinking.types.adaptive"] as const) {
      for (const support of ["supported", "unsupported", "unknown"]) {
        expect([path, support, share((model) => supportOf(model, path) === support) > 0.1]).toEqual([
          path,
          support,
          true
        ])
      }
    }
  })

  it("models are equal to themselves after writing and reading", () => {
    expect(sample.filter((model) => !Equal.equals(decode(model.toJSON()), model))).toEqual([])
  })

  it("catalogues have different ids, are listed, and are newest first", () => {
    for (const models of FastCheck.sample(Fixtures.arbitraryCatalogue, { seed: 1, numRuns: 30 })) {
      expect(distinct(models.map(({ id }) => id))).toBe(models.length)
      expect(models.every(isListed())).toBe(true)
      const released = models.map(({ created_at }) =>
        Option.match(created_at, { onNone: () => 0, onSome: DateTime.toEpochMillis })
      )
      expect(released).toEqual(released.toSorted((left, right) => right - left))
      expect(newestFirst(models)).toEqual(models)
    }
  })
})
