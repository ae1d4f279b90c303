/** The arguments of `list` and `get`. */
import * as Cursor from "@anthropic-models/core/Cursor"
import type { Models } from "@anthropic-models/core/Models"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as FastCheck from "effect/FastCheck"
import { key, make, models } from "./scripted.ts"
import { untyped } from "./untyped.ts"

type Call = (service: Models["Type"]) => Effect.Effect<unknown, unknown>

const scripted = make({ body: { id: "m", data: [] } })
const service = Effect.runSync(models(scripted))

/** The result of a call, and the paths of its requests. */
const outcomeOf = (call: Call) =>
  Effect.gen(function* () {
    const before = scripted.requests.length
    const result = yield* Effect.either(Effect.suspend(() => call(service)))
    const paths = scripted.requests.slice(before).map(({ target }) => target.replace("https://api.anthropic.com", ""))
    return { result, paths }
  })

describe("a call sends", () => {
  it.effect.each<[name: string, call: Call, path: string]>([
    ["no options", ({ list }) => list(), "/v1/models"],
    ["a limit", ({ list }) => list({ limit: 1000 }), "/v1/models?limit=1000"],
    ["a cursor", ({ list }) => list({ cursor: Cursor.after("a b&c/é") }), "/v1/models?after_id=a%20b%26c%2F%C3%A9"],
    ["a plain cursor", ({ list }) => list({ cursor: { _tag: "After", id: "x" } }), "/v1/models?after_id=x"],
    [
      "a cursor backward",
      ({ list }) => list({ cursor: Cursor.before("x"), limit: 5 }),
      "/v1/models?limit=5&before_id=x"
    ],
    [
      "each stage of life",
      ({ list }) => list({ lifecycle: ["active", "a&b"] }),
      "/v1/models?lifecycle[]=active&lifecycle[]=a%26b"
    ],
    ["no stages of life", ({ list }) => list({ lifecycle: [] }), "/v1/models"],
    ["an id", ({ get }) => get("claude-opus-4-6"), "/v1/models/claude-opus-4-6"],
    ["an id with slashes", ({ get }) => get("vendor/model:1?x#y"), "/v1/models/vendor%2Fmodel%3A1%3Fx%23y"],
    ["an id that climbs", ({ get }) => get("../v1/messages"), "/v1/models/..%2Fv1%2Fmessages"],
    ["an id of three dots", ({ get }) => get("..."), "/v1/models/..."]
  ])("%s", ([, call, path]) => Effect.map(outcomeOf(call), ({ paths }) => expect(paths).toEqual([path])))

  it.effect.prop("the id as one part of the path, for any text", [FastCheck.string()], ([id]) =>
    Effect.gen(function* () {
      const { paths, result } = yield* outcomeOf(({ get }) => get(id))
      expect(paths.length).toBe(result._tag === "Right" ? 1 : 0)
      for (const path of paths) expect(path).toMatch(/^\/v1\/models\/[^/?#]+$/)
    })
  )

  it.effect.prop("the cursor as it is, for any text", [FastCheck.fullUnicodeString({ minLength: 1 })], ([id]) =>
    Effect.gen(function* () {
      const { paths } = yield* outcomeOf(({ list }) => list({ cursor: Cursor.after(id) }))
      expect(paths.map((path) => new URL(path, "http://x").searchParams.get("after_id"))).toEqual([id])
    })
  )
})

const listWith =
  (options: unknown): Call =>
  ({ list }) =>
    list(untyped(options))

const getWith =
  (id: unknown, options?: unknown): Call =>
  ({ get }) =>
    get(untyped(id), untyped(options))

const refused: ReadonlyArray<readonly [kind: string, value: unknown, parameter: string, call: Call]> = [
  ...[0, -1, 1001, 1.5, NaN, Infinity, "20", null, {}].map(
    (limit) => ["limit", limit, "limit", listWith({ limit })] as const
  ),
  ...[
    { _tag: "after", id: "x" },
    { _tag: "After" },
    { _tag: "After", id: "" },
    { _tag: "After", id: 5 },
    { _tag: "After", id: "a\ud800" },
    {},
    null,
    "text",
    5,
    []
  ].map((cursor) => ["cursor", cursor, "cursor", listWith({ cursor })] as const),
  ...["active", [""], [5], [null], null, {}, Array(1)].map(
    (lifecycle) => ["lifecycle", lifecycle, "lifecycle", listWith({ lifecycle })] as const
  ),
  ...[["a\r\nx-evil: 1"], [""], ["a,b"], [5], "a", null].flatMap((betas) => [
    ["betas", betas, "betas", listWith({ betas })] as const,
    ["betas", betas, "betas", getWith("m", { betas })] as const
  ]),
  ...["", " ", "a\nb", 5, null].flatMap((workspaceId) => [
    ["workspace", workspaceId, "workspaceId", listWith({ workspaceId })] as const,
    ["workspace", workspaceId, "workspaceId", getWith("m", { workspaceId })] as const
  ]),
  ...["", ".", "..", "%2e", "%2E%2e", ".%2E", "%2e.", "a\ud800b", 5, null, undefined, {}, ["m"]].map(
    (id) => ["id", id, "id", getWith(id)] as const
  ),
  ...[null, 5, "options"].flatMap((options) => [
    ["options", options, "options", listWith(options)] as const,
    ["options", options, "options", getWith("m", options)] as const
  ])
]

describe("a call refuses", () => {
  it.effect.each<[parameter: string, call: Call]>([
    ["workspaceId", listWith({ workspaceId: `${key}\n` })],
    ["betas", listWith({ betas: key })],
    ["limit", listWith({ limit: key })]
  ])("a key as %s, and does not show it", ([parameter, call]) =>
    Effect.gen(function* () {
      const { result } = yield* outcomeOf(call)
      expect(result).toMatchObject({ left: { _tag: "InvalidParameterError", parameter } })
      expect(JSON.stringify(result)).not.toContain(key.slice(0, 12))
    })
  )

  it.effect.each(refused)("the %s %j, and sends nothing", ([, , parameter, call]) =>
    Effect.gen(function* () {
      const { paths, result } = yield* outcomeOf(call)
      expect(paths).toEqual([])
      expect(result).toMatchObject({ left: { _tag: "InvalidParameterError", parameter, isRetryable: false } })
    })
  )

  const names = ["limit", "cursor", "lifecycle", "betas", "workspaceId"]
  it.effect.prop(
    "or takes any value of any option, and never dies",
    [FastCheck.constantFrom(...names), FastCheck.anything()],
    ([name, value]) =>
      Effect.gen(function* () {
        for (const call of [listWith({ [name]: value }), getWith("m", { [name]: value }), getWith(value)]) {
          const { paths, result } = yield* outcomeOf(call)
          expect(paths.length).toBe(result._tag === "Right" ? 1 : 0)
          if (result._tag === "Left") expect(result.left).toMatchObject({ _tag: "InvalidParameterError" })
        }
      })
  )
})
