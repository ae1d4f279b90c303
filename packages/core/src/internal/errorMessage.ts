import * as Option from "effect/Option"
import { printable } from "./printable.ts"

/** The longest message, in characters, and the longest text of a server in it. */
const maxMessage = 1500
const maxDetail = 1000

interface Context {
  readonly attempts: number
  readonly requestId?: Option.Option<string>
}

interface Answer {
  readonly status: number
  readonly type: string
  readonly detail: string
  readonly attempts: number
  readonly requestId: Option.Option<string>
}

/** One printable line: what happened, the request id, and the number of attempts. */
export const describe = (text: string, { attempts, requestId = Option.none() }: Context): string => {
  const facts = [
    ...Option.toArray(Option.map(requestId, (id) => `request ${printable(id, 200)}`)),
    ...(attempts > 1 ? [`after ${attempts} attempts`] : [])
  ]
  const line = printable(text, maxMessage)
  return facts.length === 0 ? line : `${line} (${facts.join(", ")})`
}

/** `429 rate_limit_error: slow down (request req_011, after 3 attempts)` */
export const describeAnswer = (answer: Answer): string => {
  const { detail, status, type } = answer
  return describe(
    `${status} ${printable(type, 100)}${detail === "" ? "" : `: ${printable(detail, maxDetail)}`}`,
    answer
  )
}
