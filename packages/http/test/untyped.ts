/** Passes a value that the types do not allow, as a program in JavaScript can. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- that is its purpose
export const untyped = <A>(value: unknown): A => value as A
