const shape =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[Tt ](?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/

/** The form that ECMAScript defines `Date.parse` for, so that every engine reads it alike. */
const canonical = /^.{10}T.{6}[0-5]\d(?:\.\d{3})?(?:Z|[+-].{5})$/

/** The first and the last instant, in epoch milliseconds, that RFC 3339 can write in UTC: years 0000 to 9999. */
export const earliest = -62_167_219_200_000
export const latest = 253_402_300_799_999

const isDayOfMonth = (text: string): boolean => {
  const day = Number(text.slice(8, 10))
  if (day <= 28) return true
  const year = Number(text.slice(0, 4))
  const month = Number(text.slice(5, 7))
  if (month === 2) return day === 29 && (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0))
  return day <= 30 || ![4, 6, 9, 11].includes(month)
}

/** Upper-case letters, three digits of a second's fraction, and a leap second as the last second before it. */
const canonicalise = (text: string): string => {
  const [date, time, seconds] = [text.slice(0, 10), text.slice(11, 17), text.slice(17, 19)]
  const rest = /^(?:\.(\d+))?(.*)$/.exec(text.slice(19).toUpperCase())
  const fraction = (rest?.[1] ?? "").padEnd(3, "0").slice(0, 3)
  return `${date}T${time}${seconds === "60" ? "59.999" : `${seconds}.${fraction}`}${rest?.[2] ?? ""}`
}

/** The epoch milliseconds of a text for which `isTimestamp` holds. */
export const toMillis = (text: string): number => Date.parse(canonical.test(text) ? text : canonicalise(text))

/**
 * Whether the text is an RFC 3339 timestamp: lower-case letters, a blank between date and time, offsets, fractions
 * of any length and leap seconds are all part of that format. The instant must have a four-digit year in UTC, so
 * that it can be written again.
 */
export const isTimestamp = (text: string): boolean => {
  if (!shape.test(text) || !isDayOfMonth(text)) return false
  if (text.startsWith("0000") || text.startsWith("9999")) {
    const millis = toMillis(text)
    return millis >= earliest && millis <= latest
  }
  return true
}
