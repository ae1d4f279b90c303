import { support, supports } from "@anthropic-models/core/ModelCapabilities"
import { ModelInfo } from "@anthropic-models/core/ModelInfo"
import { describe, expect, it } from "@effect/vitest"
import * as Schema from "effect/Schema"

const decode = Schema.decodeUnknownSync(ModelInfo)
const yes = { supported: true }
const no = { supported: false }

describe("support", () => {
  it.each([
    // What is said.
    [{ batch: yes }, "batch", "supported"],
    [{ batch: no }, "batch", "unsupported"],
    [{ effort: { supported: true, xhigh: yes } }, "effort.xhigh", "supported"],
    [{ effort: { supported: true, xhigh: no } }, "effort.xhigh", "unsupported"],
    [{ effort: { supported: true, xhigh: no } }, "effort", "supported"],
    // What is not said is unknown, never a no.
    [null, "batch", "unknown"],
    [undefined, "batch", "unknown"],
    [{}, "batch", "unknown"],
    [{ batch: null }, "batch", "unknown"],
    [{ batch: {} }, "batch", "unknown"],
    [{ batch: { supported: null } }, "batch", "unknown"],
    [{ effort: null }, "effort.xhigh", "unknown"],
    [{ effort: { supported: true, xhigh: null } }, "effort.xhigh", "unknown"],
    [{ effort: { supported: true } }, "effort.xhigh", "unknown"],
    // A parent's no wins over its children, present or absent.
    [{ effort: { supported: false, xhigh: yes } }, "effort.xhigh", "unsupported"],
    [{ effort: { supported: false } }, "effort.xhigh", "unsupported"],
    [{ thinking: { supported: false } }, "thinking.types.adaptive", "unsupported"],
    [{ thinking: { supported: false, types: { adaptive: yes } } }, "thinking.types.adaptive", "unsupported"],
    [{ thinking: { supported: false } }, "thinking.types", "unsupported"],
    // A parent that says nothing leaves its children their word.
    [{ effort: { xhigh: yes } }, "effort.xhigh", "supported"],
    [{ effort: { supported: null, xhigh: no } }, "effort.xhigh", "unsupported"],
    [{ thinking: { supported: true, types: { adaptive: yes } } }, "thinking.types.adaptive", "supported"],
    [{ thinking: { supported: true, types: { adaptive: yes } } }, "thinking.types", "unknown"],
    [{ thinking: { supported: true, types: null } }, "thinking.types.adaptive", "unknown"],
    // Keys that have no name yet.
    [{ telepathy: yes }, "telepathy", "supported"],
    [{ telepathy: { supported: true, ranges: { far: no } } }, "telepathy.ranges.far", "unsupported"],
    [{ telepathy: true }, "telepathy", "unknown"],
    [{ telepathy: "far" }, "telepathy.supported", "unknown"],
    // Paths that lead nowhere.
    [{ batch: yes }, "", "unknown"],
    [{ batch: yes }, ".", "unknown"],
    [{ batch: yes }, "batch.supported", "unknown"],
    [{ batch: yes }, "constructor", "unknown"],
    [{ batch: yes }, "__proto__", "unknown"],
    [{ batch: yes }, "toString.name", "unknown"]
  ])("of %j at %s is %s", (capabilities, path, expected) => {
    const model = decode({ id: "claude", capabilities })
    expect(support(model, path)).toBe(expected)
    expect(supports(path)(model)).toBe(expected === "supported")
  })

  it("is not deceived by a key that is called __proto__", () => {
    const model = decode(JSON.parse(`{"id":"claude","capabilities":{"__proto__":{"batch":{"supported":true}}}}`))
    expect(support(model, "batch")).toBe("unknown")
    expect(support(model, "__proto__.batch")).toBe("supported")
  })
})
