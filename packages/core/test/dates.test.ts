import { ModelInfo, unreadable } from "@anthropic-models/core/ModelInfo"
import { describe, expect, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as FastCheck from "effect/FastCheck"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { runs } from "./fixtures/arbitrary.ts"

const decode = Schema.decodeUnknownSync(ModelInfo)

/** The milliseconds of a timestamp as a model reads it, or undefined if it is unreadable and kept as sent. */
const read = (text: string): number | undefined => {
  const model = decode({ id: "claude", retires_at: text })
  if (Option.isSome(model.retires_at)) return DateTime.toEpochMillis(model.retires_at.value)
  expect(unreadable(model)).toEqual(["retires_at"])
  expect(model.extra["retires_at"]).toBe(text)
  return undefined
}

const isoOf = (text: string) => {
  const millis = read(text)
  return millis === undefined ? undefined : new Date(millis).toISOString()
}

const written = (text: string) => Schema.encodeSync(ModelInfo)(decode({ id: "claude", retires_at: text })).retires_at

describe("dates", () => {
  it.each([
    ["2026-02-04T00:00:00Z", "2026-02-04T00:00:00.000Z"],
    ["2026-02-04t00:00:00z", "2026-02-04T00:00:00.000Z"],
    ["2026-02-04 12:34:56Z", "2026-02-04T12:34:56.000Z"],
    ["2026-02-04", "2026-02-04T00:00:00.000Z"],
    ["2026-02-04T12:34:56", "2026-02-04T12:34:56.000Z"],
    ["2026-02-04T12:34:56.5", "2026-02-04T12:34:56.500Z"],
    ["2026-02-04T12:34:56.7Z", "2026-02-04T12:34:56.700Z"],
    ["2026-02-04T12:34:56.789Z", "2026-02-04T12:34:56.789Z"],
    ["2026-02-04T12:34:56.123456789Z", "2026-02-04T12:34:56.123Z"],
    ["2026-02-04T01:00:00+02:00", "2026-02-03T23:00:00.000Z"],
    ["2026-02-04T23:30:00.5-05:30", "2026-02-05T05:00:00.500Z"],
    ["2026-02-04T00:00:00-00:00", "2026-02-04T00:00:00.000Z"],
    ["2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"],
    ["2000-02-29", "2000-02-29T00:00:00.000Z"],
    ["2016-12-31T23:59:60Z", "2016-12-31T23:59:59.000Z"],
    ["2017-01-01T04:59:60.5+05:00", "2016-12-31T23:59:59.500Z"],
    ["0000-01-01T00:00:00Z", "0000-01-01T00:00:00.000Z"],
    ["0042-06-01", "0042-06-01T00:00:00.000Z"],
    ["1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"],
    ["9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"]
  ])("read %s", (text, iso) => {
    expect(isoOf(text)).toBe(iso)
  })

  it.each([
    "",
    "soon",
    "2026",
    "2026-02",
    "20260204",
    "2026-02-04Z",
    "2026-02-04T",
    "2026-02-04T00:00Z",
    "2026-02-04T00:00:00.Z",
    "2026-02-04T00:00:00+0200",
    "2026-02-04T00:00:00+24:00",
    "2026-02-04T24:00:00Z",
    "2026-02-04T23:60:00Z",
    "2026-02-04T23:59:61Z",
    "2026-02-30",
    "2026-02-30T00:00:00Z",
    "2026-02-29T00:00:00Z",
    "1900-02-29T00:00:00Z",
    "2026-04-31T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-00-01T00:00:00Z",
    "2026-01-00T00:00:00Z",
    "26-02-04T00:00:00Z",
    "+002026-02-04T00:00:00Z",
    " 2026-02-04T00:00:00Z",
    "2026-02-04T00:00:00Z\n",
    "２０２６-02-04T00:00:00Z",
    "0000-01-01T00:00:00+00:01",
    "9999-12-31T23:59:59-00:01",
    "Wed, 04 Feb 2026 00:00:00 GMT",
    "1771372800"
  ])("do not read %j, and keep it", (text) => {
    expect(isoOf(text)).toBeUndefined()
  })

  it.each([
    ["2026-02-04", "2026-02-04T00:00:00Z"],
    ["2026-02-04t01:00:00.000+01:00", "2026-02-04T00:00:00Z"],
    ["2026-02-04T00:00:00.5Z", "2026-02-04T00:00:00.500Z"]
  ])("write %s as %s", (text, again) => {
    expect(written(text)).toBe(again)
  })

  const padded = (value: number, length = 2) => String(value).padStart(length, "0")

  it.prop(
    "exist where the calendar has the day",
    [FastCheck.nat(9999), FastCheck.integer({ min: 1, max: 12 }), FastCheck.integer({ min: 1, max: 31 })],
    ([year, month, day]) => {
      const noon = new Date(0)
      noon.setUTCFullYear(year, month - 1, day)
      const text = `${padded(year, 4)}-${padded(month)}-${padded(day)}`
      expect(read(text) !== undefined).toBe(noon.getUTCDate() === day)
    },
    runs(10_000)
  )

  const day = 86_400_000
  const timestamp = FastCheck.record({
    at: FastCheck.integer({
      min: Date.parse("0000-01-01T00:00:00.000Z") + day,
      max: Date.parse("9999-12-31T23:59:59.999Z") - day
    }),
    offset: FastCheck.option(FastCheck.integer({ min: -23 * 60 - 59, max: 23 * 60 + 59 })),
    fraction: FastCheck.integer({ min: 0, max: 12 }),
    isLower: FastCheck.boolean()
  })

  it.prop(
    "are the right instant in every form of RFC 3339",
    [timestamp],
    ([{ at, fraction, isLower, offset }]) => {
      const minutes = offset ?? 0
      const local = new Date(at + minutes * 60_000).toISOString()
      const digits = `${local.slice(20, 23)}123456789`.slice(0, fraction)
      const size = Math.abs(minutes)
      const zone =
        offset === null ? "Z" : `${offset < 0 ? "-" : "+"}${padded(Math.floor(size / 60))}:${padded(size % 60)}`
      const text = `${local.slice(0, 19)}${digits === "" ? "" : `.${digits}`}${zone}`
      const unit = 10 ** Math.max(0, 3 - fraction)
      expect(read(isLower ? text.toLowerCase() : text)).toBe(Math.floor(at / unit) * unit)
    },
    runs(10_000)
  )
})
