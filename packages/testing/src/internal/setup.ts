import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"

/**
 * A test is set up wrongly. Thrown, and so a defect inside of an effect: there is nothing to recover from, the
 * message says what to change.
 */
export class SetupError extends Error {
  override get name(): string {
    return "SetupError"
  }
}

export const refuse = (where: string, problem: string): never => {
  throw new SetupError(`${where}: ${problem}`)
}

/** A value as a message shows it: short, on one line. */
export const show = (value: unknown): string => {
  const text = typeof value === "string" || Array.isArray(value) ? JSON.stringify(value) : String(value)
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}

export const requireCount = (where: string, what: string, count: number): void => {
  if (!Number.isSafeInteger(count) || count < 0) {
    refuse(where, `${what} is ${show(count)}; make it a whole number, 0 or more`)
  }
}

export const requireOneOf = (where: string, what: string, value: unknown, known: ReadonlyArray<string>): void => {
  if (typeof value === "string" && known.includes(value)) return
  refuse(where, `${what} is ${show(value)}; make it ${known.map(show).join(" or ")}`)
}

const isNegative = (input: unknown): boolean =>
  typeof input === "number" || typeof input === "bigint"
    ? input < 0
    : Array.isArray(input)
      ? input.some((part) => isNegative(part))
      : typeof input === "string" && input.trimStart().startsWith("-")

/** `Duration.decode` takes a negative duration for none at all: here it is refused. */
export const requireDuration = (where: string, input: Duration.DurationInput): Duration.Duration => {
  if (isNegative(input)) return refuse(where, `${show(input)} is negative; give a duration of 0 or more`)
  return Option.getOrElse(
    Option.filter(Duration.decodeUnknown(input), () => !Number.isNaN(input)),
    () => refuse(where, `${show(input)} is no duration; write it like "250 millis" or "2 seconds"`)
  )
}

/** `Effect.sleep` takes a turn of the timers for no time at all as well. */
export const pause = (duration: Duration.Duration): Effect.Effect<void> =>
  Duration.greaterThan(duration, Duration.zero) ? Effect.sleep(duration) : Effect.void

export const requireProbability = (where: string, probability: number): void => {
  if (!(probability >= 0 && probability <= 1)) {
    refuse(where, `a probability of ${show(probability)} cannot be; give a number from 0 to 1`)
  }
}
