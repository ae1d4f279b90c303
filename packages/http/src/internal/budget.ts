/** The sizes of a token bucket. */
export interface Sizes {
  readonly capacity: number
  readonly retryCost: number
  readonly timeoutCost: number
  readonly refund: number
}

/**
 * A bucket of tokens that all calls of a client share: a retry takes some, a success gives some back. It holds
 * between none and all of them.
 */
export interface Budget {
  /** Takes the tokens of a retry, if there are enough; what they were, or none. */
  readonly take: (afterTimeout: boolean) => number | undefined
  /** Gives back what the last retry took, or the refund of a success at the first try. */
  readonly succeed: (taken: number | undefined) => void
}

/** A full bucket. */
export const make = ({ capacity, refund, retryCost, timeoutCost }: Sizes): Budget => {
  let tokens = capacity
  return {
    take: (afterTimeout) => {
      const cost = afterTimeout ? timeoutCost : retryCost
      if (cost > tokens) return undefined
      tokens -= cost
      return cost
    },
    succeed: (taken = refund) => {
      tokens = Math.min(capacity, tokens + taken)
    }
  }
}

/** A bucket that is never empty. */
export const unlimited: Budget = { take: () => 0, succeed: () => undefined }
