import { isDeepStrictEqual } from "node:util"
import { ModelInfo, unreadable } from "@anthropic-models/core/ModelInfo"
import { describe, expect, it } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as DateTime from "effect/DateTime"
import * as Either from "effect/Either"
import * as Equal from "effect/Equal"
import * as FastCheck from "effect/FastCheck"
import * as Hash from "effect/Hash"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { json, modelFields, modelJson, runs } from "./fixtures/arbitrary.ts"

const decode = Schema.decodeUnknownSync(ModelInfo)
const decodeEither = Schema.decodeUnknownEither(ModelInfo)
const encode = Schema.encodeSync(ModelInfo)

/** `Schema.is` of a class asks `instanceof` only. This checks every field. */
const hasValidFields = Schema.is(Schema.typeSchema(Schema.Struct(ModelInfo.fields)))

const iso = (date: Option.Option<DateTime.Utc>) => Option.getOrNull(Option.map(date, DateTime.formatIso))

describe("reading is total", () => {
  it.prop(
    "JSON with a readable id is a model of valid fields, which is equal after encoding and decoding; no other JSON is",
    [FastCheck.oneof(json, modelJson)],
    ([u]) => {
      const result = decodeEither(u)
      const hasId = typeof u === "object" && u !== null && !Array.isArray(u) && "id" in u && typeof u.id === "string"
      expect(Either.isRight(result)).toBe(hasId && u.id !== "")
      if (Either.isLeft(result)) return
      const model = result.right
      expect(hasValidFields(model)).toBe(true)
      const written = JSON.stringify(encode(model))
      const again = decode(JSON.parse(written))
      expect(Equal.equals(again, model)).toBe(true)
      expect(Hash.hash(again)).toBe(Hash.hash(model))
      expect(JSON.stringify(encode(again))).toBe(written)
    },
    runs(10_000)
  )

  it.prop(
    "no field is lost but nulls and the epoch",
    [modelJson],
    ([sent]) => {
      const model = decode(sent)
      const written: { readonly [key: string]: unknown } = { ...encode(model) }
      const odd = new Set(unreadable(model))
      const known = new Set<string>(modelFields)
      for (const [key, value] of Object.entries(sent)) {
        if (known.has(key) && value === null) continue
        if (key.endsWith("_at") && known.has(key) && !odd.has(key)) {
          // A date is written in UTC: the same instant in another form. Only the epoch as `created_at` is not.
          expect(key === "created_at" || key in written).toBe(true)
          const retires_at = written[key] ?? "1970-01-01T00:00:00Z"
          expect(iso(decode({ id: "a", retires_at }).retires_at)).toBe(
            iso(decode({ id: "a", retires_at: value }).retires_at)
          )
        } else if (!isDeepStrictEqual(written[key], value)) expect(written[key]).toBe(value)
      }
      const added = Object.keys(written).filter((key) => !Object.hasOwn(sent, key))
      expect(["type", "display_name"]).toEqual(expect.arrayContaining(added))
    },
    runs(2000)
  )

  it.prop(
    "reading changes neither the JSON nor any prototype",
    [modelJson],
    ([sent]) => {
      const before = JSON.stringify(sent)
      const prototypes = () =>
        [Object, Array, Function, ModelInfo].map(({ prototype }) => Reflect.ownKeys(prototype).length)
      const counts = prototypes()
      encode(decode(sent))
      expect(JSON.stringify(sent)).toBe(before)
      expect(prototypes()).toEqual(counts)
    },
    runs(1000)
  )

  it.prop(
    "arbitrary models are equal after encoding and decoding",
    [Arbitrary.make(ModelInfo)],
    ([model]) => {
      expect(hasValidFields(model)).toBe(true)
      const again = decode(JSON.parse(JSON.stringify(encode(model))))
      expect(Equal.equals(again, model)).toBe(true)
    },
    runs(300)
  )
})
