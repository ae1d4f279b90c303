import type { AnswerHeaders } from "./answerHeaders.ts"
import type { Redact } from "./redact.ts"

/** A whole answer. */
export interface Answer {
  readonly status: number
  readonly headers: AnswerHeaders
  readonly body: Uint8Array
}

/** The facts about a request that its errors show. */
export interface Sent {
  readonly method: string
  /** The URL without credentials. */
  readonly url: () => string
  /** The number of the attempt, from 1. */
  readonly attempts: number
  readonly redact: Redact
  /** The time of the `Clock`, in epoch milliseconds. */
  readonly now: () => number
}

export const isSuccess = ({ status }: { readonly status: number }): boolean => status >= 200 && status < 300
