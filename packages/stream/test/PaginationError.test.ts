import * as Cursor from "@anthropic-models/core/Cursor"
import { PaginationError } from "@anthropic-models/stream/PaginationError"
import { describe, expect, it } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as JSONSchema from "effect/JSONSchema"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { runs } from "./support/runs.ts"

const Json = Schema.parseJson(PaginationError)

describe("PaginationError", () => {
  it.prop(
    "survives its JSON",
    [Arbitrary.make(PaginationError)],
    ([error]) => {
      const again = Schema.decodeSync(Json)(Schema.encodeSync(Json)(error))
      expect({ ...again }).toEqual({ ...error })
      expect(again.message).toBe(error.message)
    },
    runs(100, 1000)
  )

  it.prop(
    "has a message of one printable line of bounded length",
    [Arbitrary.make(PaginationError)],
    ([error]) => {
      const long = Option.some(Cursor.after(`a\n\u202E\u001B[31m${"x".repeat(100_000)}`))
      for (const { message } of [
        error,
        new PaginationError({ ...error, cursor: long, modelId: Option.some("a\u0085b") })
      ]) {
        expect(message).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
        expect(message.length).toBeLessThan(1000)
      }
    },
    runs(100, 1000)
  )

  it("leaves out the cursor and the model if there are none", () => {
    const error = new PaginationError({ reason: "MissingCursor", page: 1, emitted: 0 })
    expect(Schema.encodeSync(PaginationError)(error)).toEqual({
      _tag: "PaginationError",
      reason: "MissingCursor",
      page: 1,
      emitted: 0
    })
    expect(error).toMatchObject({ cursor: Option.none(), modelId: Option.none(), isRetryable: false })
  })

  it("has a JSON Schema in which they are optional", () => {
    expect(JSONSchema.make(PaginationError)).toMatchObject({ required: ["reason", "page", "emitted", "_tag"] })
  })
})
