import * as Cursor from "@anthropic-models/core/Cursor"
import { PaginationError } from "@anthropic-models/stream/PaginationError"
import { describe, expect, it } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as Either from "effect/Either"
import * as JSONSchema from "effect/JSONSchema"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

const Json = Schema.parseJson(PaginationError)

describe("PaginationError", () => {
  it.prop("is plain data, and survives its JSON", [Arbitrary.make(PaginationError)], ([error]) => {
    const again = Schema.decodeSync(Json)(Schema.encodeSync(Json)(error))
    expect({ ...again }).toEqual({ ...error })
    expect(again.message).toBe(error.message)
  })

  it("leaves out what there is not", () => {
    const error = new PaginationError({ reason: "MissingCursor", page: 1, emitted: 0 })
    expect(Schema.encodeSync(PaginationError)(error)).toEqual({
      _tag: "PaginationError",
      reason: "MissingCursor",
      page: 1,
      emitted: 0
    })
    expect(error.cursor).toEqual(Option.none())
  })

  it.each(["cursor", "modelId"])("reads no %s that is there as undefined", (key) => {
    const json = { _tag: "PaginationError", reason: "MissingCursor", page: 1, emitted: 0 }
    expect(Either.isRight(Schema.decodeUnknownEither(PaginationError)(json))).toBe(true)
    expect(Either.isLeft(Schema.decodeUnknownEither(PaginationError)({ ...json, [key]: undefined }))).toBe(true)
  })

  it("describes its JSON, not what it is in memory", () => {
    expect(JSONSchema.make(PaginationError)).toMatchObject({
      properties: {
        cursor: { allOf: [{ $ref: "#/$defs/Cursor" }], description: "left out if none" },
        modelId: { type: "string", description: "left out if none" }
      }
    })
  })

  it("keeps its cursor as one to go on from", () => {
    const cursor = Option.some(Cursor.before("claude-opus-4-6"))
    const error = new PaginationError({ reason: "TooManyPages", cursor, page: 3, emitted: 40 })
    const decoded = Schema.decodeUnknownSync(PaginationError)(Schema.encodeSync(PaginationError)(error))
    expect(decoded.cursor).toEqual(cursor)
  })
})
