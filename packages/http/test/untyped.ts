/** Passes a value that the types do not allow, as a program in JavaScript can. */
export const untyped = (value: unknown): never => value as never
