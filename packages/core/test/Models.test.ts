import * as Cursor from "@anthropic-models/core/Cursor"
import { ModelInfo } from "@anthropic-models/core/ModelInfo"
import { ModelPage } from "@anthropic-models/core/ModelPage"
import * as Models from "@anthropic-models/core/Models"
import { InvalidParameterError, NotFoundError } from "@anthropic-models/core/ModelsError"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as FastCheck from "effect/FastCheck"
import * as Schema from "effect/Schema"
import { json, runs } from "./fixtures/arbitrary.ts"

it.effect("the accessors call the service of the context", () => {
  const calls: Array<unknown> = []
  const model = Schema.decodeUnknownSync(ModelInfo)({ id: "claude" })
  return Effect.gen(function* () {
    const page = yield* Models.list({ limit: 5, cursor: Cursor.after("claude") })
    expect(page.data).toEqual([])
    yield* Models.list()
    expect(yield* Models.get("claude", { betas: ["a-beta"], workspaceId: "wrkspc_1" })).toBe(model)
    expect(yield* Effect.flip(Models.get("gone"))).toBeInstanceOf(NotFoundError)
    expect(calls).toEqual([
      { limit: 5, cursor: Cursor.after("claude") },
      undefined,
      ["claude", { betas: ["a-beta"], workspaceId: "wrkspc_1" }],
      ["gone", undefined]
    ])
  }).pipe(
    Effect.provideService(Models.Models, {
      list: (options) =>
        Effect.sync(() => {
          calls.push(options)
          return new ModelPage({ data: [] })
        }),
      get: (id, options) =>
        Effect.suspend(() => {
          calls.push([id, options])
          return id === "claude" ? Effect.succeed(model) : Effect.fail(new NotFoundError({ detail: `model: ${id}` }))
        })
    })
  )
})

const failureOf = <A>(result: Either.Either<A, InvalidParameterError>) => {
  const error = Either.getOrThrow(Either.flip(result))
  expect(error).toBeInstanceOf(InvalidParameterError)
  return error.message
}

const cursorRule = "cursor: must be Cursor.after(id) or Cursor.before(id), with a non-empty id"
const limitRule = "limit: must be a whole number from 1 to 1000"
const lifecycleRule = `lifecycle: must be an array of stages, such as ["active", "retired"]`
const betasRule = "betas: must be an array of beta names, each of visible ASCII without a comma"
const workspaceRule = "workspaceId: must be a workspace id: visible ASCII without blanks"
const idRule = "id: must be the id of a model: a non-empty string other than . and .."

describe("checkList", () => {
  it.each([
    {},
    { cursor: Cursor.after("claude"), limit: 1, lifecycle: ["active"], betas: ["a-beta"], workspaceId: "wrkspc_1" },
    { cursor: { _tag: "Before", id: "claude" } },
    { cursor: Schema.decodeUnknownSync(Cursor.Cursor)({ _tag: "After", id: "..", later: 1 }) },
    { limit: 1000, lifecycle: ["a-stage-to-come"], betas: ["a-beta-to-come"] },
    { cursor: undefined, limit: undefined, lifecycle: undefined, betas: undefined, workspaceId: undefined },
    { betas: [], lifecycle: [] },
    { later: 1 }
  ])("accepts %j and returns it", (options) => {
    expect(Models.checkList(options)).toEqual(Either.right(options))
  })

  it("accepts no options", () => {
    expect(Models.checkList(undefined)).toEqual(Either.right({}))
  })

  it.each([
    [null, "options: must be an object, not null"],
    [5, "options: must be an object, not 5"],
    ["after", `options: must be an object, not "after"`],
    [[], "options: must be an object, not an array of 0"],
    [() => 1, "options: must be an object, not a function"],
    [{ cursor: null }, `${cursorRule}, not null`],
    [{ cursor: "claude" }, `${cursorRule}, not "claude"`],
    [{ cursor: {} }, `${cursorRule}, not an object`],
    [{ cursor: [] }, `${cursorRule}, not an array of 0`],
    [{ cursor: { _tag: "after", id: "claude" } }, `${cursorRule}, not an object`],
    [{ cursor: { _tag: "After" } }, `${cursorRule}, not an object`],
    [{ cursor: { _tag: "After", id: "" } }, `${cursorRule}, not an object`],
    [{ cursor: { _tag: "After", id: 7 } }, `${cursorRule}, not an object`],
    [{ cursor: { _tag: "After", id: "\ud800" } }, `${cursorRule}, not an object`],
    [{ cursor: { after: "claude" } }, `${cursorRule}, not an object`],
    [{ limit: 0 }, `${limitRule}, not 0`],
    [{ limit: 1001 }, `${limitRule}, not 1001`],
    [{ limit: -1 }, `${limitRule}, not -1`],
    [{ limit: 1.5 }, `${limitRule}, not 1.5`],
    [{ limit: Number.NaN }, `${limitRule}, not NaN`],
    [{ limit: "20" }, `${limitRule}, not "20"`],
    [{ limit: null }, `${limitRule}, not null`],
    [{ lifecycle: "active" }, `${lifecycleRule}, not "active"`],
    [{ lifecycle: null }, `${lifecycleRule}, not null`],
    [{ lifecycle: [""] }, `${lifecycleRule}, not an array of 1`],
    [{ lifecycle: ["active", 7] }, `${lifecycleRule}, not an array of 2`],
    [{ lifecycle: Array.from({ length: 1 }) }, `${lifecycleRule}, not an array of 1`],
    // oxlint-disable-next-line no-sparse-arrays -- the hole is the case
    [{ lifecycle: ["active", , "retired"] }, `${lifecycleRule}, not an array of 3`],
    [{ betas: "a-beta" }, `${betasRule}, not "a-beta"`],
    [{ betas: [5] }, `${betasRule}, not an array of 1`],
    [{ betas: ["a,b"] }, `${betasRule}, not an array of 1`],
    [{ betas: ["a b"] }, `${betasRule}, not an array of 1`],
    [{ betas: ["a\r\nx-api-key: b"] }, `${betasRule}, not an array of 1`],
    [{ betas: Array.from({ length: 2 }) }, `${betasRule}, not an array of 2`],
    [{ workspaceId: "" }, `${workspaceRule}, not ""`],
    [{ workspaceId: "a b" }, `${workspaceRule}, not "a b"`],
    [{ workspaceId: 5 }, `${workspaceRule}, not 5`]
  ])("refuses %j", (options, message) => {
    expect(failureOf(Models.checkList(options))).toBe(message)
  })

  it("refuses a value of any size in a short, printable message", () => {
    for (const limit of ["x".repeat(1_000_000), "\u202e\u0085\u0007", Array.from({ length: 100_000 }, () => 0)]) {
      const message = failureOf(Models.checkList({ limit }))
      expect(message.length).toBeLessThan(300)
      expect(message).toMatch(/^[\x20-\x7e…]+$/)
    }
  })
})

describe("checkGet", () => {
  it.each(["claude-opus-4-6", "a/b", "…", "with blank", "%2e%2e%2e", ".hidden"])("accepts the id %j", (id) => {
    expect(Models.checkGet(id, undefined)).toEqual(Either.right({ id, options: {} }))
  })

  it("accepts options", () => {
    const options = { betas: ["a-beta"], workspaceId: "wrkspc_1" }
    expect(Models.checkGet("claude", options)).toEqual(Either.right({ id: "claude", options }))
  })

  it.each([
    [undefined, `${idRule}, not undefined`],
    [null, `${idRule}, not null`],
    [7, `${idRule}, not 7`],
    ["", `${idRule}, not ""`],
    [".", `${idRule}, not "."`],
    ["..", `${idRule}, not ".."`],
    ["%2e", `${idRule}, not "%2e"`],
    ["%2E%2e", `${idRule}, not "%2E%2e"`],
    [".%2e", `${idRule}, not ".%2e"`],
    ["\ud800", `${idRule}, not "\\ud800"`],
    [["claude"], `${idRule}, not an array of 1`],
    [{ id: "claude" }, `${idRule}, not an object`]
  ])("refuses the id %j", (id, message) => {
    expect(failureOf(Models.checkGet(id, undefined))).toBe(message)
  })

  it.each([
    [null, "options: must be an object, not null"],
    [{ betas: "a-beta" }, `${betasRule}, not "a-beta"`],
    [{ workspaceId: null }, `${workspaceRule}, not null`]
  ])("refuses the options %j", (options, message) => {
    expect(failureOf(Models.checkGet("claude", options))).toBe(message)
  })
})

it.prop(
  "checks of any values never throw, and accepted ids fit into a URL",
  [FastCheck.oneof(json, FastCheck.anything()), FastCheck.oneof(json, FastCheck.anything())],
  ([id, value]) => {
    for (const name of ["cursor", "limit", "lifecycle", "betas", "workspaceId"]) Models.checkList({ [name]: value })
    Models.checkList(value)
    const checked = Models.checkGet(id, value)
    if (Either.isRight(checked)) expect(encodeURIComponent(checked.right.id).length).toBeGreaterThan(0)
  },
  runs(2000)
)
