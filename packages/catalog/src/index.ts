/**
 * A list of models that is kept fresh, and its changes.
 *
 * @since 0.1.0
 */
export * as ModelChange from "./ModelChange.ts"
export * as Retirement from "./Retirement.ts"
