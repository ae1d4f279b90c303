import { supportOf, supports, unlisted } from "@anthropic-models/core/ModelCapabilities"
import { ModelInfo } from "@anthropic-models/core/ModelInfo"
import { describe, expect, it } from "@effect/vitest"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

const decode = Schema.decodeUnknownSync(ModelInfo)
const yes = { supported: true }
const no = { supported: false }

describe("supportOf", () => {
  it.each([
    // The server says yes or no.
    [{ batch: yes }, "batch", "supported"],
    [{ batch: no }, "batch", "unsupported"],
    [{ effort: { supported: true, xhigh: yes } }, "effort.xhigh", "supported"],
    [{ effort: { supported: true, xhigh: no } }, "effort.xhigh", "unsupported"],
    [{ effort: { supported: true, xhigh: no } }, "effort", "supported"],
    // The server says nothing.
    [null, "batch", "unknown"],
    [undefined, "batch", "unknown"],
    [{}, "batch", "unknown"],
    [{ batch: null }, "batch", "unknown"],
    [{ batch: {} }, "batch", "unknown"],
    [{ batch: { supported: null } }, "batch", "unknown"],
    [{ effort: null }, "effort.xhigh", "unknown"],
    [{ effort: { supported: true, xhigh: null } }, "effort.xhigh", "unknown"],
    [{ effort: { supported: true } }, "effort.xhigh", "unknown"],
    // The server sends a value that cannot be read.
    [true, "batch", "unknown"],
    [["batch"], "batch", "unknown"],
    [{ batch: true }, "batch", "unknown"],
    [{ batch: { supported: "true" } }, "batch", "unknown"],
    [{ batch: { supported: 1 } }, "batch", "unknown"],
    [{ effort: ["low"] }, "effort.low", "unknown"],
    [{ effort: ["low"], batch: yes }, "batch", "supported"],
    // A parent that is not supported wins over its children.
    [{ effort: { supported: false, xhigh: yes } }, "effort.xhigh", "unsupported"],
    [{ effort: { supported: false } }, "effort.xhigh", "unsupported"],
    [{ thinking: { supported: false } }, "thinking.types.adaptive", "unsupported"],
    [{ thinking: { supported: false, types: { adaptive: yes } } }, "thinking.types.adaptive", "unsupported"],
    [{ thinking: { supported: false } }, "thinking.types", "unsupported"],
    // A parent without `supported` leaves the answer to its children.
    [{ effort: { xhigh: yes } }, "effort.xhigh", "supported"],
    [{ effort: { supported: null, xhigh: no } }, "effort.xhigh", "unsupported"],
    [{ thinking: { supported: true, types: { adaptive: yes } } }, "thinking.types.adaptive", "supported"],
    [{ thinking: { supported: true, types: { adaptive: yes } } }, "thinking.types", "unknown"],
    [{ thinking: { supported: true, types: null } }, "thinking.types.adaptive", "unknown"],
    // Capabilities that this version does not know.
    [{ telepathy: yes }, "telepathy", "supported"],
    [{ telepathy: { supported: true, ranges: { far: no } } }, "telepathy.ranges.far", "unsupported"],
    [{ telepathy: true }, "telepathy", "unknown"],
    [{ telepathy: "far" }, "telepathy.length", "unknown"],
    // Paths that lead nowhere.
    [{ batch: yes }, "", "unknown"],
    [{ batch: yes }, ".", "unknown"],
    [{ batch: yes }, "batch.supported", "unknown"],
    [{ batch: yes }, "constructor", "unknown"],
    [{ batch: yes }, "__proto__", "unknown"],
    [{ batch: yes }, "toString.name", "unknown"]
  ] as const)("of %j at %s is %s", (capabilities, text, expected) => {
    const model = decode({ id: "claude", capabilities })
    const path = unlisted(text)
    expect(supportOf(model, path)).toBe(expected)
    expect(supportOf(path)(model)).toBe(expected)
    expect(supports(model, path)).toBe(expected === "supported")
    expect(supports(path)(model)).toBe(expected === "supported")
  })

  it("is not deceived by a key called __proto__", () => {
    const model = decode(JSON.parse(`{"id":"claude","capabilities":{"__proto__":{"batch":{"supported":true}}}}`))
    expect(supportOf(model, "batch")).toBe("unknown")
    expect(supportOf(model, unlisted("__proto__.batch"))).toBe("supported")
  })

  it("takes anything with capabilities", () => {
    expect(supportOf({ capabilities: Option.some({ batch: yes }) }, "batch")).toBe("supported")
    expect(supportOf({ capabilities: Option.none() }, "batch")).toBe("unknown")
  })
})

it("supports is a predicate for filter", () => {
  const models = [yes, no, null].map((batch, index) => decode({ id: `model-${index}`, capabilities: { batch } }))
  expect(models.filter(supports("batch")).map(({ id }) => id)).toEqual(["model-0"])
})
