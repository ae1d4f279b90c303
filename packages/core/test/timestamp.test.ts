import { describe, expect, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import { earliest, isTimestamp, latest, toMillis } from "../src/internal/timestamp.ts"

const clock = (value: number) => String(value).padStart(2, "0")

describe("timestamp", () => {
  it.each([
    ["2026-02-04T00:00:00Z", "2026-02-04T00:00:00.000Z"],
    ["2026-02-04t00:00:00z", "2026-02-04T00:00:00.000Z"],
    ["2026-02-04 12:34:56Z", "2026-02-04T12:34:56.000Z"],
    ["2026-02-04T12:34:56.7Z", "2026-02-04T12:34:56.700Z"],
    ["2026-02-04T12:34:56.789Z", "2026-02-04T12:34:56.789Z"],
    ["2026-02-04T12:34:56.123456789Z", "2026-02-04T12:34:56.123Z"],
    ["2026-02-04T01:00:00+02:00", "2026-02-03T23:00:00.000Z"],
    ["2026-02-04T23:30:00.5-05:30", "2026-02-05T05:00:00.500Z"],
    ["2026-02-04T00:00:00-00:00", "2026-02-04T00:00:00.000Z"],
    ["2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"],
    ["2000-02-29T00:00:00Z", "2000-02-29T00:00:00.000Z"],
    ["2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"],
    ["2017-01-01T04:59:60.5+05:00", "2017-01-01T00:00:00.500Z"],
    ["0000-01-01T00:00:00Z", "0000-01-01T00:00:00.000Z"],
    ["0042-06-01T00:00:00Z", "0042-06-01T00:00:00.000Z"],
    ["1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"],
    ["9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"]
  ])("reads %s", (text, iso) => {
    expect(isTimestamp(text)).toBe(true)
    expect(new Date(toMillis(text)).toISOString()).toBe(iso)
  })

  it.each([
    "",
    "soon",
    "2026-02-04",
    "2026-02-04T00:00Z",
    "2026-02-04T00:00:00",
    "2026-02-04T00:00:00.Z",
    "2026-02-04T00:00:00+0200",
    "2026-02-04T00:00:00+24:00",
    "2026-02-04T24:00:00Z",
    "2026-02-04T23:60:00Z",
    "2026-02-04T23:59:61Z",
    "2026-02-04T12:34:60Z",
    "2026-02-04T23:59:60Z",
    "2016-12-31T23:59:60+05:00",
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
    "9999-12-31T23:59:60Z"
  ])("refuses %j", (text) => {
    expect(isTimestamp(text)).toBe(false)
  })

  const instants = FastCheck.date({ min: new Date(earliest), max: new Date(latest), noInvalidDate: true })

  it.prop(
    "reads every instant that is written",
    [instants],
    ([date]) => {
      expect(isTimestamp(date.toISOString())).toBe(true)
      expect(toMillis(date.toISOString())).toBe(date.getTime())
    },
    { fastCheck: { numRuns: 10_000 } }
  )

  it.prop(
    "knows the days of every month",
    [FastCheck.nat(9999), FastCheck.integer({ min: 1, max: 12 }), FastCheck.integer({ min: 28, max: 31 })],
    ([year, month, day]) => {
      const noon = new Date(0)
      noon.setUTCFullYear(year, month - 1, day)
      const text = `${String(year).padStart(4, "0")}-${clock(month)}-${day}T12:00:00Z`
      expect(isTimestamp(text)).toBe(noon.getUTCDate() === day)
    },
    { fastCheck: { numRuns: 10_000 } }
  )

  const offsets = FastCheck.integer({ min: -23 * 60 - 59, max: 23 * 60 + 59 })
  const inner = FastCheck.date({
    min: new Date(earliest + 86_400_000),
    max: new Date(latest - 86_400_000),
    noInvalidDate: true
  })

  it.prop(
    "reads every offset",
    [inner, offsets],
    ([date, minutes]) => {
      const local = new Date(date.getTime() + minutes * 60_000).toISOString().slice(0, -1)
      const size = Math.abs(minutes)
      const text = `${local}${minutes < 0 ? "-" : "+"}${clock(Math.floor(size / 60))}:${clock(size % 60)}`
      expect(isTimestamp(text)).toBe(true)
      expect(toMillis(text)).toBe(date.getTime())
    },
    { fastCheck: { numRuns: 10_000 } }
  )
})
