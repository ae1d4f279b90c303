const judged = new WeakSet<object>()

/** Says of a value that cannot change any more that it was accepted. */
export const remember = (value: object): void => {
  judged.add(value)
}

/** A test that does not judge again what it has accepted. */
export const remembering =
  <A>(isValid: (u: unknown) => u is A) =>
  (u: unknown): u is A =>
    (typeof u === "object" && u !== null && judged.has(u)) || isValid(u)
