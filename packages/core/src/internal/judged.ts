import * as Predicate from "effect/Predicate"

const judged = new WeakSet<object>()

/** Says of capabilities that they have been accepted and cannot change any more. */
export const remember = (capabilities: object): void => {
  judged.add(capabilities)
}

/** A test of capabilities that does not judge again what it has accepted. */
export const remembering =
  <A>(isValid: (u: unknown) => u is A) =>
  (u: unknown): u is A =>
    (Predicate.isRecord(u) && judged.has(u)) || isValid(u)
