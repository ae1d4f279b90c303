/**
 * Algorithms on the `Models` contract: every model as a `Stream`.
 *
 * @since 0.1.0
 */
export * as ModelStream from "./ModelStream.ts"
export * as PaginationError from "./PaginationError.ts"
