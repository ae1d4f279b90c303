import type { Scrub } from "./secrets.ts"

/** A whole answer. */
export interface Answer {
  readonly status: number
  readonly headers: { readonly [name: string]: string | undefined }
  /** For as long as the answer is read: the memory is used again. */
  readonly body: Uint8Array
}

/** What an error may say of the request. */
export interface Sent {
  readonly method: string
  /** The URL without the secrets that are known by now. */
  readonly url: () => string
  readonly attempts: number
  readonly scrub: Scrub
  /** The time of the `Clock`, in epoch milliseconds. */
  readonly now: () => number
}
