import * as Fault from "@anthropic-models/testing/Fault"
import * as Script from "@anthropic-models/testing/Script"
import * as Either from "effect/Either"
import { didYouMean, nearest } from "./nearest.ts"
import { parseDuration } from "./units.ts"

/** The faults without arguments, by their names as words with hyphens: `cut-body`. */
const faults: ReadonlyMap<string, Fault.Fault> = new Map(
  Array.from(Fault.byName, ([name, fault]) => [
    name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
    fault
  ])
)

/** The names that `--faults` takes, beside `latency=TIME` and `rate-limit=SECONDS`. */
export const names: ReadonlyArray<string> = [...faults.keys()]

/**
 * Reads faults in the order of requests: `overloaded*2,latency=200ms,cut-body`. `*` alone makes the last one hit all
 * requests from there on.
 */
export const parse = (items: ReadonlyArray<string>): Either.Either<Script.Script<unknown, Fault.Fault>, string> => {
  const inOrder: Array<Fault.Fault> = []
  for (const [index, item] of items.entries()) {
    const [, name = "", repeat] = /^(.*?)(\*\d*)?$/.exec(item) ?? []
    const fault = one(name)
    if (Either.isLeft(fault)) return Either.left(fault.left)
    if (repeat === "*") {
      return index === items.length - 1
        ? Either.right(Script.firstOf(Script.inOrder(inOrder), Script.always(fault.right)))
        : Either.left(`${item} hits every request, so it must be the last`)
    }
    const times = Number(repeat?.slice(1) ?? 1)
    if (times > 1_000) return Either.left(`${item}: at most 1000 times, or * alone`)
    inOrder.push(...Array.from({ length: times }, () => fault.right))
  }
  return Either.right(Script.inOrder(inOrder))
}

const one = (text: string): Either.Either<Fault.Fault, string> => {
  const [name = "", value] = text.split("=")
  if (name === "latency") return Either.map(parseTime(value ?? ""), Fault.latency)
  if (name === "rate-limit" && value !== undefined) {
    return /^\d+(?:\.\d+)?$/.test(value)
      ? Either.right(Fault.rateLimit({ retryAfter: Number(value) }))
      : Either.left(`${text}: expected seconds, such as rate-limit=3`)
  }
  const fault = value === undefined ? faults.get(name) : undefined
  return Either.fromNullable(fault, () =>
    [
      `there is no fault ${text}.`,
      didYouMean(nearest(name, names)) ?? `There are ${names.join(", ")} and latency=TIME.`
    ].join(" ")
  )
}

const parseTime = (text: string) => {
  const millis = /^(\d+)ms$/.exec(text)?.[1]
  return millis === undefined
    ? Either.mapLeft(parseDuration(text), (expected) => `latency=${text}: ${expected}`)
    : Either.right(`${Number(millis)} millis` as const)
}
