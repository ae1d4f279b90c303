import * as Fault from "@anthropic-models/testing/Fault"
import * as Script from "@anthropic-models/testing/Script"
import * as Either from "effect/Either"
import { didYouMean, nearest } from "./nearest.ts"
import { parseDuration } from "./units.ts"

const faults: Readonly<Record<string, Fault.Fault>> = {
  none: Fault.none,
  "invalid-request": Fault.invalidRequest(),
  authentication: Fault.authentication(),
  billing: Fault.billing(),
  permission: Fault.permission(),
  "not-found": Fault.notFound(),
  "rate-limit": Fault.rateLimit(),
  "api-error": Fault.api(),
  "gateway-timeout": Fault.gatewayTimeout(),
  overloaded: Fault.overloaded(),
  html: Fault.html(),
  empty: Fault.empty(),
  "ids-only": Fault.idsOnly,
  "openai-list": Fault.openAiList,
  "truncated-json": Fault.truncatedJson,
  "stuck-cursor": Fault.stuckCursor,
  "missing-cursor": Fault.missingCursor,
  "empty-page": Fault.emptyPage,
  "overlapping-page": Fault.overlappingPage,
  "no-answer": Fault.noAnswer,
  "stalled-body": Fault.stalledBody,
  "cut-body": Fault.cutBody(),
  reset: Fault.reset
}

/** The names that `--faults` takes, beside `latency=TIME` and `rate-limit=SECONDS`. */
export const names: ReadonlyArray<string> = Object.keys(faults)

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
  const fault = Object.hasOwn(faults, name) && value === undefined ? faults[name] : undefined
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
