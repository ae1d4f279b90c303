import type * as Arbitrary from "effect/Arbitrary"

const shape =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[Tt ](?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/

/** The first and the last instant, in epoch milliseconds, that RFC 3339 can write in UTC: years 0000 to 9999. */
export const earliest = -62_167_219_200_000
export const latest = 253_402_300_799_999

/** Dates of that range, for property tests. */
export const dates: Arbitrary.LazyArbitrary<Date> = (fc) =>
  fc.date({ min: new Date(earliest), max: new Date(latest), noInvalidDate: true })

const digit = (text: string, at: number): number => text.charCodeAt(at) - 48

const twoDigits = (text: string, at: number): number => digit(text, at) * 10 + digit(text, at + 1)

/** The days since the epoch, in the calendar that counts its years from March, where leap days come last. */
const epochDay = (year: number, month: number, day: number): number => {
  const years = month > 2 ? year : year - 1
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  return years * 365 + Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400) + dayOfYear - 719_468
}

/** Up to the first of the next month, which is month 13 after December. */
const daysInMonth = (year: number, month: number): number => epochDay(year, month + 1, 1) - epochDay(year, month, 1)

const yearOf = (text: string): number => twoDigits(text, 0) * 100 + twoDigits(text, 2)

/** The fraction of a second that begins at the dot, cut to milliseconds. */
const milliseconds = (text: string, dot: number, end: number): number => {
  let value = 0
  for (let i = 1; i <= 3; i++) value = value * 10 + (dot + i < end ? digit(text, dot + i) : 0)
  return value
}

/** Minutes east of UTC. */
const offset = (text: string, at: number): number => {
  const minutes = twoDigits(text, at + 1) * 60 + twoDigits(text, at + 4)
  return text.charAt(at) === "-" ? -minutes : minutes
}

/**
 * The epoch milliseconds of a text for which `isTimestamp` holds. Engines read fewer forms than RFC 3339 has, each
 * another set of them, so `Date.parse` is not asked.
 */
export const toMillis = (text: string): number => {
  const isUtc = (text.charCodeAt(text.length - 1) | 32) === 122
  const end = text.length - (isUtc ? 1 : 6)
  const seconds =
    epochDay(yearOf(text), twoDigits(text, 5), twoDigits(text, 8)) * 86_400 +
    twoDigits(text, 11) * 3_600 +
    (twoDigits(text, 14) - (isUtc ? 0 : offset(text, end))) * 60 +
    twoDigits(text, 17)
  return seconds * 1_000 + (end > 19 ? milliseconds(text, 19, end) : 0)
}

/** A leap second is the last second of a month in UTC: what is read is the first of the next. */
const isLeapSecond = (text: string): boolean => new Date(toMillis(text)).toISOString().slice(8, 19) === "01T00:00:00"

/**
 * Whether the text is an RFC 3339 timestamp: lower-case letters, a blank between date and time, offsets, fractions
 * of any length and leap seconds are all part of that format. The instant must have a four-digit year in UTC too,
 * so that it can be written again.
 */
export const isTimestamp = (text: string): boolean => {
  if (!shape.test(text)) return false
  const day = twoDigits(text, 8)
  if (day > 28 && day > daysInMonth(yearOf(text), twoDigits(text, 5))) return false
  const year = yearOf(text)
  if (twoDigits(text, 17) === 60 && !isLeapSecond(text)) return false
  if (year > 0 && year < 9999) return true
  const millis = toMillis(text)
  return millis >= earliest && millis <= latest
}
