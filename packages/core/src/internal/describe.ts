import * as Option from "effect/Option"
import { clip } from "./explain.ts"

interface Sent {
  readonly attempts: number
  readonly requestId?: Option.Option<string>
}

interface Answer extends Sent {
  readonly status: number
  readonly type: string
  readonly detail: string
  readonly shouldRetry: Option.Option<boolean>
  readonly requestId: Option.Option<string>
}

/** What happened, and the facts that help to look for it: `… (request req_011, after 3 attempts)`. */
export const describe = (what: string, { attempts, requestId = Option.none() }: Sent): string => {
  const facts = [
    ...Option.toArray(Option.map(requestId, (id) => `request ${id}`)),
    ...(attempts > 1 ? [`after ${attempts} attempts`] : [])
  ]
  return facts.length === 0 ? what : `${what} (${facts.join(", ")})`
}

/** `429 rate_limit_error: slow down (request req_011, after 3 attempts)` */
export const describeAnswer = (answer: Answer): string =>
  describe(
    [`${answer.status} ${answer.type}`, ...(answer.detail === "" ? [] : [clip(answer.detail, 1000)])].join(": "),
    answer
  )

/** The server's word, else the status: 408, 409, 429 and all from 500 on may pass. */
export const isRetryableAnswer = ({ shouldRetry, status }: Answer): boolean =>
  Option.getOrElse(shouldRetry, () => status === 408 || status === 409 || status === 429 || status >= 500)
