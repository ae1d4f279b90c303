/**
 * Every model as a `Stream`, over the `Models` contract of `@anthropic-models/core`.
 *
 * @since 0.1.0
 */
export * as ModelStream from "./ModelStream.ts"
export * as PaginationError from "./PaginationError.ts"
