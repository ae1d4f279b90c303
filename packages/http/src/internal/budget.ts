import type * as RetryPolicy from "../RetryPolicy.ts"

/**
 * A bucket of tokens that all calls of a client share: a retry takes some, a success gives some back. It holds
 * between none and all of them.
 */
export interface Budget {
  /** Takes the tokens of a retry, if there are enough; what they were, or none. */
  readonly take: (afterTimeout: boolean) => number | undefined
  /** Gives back what a retry took that succeeded or was not sent, or the refund of a success at the first try. */
  readonly giveBack: (taken: number | undefined) => void
}

/** A full bucket. Where one of its sizes is not a number, it allows no retry. */
export const make = ({ capacity, refund, retryCost, timeoutCost }: RetryPolicy.Budget): Budget => {
  let tokens = capacity
  return {
    take: (afterTimeout) => {
      const cost = afterTimeout ? timeoutCost : retryCost
      if (!(cost <= tokens)) return undefined
      tokens -= cost
      return cost
    },
    giveBack: (taken = refund) => {
      tokens = Math.min(capacity, tokens + taken)
    }
  }
}

/** A bucket that is never empty. */
export const unlimited: Budget = { take: () => 0, giveBack: () => undefined }
