import { ApiError, byType, type ModelsError } from "@anthropic-models/core/ModelsError"
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import type { ErrorFault } from "../Fault.ts"

const isKnown = (type: string): type is keyof typeof byType => Object.hasOwn(byType, type)

const decimal = /^(?:\d+(?:\.\d*)?|\.\d+)$/

/** What a header of that value says, where it is a time to come. */
const wait = (value: number | string | undefined, unit: number): Option.Option<Duration.Duration> => {
  const text = String(value).trim()
  const millis = decimal.test(text) ? Number(text) * unit : 0
  return millis > 0 ? Option.some(Duration.millis(millis)) : Option.none()
}

const retryAfterOf = ({ retryAfter, retryAfterMs }: ErrorFault): Option.Option<Duration.Duration> =>
  Option.orElse(wait(retryAfterMs, 1), () =>
    typeof retryAfter === "object" ? wait(Duration.toMillis(retryAfter.fromNow), 1) : wait(retryAfter, 1000)
  )

/** The error that a client of the contract makes of an error of the API: one under a good status has that of its type. */
export const ofFault = (fault: ErrorFault): ModelsError => {
  const { errorCode, message, shouldRetry, status, type } = fault
  return new (isKnown(type) ? byType[type] : ApiError)({
    ...(isKnown(type) && status < 300 ? {} : { status }),
    type,
    detail: message,
    errorCode: Option.fromNullable(errorCode),
    retryAfter: retryAfterOf(fault),
    shouldRetry: Option.fromNullable(shouldRetry)
  })
}
