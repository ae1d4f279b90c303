import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Either from "effect/Either"
import * as Option from "effect/Option"

/** Reads a text of the command line, or says what it should have been. */
export type Parser<A> = (text: string) => Either.Either<A, string>

const multiples: Readonly<Record<string, number>> = { "": 1, k: 1_000, m: 1_000_000 }

/** `200k` is 200,000, `1M` and `1.5m` are millions, and digits may be grouped: `200_000`, `200,000`. */
export const parseTokens: Parser<number> = (text) => {
  const [, digits = "", unit = ""] = /^(\d[\d_,]*(?:\.\d+)?)([km]?)$/i.exec(text.trim()) ?? []
  return digits === ""
    ? Either.left("expected a number of tokens, such as 200k, 1M or 200000")
    : Either.right(Math.round(Number(digits.replaceAll(/[_,]/g, "")) * (multiples[unit.toLowerCase()] ?? 1)))
}

const seconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 }

/** `90d`, `12h`, `15m`, `30s`, `2w`. */
export const parseDuration: Parser<Duration.Duration> = (text) => {
  const [, amount = "", unit = ""] = /^(\d+(?:\.\d+)?)\s*([smhdw])$/.exec(text.trim()) ?? []
  const length = seconds[unit]
  return length === undefined
    ? Either.left("expected a number and a unit, such as 30s, 15m, 12h, 90d or 2w")
    : Either.right(Duration.seconds(Number(amount) * length))
}

/** `2026-12-01`, or with a time. */
export const parseDate: Parser<DateTime.Utc> = (text) =>
  (/^\d{4}-\d{2}-\d{2}(?:[Tt ].*)?$/.test(text) ? DateTime.make(text) : Option.none()).pipe(
    Option.map(DateTime.toUtc),
    Either.fromOption(() => "expected a date, such as 2026-12-01")
  )

/** A whole number of at least `least`. */
export const parseWhole =
  (least: number): Parser<number> =>
  (text) => {
    const number = /^\d+$/.test(text) ? Number(text) : -1
    return Number.isSafeInteger(number) && number >= least
      ? Either.right(number)
      : Either.left(`expected a whole number from ${least}`)
  }

/** 200000 tokens are `200k`, 1000000 are `1M`. */
export const formatTokens = (count: number): string => {
  if (count >= 1_000_000) return `${Number((count / 1_000_000).toFixed(1))}M`
  return count >= 1_000 ? `${Number((count / 1_000).toFixed(1))}k` : String(count)
}

/** In the largest unit that fits: `3 days`, `15 minutes`, `1.5 s`, `182 ms`. */
export const formatDuration = (duration: Duration.Duration): string => {
  const millis = Duration.toMillis(duration)
  if (millis < 1_000) return `${Math.round(millis)} ms`
  if (millis < 10_000) return `${Number((millis / 1_000).toFixed(1))} s`
  for (const [length, name] of [
    [86_400_000, "day"],
    [3_600_000, "hour"],
    [60_000, "minute"]
  ] as const) {
    if (millis >= length) return count(Math.floor(millis / length), name)
  }
  return count(Math.floor(millis / 1_000), "second")
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

/** `30 Nov 2026`, in UTC. */
export const formatDay = (date: DateTime.DateTime): string => {
  const { day, month, year } = DateTime.toPartsUtc(date)
  return `${day} ${months[month - 1] ?? ""} ${year}`
}

/** `1 model`, `2 models`. */
export const count = (number: number, one: string, many = `${one}s`): string => `${number} ${number === 1 ? one : many}`
